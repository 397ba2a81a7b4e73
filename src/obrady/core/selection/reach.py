"""How few and how many people with each value a panel can hold at all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from obrady.core.selection.highs import SolverFailed
from obrady.core.selection.panels import Finder
from obrady.core.selection.reduce import Ints, Program, reduce
from obrady.core.selection.types import Candidate, Quota, Rules


@dataclass(frozen=True, slots=True)
class Reach:
    """Over all panels that meet all rules, the fewest and the most people with this value (whole people)."""

    feature: str
    value: str
    low: int
    high: int


def reachable(*, pool: Sequence[Candidate], rules: Rules, features: Sequence[str] = ()) -> tuple[Reach, ...]:
    """The reach of every quota's value, and of every value that the pool has of `features`.

    Both ends are reached by a panel that was checked in whole numbers, and nothing beyond them is: either a bound of the
    rules stands there, or an integer program with a gap of 0 proves it. People whom a quota does not count are not
    counted. Values come in ascending order of feature and value.

    Returns:
        The reaches; none when no panel meets all rules.

    Raises:
        RulesNotUsable: the pool or the rules contradict themselves.

    Example: one woman and three men, two places, at least one woman.
        >>> people = [Candidate("A", {"gender": "w"}), *(Candidate(code, {"gender": "m"}) for code in "BCD")]
        >>> rules = Rules(seats=2, quotas=(Quota("gender", "w", 1, 2),))
        >>> [(one.value, one.low, one.high) for one in reachable(pool=people, rules=rules, features=["gender"])]
        [('m', 1, 1), ('w', 1, 1)]
    """
    shown = _with_free_values(pool, rules, features)
    program = reduce(pool=pool, rules=shown, keep_quotas=True)
    search = _Search(program, shown, pool)
    if not search.has_panel:
        return ()
    return tuple(search.reach(row) for row in search.rows)


def _with_free_values(pool: Sequence[Candidate], rules: Rules, features: Sequence[str]) -> Rules:
    known = {(quota.feature, quota.value) for quota in rules.quotas}
    wanted = {(feature, person.features[feature]) for feature in features for person in pool}
    free = tuple(Quota(feature, value, 0, rules.seats) for feature, value in sorted(wanted - known))
    return replace(rules, quotas=rules.quotas + free)


class _Search:
    """Each panel found is a witness for every value; only what no witness and no bound settles is asked."""

    def __init__(self, program: Program, rules: Rules, pool: Sequence[Candidate]) -> None:
        self._finder = Finder(program)
        self.rows = [index for index, row in enumerate(program.rows) if row[0] == "quota"]
        self._counts = np.zeros((len(program.low), len(program.types)), dtype=np.int64)
        self._counts[program.row, program.column] = program.value
        self._program = program
        first = self._finder.best(np.zeros(len(program.types)))
        self.has_panel = first is not None
        if first is not None:
            self._least = self._most = self._counts @ first
            self._floor, self._ceiling = _bounds(program, rules, pool, self._counts)

    def reach(self, row: int) -> Reach:
        if self._least[row] > self._floor[row]:
            self._ask(-self._counts[row])
        if self._most[row] < self._ceiling[row]:
            self._ask(self._counts[row])
        _, feature, value = self._program.rows[row]
        return Reach(feature, value, int(self._least[row]), int(self._most[row]))

    def _ask(self, weights: Ints) -> None:
        panel = self._finder.best(weights)
        if panel is None:
            raise SolverFailed(status="a panel that was there is not found again")
        activity = self._counts @ panel
        self._least, self._most = np.minimum(self._least, activity), np.maximum(self._most, activity)


def _bounds(program: Program, rules: Rules, pool: Sequence[Candidate], counts: Ints) -> tuple[Ints, Ints]:
    """What no panel can pass: the rule itself, the people there are, and what the other values of the feature leave."""
    low = np.maximum(program.low, 0)
    high = np.minimum(np.minimum(program.high, counts @ program.multiplicity), rules.seats)
    floor, ceiling = low.copy(), high.copy()
    for feature in {quota.feature for quota in rules.quotas}:
        rows = [index for index, row in enumerate(program.rows) if row[:2] == ("quota", feature)]
        ceiling[rows] = np.minimum(high[rows], rules.seats - (low[rows].sum() - low[rows]))
        named = {program.rows[row][2] for row in rows}
        if not rules.guests and all(person.features[feature] in named for person in pool):
            floor[rows] = np.maximum(low[rows], rules.seats - (high[rows].sum() - high[rows]))
    return floor, ceiling
