"""When letters leave: no more a day than the organisation allows, the rest on the mornings that follow."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.states import MeetingState
from obrady.stages.outreach.states import GRACE, MORNING


def slots(taken: Counter, *, most_a_day: int, zone: tzinfo, now: datetime) -> Iterator[datetime]:
    """One moment per letter, without end. `taken` counts by local day what has left or is planned."""
    moment = now + GRACE
    while True:
        day = moment.astimezone(zone).date()
        for _ in range(max(0, most_a_day - taken[day])):
            yield moment
        moment = next_morning(moment, zone)


def next_morning(moment: datetime, zone: tzinfo) -> datetime:
    tomorrow = moment.astimezone(zone) + timedelta(days=1)
    return tomorrow.replace(hour=MORNING, minute=0, second=0, microsecond=0)


def leaves_too_late(meeting: Meeting, moment: datetime) -> bool:
    """Whoever gets the letter then can no longer apply."""
    return any(end is not None and moment > end for end in (meeting.closes_at, meeting.starts_at))


def may_invite(meeting: Meeting, now: datetime) -> str:
    """Empty when letters may leave, else why not: not_announced, cancelled, closed, over."""
    if meeting.state == MeetingState.CANCELLED:
        return "cancelled"
    if meeting.state != MeetingState.ANNOUNCED:
        return "not_announced"
    if meeting.closes_at is not None and now > meeting.closes_at:
        return "closed"
    if meeting.starts_at is not None and now > meeting.starts_at:
        return "over"
    return ""
