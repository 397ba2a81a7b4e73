"""The demo is made through the product's own actions, and its counts are those of the recorded answer key."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from obrady.doors.console.demo import dates, making, texts
from obrady.stages.applications import queries as register
from obrady.stages.meetings.states import Window, window

WARSAW = ZoneInfo("Europe/Warsaw")
LAST = datetime(2023, 12, 11, 9, 15, tzinfo=WARSAW)
DAYS_OF_TWO_YEARS = [datetime(2026, 1, 1, 11, 7, tzinfo=UTC) + timedelta(days=day) for day in range(730)]


@pytest.mark.parametrize("now", DAYS_OF_TWO_YEARS[::9])
def test_the_open_meeting_is_open_on_any_day(now):
    calendar = dates.open_today(now)
    assert window(opens_at=calendar.opens_at, closes_at=calendar.closes_at, now=now) is Window.OPEN
    assert calendar.closes_at.astimezone(WARSAW).strftime("%A %H:%M") == "Thursday 17:00"


@pytest.mark.parametrize("now", DAYS_OF_TWO_YEARS[::9])
def test_the_register_is_past_and_the_meeting_ahead_on_any_day(now):
    calendar = dates.closed_today(now, last_event=LAST)
    assert calendar.moved(LAST) <= now < calendar.moved(LAST) + timedelta(days=7, hours=2)
    assert calendar.answer_by > now.astimezone(WARSAW).date()
    assert calendar.answer_by - now.astimezone(WARSAW).date() <= timedelta(days=8)
    assert calendar.starts_at.astimezone(WARSAW).strftime("%A %H:%M") == "Thursday 09:30"


def test_distances_to_closing_stay_exact_when_the_clocks_change_inside_the_window():
    calendar = dates.closed_today(datetime(2026, 11, 3, 9, 0, tzinfo=UTC), last_event=LAST)
    first = datetime.fromisoformat("2023-11-29T09:45:06+01:00")
    assert calendar.closes_at - calendar.moved(first) == dates.CLOSED - first
    assert calendar.closes_at - calendar.opens_at == dates.CLOSED - dates.OPENED
    assert calendar.opens_at.astimezone(WARSAW).utcoffset() != calendar.closes_at.astimezone(WARSAW).utcoffset()


def test_as_dated_keeps_the_dates_of_2023():
    calendar = dates.closed_today(dates.AS_DATED["applied"], last_event=making.last_event())
    assert calendar.opens_at == dates.OPENED
    assert calendar.closes_at == dates.CLOSED
    assert (calendar.answer_by, calendar.starts_at.date()) == (dates.ANSWERED, dates.MET)


def grouped(pairs):
    groups = defaultdict(set)
    for code, organisation in pairs:
        groups[organisation].add(code)
    return {frozenset(group) for group in groups.values()}


@pytest.fixture
def cleared(transactional_db):
    now = dates.AS_DATED["applied"]
    house = making.found(texts.ORGANISATION, now=now)
    calendar = making.calendar_of("applied", now)
    meeting = making.announce(house, slug=making.SLUG, calendar=calendar, now=now)
    making.take_register(house, meeting, calendar, now=now)
    making.clear(house, meeting, now=now)
    return meeting


def test_clearing_with_the_recorded_decisions_gives_the_recorded_statuses_and_pool(cleared):
    expected = {row["reference"]: row["status"] for row in making.read("expected_status.csv")}
    found = {a.reference: a.state.replace("merged", "duplicate") for a in register.register(cleared)}
    assert found == expected
    pool = register.pool(cleared)
    id_of = {row["reference"]: row["pool_id"] for row in making.read("expected_status.csv")}
    key = {row["id"]: row for row in making.read("pool.csv")}
    features = [name for name in next(iter(key.values())) if name not in ("id", "organisation_key")]
    assert {id_of[member.reference]: dict(member.features) for member in pool.members} == {
        code: {name: row[name] for name in features} for code, row in key.items()
    }
    assert grouped((id_of[member.reference], member.organisation_key) for member in pool.members) == grouped(
        (code, row["organisation_key"]) for code, row in key.items()
    )
