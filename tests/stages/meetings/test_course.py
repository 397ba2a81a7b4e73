from datetime import date, datetime, time, timedelta

import pytest
from i18nfield.strings import LazyI18nString

from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.models import Entry
from obrady.stages.meetings.actions import AgendaLine, set_agenda
from obrady.stages.meetings.models import CourseChange
from obrady.stages.meetings.queries import (
    agenda_of,
    changes_of,
    courses_of,
    is_cancelled,
    meeting_with_short_code,
    meeting_with_slug,
    reason_mark,
    short_code,
    stand_of,
    window_of,
)
from obrady.stages.meetings.registry.course import CourseRefused, change_course
from obrady.stages.meetings.states import CourseKind, Stand, Window
from tests import cast
from tests.cast import NOW, WARSAW, words
from tests.stages.meetings.course_desk import LATER, NEW_DAY, NEW_PLACE, REASON, change, do

pytestmark = pytest.mark.django_db
AFTER_CLOSING = datetime(2026, 12, 5, 9, 0, tzinfo=WARSAW)
ON_THE_DAY = datetime(2026, 12, 14, 10, 0, tzinfo=WARSAW)
WHEN_OVER = datetime(2026, 12, 15, 9, 0, tzinfo=WARSAW)
ALWAYS = (CourseKind.POSTPONE, CourseKind.MOVE, CourseKind.SHRINK, CourseKind.CANCEL)


@pytest.mark.parametrize(
    ("now", "makes_sense"),
    [
        (datetime(2026, 11, 20, 9, 0, tzinfo=WARSAW), (CourseKind.EXTEND, *ALWAYS)),
        (NOW, (CourseKind.EXTEND, CourseKind.CLOSE_EARLY, *ALWAYS)),
        (AFTER_CLOSING, (CourseKind.REOPEN, *ALWAYS)),
        (ON_THE_DAY, (CourseKind.MOVE, CourseKind.CANCEL)),
        (WHEN_OVER, ()),
    ],
)
def test_what_makes_sense_follows_from_the_clock(now: datetime, makes_sense: tuple) -> None:
    assert courses_of(cast.meeting(), now) == makes_sense


def test_a_draft_is_simply_edited() -> None:
    assert courses_of(cast.meeting(announced=False), NOW) == ()


def test_a_change_is_one_line_with_its_reason_and_what_was_before() -> None:
    meeting, _coordinator = cast.meeting(), cast.coordinator()
    lines = Entry.objects.count()
    done = do(meeting, CourseKind.EXTEND, closes_at=LATER)
    assert Entry.objects.count() == lines + 1
    line = Entry.objects.get(sequence=done.receipt.sequence)
    assert line.verb == "meetings.extend"
    assert line.facts["reason_sha256"] == reason_mark(done.row)
    assert "Sala" not in str(line.facts)
    assert line.facts["before"]["closes_at"] == "2026-12-04T16:00:00+00:00"
    assert line.facts["after"]["closes_at"] == "2026-12-07T16:00:00+00:00"
    assert meeting_with_slug(meeting.slug).closes_at == LATER


