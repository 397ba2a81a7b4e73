from collections.abc import Mapping

import pytest

from obrady.core.selection import (
    Candidate,
    Cap,
    Inequality,
    Link,
    LinkKind,
    Outcome,
    Quota,
    QuotasCannotBeMet,
    Rules,
    check_optimal,
    check_outcome,
    optimal,
    unselectable,
)
from tests.core.selection.cases import meeting, meeting_truth, named, named_truth, tiny, tiny_case
from tests.core.selection.enumeration import all_panels, instance, knot, leximin_over

TRUE_WITHIN = 1e-6


def farthest(outcome: Outcome, truth: Mapping[str, float]) -> float:
    assert outcome.probabilities.keys() == truth.keys()
    return max(abs(outcome.probabilities[code] - truth[code]) for code in truth)


@pytest.mark.parametrize("linked, column", [(False, "without_links"), (True, "with_links")])
def test_the_meeting_gets_its_exact_probabilities(linked: bool, column: str) -> None:
    pool, rules = meeting(linked=linked)
    outcome = optimal(pool=pool, rules=rules)
    assert farthest(outcome, meeting_truth(column)) <= TRUE_WITHIN
    assert check_outcome(outcome, pool=pool, rules=rules) == ()


def test_linked_people_can_shut_somebody_out() -> None:
    pool, rules = meeting(linked=True)
    assert optimal(pool=pool, rules=rules).unselectable == ("P095",)
    assert unselectable(pool=pool, rules=rules) == ("P095",)


@pytest.mark.parametrize("name", ["syn_a", "cca_household", "sfe_like"])
def test_published_shapes_get_their_exact_probabilities(name: str) -> None:
    pool, rules = named(name)
    outcome = optimal(pool=pool, rules=rules)
    assert farthest(outcome, named_truth(name)) <= TRUE_WITHIN
    assert outcome.minimum == pytest.approx(min(named_truth(name).values()), abs=TRUE_WITHIN)
    assert check_outcome(outcome, pool=pool, rules=rules) == ()
    assert check_optimal(outcome, pool=pool, rules=rules) <= TRUE_WITHIN


def test_every_tiny_pool_gets_its_exact_probabilities() -> None:
    for given in tiny("tiny_leximin.json"):
        pool, rules = tiny_case(given)
        outcome = optimal(pool=pool, rules=rules)
        truth = {f"{index:02d}": probability for index, probability in enumerate(given["leximin"])}
        assert farthest(outcome, truth) <= TRUE_WITHIN, given["name"]
        assert outcome.unselectable == tuple(f"{index:02d}" for index in given["never_selectable"]), given["name"]
        assert check_outcome(outcome, pool=pool, rules=rules) == (), given["name"]


@pytest.mark.parametrize("make, seeds", [(instance, range(250)), (knot, range(60))])
def test_random_tight_pools_agree_with_listing_every_panel(make, seeds: range) -> None:
    """Quotas, households, caps, pairs, chains and stars of links, in every mixture."""
    solved = 0
    for seed in seeds:
        pool, rules = make(seed)
        panels = all_panels(pool, rules)
        if not panels:
            with pytest.raises(QuotasCannotBeMet):
                optimal(pool=pool, rules=rules)
            continue
        outcome = optimal(pool=pool, rules=rules)
        assert farthest(outcome, leximin_over(pool, panels)) <= TRUE_WITHIN, seed
        assert check_outcome(outcome, pool=pool, rules=rules) == (), seed
        never = {one.code for one in pool} - {code for panel in panels for code in panel}
        assert set(outcome.unselectable) == never - set(rules.excluded), seed
        solved += 1
    assert solved > len(seeds) / 4


