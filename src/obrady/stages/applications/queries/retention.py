"""What the notice promises (`retention_needs`, `retention_experience`, `retention_not_selected`), as terms that a clock ends."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet

from obrady.stages.applications.models import Application
from obrady.stages.applications.queries.register import same_human
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.models import Person
from obrady.stages.people.registry import UNTIL_DECIDED, retention_end

SENSITIVE_KEPT = timedelta(days=30)
MONTHS_KEPT = 3
SHORTEST_MONTHS = timedelta(days=89)


def kept_after(end: datetime) -> datetime:
    """The same day three months later, or the last one of that month."""
    year, month = divmod(end.year * 12 + end.month - 1 + MONTHS_KEPT, 12)
    return end.replace(year=year, month=month + 1, day=min(end.day, monthrange(year, month + 1)[1]))


def kept_until(person: Person) -> datetime | None:
    """Three months after the last meeting that they applied for; what the draw knows may keep them longer."""
    ends = [row.meeting.ends_at for row in same_human(person)]
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return UNTIL_DECIDED
    return kept_after(max(known)) if known else None


def meetings_with_sensitive_due(now: datetime) -> QuerySet[Meeting]:
    due = _people_since(now - SENSITIVE_KEPT).filter(sensitive_gone_at=None)
    return Meeting.objects.filter(applications__person__in=due).select_related("organisation").distinct()


def people_with_sensitive_due(meeting: Meeting, now: datetime) -> QuerySet[Person]:
    due = _people_since(now - SENSITIVE_KEPT).filter(sensitive_gone_at=None)
    return due.filter(pk__in=Application.objects.filter(meeting=meeting).values("person"))


def people_to_let_go(now: datetime) -> Iterator[Person]:
    """Those whom no room keeps any longer; of a merged human one person, with whom the others go."""
    for person in list(_people_since(now - SHORTEST_MONTHS).filter(applications__merged_into=None).distinct()):
        end = retention_end(person)
        if end is not None and end <= now:
            yield person


def _people_since(moment: datetime) -> QuerySet[Person]:
    """People whose meetings had all ended by then, with a key still: a blanked person has none."""
    later = Application.objects.exclude(meeting__ends_at__lte=moment).values("person")
    over = Application.objects.filter(meeting__ends_at__lte=moment).values("person")
    return Person.objects.filter(pk__in=over, sealed_key__isnull=False).exclude(pk__in=later).order_by("pk")
