"""Screen four: the commitment is read aloud, the digits are shown once more, then thrown for good."""

import pytest

from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.finding import live_draw
from obrady.stages.draws.states import DrawState
from tests.doors.draws.pages import TEAM, text_of
from tests.stages.draws import office

DIGITS = {"die_1": "4", "die_2": "0", "die_3": "7"}


@pytest.fixture
def draw(db) -> Draw:
    return office.committed(office.draft(office.meeting_with(8)))


def test_the_commitment_stands_in_groups_to_read_aloud(coordinator, draw) -> None:
    page = text_of(coordinator.get(f"{TEAM}draw/"))
    assert all(f"<span>{draw.commitment[start : start + 4]}</span>" in page for start in range(0, 64, 4))


def test_the_first_press_only_shows_the_digits(coordinator, draw) -> None:
    page = text_of(coordinator.post(f"{TEAM}draw/dice/", DIGITS))
    assert "Yes, the dice show 407" in page
    assert live_draw(draw.meeting).state == DrawState.COMMITTED


def test_the_second_press_throws_them(coordinator, draw) -> None:
    coordinator.post(f"{TEAM}draw/dice/", {**DIGITS, "confirmed": "yes"})
    assert (live_draw(draw.meeting).dice, live_draw(draw.meeting).row) == ("407", 407)


def test_a_second_entry_changes_nothing_and_shows_what_is_drawn(coordinator, draw) -> None:
    coordinator.post(f"{TEAM}draw/dice/", {**DIGITS, "confirmed": "yes"})
    coordinator.post(f"{TEAM}draw/dice/", {**DIGITS, "die_1": "5", "confirmed": "yes"})
    assert live_draw(draw.meeting).dice == "407"


@pytest.mark.parametrize("die", ["", "x", "12", "½"])
def test_something_that_is_no_digit_is_refused(coordinator, draw, die: str) -> None:
    answer = coordinator.post(f"{TEAM}draw/dice/", {**DIGITS, "die_2": die, "confirmed": "yes"})
    assert answer.context["form"].errors.keys() == {"die_2"}
    assert live_draw(draw.meeting).state == DrawState.COMMITTED


def test_changed_bytes_are_said_and_nothing_is_drawn(coordinator, draw) -> None:
    Draw.objects.filter(pk=draw.pk).update(bundle=b"{}")
    answer = coordinator.post(f"{TEAM}draw/dice/", {**DIGITS, "confirmed": "yes"}, follow=True)
    assert "not the one that was committed to" in text_of(answer)
    assert live_draw(draw.meeting).state == DrawState.COMMITTED


def test_while_computing_the_page_tells_how_far(coordinator, draw) -> None:
    Draw.objects.filter(pk=draw.pk).update(state=DrawState.COMPUTING, fraction=0.4, stage="leximin")
    assert 'value="40"' in text_of(coordinator.get(f"{TEAM}draw/progress/"))


def test_once_computed_the_page_is_loaded_anew(coordinator, draw) -> None:
    assert coordinator.get(f"{TEAM}draw/progress/").headers["HX-Refresh"] == "true"


def test_a_failure_is_said_and_can_be_started_again(coordinator, draw) -> None:
    Draw.objects.filter(pk=draw.pk).update(state=DrawState.FROZEN, fault="failed")
    assert "The computation failed" in text_of(coordinator.get(f"{TEAM}draw/"))
    coordinator.post(f"{TEAM}draw/computing/", {"wanted": "again"})
    assert live_draw(draw.meeting).fault == ""


def test_giving_up_takes_a_reason_and_stands_on_the_public_page(coordinator, visitor, draw) -> None:
    assert coordinator.post(f"{TEAM}draw/give-up/", {"reason": ""}).context["form"].errors.keys() == {"reason"}
    coordinator.post(f"{TEAM}draw/give-up/", {"reason": "Kostka spadła ze stołu."})
    page = text_of(visitor.get("/en/m/integracja/draw/"))
    assert "Kostka spadła ze stołu." in page
    assert draw.commitment in page


def test_an_observer_sees_everything_and_presses_nothing(observer, draw) -> None:
    page = text_of(observer.get(f"{TEAM}draw/")).partition("<main")[2]
    assert "Read aloud" in page
    assert "<form" not in page
