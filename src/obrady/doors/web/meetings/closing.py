"""When applications have closed, or soon will: are there enough for the places, and what follows from that."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from obrady.stages.applications.queries import counts
from obrady.stages.applications.states import ApplicationState
from obrady.stages.draws.queries.finding import live_draw
from obrady.stages.draws.states import DrawState
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import courses_of, window_of
from obrady.stages.meetings.states import CourseKind, MeetingState, Window

SOON = timedelta(days=3)


class Verdict(StrEnum):
    TOO_FEW = "too_few"
    JUST_ENOUGH = "just_enough"
    MORE = "more"


@dataclass(frozen=True)
class Closing:
    places: int
    total: int
    eligible: int
    complete: int
    incomplete: int
    is_closed: bool
    may: frozenset[CourseKind]

    @property
    def ready(self) -> int:
        """Who can come into the pool: cleared, or complete and waiting for it."""
        return self.eligible + self.complete

    @property
    def verdict(self) -> Verdict:
        if self.ready < self.places:
            return Verdict.TOO_FEW
        return Verdict.JUST_ENOUGH if self.ready == self.places else Verdict.MORE

    @property
    def lacking(self) -> int:
        return self.places - self.ready

    @property
    def could_be_completed(self) -> bool:
        """Whether those who lack answers would fill the places."""
        return 0 < self.lacking <= self.incomplete

    @property
    def more_time(self) -> str:
        """Which change gives more time now."""
        return next((str(kind) for kind in (CourseKind.REOPEN, CourseKind.EXTEND) if kind in self.may), "")

    @property
    def may_shrink(self) -> bool:
        return CourseKind.SHRINK in self.may and self.ready >= 1


def closing_of(meeting: Meeting, now: datetime) -> Closing | None:
    """None as long as it is too early to say anything, or when it no longer matters: over, cancelled, being drawn."""
    if meeting.state != MeetingState.ANNOUNCED or meeting.closes_at is None or not meeting.places:
        return None
    window = window_of(meeting, now)
    is_over = meeting.starts_at is not None and meeting.starts_at <= now
    if is_over or window is Window.NOT_YET or (window is Window.OPEN and meeting.closes_at - now > SOON):
        return None
    draw = live_draw(meeting)
    if draw is not None and draw.state != DrawState.DRAFT:
        return None
    found = counts(meeting)
    return Closing(
        places=meeting.places,
        total=found.total,
        eligible=found.by_state[ApplicationState.ELIGIBLE],
        complete=found.by_state[ApplicationState.COMPLETE],
        incomplete=found.by_state[ApplicationState.INCOMPLETE],
        is_closed=window is Window.CLOSED,
        may=frozenset(courses_of(meeting, now)),
    )
