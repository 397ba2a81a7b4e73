"""From people and rules to a small integer program.

People tied by `together` links form one *unit*: it is drawn as a whole. Units with the same column (the same counts in
every row that can bind) are exchangeable and form one *type*; a panel is then a whole number x_t of units from each
type t, 0 <= x_t <= m_t, that meets low <= A x <= high. Any x_t units of a type do: no other rule tells them apart.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from obrady.core.selection.types import Candidate, LinkKind, Quota, Rules, RulesNotUsable

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Row = tuple[str, ...]
SEATS: Row = ("seats",)
MUST: Row = ("must",)


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """The integer program that describes every panel.

    Attributes:
        codes: everybody in the pool, ascending.
        seats: people on a panel.
        types: for each type its units, each a tuple of codes; types and units in ascending order of codes.
        multiplicity: m_t, units in each type.
        rows: what each row stands for: ("seats",), ("quota", feature, value), ("cap", key, group),
            ("household", name), ("link", first, second) or ("must",).
        row, column, value: the entries of A, by column, then row.
        low, high: bounds of A x.
        barred: codes whose own unit already breaks a rule, without those who are excluded.
    """

    codes: tuple[str, ...]
    seats: int
    types: tuple[tuple[tuple[str, ...], ...], ...]
    multiplicity: Ints
    rows: tuple[Row, ...]
    row: Ints
    column: Ints
    value: Ints
    low: Ints
    high: Ints
    barred: tuple[str, ...]

    def activity(self, x: npt.NDArray[np.generic]) -> Floats:
        """A x, exact for whole numbers below 2**53."""
        return np.bincount(self.row, weights=self.value * x[self.column], minlength=len(self.low))

    def holds(self, panel: Ints) -> bool:
        """Whether whole numbers x are a panel."""
        inside = bool(np.all(panel >= 0) and np.all(panel <= self.multiplicity))
        activity = self.activity(panel)
        return inside and bool(np.all(activity >= self.low) and np.all(activity <= self.high))

    @property
    def sizes(self) -> Ints:
        """People in one unit of each type."""
        return np.array([len(units[0]) for units in self.types], dtype=np.int64)


def reduce(*, pool: Sequence[Candidate], rules: Rules, keep_quotas: bool = False) -> Program:
    """Build the program.

    Args:
        keep_quotas: keep the row of every quota and let no quota bar anybody, so that its bounds may be moved.

    Raises:
        RulesNotUsable: the pool or the rules contradict themselves (see its reasons).
    """
    check_usable(pool=pool, rules=rules)
    people = sorted(pool, key=lambda candidate: candidate.code)
    units = _units(people, rules)
    rows = _rows(units, rules)
    excluded = set(rules.excluded)
    barred = {index for index, unit in enumerate(units) if any(person.code in excluded for person in unit)}
    barred |= {
        unit
        for row, (counts, _, high) in rows.items()
        if not (keep_quotas and row[0] == "quota")
        for unit, count in counts.items()
        if count > high
    }
    kept = {
        row: bounds
        for row, bounds in rows.items()
        if row == SEATS or (keep_quotas and row[0] == "quota") or _can_bind(bounds, barred=barred, seats=rules.seats)
    }
    return _program(people, units, kept, barred, rules)


def _can_bind(bounds: tuple[Counter[int], int, int], *, barred: set[int], seats: int) -> bool:
    counts, low, high = bounds
    return low > 0 or high < min(seats, sum(count for unit, count in counts.items() if unit not in barred))


def _program(
    people: Sequence[Candidate],
    units: Sequence[Sequence[Candidate]],
    kept: dict[Row, tuple[Counter[int], int, int]],
    barred: set[int],
    rules: Rules,
) -> Program:
    columns: dict[tuple[tuple[int, int], ...], list[tuple[str, ...]]] = defaultdict(list)
    entries: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for position, (counts, _, _) in enumerate(kept.values()):
        for index, count in counts.items():
            entries[index].append((position, count))
    for index, unit in enumerate(units):
        if index not in barred:
            columns[tuple(entries[index])].append(tuple(candidate.code for candidate in unit))
    matrix = [(row, column, count) for column, counted in enumerate(columns) for row, count in counted]
    return Program(
        codes=tuple(candidate.code for candidate in people),
        seats=rules.seats,
        types=tuple(tuple(members) for members in columns.values()),
        multiplicity=np.array([len(members) for members in columns.values()], dtype=np.int64),
        rows=tuple(kept),
        row=np.array([entry[0] for entry in matrix], dtype=np.int64),
        column=np.array([entry[1] for entry in matrix], dtype=np.int64),
        value=np.array([entry[2] for entry in matrix], dtype=np.int64),
        low=np.array([low for _, low, _ in kept.values()], dtype=np.int64),
        high=np.array([high for _, _, high in kept.values()], dtype=np.int64),
        barred=tuple(sorted({candidate.code for index in barred for candidate in units[index]} - set(rules.excluded))),
    )


def check_usable(*, pool: Sequence[Candidate], rules: Rules) -> None:
    """Refuse a pool or rules that have no meaning, before anything is computed.

    Raises:
        RulesNotUsable: with the reason and what it is about.
    """
    codes = {candidate.code for candidate in pool}
    features = {quota.feature for quota in rules.quotas}
    faults = [
        ("seats_negative", [str(rules.seats)] if rules.seats < 0 else []),
        ("code_twice", _twice(candidate.code for candidate in pool)),
        ("code_not_nfc", [code for code in codes if not unicodedata.is_normalized("NFC", code)]),
        ("quota_twice", _twice(f"{quota.feature}={quota.value}" for quota in rules.quotas)),
        ("quota_negative", [f"{quota.feature}={quota.value}" for quota in rules.quotas if quota.low < 0]),
        ("quota_crossed", [f"{quota.feature}={quota.value}" for quota in rules.quotas if quota.low > quota.high]),
        ("limit_crossed", [f"{quota.feature}={quota.value}" for quota in rules.quotas if not _within_limits(quota)]),
        ("feature_missing", [feature for feature in features for one in pool if feature not in one.features]),
        ("cap_twice", _twice(cap.key for cap in rules.caps)),
        ("cap_negative", [cap.key for cap in rules.caps if cap.most < 0]),
        ("link_unknown", [code for link in rules.links for code in (link.first, link.second) if code not in codes]),
        ("link_to_self", [link.first for link in rules.links if link.first == link.second]),
        ("must_unknown", [code for code in rules.must if code not in codes]),
        ("guest_unknown", [code for code in rules.guests if code not in codes]),
        ("excluded_unknown", [code for code in rules.excluded if code not in codes]),
        ("must_and_excluded", list(set(rules.must) & set(rules.excluded))),
    ]
    for reason, about in faults:
        if about:
            raise RulesNotUsable(reason=reason, about=min(about))


def _within_limits(quota: Quota) -> bool:
    return (quota.lowest is None or 0 <= quota.lowest <= quota.low) and (
        quota.highest is None or quota.high <= quota.highest
    )


def _twice(keys: Iterable[str]) -> list[str]:
    return [key for key, count in Counter(keys).items() if count > 1]


def _units(people: Sequence[Candidate], rules: Rules) -> list[list[Candidate]]:
    """Components of the `together` links, ordered by their first code."""
    leader = {candidate.code: candidate.code for candidate in people}

    def find(code: str) -> str:
        while leader[code] != code:
            leader[code] = leader[leader[code]]
            code = leader[code]
        return code

    for link in rules.links:
        if link.kind is LinkKind.TOGETHER:
            first, second = sorted((find(link.first), find(link.second)))
            leader[second] = first
    units: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in people:
        units[find(candidate.code)].append(candidate)
    return list(units.values())


def _rows(units: Sequence[Sequence[Candidate]], rules: Rules) -> dict[Row, tuple[Counter[int], int, int]]:
    """row -> (unit -> its count in the row, low, high), before rows that cannot bind are left out."""
    most = sum(len(unit) for unit in units)
    rows: dict[Row, tuple[Counter[int], int, int]] = {SEATS: (Counter(), rules.seats, rules.seats)}
    # Sorted: the fingerprint does not see in which order rules are listed, so the panels must not either.
    for quota in sorted(rules.quotas, key=lambda quota: (quota.feature, quota.value)):
        rows["quota", quota.feature, quota.value] = (Counter(), min(quota.low, most + 1), min(quota.high, most + 1))
    features = dict.fromkeys(quota.feature for quota in rules.quotas)
    uncounted = _uncounted(rules)
    unit_of = {}
    for index, unit in enumerate(units):
        for person in unit:
            unit_of[person.code] = index
            rows[SEATS][0][index] += 1
            for feature in features:
                row = ("quota", feature, person.features[feature])
                if row in rows and (person.code, *row[1:]) not in uncounted:
                    rows[row][0][index] += 1
            for row, limit in _groups(person, rules):
                rows.setdefault(row, (Counter(), 0, limit))[0][index] += 1
    for first, second, least in _apart(rules):
        rows["link", first, second] = (Counter([unit_of[first], unit_of[second]]), least, 1)
    if must := {unit_of[code] for code in rules.must}:
        rows[MUST] = (Counter(sorted(must)), len(must), len(must))
    return rows


def _uncounted(rules: Rules) -> set[tuple[str, str, str]]:
    return {
        (code, quota.feature, quota.value) for quota in rules.quotas if not quota.counts_guests for code in rules.guests
    }


def _apart(rules: Rules) -> list[tuple[str, str, int]]:
    """Pairs of whom at most one is drawn, and how many of them at least."""
    least: dict[tuple[str, str], int] = {}
    for link in rules.links:
        if link.kind is not LinkKind.TOGETHER:
            pair = (min(link.first, link.second), max(link.first, link.second))
            least[pair] = max(least.get(pair, 0), int(link.kind is LinkKind.EXACTLY_ONE))
    return [(*pair, number) for pair, number in sorted(least.items())]


def _groups(person: Candidate, rules: Rules) -> list[tuple[Row, int]]:
    groups: list[tuple[Row, int]] = [
        (("cap", cap.key, person.groups[cap.key]), cap.most)
        for cap in sorted(rules.caps, key=lambda cap: cap.key)
        if person.groups.get(cap.key)
    ]
    if rules.households and person.household:
        groups.append((("household", person.household), 1))
    return groups
