"""Whatever colour an organiser chooses, links and buttons can be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obrady.doors.web.parts.colours import (
    DARK_GROUND,
    LIGHT_GROUND,
    READABLE,
    contrast,
    in_the_dark,
    on_paper,
    stylesheet,
)

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"{number:06x}")


@pytest.mark.parametrize(
    "one, other, expected", [("000000", "ffffff", 21), ("777777", "ffffff", 4.48), ("aaaaaa", "aaaaaa", 1)]
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


@given(COLOURS)
def test_every_colour_can_be_read_on_paper_and_under_white(colour: str) -> None:
    accent = on_paper(colour)
    assert contrast(accent.accent[1:], LIGHT_GROUND) >= READABLE
    assert contrast(accent.accent[1:], accent.ink[1:]) >= READABLE
    assert contrast(accent.deep[1:], accent.soft[1:]) >= READABLE
    assert contrast(accent.accent[1:], accent.soft[1:]) >= READABLE


@given(COLOURS)
def test_every_colour_can_be_read_in_the_dark(colour: str) -> None:
    accent = in_the_dark(colour)
    assert contrast(accent.accent[1:], DARK_GROUND) >= READABLE
    assert contrast(accent.accent[1:], accent.ink[1:]) >= READABLE
    assert contrast(accent.accent[1:], accent.soft[1:]) >= READABLE


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert on_paper("8c2f1b").accent == "#8c2f1b"


def test_a_pale_one_is_mixed_with_ink() -> None:
    assert on_paper("ffe600").accent != "#ffe600"


def test_a_stylesheet_is_kept_for_ever(client) -> None:
    response = client.get("/accent/FFE600.css")
    assert response.content.decode() == stylesheet("ffe600")
    assert "immutable" in response.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/accent/red.css", "/accent/12345.css", "/accent/1234567.css"])
def test_what_is_no_colour_does_not_exist(client, path: str) -> None:
    assert client.get(path).status_code == 404
