from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obrady.core.recruitment import (
    Criterion,
    PointsNotPossible,
    Sheet,
    Third,
    most_points,
    needs_third,
    score,
    total,
)

CRITERIA = (Criterion("why", most=5, weight=2), Criterion("reach", most=10))


def test_weights_multiply_the_points_of_a_criterion() -> None:
    assert total(Sheet({"why": 3, "reach": 4}), criteria=CRITERIA) == 10
    assert most_points(CRITERIA) == 20


@pytest.mark.parametrize(
    ("points", "about"),
    [
        ({"why": 3}, "reach"),
        ({"why": 6, "reach": 0}, "why"),
        ({"why": -1, "reach": 0}, "why"),
        ({"why": 1, "reach": 1, "charm": 1}, "charm"),
    ],
)
def test_points_that_do_not_fit_the_criteria_are_refused(points: dict[str, int], about: str) -> None:
    with pytest.raises(PointsNotPossible) as refusal:
        total(Sheet(points), criteria=CRITERIA)
    assert refusal.value.about == about


@pytest.mark.parametrize(("first", "second", "expected"), [(10, 15, False), (15, 10, False), (10, 16, True)])
def test_a_third_is_asked_only_when_two_differ_by_more_than_d(first: int, second: int, expected: bool) -> None:
    assert needs_third(first, second, differ_by=Fraction(5)) is expected


@pytest.mark.parametrize(
    ("totals", "third", "expected"),
    [
        ([], Third.NEAREST_TWO, None),
        ([7], Third.NEAREST_TWO, None),
        ([7, 10], Third.NEAREST_TWO, Fraction(17, 2)),
        ([7, 10, 20], Third.THIRD_DECIDES, Fraction(17, 2)),
        ([2, 10], Third.MEAN_OF_ALL, None),
        ([2, 10, 3], Third.NEAREST_TWO, Fraction(5, 2)),
        ([2, 10, 12], Third.NEAREST_TWO, Fraction(11)),
        ([2, 10, 6], Third.NEAREST_TWO, Fraction(6)),
        ([2, 10, 4], Third.MEAN_OF_ALL, Fraction(16, 3)),
        ([2, 10, 4], Third.THIRD_DECIDES, Fraction(4)),
    ],
)
def test_the_score_follows_from_two_or_three_totals(totals: list[int], third: Third, expected: Fraction | None) -> None:
    assert score(totals, differ_by=Fraction(5), third=third) == expected


@given(st.lists(st.integers(0, 30), min_size=3, max_size=3))
def test_the_nearest_two_do_not_depend_on_who_came_first(totals: list[int]) -> None:
    always = Fraction(-1)
    found = {score(list(one), differ_by=always, third=Third.NEAREST_TWO) for one in permutations(totals)}
    assert len(found) == 1
    assert min(totals) <= found.pop() <= max(totals)
