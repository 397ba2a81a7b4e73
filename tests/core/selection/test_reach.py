import pytest

from obrady.core.selection import Candidate, Quota, Rules, reachable
from tests.core.selection.enumeration import all_panels, instance, knot


def reach_by_enumeration(pool, rules: Rules) -> dict[tuple[str, str], tuple[int, int]]:
    panels = [set(panel) for panel in all_panels(pool, rules)]
    found = {}
    for quota in rules.quotas:
        uncounted = set() if quota.counts_guests else set(rules.guests)
        having = {one.code for one in pool if one.features[quota.feature] == quota.value} - uncounted
        counts = [len(panel & having) for panel in panels]
        if counts:
            found[quota.feature, quota.value] = (min(counts), max(counts))
    return found


@pytest.mark.parametrize("seed", range(150))
@pytest.mark.parametrize("make", [instance, knot])
def test_reach_is_what_listing_every_panel_shows(make, seed: int) -> None:
    pool, rules = make(seed)
    found = {(one.feature, one.value): (one.low, one.high) for one in reachable(pool=pool, rules=rules)}
    assert found == reach_by_enumeration(pool, rules)


def test_enough_of_the_instances_have_a_panel_and_some_have_none() -> None:
    have = [bool(all_panels(*instance(seed))) for seed in range(150)]
    assert 20 < sum(have) < 150


@pytest.mark.parametrize("seed", range(40))
def test_values_without_a_rule_are_shown_when_asked_for(seed: int) -> None:
    pool, rules = instance(seed)
    features = list(pool[0].features)
    values = {(feature, one.features[feature]) for feature in features for one in pool}
    asked = reachable(pool=pool, rules=rules, features=features)
    free = [Quota(*value, 0, rules.seats) for value in values - {(one.feature, one.value) for one in rules.quotas}]
    by_hand = reach_by_enumeration(pool, Rules(**{**fields(rules), "quotas": (*rules.quotas, *free)}))
    assert {(one.feature, one.value): (one.low, one.high) for one in asked} == by_hand


def fields(rules: Rules) -> dict:
    return {name: getattr(rules, name) for name in Rules.__slots__}


def test_nothing_is_reachable_where_no_panel_keeps_the_rules() -> None:
    pool = [Candidate("A", {"f": "x"}), Candidate("B", {"f": "y"})]
    assert reachable(pool=pool, rules=Rules(1, (Quota("f", "x", 1, 1), Quota("f", "y", 1, 1)))) == ()


def test_an_order_of_people_or_rules_changes_nothing() -> None:
    pool, rules = next(one for one in map(instance, range(100)) if all_panels(*one) and len(one[1].quotas) > 2)
    turned = Rules(**{**fields(rules), "quotas": rules.quotas[::-1]})
    assert reachable(pool=pool, rules=rules) == reachable(pool=pool[::-1], rules=turned)
