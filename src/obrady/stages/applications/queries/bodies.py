from collections.abc import Iterable, Sequence

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from obrady.core.likeness import CONFIDENT, Named, names_nothing, organisation_keys
from obrady.stages.applications.models import Application
from obrady.stages.applications.queries.register import VISIBLE
from obrady.stages.applications.states import RUNNING
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Body, Organisation, Spelling

__all__ = ["CONFIDENT", "bodies_named_in", "bodies_of", "spellings_to_nod"]


def spellings_to_nod(meeting: Meeting) -> QuerySet[Spelling]:
    """Ways of writing that a person has not yet led to one organisation, for applications that still run.

    Each has `proposed` (whose it may be) with `score`: from CONFIDENT up very probably, below it doubtful;
    `times` says how many applications use it.
    """
    used = Application.objects.filter(VISIBLE, meeting=meeting, state__in=RUNNING, spelling=OuterRef("pk"))
    named = Application.objects.filter(meeting=meeting, spelling=OuterRef("pk")).order_by().values("spelling")
    times = Subquery(named.annotate(number=Count("pk")).values("number"))
    return (
        Spelling.objects.filter(Exists(used), organiser_id=meeting.organisation_id, body=None)
        .select_related("proposed")
        .annotate(times=Coalesce(times, 0))
        .order_by("-score", "text", "pk")
    )


def bodies_named_in(meeting: Meeting) -> QuerySet[Body]:
    """The organisations that running applications of this meeting name, each with `shown_spellings` and `applicants`."""
    running = Q(spellings__applications__meeting=meeting, spellings__applications__state__in=RUNNING)
    spellings = Prefetch("spellings", queryset=Spelling.objects.order_by("text"), to_attr="shown_spellings")
    return (
        Body.objects.filter(organiser_id=meeting.organisation_id)
        .filter(running)
        .annotate(applicants=Count("spellings__applications", filter=running, distinct=True))
        .prefetch_related(spellings)
        .order_by("name", "pk")
    )


def bodies_of(meeting: Meeting) -> QuerySet[Body]:
    """All organisations known to the organiser, to choose from."""
    return Body.objects.filter(organiser_id=meeting.organisation_id).order_by("name", "pk")


def spelling_identity(text: str, town: str) -> tuple[str, str] | None:
    """How a typed name is filed: with the town only where the name alone does not tell; None when it names nothing."""
    if names_nothing(text):
        return None
    (found,) = organisation_keys([Named(spelling=text, town=town)])
    return text, found.town


def filed_spellings(organiser: Organisation) -> Sequence[Spelling]:
    return list(Spelling.objects.filter(organiser=organiser).select_related("body"))


def named_by(applications: Iterable[Application]) -> list[Spelling]:
    return [application.spelling for application in applications if application.spelling is not None]
