import math
from collections import Counter
from dataclasses import replace

import pytest

from obrady.core.selection import (
    Candidate,
    Objective,
    Quota,
    QuotasCannotBeMet,
    Rules,
    WeightedNumbers,
    check_optimal,
    check_outcome,
    optimal,
)
from obrady.core.selection.people import people_panels
from tests.core.selection.cases import meeting, named
from tests.core.selection.enumeration import all_panels, instance, knot, maximin_over, nash_excess

TRUE_WITHIN = 1e-6


@pytest.mark.parametrize("make, seeds", [(instance, range(120)), (knot, range(40))])
@pytest.mark.parametrize("objective", [Objective.MAXIMIN, Objective.NASH])
def test_random_tight_pools_reach_the_optimum_over_all_panels(make, seeds: range, objective: Objective) -> None:
    solved = 0
    for seed in seeds:
        pool, rules = make(seed)
        if not (panels := all_panels(pool, rules)):
            with pytest.raises(QuotasCannotBeMet):
                optimal(pool=pool, rules=rules, objective=objective)
            continue
        outcome = optimal(pool=pool, rules=rules, objective=objective)
        assert check_outcome(outcome, pool=pool, rules=rules) == (), seed
        assert check_optimal(outcome, pool=pool, rules=rules) <= TRUE_WITHIN, seed
        if objective is Objective.MAXIMIN:
            assert outcome.minimum == pytest.approx(maximin_over(pool, panels), abs=TRUE_WITHIN), seed
        else:
            assert nash_excess(outcome.probabilities, panels) <= TRUE_WITHIN, seed
        solved += 1
    assert solved > len(seeds) / 4


@pytest.mark.parametrize("name", ["syn_a", "cca_household"])
def test_maximin_has_the_minimum_of_leximin(name: str) -> None:
    pool, rules = named(name)
    fairest, lowest = (
        optimal(pool=pool, rules=rules, objective=objective) for objective in (Objective.LEXIMIN, Objective.MAXIMIN)
    )
    assert lowest.minimum == pytest.approx(fairest.minimum, abs=TRUE_WITHIN)
    assert check_outcome(lowest, pool=pool, rules=rules) == ()
    assert check_optimal(lowest, pool=pool, rules=rules) <= TRUE_WITHIN


@pytest.mark.parametrize("linked", [False, True])
def test_the_meeting_under_nash_has_a_larger_product_than_under_leximin(linked: bool) -> None:
    pool, rules = meeting(linked=linked)
    fairest, product = (
        optimal(pool=pool, rules=rules, objective=objective) for objective in (Objective.LEXIMIN, Objective.NASH)
    )
    assert _logarithms(product) > _logarithms(fairest) + 0.1
    assert check_outcome(product, pool=pool, rules=rules) == ()
    assert check_optimal(product, pool=pool, rules=rules) <= TRUE_WITHIN


def test_nash_by_hand() -> None:
    """One woman and two men for two places of which one at most is for a woman: x for her, (2 - x) / 2 for each man."""
    pool = [Candidate("A", {"g": "w"}), Candidate("B", {"g": "m"}), Candidate("C", {"g": "m"})]
    outcome = optimal(pool=pool, rules=Rules(2, (Quota("g", "w", 0, 1),)), objective=Objective.NASH)
    assert outcome.probabilities == pytest.approx({"A": 2 / 3, "B": 2 / 3, "C": 2 / 3}, abs=1e-6)


def test_a_product_that_could_be_larger_is_noticed() -> None:
    pool, rules = meeting()
    fairest = optimal(pool=pool, rules=rules)
    assert check_optimal(_called(fairest, Objective.NASH), pool=pool, rules=rules) > 0.01


def _called(outcome, objective: Objective):
    return replace(outcome, objective=objective)


def _logarithms(outcome) -> float:
    return math.fsum(math.log(p) for code, p in outcome.probabilities.items() if code not in outcome.unselectable)


def test_a_piece_that_begins_where_a_panel_begins_belongs_to_the_next_person() -> None:
    """Five people share panels of weights 4, 4 and 2 of 25: rounding must not give the last panel to the fourth."""
    people = (tuple((code,) for code in "ABCDE"),)
    weights = (0.16000000000000011, 0.16000000000000011, 0.08000000000000004)
    mixture = [*(WeightedNumbers(weight, ((0, 1),)) for weight in weights), WeightedNumbers(0.6, ())]
    shares: Counter[str] = Counter()
    for panel in people_panels(people, mixture):
        shares.update(dict.fromkeys(panel.codes, panel.weight))
    assert shares == pytest.approx(dict.fromkeys("ABCDE", 0.08))
