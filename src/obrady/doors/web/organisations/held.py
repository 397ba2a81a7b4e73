"""Which role of which colleague a form on these pages speaks of: "office", or "office:<meeting>"."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest

from obrady.doors.web.parts.words import ROLES
from obrady.stages.organisations.models import Organisation
from obrady.stages.team.queries import Colleague, HeldRole, colleague_with_key


@dataclass(frozen=True)
class Shown:
    """One role as a row of the page."""

    held: HeldRole
    key: str
    label: object
    place: str


def shown(held: HeldRole, organisation: Organisation) -> Shown:
    key = f"{held.role}:{held.meeting.pk}" if held.meeting else str(held.role)
    place = str(held.meeting.title) if held.meeting else str(organisation.name)
    return Shown(held=held, key=key, label=ROLES[held.role], place=place)


def colleague_or_404(organisation: Organisation, key: UUID) -> Colleague:
    found = colleague_with_key(organisation, key)
    if found is None:
        raise Http404
    return found


def chosen_role(request: HttpRequest, organisation: Organisation, colleague: Colleague) -> Shown:
    """Of the roles that the colleague holds; the form or the link names one."""
    wanted = request.POST.get("held") or request.GET.get("held")
    rows = [shown(held, organisation) for held in colleague.roles]
    for row in rows:
        if row.key == wanted:
            return row
    raise Http404
