"""The facts behind an outcome: which rules shut people out, and how a panel compares with its quotas."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from obrady.core.selection.check import check_panel
from obrady.core.selection.highs import INFINITY, Model, SolverFailed
from obrady.core.selection.panels import Finder
from obrady.core.selection.reduce import reduce
from obrady.core.selection.types import Candidate, Cap, Link, Progress, Quota, Rules, unwatched

MOST_STEPS = 300


class RuleKind(Enum):
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    CAP = "cap"
    TOGETHER = "together"
    AT_MOST_ONE = "at_most_one"
    EXACTLY_ONE = "exactly_one"
    MUST = "must"
    HOUSEHOLDS = "households"


@dataclass(frozen=True, slots=True)
class RuleFact:
    """One rule that takes part in a conflict.

    Attributes:
        kind: what sort of rule.
        about: (feature, value) of a quota, (key,) of a cap, the two codes of a link, the code of somebody who is on every
            panel, () for households.
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
        guests = set() if quota.counts_guests else set(rules.guests)
        having = [one.code for one in pool if one.features[quota.feature] == quota.value and one.code not in guests]
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
        return _panel(pool, kept, code) is None

    return _conflict(rules, conflict)


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
    if not codes:
        return ()
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
    """A smallest set of rules that cannot be met together with the number of seats: no smaller set is in conflict.

    Empty when there are fewer people than seats, since then no rule is to blame. Where the search for the smallest takes
    more than a few hundred steps, a set without a dispensable rule is returned.

    Method. Every conflict holds a rule that a given panel breaks, so a smallest set of rules that hits what each panel
    found so far breaks is a lower bound; if it is itself in conflict, it is a smallest one (Ignatiev, Previti, Liffiton,
    Marques-Silva, "Smallest MUS Extraction with Minimal Hitting Set Dualization", CP 2015).

    Raises:
        ValueError: the rules can be met.
    """

    def conflict(kept: Rules) -> bool:
        return _panel(pool, kept, None) is None

    plain = _conflict(rules, conflict)
    return _fewest(pool, rules, plain) if len(plain) > 1 else plain


def _fewest(pool: Sequence[Candidate], rules: Rules, plain: tuple[RuleFact, ...]) -> tuple[RuleFact, ...]:
    items = _items(rules)
    broken: list[list[int]] = []
    for _ in range(MOST_STEPS):
        chosen = _hitting(broken, len(items))
        if len(chosen) >= len(plain):
            return plain
        panel = _panel(pool, _rebuilt(rules, [items[index] for index in chosen]), None)
        if panel is None:
            return tuple(items[index][0] for index in chosen)
        broken.append(
            [index for index, item in enumerate(items) if check_panel(panel, pool=pool, rules=_rebuilt(rules, [item]))]
        )
    return plain


def _hitting(sets: Sequence[Sequence[int]], items: int) -> list[int]:
    """The fewest items that hold one of every set."""
    if not sets:
        return []
    model = Model(
        row=np.array([row for row, one in enumerate(sets) for _ in one]),
        column=np.array([item for one in sets for item in one]),
        value=np.ones(sum(len(one) for one in sets)),
        row_low=np.ones(len(sets)),
        row_high=np.full(len(sets), INFINITY),
        columns=items,
        integer=True,
    )
    model.bound_columns(np.zeros(items), np.ones(items))
    model.maximise(-np.ones(items))
    solution = model.solve()
    if solution is None:
        raise SolverFailed(status="a panel broke no rule")
    return [int(item) for item in np.flatnonzero(np.rint(solution.x))]


def _panel(pool: Sequence[Candidate], rules: Rules, code: str | None) -> tuple[str, ...] | None:
    """Somebody's panel, or any; None when there is none."""
    program = reduce(pool=pool, rules=rules)
    finder = Finder(program)
    nothing = np.zeros(len(program.types))
    kinds = [kind for kind, units in enumerate(program.types) for unit in units if code in unit]
    if code is not None and not kinds:
        return None
    found = finder.best(nothing, at_least=(kinds[0], 1) if kinds else None)
    if found is None:
        return None
    return tuple(
        person for number, units in zip(found, program.types, strict=True) for unit in units[:number] for person in unit
    )


Item = tuple[RuleFact, Quota | Cap | Link | None]


def _items(rules: Rules) -> list[Item]:
    """The rules one by one; the two bounds of a quota apart; the plainest last, so that they are blamed first."""
    items: list[Item] = [
        (RuleFact(RuleKind(link.kind.value), (link.first, link.second), None), link) for link in rules.links
    ]
    if rules.households:
        items.append((RuleFact(RuleKind.HOUSEHOLDS, (), None), None))
    items.extend((RuleFact(RuleKind.MUST, (code,), None), None) for code in sorted(set(rules.must)))
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
            free = replace(rule, low=0, high=max(rule.high, rules.seats), lowest=None, highest=None)
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
        must=tuple(fact.about[0] for fact, _ in items if fact.kind is RuleKind.MUST),
        guests=rules.guests,
        excluded=rules.excluded,
    )


def _conflict(rules: Rules, conflict: Callable[[Rules], bool]) -> tuple[RuleFact, ...]:
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
