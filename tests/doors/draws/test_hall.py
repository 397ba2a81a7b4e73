"""The projector: three things at most, and a version that changes only when there is something new to see."""

import pytest

from tests.doors.draws.pages import PUBLIC, text_of
from tests.stages.draws import office

HALL = f"{PUBLIC}hall/"


def main_of(answer) -> str:
    return text_of(answer).partition("<main")[2]


def plain():
    return office.draft(office.meeting_with(8))


def test_the_commitment_begins_in_groups_while_the_dice_are_awaited(visitor) -> None:
    draw = office.committed(plain())
    page = main_of(visitor.get(HALL))
    assert all(f"<span>{draw.commitment[start : start + 4]}</span>" in page for start in (0, 4, 8, 12))
    assert page.count("hall-die") == 3


def test_the_digits_stand_as_thrown_and_name_the_row(visitor) -> None:
    office.drawn(plain(), "042")
    page = main_of(visitor.get(HALL))
    assert [f'hall-die">{digit}<' in page for digit in "042"] == [True] * 3
    assert "Row 42" in page


def test_the_next_screen_holds_the_codes(visitor) -> None:
    draw = office.drawn(plain())
    page = main_of(visitor.get(f"{HALL}?screen=2"))
    assert all(code in page for code in office.codes_in(draw))


@pytest.mark.parametrize("screen", ["0", "99", "x", "-1", "2" * 20])
def test_a_screen_that_does_not_exist_shows_the_nearest(visitor, screen: str) -> None:
    office.drawn(plain())
    assert visitor.get(HALL, {"screen": screen}).status_code == 200


def test_nothing_new_answers_with_nothing(visitor) -> None:
    draw = office.committed(plain())
    version = visitor.get(HALL).headers["ETag"]
    assert visitor.get(HALL, headers={"If-None-Match": version}).status_code == 304
    office.actions.throw_dice(actor=office.coordinator(), draw=draw, digits="042", now=office.AFTER)
    assert visitor.get(HALL, headers={"If-None-Match": version}).status_code == 200
