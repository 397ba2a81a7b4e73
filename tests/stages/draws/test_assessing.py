"""Two assessors who do not see each other, a third where they differ, nobody who knows the person."""

from collections import Counter

import pytest

from obrady.stages.applications import queries as register
from obrady.stages.draws import actions
from obrady.stages.draws.actions import AssessmentRefused, MarkGiven, MethodNotPossible
from obrady.stages.draws.models import Mark, Sheet
from obrady.stages.draws.queries.assessing import own_sheet, own_sheets, progress
from obrady.stages.draws.states import SheetState, StepKind
from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.models import Entry
from tests import cast
from tests.cast import NOW
from tests.stages.draws import methods, office

pytestmark = pytest.mark.django_db


def sheets_of_one(meeting) -> list[Sheet]:
    first = register.pool(meeting).members[0].application_id
    return list(
        Sheet.objects.filter(application=first).select_related("application__meeting", "assessor").order_by("slot")
    )


def save(sheet: Sheet, *, looked_at: int | None = None, **points: int) -> Sheet:
    return actions.save_marks(
        actor=cast.actor(sheet.assessor),
        sheet=sheet,
        marks={key: MarkGiven(value) for key, value in points.items()},
        reason="",
        looked_at=sheet.revision if looked_at is None else looked_at,
        now=NOW,
    )


def test_every_application_gets_two_assessors_and_the_work_is_even() -> None:
    meeting = office.meeting_with(6)
    methods.asked(meeting, 3)
    per_person = Counter(Sheet.objects.values_list("assessor_id", flat=True))
    assert set(per_person.values()) == {4}
    assert set(Counter(Sheet.objects.values_list("application_id", flat=True)).values()) == {2}


def test_asking_again_adds_only_what_is_missing() -> None:
    meeting = office.meeting_with(3)
    accounts = methods.asked(meeting)
    assert actions.ask_assessors(actor=office.coordinator(), meeting=meeting, accounts=accounts, now=NOW) == 0


@pytest.mark.parametrize(("count", "reason"), [(1, "too_few_assessors"), (0, "too_few_assessors")])
def test_one_assessor_is_too_few(count: int, reason: str) -> None:
    meeting = office.meeting_with(2)
    methods.criteria(meeting)
    accounts = methods.assessors(count)
    with pytest.raises(AssessmentRefused, match=reason):
        actions.ask_assessors(actor=office.coordinator(), meeting=meeting, accounts=accounts, now=NOW)


@pytest.mark.parametrize(("second", "third_wanted"), [(5, False), (6, True)])
def test_a_third_is_asked_when_two_differ_by_more_than_d(second: int, third_wanted: bool) -> None:
    meeting = office.meeting_with(1)
    methods.asked(meeting, 3, differ_by=5)
    first, other = sheets_of_one(meeting)
    methods.give(first, 0)
    methods.give(other, second)
    assert [sheet.slot for sheet in sheets_of_one(meeting)] == [1, 2, 3][: 3 if third_wanted else 2]


def test_where_nobody_is_free_for_the_third_it_shows() -> None:
    meeting = office.meeting_with(1)
    methods.asked(meeting, 2, differ_by=1)
    for sheet, points in zip(sheets_of_one(meeting), (0, 9), strict=True):
        methods.give(sheet, points)
    (row,) = progress(meeting)
    assert (row.wants_third, row.is_whole, row.score) == (True, False, None)


def test_nobody_sees_points_before_everybody_asked_has_given_theirs() -> None:
    meeting = office.meeting_with(1)
    methods.asked(meeting, 2)
    first, second = sheets_of_one(meeting)
    methods.give(first, 4, 2)
    assert [hand.total for hand in progress(meeting)[0].hands] == [None, None]
    methods.give(second, 5, 2)
    (row,) = progress(meeting)
    assert ([hand.total for hand in row.hands], row.score) == ([8, 9], 8.5)


