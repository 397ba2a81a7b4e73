"""Points per criterion of two assessors, and of a third where they differ too much; exact fractions throughout.

One assessor's total is  T = sum over criteria c of weight_c * points_c.  With two totals the score is their mean, as
long as |T1 - T2| <= d; the difference is the same whoever is named first. Otherwise a third is asked, and `Third` says
what becomes of the three.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Third(StrEnum):
    """What the third assessor's points do."""

    NEAREST_TWO = "nearest_two"
    MEAN_OF_ALL = "mean_of_all"
    THIRD_DECIDES = "third_decides"


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is assessed: whole points from 0 to `most`, counted `weight` times (a whole number from 1)."""

    key: str
    most: int
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """One assessor's points: criterion -> whole points. Whoever came first, second and third, in that order."""

    points: Mapping[str, int]


class PointsNotPossible(ValueError):
    """A criterion without points, points for no criterion, or points out of range; `about` names the criterion."""

    code = "points_not_possible"

    def __init__(self, about: str) -> None:
        super().__init__(about)
        self.about = about


def most_points(criteria: Sequence[Criterion]) -> int:
    """The largest total that one assessor can give."""
    return sum(criterion.most * criterion.weight for criterion in criteria)


def total(sheet: Sheet, *, criteria: Sequence[Criterion]) -> int:
    """One assessor's weighted points.

    Raises:
        PointsNotPossible: the sheet does not fit the criteria.

    Example:
        >>> total(Sheet({"why": 3, "reach": 2}), criteria=[Criterion("why", most=5, weight=2), Criterion("reach", 5)])
        8
    """
    unknown = sheet.points.keys() - {criterion.key for criterion in criteria}
    if unknown:
        raise PointsNotPossible(min(unknown))
    for criterion in criteria:
        if not 0 <= sheet.points.get(criterion.key, -1) <= criterion.most:
            raise PointsNotPossible(criterion.key)
    return sum(sheet.points[criterion.key] * criterion.weight for criterion in criteria)


def needs_third(first: int, second: int, *, differ_by: Fraction) -> bool:
    """Whether two totals lie further apart than d; exactly d apart is still agreement."""
    return abs(first - second) > differ_by


def score(totals: Sequence[int], *, differ_by: Fraction, third: Third) -> Fraction | None:
    """The points that count; None while an assessment is missing.

    Args:
        totals: of the first, the second and, where one was asked, the third assessor.
        differ_by: d; the third total counts only where the first two lie further apart.
        third: `nearest_two`: the mean of the two totals that lie nearest (where both gaps are equal, all three);
            `mean_of_all`: the mean of all three; `third_decides`: the third alone.

    Example:
        >>> score([10, 13], differ_by=Fraction(5), third=Third.NEAREST_TWO)
        Fraction(23, 2)
        >>> score([4, 16, 14], differ_by=Fraction(5), third=Third.NEAREST_TWO)
        Fraction(15, 1)
        >>> score([4, 16], differ_by=Fraction(5), third=Third.NEAREST_TWO) is None
        True
    """
    if len(totals) < 2:
        return None
    if not needs_third(totals[0], totals[1], differ_by=differ_by):
        return Fraction(totals[0] + totals[1], 2)
    if len(totals) < 3:
        return None
    match third:
        case Third.THIRD_DECIDES:
            return Fraction(totals[2])
        case Third.MEAN_OF_ALL:
            return Fraction(sum(totals[:3]), 3)
        case Third.NEAREST_TWO:
            return _nearest_two(*totals[:3])


def _nearest_two(first: int, second: int, third: int) -> Fraction:
    low, middle, high = sorted((first, second, third))
    if middle - low == high - middle:
        return Fraction(low + middle + high, 3)
    return Fraction(low + middle, 2) if middle - low < high - middle else Fraction(middle + high, 2)
