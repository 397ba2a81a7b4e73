from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from obrady.core.likeness import match_name
from obrady.stages.applications.models import ApplicantLink, Application
from obrady.stages.applications.queries.register import VISIBLE, visible
from obrady.stages.applications.states import NAME, LinkState
from obrady.stages.meetings.models import Meeting

IN_REGISTER = visible("a") & (Q(b=None) | visible("b"))


@dataclass(frozen=True)
class Wish:
    """One name out of somebody's "who applies with you", and the applications that it fits."""

    named: str
    keys: tuple[str, ...]


def links_of(meeting: Meeting) -> QuerySet[ApplicantLink]:
    """Every link, those to decide first."""
    return (
        ApplicantLink.objects.filter(IN_REGISTER, meeting=meeting)
        .select_related("meeting__organisation", "a__person", "b__person", "a__merged_into", "b__merged_into")
        .order_by("-state", "pk")
    )


def links_to_decide(meeting: Meeting) -> QuerySet[ApplicantLink]:
    return links_of(meeting).filter(state=LinkState.PROPOSED)


def applications_named(link: ApplicantLink) -> list[Application]:
    """Whom the typed name may mean, to choose from."""
    names = names_in(link.meeting)
    names.pop(str(link.a_id), None)
    keys = {key for wish in wishes(link.named, names) for key in wish.keys}
    return list(Application.objects.filter(VISIBLE, pk__in=keys).select_related("person").order_by("reference"))


def names_in(meeting: Meeting) -> dict[str, str]:
    """Every application that is not merged, with its name; staged rows included."""
    rows = Application.objects.filter(meeting=meeting, merged_into=None).values_list("pk", "answers")
    return {str(pk): str(answers.get(NAME, "")) for pk, answers in rows}


def wishes(text: str, names: Mapping[str, str]) -> list[Wish]:
    return [Wish(named=found.typed, keys=found.keys) for found in match_name(text, names)]
