import math
from dataclasses import replace

import pytest

from obrady.core.selection import (
    Broken,
    Candidate,
    Cap,
    Fault,
    Inequality,
    Link,
    LinkKind,
    Lottery,
    Quota,
    Rules,
    WeightedPanel,
    check_lottery,
    check_optimal,
    check_outcome,
    check_panel,
    optimal,
)

POOL = [
    Candidate("A", {"g": "w"}, "h", {"org": "o"}),
    Candidate("B", {"g": "w"}, "h", {"org": "o"}),
    Candidate("C", {"g": "m"}),
    Candidate("D", {"g": "m"}, None, {"org": "o"}),
]


def broken(codes: str, rules: Rules) -> set[Fault]:
    return set(check_panel(list(codes), pool=POOL, rules=rules))


@pytest.mark.parametrize(
    "codes, rules, fault",
    [
        ("A", Rules(2), Fault(Broken.SEATS, (), 1, 2)),
        ("AX", Rules(2), Fault(Broken.UNKNOWN_CODE, ("X",), 1, 0)),
        ("AA", Rules(2), Fault(Broken.CODE_TWICE, ("A",), 2, 1)),
        ("AB", Rules(2, (Quota("g", "m", 1, 2),)), Fault(Broken.MINIMUM, ("g", "m"), 0, 1)),
        ("AB", Rules(2, (Quota("g", "w", 0, 1),)), Fault(Broken.MAXIMUM, ("g", "w"), 2, 1)),
        ("AD", Rules(2, caps=(Cap("org", 1),)), Fault(Broken.CAP, ("org", "o"), 2, 1)),
        ("AB", Rules(2, households=True), Fault(Broken.HOUSEHOLD, ("h",), 2, 1)),
        ("AC", Rules(2, links=(Link("A", "D", LinkKind.TOGETHER),)), Fault(Broken.LINK, ("A", "D"), 1, 2)),
        ("AC", Rules(2, links=(Link("A", "C", LinkKind.AT_MOST_ONE),)), Fault(Broken.LINK, ("A", "C"), 2, 1)),
    ],
)
def test_each_broken_rule_is_named(codes: str, rules: Rules, fault: Fault) -> None:
    assert broken(codes, rules) == {fault}


def test_a_panel_has_no_faults() -> None:
    rules = Rules(
        2,
        (Quota("g", "w", 1, 1), Quota("g", "m", 1, 1)),
        (Cap("org", 1),),
        (Link("A", "C", LinkKind.TOGETHER), Link("B", "C", LinkKind.AT_MOST_ONE)),
        households=True,
    )
    assert broken("AC", rules) == set()


RULES = Rules(2, (Quota("g", "w", 1, 1),))


@pytest.mark.parametrize(
    "rules, kind",
    [
        (Rules(2, must=("B",)), Broken.MUST),
        (Rules(2, excluded=("A",)), Broken.EXCLUDED),
        (Rules(2, links=(Link("B", "D", LinkKind.EXACTLY_ONE),)), Broken.LINK),
        (Rules(2, links=(Link("A", "C", LinkKind.EXACTLY_ONE),)), Broken.LINK),
        (Rules(2, (Quota("g", "w", 1, 1, counts_guests=False),), guests=("A",)), Broken.MINIMUM),
    ],
)
def test_decisions_on_people_are_checked(rules: Rules, kind: Broken) -> None:
    assert {fault.broken for fault in broken("AC", rules)} == {kind}


def test_guests_count_unless_the_quota_says_otherwise() -> None:
    for counts, low in ((True, 1), (False, 0)):
        rules = Rules(2, (Quota("g", "w", low, low, counts_guests=counts),), must=("A",), guests=("A",))
        assert broken("AC", rules) == set()


OUTCOME = optimal(pool=POOL, rules=RULES)


@pytest.mark.parametrize(
    "spoilt, kinds",
    [
        (replace(OUTCOME, probabilities=OUTCOME.probabilities | {"A": 0.6}), {Broken.PROBABILITY}),
        (replace(OUTCOME, unselectable=("A",)), {Broken.UNSELECTABLE}),
    ],
)
def test_a_spoilt_outcome_is_noticed(spoilt, kinds: set[Broken]) -> None:
    assert check_outcome(OUTCOME, pool=POOL, rules=RULES) == ()
    assert {fault.broken for fault in check_outcome(spoilt, pool=POOL, rules=RULES)} == kinds


@pytest.mark.parametrize(
    "panels, kinds",
    [
        ((*OUTCOME.panels, WeightedPanel(0.0, ("A", "C"))), {Broken.WEIGHTS}),
        ((WeightedPanel(1.0, ("A", "B")),), {Broken.MAXIMUM, Broken.PROBABILITY}),
        (OUTCOME.panels[:1], {Broken.WEIGHTS, Broken.PROBABILITY}),
    ],
)
def test_spoilt_panels_are_noticed(panels, kinds: set[Broken]) -> None:
    faults = check_outcome(OUTCOME, pool=POOL, rules=RULES, panels=panels)
    assert {fault.broken for fault in faults} == kinds


def test_a_table_with_the_wrong_odds_is_noticed() -> None:
    table = Lottery(rows=(("A", "C"),) * 250 + (("B", "C"),) * 250 + (("A", "D"),) * 250 + (("B", "D"),) * 250)
    assert check_lottery(table, outcome=OUTCOME, pool=POOL, rules=RULES) == ()
    moved = Lottery(rows=(*table.rows[:-4], *[("A", "C")] * 4))
    faults = check_lottery(moved, outcome=OUTCOME, pool=POOL, rules=RULES)
    assert {(fault.broken, fault.about, fault.found) for fault in faults} == {
        (Broken.PROBABILITY, (code,), found) for code, found in (("A", 504), ("B", 496), ("C", 504), ("D", 496))
    }


def test_a_lottery_that_could_be_fairer_is_noticed() -> None:
    assert check_optimal(OUTCOME, pool=POOL, rules=RULES) == pytest.approx(0, abs=1e-6)
    for one, two in ((0.7, 0.3), (0.3, 0.7)):
        unfair = replace(OUTCOME, probabilities={"A": one, "B": two, "C": 0.5, "D": 0.5})
        assert check_optimal(unfair, pool=POOL, rules=RULES) == pytest.approx(0.2, abs=1e-6)


def test_two_kinds_of_people_that_could_be_nearer_are_noticed() -> None:
    rules = Rules(2, (Quota("g", "w", 0, 1),))
    fair = optimal(pool=POOL, rules=rules)
    assert fair.probabilities == pytest.approx(dict.fromkeys("ABCD", 0.5))
    unfair = replace(fair, probabilities={"A": 0.4, "B": 0.4, "C": 0.6, "D": 0.6})
    assert check_optimal(unfair, pool=POOL, rules=rules) == pytest.approx(0.1, abs=1e-6)


@pytest.mark.parametrize(
    "spoilt",
    [
        replace(OUTCOME, unselectable=("A", "B")),
        replace(OUTCOME, certificate=replace(OUTCOME.certificate, cuts=(Inequality((("A", 1), ("B", 1)), 0),))),
    ],
    ids=["somebody who can be drawn", "a cut that panels break"],
)
def test_a_certificate_that_does_not_stand_proves_nothing(spoilt) -> None:
    assert check_optimal(spoilt, pool=POOL, rules=RULES) == math.inf
