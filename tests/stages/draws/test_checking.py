import pytest

from obrady.stages.draws import actions
from obrady.stages.draws.queries.checking import check, question, question_hash
from obrady.stages.draws.queries.results import composition
from obrady.stages.ledger.queries import latest_entries
from tests.stages.draws import office
from tests.stages.draws.office import AFTER

pytestmark = pytest.mark.django_db


def checked(draw):
    return check(*question(draw))


def changes(found) -> set[tuple]:
    return {(one.feature, one.value, one.bound.value, one.before, one.after) for one in found.changes}


def test_rules_that_can_be_met_name_the_smallest_chance() -> None:
    found = checked(office.draft(office.meeting_with(8)))
    assert (found.can_be_met, found.everyone_fits, found.unselectable) == (True, False, ())
    assert found.minimum == pytest.approx(0.5)


def test_rules_that_cannot_be_met_name_the_smallest_change() -> None:
    found = checked(office.draft_with_shares(office.meeting_with(4), ("gender", "woman", 3, None), seats=3))
    assert not found.can_be_met
    assert (changes(found), found.total) == ({("gender", "woman", "min", 3, 2)}, 1)
    assert [(fact.kind.value, fact.about) for fact in found.reasons] == [("minimum", ("gender", "woman"))]


def test_the_smallest_change_can_be_taken_over_and_stands_in_the_ledger() -> None:
    draw = office.draft_with_shares(office.meeting_with(4), ("gender", "woman", 3, None), seats=3)
    actions.relax(actor=office.coordinator(), draw=draw, changes=checked(draw).changes, now=AFTER)
    assert checked(draw).can_be_met
    assert latest_entries().first().facts["changes"] == [["gender", "woman", "min", 3, 2]]


def test_more_places_than_the_cap_lets_in_name_how_many_are_possible() -> None:
    meeting = office.meeting_of_one_organisation(people=4)
    found = checked(office.draft(meeting, seats=3, cap=2))
    assert (found.can_be_met, found.total, found.possible_seats) == (False, None, 2)


def test_people_whom_no_panel_can_contain_are_named_with_the_rule() -> None:
    draw = office.draft_with_shares(office.meeting_with(4), ("gender", "man", 0, 0), seats=2)
    found = checked(draw)
    assert len(found.unselectable) == 2
    assert {fact.about for one in found.unselectable for fact in one.reasons} == {("gender", "man")}


@pytest.mark.parametrize("places, fits", [(4, True), (6, True), (3, False)])
def test_no_draw_is_needed_when_everybody_fits(places: int, fits: bool) -> None:
    assert checked(office.draft(office.meeting_with(4), seats=places)).everyone_fits == fits


def test_a_broken_rule_needs_a_draw_even_with_enough_places() -> None:
    draw = office.draft_with_shares(office.meeting_with(4), ("gender", "man", 0, 1), seats=4)
    assert not checked(draw).everyone_fits


def test_the_infeasible_quotas_of_the_register_need_two_seats() -> None:
    found = checked(office.draft_of_the_register(office.meeting_of_the_register(), "quotas_infeasible.csv"))
    assert (found.can_be_met, found.total) == (False, 2)
    assert ("founded_since_2022", "yes", "min", 7, 6) in changes(found)


def test_the_same_question_has_the_same_key_and_another_one_another() -> None:
    draw = office.draft(office.meeting_with(4), seats=3)
    first, again = question_hash(*question(draw)), question_hash(*question(draw))
    draw.seats = 2
    assert first == again != question_hash(*question(draw))


def test_before_the_draw_nobody_is_counted_as_drawn() -> None:
    draw = office.frozen(office.draft_with_shares(office.meeting_with(6), ("gender", "woman", 1, 2)))
    (gender,) = composition(draw)
    assert {share.value: (share.pool, share.drawn) for share in gender.shares} == {"woman": (3, 0), "man": (3, 0)}
