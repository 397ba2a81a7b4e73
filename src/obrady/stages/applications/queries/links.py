from collections.abc import Iterable, Mapping
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


def applications_named_by(links: Iterable[ApplicantLink]) -> dict[int, list[Application]]:
    """Link -> whom it may mean, for links of one meeting whose other is not known; two queries for all."""
    links = [link for link in links if link.b_id is None]
    if not links:
        return {}
    names = names_in(links[0].meeting)
    keys = {
        link.pk: {key for wish in wishes(link.named, names) for key in wish.keys} - {str(link.a_id)} for link in links
    }
    found = Application.objects.filter(VISIBLE, pk__in=set().union(*keys.values())).select_related("person")
    known = {str(row.pk): row for row in found.order_by("reference")}
    return {pk: [row for key, row in known.items() if key in wanted] for pk, wanted in keys.items()}


def names_in(meeting: Meeting) -> dict[str, str]:
    """Every application that is not merged, with its name; staged rows included."""
    rows = Application.objects.filter(meeting=meeting, merged_into=None).values_list("pk", "answers")
    return {str(pk): str(answers.get(NAME, "")) for pk, answers in rows}


def wishes(text: str, names: Mapping[str, str]) -> list[Wish]:
    return [Wish(named=found.typed, keys=found.keys) for found in match_name(text, names)]