def test_divided_people_would_promise_too_much() -> None:
    """Three pairs of four people exclude each other: half a person each would give everybody 1/2."""
    pool = [
        Candidate("A", {"x": "in", "y": "in", "z": "out"}),
        Candidate("B", {"x": "in", "y": "out", "z": "in"}),
        Candidate("C", {"x": "out", "y": "in", "z": "in"}),
        Candidate("D", {"x": "out", "y": "out", "z": "out"}),
    ]
    rules = Rules(2, tuple(Quota(feature, "in", 0, 1) for feature in "xyz"))
    outcome = optimal(pool=pool, rules=rules)
    assert outcome.probabilities == pytest.approx({"A": 1 / 3, "B": 1 / 3, "C": 1 / 3, "D": 1}, abs=1e-9)
    assert Inequality(coefficients=(("A", 1), ("B", 1), ("C", 1)), bound=1) in outcome.certificate.cuts
    assert check_optimal(outcome, pool=pool, rules=rules) <= TRUE_WITHIN


def test_everybody_is_certain_when_all_fit() -> None:
    pool = [Candidate(code, {}) for code in "ABC"]
    outcome = optimal(pool=pool, rules=Rules(3))
    assert outcome.probabilities == {"A": 1.0, "B": 1.0, "C": 1.0}
    assert [panel.codes for panel in outcome.panels] == [("A", "B", "C")]


def test_without_seats_nobody_can_be_drawn() -> None:
    outcome = optimal(pool=[Candidate("A", {})], rules=Rules(0))
    assert (outcome.minimum, outcome.unselectable) == (None, ("A",))
    assert [panel.codes for panel in outcome.panels] == [()]


def test_an_empty_pool_has_one_panel_of_nobody() -> None:
    assert optimal(pool=[], rules=Rules(0)).probabilities == {}


@pytest.mark.parametrize(
    "rules",
    [
        Rules(2, links=(Link("A", "B", LinkKind.TOGETHER), Link("A", "B", LinkKind.AT_MOST_ONE))),
        Rules(2, links=(Link("A", "B", LinkKind.TOGETHER),), households=True),
        Rules(2, caps=(Cap("org", 1),), links=(Link("A", "B", LinkKind.TOGETHER),)),
        Rules(2, (Quota("f", "x", 0, 1),), links=(Link("A", "B", LinkKind.TOGETHER),)),
    ],
    ids=["both kinds of link", "household", "cap", "quota"],
)
def test_a_pair_that_breaks_a_rule_by_itself_cannot_be_drawn(rules: Rules) -> None:
    pool = [
        Candidate("A", {"f": "x"}, "home", {"org": "o"}),
        Candidate("B", {"f": "x"}, "home", {"org": "o"}),
        Candidate("C", {"f": "y"}),
        Candidate("D", {"f": "y"}),
    ]
    assert optimal(pool=pool, rules=rules).unselectable == ("A", "B")


def test_an_empty_group_binds_nobody() -> None:
    pool = [Candidate(code, {}, groups={"org": ""}) for code in "ABC"]
    assert optimal(pool=pool, rules=Rules(2, caps=(Cap("org", 1),))).minimum == pytest.approx(2 / 3)


def test_the_order_of_people_and_rules_has_no_influence() -> None:
    pool, rules = meeting(linked=True)
    turned = Rules(rules.seats, rules.quotas[::-1], rules.caps, rules.links[::-1])
    one, two = optimal(pool=pool, rules=rules), optimal(pool=pool[::-1], rules=turned)
    assert one.probabilities == pytest.approx(two.probabilities, abs=1e-9)


def test_the_same_input_gives_the_same_outcome() -> None:
    pool, rules = named("syn_a")
    assert optimal(pool=pool, rules=rules) == optimal(pool=pool, rules=rules)


class Stopped(Exception):
    pass


@pytest.mark.parametrize("stage", ["levels", "panels"])
def test_a_watcher_may_stop_the_computation(stage: str) -> None:
    def stop(name: str, done: float) -> None:
        assert 0.0 <= done <= 1.0
        if name == stage:
            raise Stopped

    pool, rules = meeting()
    with pytest.raises(Stopped):
        optimal(pool=pool, rules=rules, progress=stop)
