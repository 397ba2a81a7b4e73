from dataclasses import replace
from itertools import combinations

import pytest

from obrady.core.selection import (
    Candidate,
    Cap,
    Count,
    Link,
    LinkKind,
    Quota,
    QuotasCannotBeMet,
    RuleFact,
    RuleKind,
    Rules,
    ShutOut,
    composition,
    optimal,
    shut_out,
    why_infeasible,
    why_unselectable,
)
from tests.core.selection.cases import meeting
from tests.core.selection.enumeration import all_panels, instance

POOL = [
    Candidate("A", {"g": "w"}, "h", {"org": "o"}),
    Candidate("B", {"g": "w"}, "h", {"org": "o"}),
    Candidate("C", {"g": "m"}),
    Candidate("D", {"g": "m"}),
]
NO_MEN = RuleFact(RuleKind.MAXIMUM, ("g", "m"), 0)
TWO_WOMEN = RuleFact(RuleKind.MINIMUM, ("g", "w"), 2)


@pytest.mark.parametrize(
    "rules, facts",
    [
        (Rules(1, (Quota("g", "m", 0, 0), Quota("g", "w", 0, 1))), {NO_MEN}),
        (Rules(2, (Quota("g", "w", 2, 2), Quota("g", "m", 0, 1))), {TWO_WOMEN}),
        (
            Rules(3, links=(Link("A", "B", LinkKind.TOGETHER), Link("C", "D", LinkKind.AT_MOST_ONE))),
            None,
        ),
    ],
)
def test_the_rules_that_shut_a_person_out_are_named(rules: Rules, facts: set[RuleFact] | None) -> None:
    if facts is None:
        with pytest.raises(ValueError, match="no conflict"):
            why_unselectable("C", pool=POOL, rules=rules)
    else:
        assert set(why_unselectable("C", pool=POOL, rules=rules)) == facts


@pytest.mark.parametrize(
    "rules, facts",
    [
        (Rules(5), ()),
        (Rules(2, (Quota("g", "x", 1, 9),)), (RuleFact(RuleKind.MINIMUM, ("g", "x"), 1),)),
        (Rules(4, households=True), (RuleFact(RuleKind.HOUSEHOLDS, (), None),)),
        (Rules(4, caps=(Cap("org", 1),)), (RuleFact(RuleKind.CAP, ("org",), 1),)),
        (
            Rules(2, (Quota("g", "w", 2, 2),), (Cap("org", 1),), households=True),
            (RuleFact(RuleKind.HOUSEHOLDS, (), None), TWO_WOMEN),
        ),
        (Rules(4, links=(Link("A", "C", LinkKind.AT_MOST_ONE),)), (RuleFact(RuleKind.AT_MOST_ONE, ("A", "C"), None),)),
        (
            Rules(1, links=tuple(Link(a, b, LinkKind.TOGETHER) for a, b in ("AB", "CD"))),
            tuple(RuleFact(RuleKind.TOGETHER, (a, b), None) for a, b in ("AB", "CD")),
        ),
    ],
)
def test_the_rules_that_cannot_be_met_together_are_named(rules: Rules, facts: tuple[RuleFact, ...]) -> None:
    assert why_infeasible(pool=POOL, rules=rules) == facts


def test_rules_that_can_be_met_have_no_conflict() -> None:
    with pytest.raises(ValueError, match="no conflict"):
        why_infeasible(pool=POOL, rules=Rules(2))


def test_the_meeting_names_the_founders_who_share_three_organisations() -> None:
    pool, rules = meeting(quotas="quotas_infeasible.csv")
    assert why_infeasible(pool=pool, rules=rules) == (
        RuleFact(RuleKind.CAP, ("organisation_key",), 2),
        RuleFact(RuleKind.MINIMUM, ("founded_since_2022", "yes"), 7),
    )


