"""While rules are written: what the pool holds, what is asked for, and what any valid panel can hold at all."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from obrady.core.selection import Candidate, Rules, RulesNotUsable, reachable


@dataclass(frozen=True)
class Span:
    """One value: people in the pool, the places they would have in proportion, the bounds (high None: no limit), and
    the fewest and the most of them on any panel that keeps all rules (None: no panel does)."""

    value: str
    words: Mapping[str, str]
    pool: int
    proportional: float
    low: int
    high: int | None
    fewest: int | None
    most: int | None

    @property
    def is_bound(self) -> bool:
        return self.low > 0 or self.high is not None


@dataclass(frozen=True)
class Spans:
    key: str
    words: Mapping[str, str]
    seats: int
    spans: tuple[Span, ...]


def spans(
    pool: Sequence[Candidate], rules: Rules, *, features: Sequence[str], words: Mapping[str, Mapping]
) -> tuple[Spans, ...]:
    """One entry per feature, in the order given, the largest value first; none for rules without a meaning."""
    try:
        reaches = reachable(pool=pool, rules=rules, features=features)
    except RulesNotUsable:
        return ()
    found = {(one.feature, one.value): one for one in reaches}
    bounds = {(quota.feature, quota.value): quota for quota in rules.quotas}
    return tuple(_of_feature(key, words.get(key, {}), pool, rules, bounds, found) for key in features)


def _of_feature(
    key: str, words: Mapping, pool: Sequence[Candidate], rules: Rules, bounds: Mapping, found: Mapping
) -> Spans:
    counts = Counter(person.features[key] for person in pool)
    values = counts.keys() | {value for feature, value in bounds if feature == key}
    rows = [
        Span(
            value=value,
            words=words.get("values", {}).get(value, {}),
            pool=counts[value],
            proportional=counts[value] * rules.seats / len(pool) if pool else 0.0,
            low=bounds[key, value].low if (key, value) in bounds else 0,
            high=_limit(bounds.get((key, value)), rules.seats),
            fewest=found[key, value].low if (key, value) in found else None,
            most=found[key, value].high if (key, value) in found else None,
        )
        for value in values
    ]
    rows.sort(key=lambda row: (row.value in ("unknown", "na"), -row.pool, row.value))
    return Spans(key=key, words=words.get("label", {}), seats=rules.seats, spans=tuple(rows))


def _limit(quota, seats: int) -> int | None:
    return None if quota is None or quota.high >= seats else quota.high
