from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from random import Random

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
from tests.core.selection.enumeration import all_panels, instance, obeys, smallest_change

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


def moves(pool: Sequence[Candidate], rules: Rules) -> dict[int, set[frozenset[Change]]]:
    """Of every set of people that meets the rules beside the quotas, the changes that let it in, by their total."""
    found: dict[int, set[frozenset[Change]]] = defaultdict(set)
    for chosen in combinations(pool, rules.seats):
        if obeys(chosen, rules):
            changes = frozenset(needed(chosen, rules))
            if all(within_limits(change, rules) for change in changes):
                found[sum(change.seats for change in changes)].add(changes)
    return found


def needed(chosen: Sequence[Candidate], rules: Rules) -> Iterator[Change]:
    for quota in rules.quotas:
        guests = () if quota.counts_guests else rules.guests
        count = sum(one.features[quota.feature] == quota.value for one in chosen if one.code not in guests)
        if count < quota.low:
            yield Change(quota.feature, quota.value, Bound.MIN, quota.low, count)
        if count > quota.high:
            yield Change(quota.feature, quota.value, Bound.MAX, quota.high, count)


def within_limits(change: Change, rules: Rules) -> bool:
    quota = next(one for one in rules.quotas if (one.feature, one.value) == (change.feature, change.value))
    limit = quota.lowest if change.bound is Bound.MIN else quota.highest
    return limit is None or (limit <= change.after if change.bound is Bound.MIN else change.after <= limit)


def with_limits(rules: Rules, seed: int) -> Rules:
    random = Random(seed)
    return replace(
        rules,
        quotas=tuple(
            replace(
                quota,
                lowest=random.choice([None, quota.low, max(0, quota.low - 1)]),
                highest=random.choice([None, quota.high, quota.high + 1]),
            )
            for quota in rules.quotas
        ),
    )


def test_relaxations_stay_within_their_limits_and_others_of_the_same_size_are_named() -> None:
    """Against every set of people: the total, that no bound passes its limit, and up to five different answers."""
    several = 0
    for seed in range(1000, 1250):
        pool, rules = instance(seed)
        rules = with_limits(rules, seed)
        possible = moves(pool, rules)
        relaxation = smallest_relaxation(pool=pool, rules=rules)
        if not possible:
            assert relaxation is None, seed
            continue
        smallest = possible[min(possible)]
        answers = [frozenset(changes) for changes in (relaxation.changes, *relaxation.alternatives)]
        assert set(answers) <= smallest, seed
        assert len(set(answers)) == len(answers) == min(5, len(smallest)), seed
        several += len(answers) > 1
    assert several > 8


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


@pytest.mark.parametrize("pool", [[], [Candidate("A", {})]])
def test_where_nobody_can_be_drawn_and_nothing_is_asked_no_bound_helps(pool: list[Candidate]) -> None:
    excluded = tuple(one.code for one in pool)
    assert smallest_relaxation(pool=pool, rules=Rules(1, excluded=excluded)) is None
    assert smallest_relaxation(pool=pool, rules=Rules(0, excluded=excluded)) == Relaxation(changes=(), total=0)


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