def test_an_assessor_reaches_no_sheet_but_their_own() -> None:
    meeting = office.meeting_with(1)
    methods.asked(meeting, 2)
    first, second = sheets_of_one(meeting)
    other = cast.actor(second.assessor)
    assert own_sheet(other, meeting, first.application.reference).pk == second.pk
    with pytest.raises(NotAllowed):
        actions.give_marks(actor=other, sheet=first, marks={}, reason="", looked_at=0, now=NOW)
    assert own_sheets(office.coordinator(), meeting) == []


@pytest.mark.parametrize(("count", "somebody_is_free"), [(3, True), (2, False)])
def test_whoever_knows_the_person_gives_no_points_and_somebody_else_is_asked(
    count: int, somebody_is_free: bool
) -> None:
    meeting = office.meeting_with(1)
    methods.asked(meeting, count)
    first, second = sheets_of_one(meeting)
    save(first, c1=3)
    assert actions.declare_conflict(actor=cast.actor(first.assessor), sheet=first, now=NOW) is somebody_is_free
    assert (first.state, first.slot, Mark.objects.count()) == (SheetState.CONFLICT, None, 0)
    slots = {sheet.slot: sheet.assessor for sheet in sheets_of_one(meeting) if sheet.slot}
    assert slots.pop(2) == second.assessor
    assert [one.name for one in slots.values()] == ["Osoba Oceniająca 2"] * somebody_is_free


def test_of_two_windows_the_one_that_is_behind_loses_nothing_of_the_other() -> None:
    meeting = office.meeting_with(1)
    methods.asked(meeting, 2)
    sheet = sheets_of_one(meeting)[0]
    save(sheet, c1=7, looked_at=0)
    with pytest.raises(AssessmentRefused, match="changed_meanwhile"):
        save(sheet, c1=1, looked_at=0)
    assert [mark.points for mark in Mark.objects.filter(sheet=sheet)] == [7]


def test_points_once_given_stay() -> None:
    meeting = office.meeting_with(1)
    methods.asked(meeting, 2)
    sheet = methods.give(sheets_of_one(meeting)[0], 3)
    with pytest.raises(AssessmentRefused, match="already_given"):
        save(sheet, c1=1)


@pytest.mark.parametrize(
    ("points", "reason"),
    [({"c1": 3}, "incomplete"), ({"c1": 11, "c2": 0}, "out_of_range"), ({"c9": 1}, "out_of_range")],
)
def test_points_are_given_whole_and_in_range(points: dict[str, int], reason: str) -> None:
    meeting = office.meeting_with(1)
    methods.asked(meeting, 2)
    sheet = sheets_of_one(meeting)[0]
    marks = {key: MarkGiven(value) for key, value in points.items()}
    with pytest.raises(AssessmentRefused, match=reason):
        actions.give_marks(actor=cast.actor(sheet.assessor), sheet=sheet, marks=marks, reason="", looked_at=0, now=NOW)
    sheet.refresh_from_db()
    assert (sheet.state, Mark.objects.count()) == (SheetState.ASKED, 0)


def test_criteria_stand_once_somebody_gave_points() -> None:
    meeting = office.meeting_with(1)
    methods.asked(meeting, 2)
    save(sheets_of_one(meeting)[0], c1=7)
    with pytest.raises(MethodNotPossible, match="assessing_has_begun"):
        methods.criteria(meeting)


def test_nothing_is_assessed_after_the_freeze() -> None:
    meeting = office.meeting_with(2)
    methods.asked(meeting, 2)
    draw = methods.draft(meeting, methods.step(StepKind.ORDER_OF_APPLICATION), seats=1)
    office.frozen(draw)
    with pytest.raises(AssessmentRefused, match="pool_is_frozen"):
        save(sheets_of_one(meeting)[0], c1=7)


def test_the_ledger_knows_that_points_were_given_and_not_which() -> None:
    meeting = office.meeting_with(1)
    methods.asked(meeting, 2)
    methods.give(sheets_of_one(meeting)[0], 3)
    (line,) = Entry.objects.filter(verb="draws.give_marks")
    assert line.facts == {"third": False}
