"""The facts behind an outcome: which rules shut people out, and how a panel compares with its quotas."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from obrady.core.selection.panels import Finder
from obrady.core.selection.reduce import reduce
from obrady.core.selection.types import Candidate, Cap, Link, Progress, Quota, Rules, unwatched


class RuleKind(Enum):
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    CAP = "cap"
    TOGETHER = "together"
    AT_MOST_ONE = "at_most_one"
    HOUSEHOLDS = "households"


@dataclass(frozen=True, slots=True)
class RuleFact:
    """One rule that takes part in a conflict.

    Attributes:
        kind: what sort of rule.
        about: (feature, value) of a quota, (key,) of a cap, the two codes of a link, () for households.
        limit: the bound of a quota or a cap, else None.
    """

    kind: RuleKind
    about: tuple[str, ...]
    limit: int | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many people with a value there are in the pool and on a panel, beside the quota's bounds."""

    feature: str
    value: str
    low: int
    high: int
    pool: int
    panel: int


def composition(codes: Sequence[str], *, pool: Sequence[Candidate], rules: Rules) -> tuple[Count, ...]:
    """One line per quota, in the order of the rules."""
    drawn = set(codes)
    lines = []
    for quota in rules.quotas:
        having = [one.code for one in pool if one.features[quota.feature] == quota.value]
        panel = sum(code in drawn for code in having)
        lines.append(Count(quota.feature, quota.value, quota.low, quota.high, len(having), panel))
    return tuple(lines)


def why_unselectable(code: str, *, pool: Sequence[Candidate], rules: Rules) -> tuple[RuleFact, ...]:
    """Rules that together shut one person out: with the number of seats they leave no panel with this person, and
    without any one of them there is one. Where several such sets exist, one is returned, always the same.

    Raises:
        ValueError: some panel contains this person.
    """

    def conflict(kept: Rules) -> bool:
        return _impossible(pool, kept, code)

    return _smallest_conflict(rules, conflict)


@dataclass(frozen=True, slots=True)
class ShutOut:
    """People whom the same rules shut out; `facts` is None where it was not worked out."""

    codes: tuple[str, ...]
    facts: tuple[RuleFact, ...] | None


def shut_out(
    codes: Sequence[str], *, pool: Sequence[Candidate], rules: Rules, most: int, progress: Progress = unwatched
) -> tuple[ShutOut, ...]:
    """Those whom no panel can contain, by the rules that shut them out, in ascending order of their first code.

    Args:
        codes: the unselectable people of an outcome.
        most: how many people are looked at; people whom no rule tells apart count once. The others come last, together,
            without facts.
        progress: called with "reasons" and the fraction done; it may raise to cancel.
    """
    program = reduce(pool=pool, rules=rules)
    kind = {code: units[0][0] for units in program.types for unit in units for code in unit}
    alike: dict[str, list[str]] = defaultdict(list)
    for code in sorted(codes):
        alike[kind.get(code, code)].append(code)
    by_facts: dict[tuple[RuleFact, ...], list[str]] = defaultdict(list)
    for done, group in enumerate(list(alike.values())[:most]):
        progress("reasons", done / len(alike))
        by_facts[why_unselectable(group[0], pool=pool, rules=rules)].extend(group)
    found = [ShutOut(codes=tuple(sorted(group)), facts=facts) for facts, group in by_facts.items()]
    found.sort(key=lambda one: one.codes)
    rest = sorted(code for group in list(alike.values())[most:] for code in group)
    return (*found, ShutOut(codes=tuple(rest), facts=None)) if rest else tuple(found)


def why_infeasible(*, pool: Sequence[Candidate], rules: Rules) -> tuple[RuleFact, ...]:
    """Rules that cannot be met together with the number of seats, none of them dispensable. Empty when there are fewer
    people than seats, since then no rule is to blame.

    Raises:
        ValueError: the rules can be met.
    """

    def conflict(kept: Rules) -> bool:
        return _impossible(pool, kept, None)

    return _smallest_conflict(rules, conflict)


def _impossible(pool: Sequence[Candidate], rules: Rules, code: str | None) -> bool:
    program = reduce(pool=pool, rules=rules)
    finder = Finder(program)
    nothing = np.zeros(len(program.types))
    if code is None:
        return finder.best(nothing) is None
    kinds = [kind for kind, units in enumerate(program.types) for unit in units if code in unit]
    return not kinds or finder.best(nothing, at_least=(kinds[0], 1)) is None


Item = tuple[RuleFact, Quota | Cap | Link | None]


def _items(rules: Rules) -> list[Item]:
    """The rules one by one; the two bounds of a quota apart; the plainest last, so that they are blamed first."""
    items: list[Item] = [
        (RuleFact(RuleKind(link.kind.value), (link.first, link.second), None), link) for link in rules.links
    ]
    if rules.households:
        items.append((RuleFact(RuleKind.HOUSEHOLDS, (), None), None))
    items.extend((RuleFact(RuleKind.CAP, (cap.key,), cap.most), cap) for cap in rules.caps)
    for quota in rules.quotas:
        about = (quota.feature, quota.value)
        if quota.low > 0:
            items.append((RuleFact(RuleKind.MINIMUM, about, quota.low), quota))
        if quota.high < rules.seats:
            items.append((RuleFact(RuleKind.MAXIMUM, about, quota.high), quota))
    return items


def _rebuilt(rules: Rules, items: Sequence[Item]) -> Rules:
    """Only these rules, with the same seats."""
    quotas: dict[tuple[str, ...], Quota] = {}
    for fact, rule in items:
        if isinstance(rule, Quota):
            free = Quota(rule.feature, rule.value, 0, max(rule.high, rules.seats))
            quota = quotas.get(fact.about, free)
            quotas[fact.about] = (
                replace(quota, low=rule.low) if fact.kind is RuleKind.MINIMUM else replace(quota, high=rule.high)
            )
    return Rules(
        seats=rules.seats,
        quotas=tuple(replace(quota, high=max(quota.low, quota.high)) for quota in quotas.values()),
        caps=tuple(rule for _, rule in items if isinstance(rule, Cap)),
        links=tuple(rule for _, rule in items if isinstance(rule, Link)),
        households=any(fact.kind is RuleKind.HOUSEHOLDS for fact, _ in items),
    )


def _smallest_conflict(rules: Rules, conflict: Callable[[Rules], bool]) -> tuple[RuleFact, ...]:
    """A conflict without a dispensable rule (Junker, "QuickXplain", AAAI 2004)."""

    def explain(base: list[Item], grown: bool, items: list[Item]) -> list[Item]:
        if grown and conflict(_rebuilt(rules, base)):
            return []
        if len(items) == 1:
            return items
        first, second = items[: len(items) // 2], items[len(items) // 2 :]
        from_second = explain([*base, *first], bool(first), second)
        from_first = explain([*base, *from_second], bool(from_second), first)
        return [*from_first, *from_second]

    items = _items(rules)
    if not conflict(_rebuilt(rules, items)):
        raise ValueError("there is no conflict to explain")
    if not items or conflict(_rebuilt(rules, [])):
        return ()
    return tuple(fact for fact, _ in explain([], grown=False, items=items))
