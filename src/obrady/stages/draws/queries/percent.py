"""Shares in percent of the places, as whole people.

“At least 30 %” is a promise that somebody counts afterwards: of 41 places 12 would be 29.3 %, so it means 13. “At most”
is one as well, so it rounds down. Where both name the same few percent and no whole number lies between, the least
number that keeps “at least” wins.
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

WHOLE = Decimal(100)


def least_of(percent: Decimal, seats: int) -> int:
    return int((percent * seats / WHOLE).to_integral_value(ROUND_CEILING))


def most_of(percent: Decimal, seats: int) -> int:
    return int((percent * seats / WHOLE).to_integral_value(ROUND_FLOOR))


def people_of(
    low: int, high: int | None, low_percent: Decimal | None, high_percent: Decimal | None, *, seats: int
) -> tuple[int, int | None]:
    """Both bounds as people; a bound that is given in percent follows the places, the other stays."""
    least = low if low_percent is None else least_of(low_percent, seats)
    most = high if high_percent is None else most_of(high_percent, seats)
    if most is not None and low_percent is not None and high_percent is not None and low_percent <= high_percent:
        most = max(most, least)
    return least, most
