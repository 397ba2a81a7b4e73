from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Case, Count, Min, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Left

from obrady.stages.intake.models import Thread, ThreadEntry
from obrady.stages.intake.states import (
    MOST_FROM_ONE_LINK_A_DAY,
    MOST_RUNNING_FROM_ONE_LINK,
    RUNNING,
    Direction,
    ThreadKind,
    ThreadState,
)
from obrady.stages.ledger.states import Role
from obrady.stages.letters.queries import folded
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.models import Person, StaffAccount

MOST_OF_A_BEGINNING = 200
ANSWERERS = (Role.COORDINATOR, Role.OFFICE)


def threads(
    meeting: Meeting,
    *,
    search: str = "",
    owner: StaffAccount | None = None,
    kind: str = "",
    state: str = "",
    overdue_on: date | None = None,
) -> QuerySet[Thread]:
    """What waits for us comes first, by the day on which it is due; then the newest. Each row has `first_words`."""
    rows = _whole().filter(meeting=meeting)
    if owner is not None:
        rows = rows.filter(owner=owner)
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(state__in=RUNNING if state == "running" else [state])
    if overdue_on is not None:
        rows = rows.filter(state=ThreadState.WAITS_FOR_US, due_on__lt=overdue_on)
    for word in folded(search).split():
        number = Q(number=int(word)) if word.isdecimal() and len(word) < 9 else Q()
        rows = rows.filter(Q(search__contains=word) | number)
    due, first = (Case(When(state=ThreadState.WAITS_FOR_US, then=name)) for name in ("due_on", "number"))
    ordered = rows.order_by(due.asc(nulls_last=True), first.asc(nulls_last=True), "-number")
    return ordered.annotate(first_words=_first_words())


def _first_words() -> Subquery:
    said = ThreadEntry.objects.filter(thread=OuterRef("pk"), direction=Direction.IN).order_by("written_at", "id")
    return Subquery(said.annotate(beginning=Left("text", MOST_OF_A_BEGINNING)).values("beginning")[:1])


def _whole() -> QuerySet[Thread]:
    return Thread.objects.select_related("meeting__organisation", "person", "owner")


def thread_with_number(meeting: Meeting, number: int) -> Thread | None:
    return _whole().filter(meeting=meeting, number=number).first()


def thread_with_key(key: str | UUID) -> Thread | None:
    try:
        return _whole().filter(pk=key).first()
    except ValidationError:
        return None


def threads_about(about: str) -> QuerySet[Thread]:
    """What stands on one record; `about` is its opaque key."""
    return _whole().filter(about_key=about).prefetch_related("entries") if about else Thread.objects.none()


def threads_of(people: Iterable[Person]) -> QuerySet[Thread]:
    return _whole().filter(person__in=list(people))


def entries_of(thread: Thread) -> list[ThreadEntry]:
    return list(ThreadEntry.objects.filter(thread=thread).select_related("letter", "message"))


def has_asked_enough(meeting: Meeting, author: str, *, now: datetime) -> int:
    """The number that was reached by one private link: so many today, or so many unanswered; else 0."""
    said = ThreadEntry.objects.filter(thread__meeting=meeting, author=author, direction=Direction.IN)
    if said.filter(written_at__gt=now - timedelta(days=1)).count() >= MOST_FROM_ONE_LINK_A_DAY:
        return MOST_FROM_ONE_LINK_A_DAY
    running = said.filter(thread__state__in=RUNNING).values("thread").distinct().count()
    return MOST_RUNNING_FROM_ONE_LINK if running >= MOST_RUNNING_FROM_ONE_LINK else 0


@dataclass(frozen=True)
class ThreadCounts:
    waiting: int
    overdue: int
    oldest: datetime | None


def counts(meeting: Meeting, *, today: date) -> ThreadCounts:
    rows = Thread.objects.filter(meeting=meeting, state=ThreadState.WAITS_FOR_US)
    found = rows.aggregate(waiting=Count("id"), overdue=Count("id", filter=Q(due_on__lt=today)), oldest=Min("last_at"))
    return ThreadCounts(**found)


@dataclass(frozen=True)
class Objection:
    """An objection as minutes tell it: no name, nothing of what was written."""

    number: int
    opened_at: datetime
    state: ThreadState
    answered_at: datetime | None
    summary: str


def objections(meeting: Meeting) -> list[Objection]:
    rows = Thread.objects.filter(meeting=meeting, kind=ThreadKind.OBJECTION).order_by("number")
    return [
        Objection(
            number=row.number,
            opened_at=row.opened_at,
            state=ThreadState(row.state),
            answered_at=row.answered_at,
            summary=row.summary,
        )
        for row in rows
    ]


def colleagues(meeting: Meeting, roles: Collection[Role] = ANSWERERS) -> QuerySet[StaffAccount]:
    """Who can own a thread of this meeting: office and coordinators, of the organisation or of this meeting's team."""
    of_organisation = Q(role_grants__organisation=meeting.organisation_id, role_grants__role__in=roles)
    of_team = Q(memberships__meeting=meeting, memberships__role__in=roles)
    return StaffAccount.objects.filter(of_organisation | of_team, is_active=True).distinct().order_by("name")


def mark_of_arrangement(thread: Thread) -> str:
    """Changes with whatever `arrange` writes."""
    said = [str(thread.owner_id or ""), thread.due_on.isoformat(), thread.summary]
    return sha256("\n".join(said).encode()).hexdigest()[:16]


def mark_of_conversation(thread: Thread) -> str:
    """Changes with whatever is said and with the state of the thread; notes among colleagues change nothing."""
    said = ThreadEntry.objects.filter(thread=thread).exclude(direction=Direction.NOTE).count()
    return f"{said}-{thread.state}"
