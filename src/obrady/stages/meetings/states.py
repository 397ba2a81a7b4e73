from datetime import datetime
from enum import StrEnum


class MeetingState(StrEnum):
    """What a person decided; whether applications are open follows from the clock (see `window`)."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    CANCELLED = "cancelled"

    @property
    def is_public(self) -> bool:
        """Who hears that a meeting does not take place must still find its page."""
        return self in PUBLIC_STATES


PUBLIC_STATES = (MeetingState.ANNOUNCED, MeetingState.CANCELLED)


class Window(StrEnum):
    NOT_YET = "not_yet"
    OPEN = "open"
    CLOSED = "closed"


def window(*, opens_at: datetime | None, closes_at: datetime | None, now: datetime) -> Window:
    """Both ends belong to the window: an application at the very second of closing is in time."""
    if opens_at is None or closes_at is None or now < opens_at:
        return Window.NOT_YET
    return Window.OPEN if now <= closes_at else Window.CLOSED


class Stand(StrEnum):
    """Where an announced meeting stands for somebody who thinks of coming."""

    OPENS = "opens"
    OPEN = "open"
    CLOSED = "closed"
    PAST = "past"
    CANCELLED = "cancelled"


def stand(*, opens_at: datetime | None, closes_at: datetime | None, ends_at: datetime | None, now: datetime) -> Stand:
    if ends_at is not None and now > ends_at:
        return Stand.PAST
    match window(opens_at=opens_at, closes_at=closes_at, now=now):
        case Window.NOT_YET:
            return Stand.OPENS
        case Window.OPEN:
            return Stand.OPEN
        case Window.CLOSED:
            return Stand.CLOSED


class TransitionRefused(Exception):
    def __init__(self, state: MeetingState, wanted: MeetingState) -> None:
        super().__init__(f"{state} -> {wanted}")
        self.state, self.wanted = state, wanted


def announced(state: MeetingState) -> MeetingState:
    """Publishing again (a new version) is allowed, and a cancelled meeting stays cancelled; no way back to a draft."""
    return MeetingState.CANCELLED if state is MeetingState.CANCELLED else MeetingState.ANNOUNCED


def cancelled(state: MeetingState) -> MeetingState:
    if state is not MeetingState.ANNOUNCED:
        raise TransitionRefused(state, MeetingState.CANCELLED)
    return MeetingState.CANCELLED


def taken_back(state: MeetingState) -> MeetingState:
    """A cancellation that nobody has been told of yet."""
    if state is not MeetingState.CANCELLED:
        raise TransitionRefused(state, MeetingState.ANNOUNCED)
    return MeetingState.ANNOUNCED


class CourseKind(StrEnum):
    """How an announced meeting changes its course; each is one act with a reason."""

    EXTEND = "extend"
    CLOSE_EARLY = "close_early"
    REOPEN = "reopen"
    POSTPONE = "postpone"
    MOVE = "move"
    SHRINK = "shrink"
    CANCEL = "cancel"
    TAKE_BACK = "take_back"


def courses_open_to(
    state: MeetingState, *, window: Window, starts_at: datetime | None, ends_at: datetime | None, now: datetime
) -> tuple[CourseKind, ...]:
    """Which changes make sense now; what other rooms hold against one of them, they say themselves."""
    is_over = ends_at is not None and ends_at < now
    has_begun = starts_at is not None and starts_at <= now
    if state is MeetingState.CANCELLED:
        return () if has_begun else (CourseKind.TAKE_BACK,)
    if state is MeetingState.DRAFT or is_over:
        return ()
    if has_begun:
        return (CourseKind.MOVE, CourseKind.CANCEL)
    of_window = {
        Window.NOT_YET: (CourseKind.EXTEND,),
        Window.OPEN: (CourseKind.EXTEND, CourseKind.CLOSE_EARLY),
        Window.CLOSED: (CourseKind.REOPEN,),
    }[window]
    return (*of_window, CourseKind.POSTPONE, CourseKind.MOVE, CourseKind.SHRINK, CourseKind.CANCEL)
