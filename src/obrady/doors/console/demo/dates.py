"""When the demo's meetings take place: the dates of 2023, moved by whole weeks so that each stage is true today.

The register (window and records together) moves to the latest week in which its last event is past. The day of the
answer and the meeting move by as many further weeks as keep them ahead. Wall times stay what they were in the
meeting's zone; distances to closing stay exact, also where a change of the clocks falls in between.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Warsaw")
WEEK = timedelta(weeks=1)

OPENED = datetime(2023, 11, 29, 9, 0, tzinfo=ZONE)
CLOSED = datetime(2023, 12, 7, 17, 0, tzinfo=ZONE)
ANSWERED = date(2023, 12, 12)
MET = date(2023, 12, 14)
MEETING_HOURS = (time(9, 30), time(15, 30))

AS_DATED = {
    "announced": datetime(2023, 12, 1, 12, 0, tzinfo=ZONE),
    "applied": datetime(2023, 12, 11, 12, 0, tzinfo=ZONE),
    "drawn": datetime(2023, 12, 11, 12, 0, tzinfo=ZONE),
}


@dataclass(frozen=True)
class Calendar:
    """The moved dates of one meeting; instants in UTC."""

    opens_at: datetime
    closes_at: datetime
    answer_by: date
    starts_at: datetime
    ends_at: datetime

    def moved(self, instant: datetime) -> datetime:
        """A record's instant, as far from the moved closing as it was from the closing of 2023."""
        return self.closes_at + (_utc(instant) - _utc(CLOSED))


def open_today(now: datetime) -> Calendar:
    """The latest week whose window is open at `now` (it is longer than a week, so there always is one)."""
    weeks = _latest(now, lambda weeks: _closing(weeks) + (_utc(OPENED) - _utc(CLOSED)) <= now)
    return _calendar(register=weeks, further=0)


def closed_today(now: datetime, *, last_event: datetime) -> Calendar:
    """The latest week in which the register's last event is past, with the meeting still ahead."""
    weeks = _latest(now, lambda weeks: _closing(weeks) + (_utc(last_event) - _utc(CLOSED)) <= now)
    further = 0
    while ANSWERED + (weeks + further) * WEEK <= now.astimezone(ZONE).date():
        further += 1
    return _calendar(register=weeks, further=further)


def _latest(now: datetime, holds) -> int:
    weeks = (now.astimezone(ZONE).date() - CLOSED.date()).days // 7 + 2
    while not holds(weeks):
        weeks -= 1
    return weeks


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC)


def _closing(weeks: int) -> datetime:
    return _utc(CLOSED + weeks * WEEK)


def _calendar(*, register: int, further: int) -> Calendar:
    closes_at = _closing(register)
    met = MET + (register + further) * WEEK
    starts_at, ends_at = (_utc(datetime.combine(met, hour, tzinfo=ZONE)) for hour in MEETING_HOURS)
    return Calendar(
        opens_at=closes_at + (_utc(OPENED) - _utc(CLOSED)),
        closes_at=closes_at,
        answer_by=ANSWERED + (register + further) * WEEK,
        starts_at=starts_at,
        ends_at=ends_at,
    )
