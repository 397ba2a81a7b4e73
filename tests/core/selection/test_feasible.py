from dataclasses import replace

import pytest

from obrady.core.selection import (
    Bound,
    Candidate,
    Cap,
    Change,
    Link,
    LinkKind,
    Quota,
    QuotasCannotBeMet,
    Relaxation,
    Rules,
    can_be_met,
    optimal,
    smallest_relaxation,
    unselectable,
)
from tests.core.selection.cases import meeting, tiny, tiny_case
from tests.core.selection.enumeration import all_panels, instance, smallest_change

FOUNDED = Change("founded_since_2022", "yes", Bound.MIN, 7, 6)
ONE_OF = {
    Change("outside_torun", "no", Bound.MIN, 16, 15),
    Change("rural_or_urban_rural", "yes", Bound.MIN, 16, 15),
    Change("big_city", "yes", Bound.MIN, 9, 8),
}


def relaxed(rules: Rules, relaxation: Relaxation) -> Rules:
    moved = {(change.feature, change.value, change.bound): change.after for change in relaxation.changes}
    return replace(
        rules,
        quotas=tuple(
            replace(
                quota,
                low=moved.get((quota.feature, quota.value, Bound.MIN), quota.low),
                high=moved.get((quota.feature, quota.value, Bound.MAX), quota.high),
            )
            for quota in rules.quotas
        ),
    )


@pytest.mark.parametrize("linked", [False, True])
def test_the_meeting_needs_two_bounds_moved_by_one_seat_each(linked: bool) -> None:
    pool, rules = meeting(linked=linked, quotas="quotas_infeasible.csv")
    with pytest.raises(QuotasCannotBeMet) as refusal:
        optimal(pool=pool, rules=rules)
    assert refusal.value.code == "quotas_cannot_be_met"
    assert refusal.value.relaxation.total == 2
    assert FOUNDED in refusal.value.relaxation.changes
    assert set(refusal.value.relaxation.changes) - {FOUNDED} <= ONE_OF
    can_be_met(pool=pool, rules=relaxed(rules, refusal.value.relaxation))


def test_every_tiny_infeasible_pool_gets_its_smallest_relaxation() -> None:
    for given in tiny("tiny_infeasible.json"):
        pool, rules = tiny_case(given)
        with pytest.raises(QuotasCannotBeMet) as refusal:
            can_be_met(pool=pool, rules=rules)
        relaxation = refusal.value.relaxation
        assert (relaxation and relaxation.total) == given["minimal_total_change"], given["name"]
        if relaxation:
            assert sum(change.seats for change in relaxation.changes) == relaxation.total
            can_be_met(pool=pool, rules=relaxed(rules, relaxation))


def test_random_relaxations_are_the_smallest_and_nothing_else_is_moved() -> None:
    refused = 0
    for seed in range(1000, 1400):
        pool, rules = instance(seed)
        relaxation = smallest_relaxation(pool=pool, rules=rules)
        assert (relaxation and relaxation.total) == smallest_change(pool, rules), seed
        if relaxation and relaxation.changes:
            assert all_panels(pool, relaxed(rules, relaxation)), seed
            refused += 1
    assert refused > 100


def test_rules_that_can_be_met_need_no_change() -> None:
    pool, rules = meeting()
    can_be_met(pool=pool, rules=rules)
    assert smallest_relaxation(pool=pool, rules=rules) == Relaxation(changes=(), total=0)
    assert unselectable(pool=pool, rules=rules) == ()


WOMEN = [Candidate(f"W{index}", {"g": "w"}, "one home", {"org": "o"}) for index in range(3)]


@pytest.mark.parametrize(
    "rules",
    [
        Rules(4),
        Rules(2, households=True),
        Rules(2, caps=(Cap("org", 1),)),
        Rules(3, links=(Link("W0", "W1", LinkKind.AT_MOST_ONE),)),
        Rules(
            1,
            (Quota("g", "w", 1, 1),),
            links=(Link("W0", "W1", LinkKind.TOGETHER), Link("W1", "W2", LinkKind.TOGETHER)),
        ),
    ],
    ids=["too few people", "household", "cap", "at most one", "together"],
)
def test_what_no_bound_can_mend_has_no_relaxation(rules: Rules) -> None:
    for ask in (can_be_met, optimal, unselectable):
        with pytest.raises(QuotasCannotBeMet) as refusal:
            ask(pool=WOMEN, rules=rules)
        assert refusal.value.relaxation is None


@pytest.mark.parametrize(
    "quota, change",
    [
        (Quota("g", "w", 0, 1), Change("g", "w", Bound.MAX, 1, 2)),
        (Quota("g", "m", 1, 2), Change("g", "m", Bound.MIN, 1, 0)),
        (Quota("g", "m", 10**9, 10**9), Change("g", "m", Bound.MIN, 10**9, 0)),
    ],
)
def test_a_value_that_nobody_has_or_everybody_has_is_named(quota: Quota, change: Change) -> None:
    relaxation = smallest_relaxation(pool=WOMEN, rules=Rules(2, (quota,)))
    assert relaxation == Relaxation((change,), change.seats)
