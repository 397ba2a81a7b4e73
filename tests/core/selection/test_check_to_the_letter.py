"""The checker to the last number: what `./obrady trial mutation` breaks in it has to be noticed here."""

import math
from dataclasses import replace

import pytest

from obrady.core.selection import (
    Broken,
    Candidate,
    Fault,
    Inequality,
    Link,
    LinkKind,
    Lottery,
    Objective,
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
    Candidate("A", {"g": "w"}, "h"),
    Candidate("B", {"g": "w"}, "h"),
    Candidate("C", {"g": "m"}),
    Candidate("D", {"g": "m"}),
]
AT_MOST_ONE_WOMAN = Rules(2, (Quota("g", "w", 0, 1),))
ONE_WOMAN = Rules(2, (Quota("g", "w", 1, 1),))
NEVER = Rules(2, (Quota("g", "w", 2, 2), Quota("g", "m", 1, 1)))
TWO = [Candidate("A", {}), Candidate("B", {})]


def test_faults_are_named_in_documents_by_these_words() -> None:
    words = "seats unknown_code code_twice minimum maximum cap household link must excluded weights probability unselectable"
    assert [broken.value for broken in Broken] == words.split()


@pytest.mark.parametrize(
    "codes, rules, faults",
    [
        ("AC", Rules(2, must=("B",)), (Fault(Broken.MUST, ("B",), 0, 1),)),
        ("AC", Rules(2, must=("A",), excluded=("B",)), ()),
        ("AC", Rules(2, excluded=("A", "B")), (Fault(Broken.EXCLUDED, ("A",), 1, 0),)),
        ("AC", Rules(2, links=(Link("B", "D", LinkKind.EXACTLY_ONE),)), (Fault(Broken.LINK, ("B", "D"), 0, 1),)),
        ("AC", Rules(2, links=(Link("A", "C", LinkKind.EXACTLY_ONE),)), (Fault(Broken.LINK, ("A", "C"), 2, 1),)),
        ("AC", Rules(2, links=(Link("A", "D", LinkKind.EXACTLY_ONE),)), ()),
        ("AC", Rules(2, links=(Link("B", "D", LinkKind.AT_MOST_ONE),)), ()),
        ("AC", Rules(2, links=(Link("B", "D", LinkKind.TOGETHER),)), ()),
        ("CD", Rules(2, households=True), ()),
        ("AC", Rules(2, (Quota("g", "m", 1, 1, counts_guests=False),), guests=("A",)), ()),
    ],
)
def test_a_panel_is_held_to_each_rule(codes: str, rules: Rules, faults: tuple[Fault, ...]) -> None:
    assert check_panel(list(codes), pool=POOL, rules=rules) == faults


OUTCOME = optimal(pool=TWO, rules=Rules(1))


def faults_of(
    *panels: tuple[float, str], probabilities: dict[str, float], unselectable: tuple[str, ...] = ()
) -> list[Fault]:
    outcome = replace(OUTCOME, probabilities=probabilities, unselectable=unselectable)
    weighted = [WeightedPanel(weight, tuple(codes)) for weight, codes in panels]
    return list(check_outcome(outcome, pool=TWO, rules=Rules(1), panels=weighted))


def test_a_probability_may_be_off_by_a_hundred_millionth_and_no_more() -> None:
    weights = (1 - 1e-8, "A"), (1e-8, "B")
    assert faults_of(*weights, probabilities={"A": 1 - 1e-8, "B": 0.0}) == []
    off = faults_of((1 - 1.1e-8, "A"), (1.1e-8, "B"), probabilities={"A": 1 - 1.1e-8, "B": 0.0})
    assert off == [Fault(Broken.PROBABILITY, ("B",), 1.1e-8, 0.0)]


def test_somebody_whom_the_outcome_forgot_is_a_fault() -> None:
    halves = (0.5, "A"), (0.5, "B")
    assert faults_of(*halves, probabilities={"B": 0.5}) == [Fault(Broken.PROBABILITY, ("A",), 0.5, -1.0)]


def test_weights_that_are_no_lottery_are_told_with_their_sum() -> None:
    found = faults_of((0.5, "A"), (0.25, "B"), probabilities={"A": 0.5, "B": 0.25})
    assert found == [Fault(Broken.WEIGHTS, (), 0.75, 1)]


def test_only_who_is_on_a_panel_is_wrongly_called_unselectable() -> None:
    found = faults_of((1.0, "A"), probabilities={"A": 1.0, "B": 0.0}, unselectable=("A", "B"))
    assert found == [Fault(Broken.UNSELECTABLE, ("A",), 1, 0)]


def rows_off(rows: str, probabilities: dict[str, float]) -> set[str]:
    """Whose number of rows is a fault."""
    table, outcome = Lottery(rows=tuple((code,) for code in rows)), replace(OUTCOME, probabilities=probabilities)
    faults = check_lottery(table, outcome=outcome, pool=TWO, rules=Rules(1))
    assert {fault.broken for fault in faults} <= {Broken.PROBABILITY}
    return {code for fault in faults for code in fault.about}


