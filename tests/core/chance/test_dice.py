import hashlib
from collections import Counter

import pytest

from obrady.core.chance import TABLE_SIZES, DiceNotUsable, Stream, digits_needed, row_from_dice, row_from_sources


@pytest.mark.parametrize(
    "digits, rows, row", [("000", 1000, 0), ("999", 1000, 999), ("042", 1000, 42), ("0420", 10_000, 420)]
)
def test_the_first_throw_is_the_first_digit(digits: str, rows: int, row: int) -> None:
    assert row_from_dice(digits, rows) == row


@pytest.mark.parametrize("digits", ["", "12", "1234", "1 2", "-12", "٣٤٥", "1.2", "²³¹"])
def test_what_does_not_name_a_row_is_refused(digits: str) -> None:
    with pytest.raises(DiceNotUsable) as refusal:
        row_from_dice(digits, 1000)
    assert (refusal.value.code, refusal.value.digits, refusal.value.expected) == ("dice_not_usable", digits, 3)
    assert str(refusal.value) == f"3 decimal digits are needed, not {digits!r}"


def test_a_table_has_as_many_rows_as_three_or_four_dice_can_name() -> None:
    assert [digits_needed(rows) for rows in TABLE_SIZES] == [3, 4]
    assert digits_needed(10) == 1


@pytest.mark.parametrize("rows", [0, 1, 9, 20, 1001])
def test_only_powers_of_ten_can_be_thrown(rows: int) -> None:
    with pytest.raises(ValueError, match="power of ten"):
        digits_needed(rows)


def test_several_sources_choose_together() -> None:
    seed = hashlib.sha256(b"c0ffee|123|one|two|99").hexdigest()
    row = row_from_sources(commitment="c0ffee", dice="123", contributions=["one", "two"], public_round="99", rows=1000)
    assert row == Stream(seed=seed, label="row").below(1000)


def test_a_round_that_takes_no_part_leaves_its_place_empty() -> None:
    given = {"commitment": "c0ffee", "dice": "123", "contributions": ["one"], "rows": 1000}
    seed = hashlib.sha256(b"c0ffee|123|one|").hexdigest()
    assert row_from_sources(public_round=None, **given) == Stream(seed=seed, label="row").below(1000)


def test_every_source_matters_and_every_row_is_equally_likely() -> None:
    counts = Counter(
        row_from_sources(commitment="c", dice="7", contributions=[str(number)], public_round=None, rows=10)
        for number in range(10_000)
    )
    assert sum((counts[row] - 1000) ** 2 / 1000 for row in range(10)) < 33.7
