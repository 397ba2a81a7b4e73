"""The first page of a meeting's team: the next sensible act, all that waits, and the days that matter."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from obrady.doors.web.meetings.standing import Listed
from obrady.doors.web.meetings.waiting import ForReader, for_reader, waiting_in
from obrady.stages.applications.queries import counts as counts_of_applications
from obrady.stages.applications.states import ApplicationState
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings.models import Meeting


@dataclass(frozen=True)
class Milestone:
    label: object
    moment: datetime | date | None
    is_past: bool

    @property
    def has_hour(self) -> bool:
        return isinstance(self.moment, datetime)


@dataclass(frozen=True)
class Figure:
    number: int
    label: object


@dataclass(frozen=True)
class Overview:
    listed: Listed
    next: ForReader | None
    others: tuple[ForReader, ...]
    milestones: tuple[Milestone, ...]
    figures: tuple[Figure, ...]


def overview_of(meeting: Meeting, *, actor: Actor, now: datetime) -> Overview:
    waiting = [for_reader(item, meeting=meeting, actor=actor) for item in waiting_in(meeting, now=now)]
    mine = next((item for item in waiting if item.address), None)
    return Overview(
        listed=Listed(meeting, now=now),
        next=mine,
        others=tuple(item for item in waiting if item is not mine),
        milestones=milestones_of(meeting, now),
        figures=figures_of(meeting),
    )


def milestones_of(meeting: Meeting, now: datetime) -> tuple[Milestone, ...]:
    today = now.astimezone(meeting.tz).date()
    rows = (
        (_("Applications open"), meeting.opens_at),
        (_("Applications close"), meeting.closes_at),
        (_("Answers go out by"), meeting.answer_by),
        (_("The meeting"), meeting.starts_at),
    )
    return tuple(Milestone(label, moment, _is_past(moment, now, today)) for label, moment in rows)


def _is_past(moment: datetime | date | None, now: datetime, today: date) -> bool:
    if isinstance(moment, datetime):
        return moment <= now
    return moment is not None and moment < today


def figures_of(meeting: Meeting) -> tuple[Figure, ...]:
    """How many have applied so far, and for how many places; nothing before there is anybody."""
    counts = counts_of_applications(meeting)
    if not counts.total:
        return ()
    rows = (
        (counts.total, _("applications")),
        (counts.by_state[ApplicationState.ELIGIBLE], _("may be drawn")),
        (counts.by_state[ApplicationState.COMPLETE], _("complete, not cleared")),
        (counts.by_state[ApplicationState.INCOMPLETE], _("incomplete")),
        (meeting.places or 0, _("places")),
    )
    return tuple(Figure(number, label) for number, label in rows)
