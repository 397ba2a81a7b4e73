from datetime import datetime
from enum import StrEnum


class MeetingState(StrEnum):
    """What a person decided; whether applications are open follows from the clock (see `window`)."""

    DRAFT = "draft"
    ANNOUNCED = "announced"

    @property
    def is_public(self) -> bool:
        return self is MeetingState.ANNOUNCED


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
    """Publishing again (a new version) is allowed; there is no way back to a draft."""
    if state not in (MeetingState.DRAFT, MeetingState.ANNOUNCED):
        raise TransitionRefused(state, MeetingState.ANNOUNCED)
    return MeetingState.ANNOUNCED