@pytest.mark.parametrize(
    "rows, probability, off",
    [
        ("AAABB", 0.5, set()),
        ("AAAAB", 0.5, set()),
        ("AAAA", 0.5, {"A", "B"}),
        ("AAAAA", 0.5, {"A", "B"}),
        ("AAAA", 1.0, set()),
        ("AAAB", 1.0, {"A", "B"}),
        ("BBBA", 0.0, {"A", "B"}),
    ],
)
def test_rows_may_be_one_and_a_half_off_and_none_where_somebody_is_certain(
    rows: str, probability: float, off: set[str]
) -> None:
    assert rows_off(rows, {"A": probability, "B": 1 - probability}) == off


def gain(objective: Objective, rules: Rules, **probabilities: float) -> float:
    """What a lottery with these probabilities is still short of the optimum."""
    outcome = optimal(pool=POOL, rules=rules, objective=objective)
    assert check_optimal(outcome, pool=POOL, rules=rules) == pytest.approx(0, abs=1e-6)
    return check_optimal(replace(outcome, probabilities=probabilities), pool=POOL, rules=rules)


@pytest.mark.parametrize(
    "objective, expected", [(Objective.LEXIMIN, 0.1), (Objective.MAXIMIN, 0.1), (Objective.NASH, 1 / 6)]
)
def test_what_is_missing_to_the_optimum_is_told(objective: Objective, expected: float) -> None:
    assert gain(objective, AT_MOST_ONE_WOMAN, A=0.4, B=0.4, C=0.6, D=0.6) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("objective", Objective)
def test_people_whom_no_rule_tells_apart_are_equal(objective: Objective) -> None:
    assert gain(objective, ONE_WOMAN, A=0.7, B=0.3, C=0.5, D=0.5) == pytest.approx(0.2, abs=1e-6)


def test_somebody_who_could_be_drawn_and_never_is_makes_nash_infinitely_short() -> None:
    assert gain(Objective.NASH, AT_MOST_ONE_WOMAN, A=0.0, B=0.0, C=1.0, D=1.0) == math.inf


@pytest.mark.parametrize("objective", Objective)
def test_where_nobody_can_be_drawn_nothing_is_missing(objective: Objective) -> None:
    outcome = optimal(pool=TWO, rules=Rules(0), objective=objective)
    assert outcome.unselectable == ("A", "B")
    assert check_optimal(outcome, pool=TWO, rules=Rules(0)) == 0


@pytest.mark.parametrize("objective", Objective)
def test_where_there_is_nobody_nothing_is_missing(objective: Objective) -> None:
    outcome = optimal(pool=[], rules=Rules(0), objective=objective)
    assert check_optimal(outcome, pool=[], rules=Rules(0)) == 0


FAIR = optimal(pool=POOL, rules=ONE_WOMAN)


def with_cut(bound: int, **coefficients: int):
    cut = Inequality(tuple(coefficients.items()), bound)
    return replace(FAIR, certificate=replace(FAIR.certificate, cuts=(cut,)))


def test_a_cut_that_every_panel_just_keeps_stands() -> None:
    assert check_optimal(with_cut(1, A=1, B=1), pool=POOL, rules=ONE_WOMAN) == pytest.approx(0, abs=1e-6)
    assert check_optimal(with_cut(0, A=1, B=1), pool=POOL, rules=ONE_WOMAN) == math.inf


def test_a_cut_may_be_about_one_person_of_her_own_kind() -> None:
    pool = [Candidate("A", {"g": "w"}), Candidate("B", {"g": "m"}), Candidate("C", {"g": "m"})]
    outcome = optimal(pool=pool, rules=ONE_WOMAN)
    cut = Inequality((("A", 1),), 1)
    proved = replace(outcome, certificate=replace(outcome.certificate, cuts=(cut,)))
    assert check_optimal(proved, pool=pool, rules=ONE_WOMAN) == pytest.approx(0, abs=1e-6)


KINDS = [
    Candidate(f"{kind}{number}", {"g": kind})
    for kind, size in zip("pcde", (4, 2, 2, 2), strict=True)
    for number in range(size)
]
KINDS_RULES = Rules(3, (Quota("g", "p", 1, 1), *(Quota("g", kind, 0, 1) for kind in "cde")))


@pytest.mark.parametrize("objective, is_optimal", [(Objective.MAXIMIN, True), (Objective.LEXIMIN, False)])
def test_maximin_asks_for_the_smallest_chance_alone(objective: Objective, is_optimal: bool) -> None:
    outcome = optimal(pool=KINDS, rules=KINDS_RULES, objective=objective)
    chance = {"p": 0.25, "c": 0.45, "d": 0.3, "e": 0.25}
    uneven = replace(outcome, probabilities={one.code: chance[one.features["g"]] for one in KINDS})
    missing = check_optimal(uneven, pool=KINDS, rules=KINDS_RULES)
    assert (missing == pytest.approx(0, abs=1e-6)) == is_optimal


def test_where_there_is_no_panel_nothing_is_proved() -> None:
    assert check_optimal(FAIR, pool=POOL, rules=NEVER) == math.inf
    assert check_optimal(with_cut(1, A=1, B=1), pool=POOL, rules=NEVER) == math.inf
