"""A rehearsal has an address, a colour and words of its own."""

import pytest

from obrady.stages.draws import actions
from obrady.stages.draws.models import Draw
from tests.doors.draws.pages import PUBLIC, TEAM, text_of
from tests.stages.draws import office

ADDRESS = f"{TEAM}rehearsal/1/"


@pytest.fixture
def rehearsal(db) -> Draw:
    draft = office.draft_with_shares(office.meeting_with(8), ("gender", "woman", 1, 3))
    draw = actions.rehearse(actor=office.coordinator(), meeting=draft.meeting, now=office.AFTER)
    return actions.compute(draw, now=office.AFTER)


def test_it_says_on_every_state_that_it_is_not_the_draw(coordinator, rehearsal) -> None:
    page = text_of(coordinator.get(f"{ADDRESS}?dice=042"))
    assert "this is not the draw" in page
    assert "REHEARSAL" in page
    assert 'class="team rehearsal"' in page


def test_trial_dice_show_test_codes_and_keep_nothing(coordinator, rehearsal) -> None:
    page = coordinator.get(f"{ADDRESS}?dice=042")
    assert len(page.context["codes"]) == 4
    assert all(code.startswith("TEST-") for code in page.context["codes"])
    rehearsal.refresh_from_db()
    assert (rehearsal.dice, rehearsal.row) == ("", None)


@pytest.mark.parametrize("dice", ["4", "abc", "１２３", "9999999"])
def test_other_digits_are_refused_kindly(coordinator, rehearsal, dice: str) -> None:
    assert "3 digits are needed" in text_of(coordinator.get(ADDRESS, {"dice": dice}))


def test_the_public_sees_nothing_of_it(visitor, rehearsal) -> None:
    page = text_of(visitor.get(PUBLIC))
    assert "TEST-" not in page
    assert visitor.get(f"{PUBLIC}bundle.json").status_code == 404


def test_it_is_begun_from_the_check_and_removed_from_its_page(coordinator, rehearsal) -> None:
    assert coordinator.post(f"{TEAM}rehearsal/").url == f"{TEAM}rehearsal/2/"
    coordinator.post(f"{ADDRESS}drop/")
    assert coordinator.get(ADDRESS).status_code == 404
