"""Dice tried in public before they count."""

import pytest

from obrady.stages.draws.actions import testing
from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.trying import test_throws as throws_of
from obrady.stages.draws.states import TransitionRefused
from obrady.stages.ledger.queries import entries_about
from tests.doors.draws.pages import PUBLIC, TEAM, text_of
from tests.stages.draws import office


def tried(coordinator, throws: str) -> Draw:
    draw = office.committed(office.draft(office.meeting_with(8)))
    coordinator.post(f"{TEAM}draw/test/", {"throws": throws})
    return draw


def test_test_throws_are_counted_by_digit_in_public_and_change_no_draw(coordinator, visitor) -> None:
    draw = tried(coordinator, "407 11\n9")
    page = text_of(visitor.get(PUBLIC))
    assert "6 test throws, before the real ones" in page
    assert 'aria-label="0: 1; 1: 2; 2: 0; 3: 0; 4: 1; 5: 0; 6: 0; 7: 1; 8: 0; 9: 1"' in page
    draw.refresh_from_db()
    assert (draw.state, draw.dice, draw.row) == ("committed", "", None)


def test_the_ledger_holds_each_series_with_its_time(coordinator) -> None:
    draw = tried(coordinator, "407")
    coordinator.post(f"{TEAM}draw/test/", {"throws": "12"})
    lines = list(entries_about(draw.about).filter(verb="draws.try_dice"))
    assert [line.facts["throws"] for line in lines] == ["407", "12"]
    assert {line.happened_at for line in lines} == {office.AFTER}


@pytest.mark.parametrize("typed", ["", "4a7", "٤", "1" * 501])
def test_what_is_no_digit_comes_back_with_the_reason(coordinator, typed: str) -> None:
    draw = office.committed(office.draft(office.meeting_with(8)))
    answer = coordinator.post(f"{TEAM}draw/test/", {"throws": typed})
    assert "throws" in answer.context["test_form"].errors
    assert throws_of(draw).total == 0


def test_after_the_real_throw_no_test_throw_can_be_added(db) -> None:
    draw = office.drawn(office.draft(office.meeting_with(8)))
    with pytest.raises(TransitionRefused):
        testing.try_dice(actor=office.coordinator(), draw=draw, digits="407", now=office.AFTER)
    assert throws_of(draw).total == 0


@pytest.mark.parametrize(
    ("throws", "said"),
    [
        ("1234567890", "Fewer than 50 throws say little"),
        ("1234567890" * 6, "usual for a fair die"),
        ("7" * 30 + "1234567890" * 3, "less than once in a hundred series"),
    ],
)
def test_how_even_the_throws_are_is_said_in_words(coordinator, visitor, throws: str, said: str) -> None:
    tried(coordinator, throws)
    assert said in text_of(visitor.get(PUBLIC))


def test_the_minutes_name_how_many_there_were(coordinator) -> None:
    draw = tried(coordinator, "40711")
    coordinator.post(f"{TEAM}draw/dice/", {"die_1": "4", "die_2": "0", "die_3": "7", "confirmed": "1"})
    draw.refresh_from_db()
    assert draw.dice == "407"
    assert '<dt>Test throws before</dt><dd class="number">5</dd>' in text_of(coordinator.get(f"{TEAM}minutes/"))
