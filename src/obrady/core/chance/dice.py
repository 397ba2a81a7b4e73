"""From public randomness to one row of the committed table."""

import hashlib
from collections.abc import Sequence

from obrady.core.chance.stream import Stream

TABLE_SIZES = (1_000, 10_000)


class DiceNotUsable(ValueError):
    """The digits thrown do not name a row.

    Attributes:
        code: always `dice_not_usable`.
        digits: what was given.
        expected: how many digits name one row.
    """

    code = "dice_not_usable"

    def __init__(self, *, digits: str, expected: int) -> None:
        super().__init__(f"{expected} decimal digits are needed, not {digits!r}")
        self.digits = digits
        self.expected = expected


def digits_needed(rows: int) -> int:
    """How many ten-sided dice pick one of `rows` rows; rows must be 10, 100, 1,000 and so on.

    Example:
        >>> digits_needed(1000)
        3
    """
    count = len(str(rows)) - 1
    if rows < 10 or 10**count != rows:
        raise ValueError(f"rows must be a power of ten, not {rows}")
    return count


def row_from_dice(digits: str, rows: int) -> int:
    """The row that ten-sided dice chose: the digits read as one number, the first throw first; 000 is row 0.

    Raises:
        DiceNotUsable: too few or too many digits, or something that is no digit.

    Example:
        >>> row_from_dice("042", 1000)
        42
    """
    expected = digits_needed(rows)
    if len(digits) != expected or not (digits.isascii() and digits.isdigit()):
        raise DiceNotUsable(digits=digits, expected=expected)
    return int(digits)


def row_from_sources(
    *, commitment: str, dice: str, contributions: Sequence[str], public_round: str | None, rows: int
) -> int:
    """The row chosen by several sources together, when dice alone are not trusted.

    The seed is SHA-256 of the sources joined by "|": commitment, dice, the revealed contributions in the order
    announced, the public round's value (empty if none). The row is the first number below `rows` of the stream with
    that seed (as 64 hexadecimal digits) and the label "row", so rejection sampling makes every row equally likely.
    """
    sources = "|".join([commitment, dice, *contributions, public_round or ""])
    seed = hashlib.sha256(sources.encode()).hexdigest()
    return Stream(seed=seed, label="row").below(rows)