@pytest.mark.parametrize(
    ("kind", "values", "code"),
    [
        (CourseKind.EXTEND, {"closes_at": NOW + timedelta(days=1)}, "not_later"),
        (CourseKind.EXTEND, {"closes_at": NOW - timedelta(days=1)}, "closes_in_the_past"),
        (CourseKind.EXTEND, {"closes_at": datetime(2026, 12, 20, 9, tzinfo=WARSAW)}, "closes_after_start"),
        (CourseKind.EXTEND, {"closes_at": LATER, "answer_by": date(2026, 12, 6)}, "answer_before_closing"),
        (CourseKind.EXTEND, {"closes_at": LATER, "answer_by": date(2026, 12, 20)}, "answer_after_start"),
        (CourseKind.EXTEND, {"closes_at": None}, "value_missing"),
        (CourseKind.CLOSE_EARLY, {"closes_at": NOW + timedelta(days=9)}, "not_earlier"),
        (CourseKind.CLOSE_EARLY, {"closes_at": NOW - timedelta(seconds=1)}, "closes_in_the_past"),
        (CourseKind.REOPEN, {"closes_at": LATER}, "not_now"),
        (CourseKind.POSTPONE, {"starts_at": NOW, "ends_at": LATER}, "date_in_the_past"),
        (CourseKind.POSTPONE, {"starts_at": LATER, "ends_at": LATER}, "ends_before_it_begins"),
        (CourseKind.MOVE, {"place": LazyI18nString({"en": "House"})}, "value_missing"),
        (CourseKind.SHRINK, {"places": 20}, "not_fewer"),
        (CourseKind.SHRINK, {"places": 0}, "not_fewer"),
        (CourseKind.TAKE_BACK, {}, "not_now"),
    ],
)
def test_values_that_make_no_sense_are_refused_and_nothing_happens(kind: CourseKind, values: dict, code: str) -> None:
    meeting, _coordinator = cast.meeting(answer_by=None), cast.coordinator()
    lines = Entry.objects.count()
    with pytest.raises(CourseRefused) as refused:
        do(meeting, kind, **values)
    assert refused.value.code == code
    assert (Entry.objects.count(), CourseChange.objects.count()) == (lines, 0)


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("", "reason_missing"),
        ("x" * 601, "reason_too_long"),
        ("Pani Anna, anna@example.org, zachorowała", "reason_names_somebody"),
        ("Proszę dzwonić: +48 600 100 200", "reason_names_somebody"),
    ],
)
def test_a_reason_is_given_and_about_nobody(reason: str, code: str) -> None:
    with pytest.raises(CourseRefused) as refused:
        do(cast.meeting(), CourseKind.CANCEL, reason=LazyI18nString({"pl": reason, "en": "Why not"}))
    assert refused.value.code == code


def test_only_a_coordinator_changes_the_course() -> None:
    meeting = cast.meeting()
    with pytest.raises(NotAllowed):
        change_course(
            actor=cast.actor(cast.office()), meeting=meeting, change=change(CourseKind.CANCEL), reason=REASON, now=NOW
        )


def test_the_second_of_two_people_is_told() -> None:
    meeting, actor = cast.meeting(), cast.actor(cast.coordinator())
    do(meeting, CourseKind.MOVE, **NEW_PLACE)
    with pytest.raises(CourseRefused, match="somebody_was_quicker"):
        change_course(
            actor=actor, meeting=meeting, change=change(CourseKind.CANCEL), reason=REASON, expected=0, now=NOW
        )
    assert not is_cancelled(meeting_with_slug(meeting.slug))


def test_another_hour_moves_the_programme_another_day_alone_does_not() -> None:
    meeting = cast.meeting()
    line = AgendaLine(time(9, 30), time(10, 0), words("Powitanie"), cast.NOTHING)
    set_agenda(actor=cast.actor(cast.coordinator()), meeting=meeting, lines=[line], now=NOW)
    week = timedelta(days=7)
    do(meeting, CourseKind.POSTPONE, starts_at=meeting.starts_at + week, ends_at=meeting.ends_at + week)
    assert agenda_of(meeting)[0].starts_at == time(9, 30)
    do(meeting, CourseKind.POSTPONE, **NEW_DAY)
    assert (agenda_of(meeting)[0].starts_at, agenda_of(meeting)[0].ends_at) == (time(11, 0), time(11, 30))


def test_a_cancelled_meeting_is_public_closed_and_final_until_taken_back() -> None:
    meeting = cast.meeting()
    do(meeting, CourseKind.CANCEL)
    assert (stand_of(meeting, NOW), window_of(meeting, NOW)) == (Stand.CANCELLED, Window.CLOSED)
    assert courses_of(meeting, NOW) == (CourseKind.TAKE_BACK,)
    do(meeting, CourseKind.TAKE_BACK)
    assert stand_of(meeting, NOW) is Stand.OPEN
    kinds = [(row.kind, row.taken_back_at is not None) for row in changes_of(meeting)]
    assert kinds == [("take_back", False), ("cancel", True)]


def test_short_codes_lead_to_their_meeting_and_nowhere_else() -> None:
    one, other = cast.meeting(), cast.meeting(slug="inne")
    assert meeting_with_short_code(short_code(one).lower()) == one
    assert meeting_with_short_code(short_code(other)) == other
    assert all(meeting_with_short_code(code) is None for code in ("222222", "ZZZZZZ", "00000O", "abc", "ąąąąąą"))
