"""A hundred thousand throws: everybody is drawn as often as the published table says, and a loaded die would be noticed."""

import random
from collections import Counter

import pytest

from obrady.core.chance import row_from_dice, row_from_sources
from tests.core.chance.examples import made

THROWS = 100_000
ROWS = 1000
# Chi-squared with 999 degrees of freedom goes beyond this once in ten thousand fair trials.
FAIR = 1178.0


def dice(chance: random.Random, weights: list[float]) -> str:
    return "".join(map(str, chance.choices(range(10), weights, k=3)))


def rows_thrown(weights: list[float]) -> Counter[int]:
    chance = random.Random(20261125)
    return Counter(row_from_dice(dice(chance, weights), ROWS) for _ in range(THROWS))


def spread(counts: Counter[int]) -> float:
    expected = THROWS / ROWS
    return sum((counts[row] - expected) ** 2 / expected for row in range(ROWS))


@pytest.fixture(scope="module")
def thrown() -> Counter[int]:
    return rows_thrown([1] * 10)


def test_every_row_is_thrown_equally_often(thrown: Counter[int]) -> None:
    assert set(thrown) <= set(range(ROWS))
    assert spread(thrown) < FAIR


def test_everybody_is_drawn_as_often_as_the_table_says(thrown: Counter[int]) -> None:
    table = made().rows
    drawn = Counter(code for row, times in thrown.items() for code in table[row] * times)
    odds = Counter(code for row in table for code in row)
    for code, rows in odds.items():
        expected, sigma = THROWS * rows / ROWS, (THROWS * rows / ROWS * (1 - rows / ROWS)) ** 0.5
        assert abs(drawn[code] - expected) < 4 * sigma


def test_a_loaded_die_would_be_noticed() -> None:
    assert spread(rows_thrown([1] * 9 + [1.25])) > FAIR


def test_several_sources_are_as_fair_as_dice() -> None:
    given = {"commitment": "ab" * 32, "dice": "042", "public_round": None, "rows": ROWS}
    assert spread(Counter(row_from_sources(contributions=[str(value)], **given) for value in range(THROWS))) < FAIR