def without(rules: Rules, fact: RuleFact) -> Rules:
    """The same rules with one of them taken away."""
    quotas = []
    for quota in rules.quotas:
        low, high = quota.low, quota.high
        if fact.about == (quota.feature, quota.value):
            low = 0 if fact.kind is RuleKind.MINIMUM else low
            high = max(low, rules.seats) if fact.kind is RuleKind.MAXIMUM else high
        quotas.append(replace(quota, low=low, high=high))
    return replace(
        rules,
        quotas=tuple(quotas),
        caps=tuple(cap for cap in rules.caps if fact.kind is not RuleKind.CAP or fact.about != (cap.key,)),
        links=tuple(link for link in rules.links if fact.about != (link.first, link.second)),
        households=rules.households and fact.kind is not RuleKind.HOUSEHOLDS,
        must=tuple(code for code in rules.must if fact.kind is not RuleKind.MUST or fact.about != (code,)),
    )


def test_no_rule_named_is_dispensable() -> None:
    """Of random refusals: keeping only the rules named still refuses; each one taken out of these admits somebody."""
    explained = 0
    for seed in range(120):
        pool, rules = instance(seed)
        try:
            outcome = optimal(pool=pool, rules=rules)
        except QuotasCannotBeMet:
            continue
        for code in outcome.unselectable[:1]:
            facts = why_unselectable(code, pool=pool, rules=rules)
            only = rules
            for fact in every_rule(rules):
                only = only if fact in facts else without(only, fact)
            assert set(why_unselectable(code, pool=pool, rules=only)) == set(facts), seed
            explained += 1
    assert explained > 10


def test_no_smaller_set_of_rules_is_in_conflict() -> None:
    """Of random refusals: with the rules named one more than any smaller set holds, every such set can be met."""
    explained = 0
    for seed in range(1000, 1120):
        pool, rules = instance(seed)
        if all_panels(pool, rules) or not (facts := why_infeasible(pool=pool, rules=rules)):
            continue
        every = every_rule(rules)
        for kept in combinations(every, len(facts) - 1):
            only = rules
            for fact in every:
                only = only if fact in kept else without(only, fact)
            assert all_panels(pool, only), (seed, kept)
            if len(facts) > 2:
                break
        explained += 1
    assert explained > 20


def every_rule(rules: Rules) -> list[RuleFact]:
    bounds = [
        RuleFact(kind, (quota.feature, quota.value), limit)
        for quota in rules.quotas
        for kind, limit in ((RuleKind.MINIMUM, quota.low), (RuleKind.MAXIMUM, quota.high))
    ]
    return [
        *bounds,
        *(RuleFact(RuleKind.CAP, (cap.key,), cap.most) for cap in rules.caps),
        *(RuleFact(RuleKind(link.kind.value), (link.first, link.second), None) for link in rules.links),
        *(RuleFact(RuleKind.MUST, (code,), None) for code in rules.must),
        RuleFact(RuleKind.HOUSEHOLDS, (), None),
    ]


def test_people_shut_out_by_the_same_rules_stand_together_and_the_rest_last() -> None:
    pool = [*POOL, Candidate("E", {"g": "x"}, "h", {"org": "o"})]
    rules = Rules(1, (Quota("g", "m", 0, 0), Quota("g", "x", 0, 0)))
    no_x = RuleFact(RuleKind.MAXIMUM, ("g", "x"), 0)
    stages: list[tuple[str, float]] = []
    found = shut_out(["C", "D", "E"], pool=pool, rules=rules, most=9, progress=lambda *step: stages.append(step))
    assert found == (ShutOut(("C", "D"), (NO_MEN,)), ShutOut(("E",), (no_x,)))
    assert stages == [("reasons", 0.0), ("reasons", 1 / 3), ("reasons", 2 / 3)]
    limited = shut_out(["C", "D", "E"], pool=pool, rules=rules, most=1)
    assert limited == (ShutOut(("C",), (NO_MEN,)), ShutOut(("D", "E"), None))


def test_a_panel_is_set_beside_its_quotas() -> None:
    rules = Rules(2, (Quota("g", "w", 1, 1), Quota("g", "x", 0, 1)))
    assert composition(["A", "C"], pool=POOL, rules=rules) == (Count("g", "w", 1, 1, 2, 1), Count("g", "x", 0, 1, 0, 0))
