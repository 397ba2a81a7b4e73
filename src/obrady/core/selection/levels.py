"""Level by level over whole panels: what proves the optimum when the relaxation alone keeps promising too much."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from obrady.core.selection.highs import INFINITY, Model, Solution, SolverFailed
from obrady.core.selection.panels import Finder
from obrady.core.selection.peel import TypeLottery, type_lottery
from obrady.core.selection.reduce import Floats, Ints
from obrady.core.selection.relaxed import POSITIVE, SLACKS, Cut, snap, whole_numbers
from obrady.core.selection.types import Progress, unwatched

IMPROVES = 1e-8
ACCEPTED = 1e-7


@dataclass(frozen=True, slots=True, eq=False)
class Proven:
    """The leximin probabilities per type, a lottery that gives them, and one inequality per step that proves them."""

    share: Floats
    lottery: TypeLottery
    cuts: tuple[Cut, ...]


def proven_levels(
    finder: Finder,
    panels: Iterable[Ints],
    *,
    selectable: npt.NDArray[np.bool_],
    only_lowest: bool = False,
    progress: Progress = unwatched,
) -> Proven:
    """The leximin lottery by column generation, level by level; or one whose lowest level is the largest.

    Method. A linear program maximises the common floor z of the types not yet fixed over lotteries on the panels known;
    its multipliers y >= 0 price further panels. When no panel goes beyond y.x = b, proven by an integer program with a
    gap of 0, that inequality proves the level, and the types with a positive multiplier are fixed at it. (Flanigan et
    al. 2021, with types instead of people.)

    Args:
        panels: at least one to begin with.
        only_lowest: stop when the lowest level is proven; the shares are then those of the lottery found.

    Raises:
        SolverFailed: rounding has spoilt the lottery, so that it misses the levels by more than 1e-7.
    """
    master = _Master(finder.program.multiplicity, selectable)
    for panel in panels:
        master.add(panel)
    cuts: list[Cut] = []
    while not master.fixed.all():
        progress("proof", float(master.fixed.mean()))
        level, weights, bound = master.solve()
        panel = finder.beyond(weights, bound + IMPROVES)
        if panel is not None:
            master.add(panel)
            continue
        coefficients = whole_numbers(weights)
        cuts.append(Cut(coefficients=coefficients, bound=int(coefficients @ finder.furthest(coefficients))))
        if only_lowest:
            return master.lowest(tuple(cuts))
        master.fix(level)
    lottery = master.lottery()
    if lottery.gap > ACCEPTED:
        raise SolverFailed(status=f"the lottery misses its levels by {lottery.gap}")
    return Proven(share=master.floor, lottery=lottery, cuts=tuple(cuts))


class _Master:
    """Maximise z over lotteries on the panels known: each free type at least m_t z, each fixed one at least its level."""

    def __init__(self, multiplicity: Ints, selectable: npt.NDArray[np.bool_]) -> None:
        types = len(multiplicity)
        self.fixed = ~selectable
        self._multiplicity = multiplicity
        self._panels: list[Ints] = []
        self._duals = np.zeros(types)
        self._mixture = np.zeros(0)
        self.floor = np.zeros(types)
        self._model = Model(
            row=np.arange(types),
            column=np.zeros(types, dtype=np.int64),
            value=np.where(selectable, -multiplicity, 0).astype(np.float64),
            row_low=np.append(np.zeros(types), 1.0),
            row_high=np.append(np.full(types, INFINITY), 1.0),
            columns=1,
            integer=False,
        )
        self._model.bound_columns(np.zeros(1), np.full(1, INFINITY))
        self._model.maximise(np.ones(1))

    def add(self, panel: Ints) -> None:
        self._panels.append(panel)
        self._model.add_column(0.0, 0.0, INFINITY, np.append(panel, 1).astype(np.float64))

    def solve(self) -> tuple[float, Floats, float]:
        """The level, the multipliers of all types, and how far in their direction the panels known go."""
        solution = self._loosened()
        types = len(self._multiplicity)
        weights = np.abs(solution.row_dual[:types])
        weights[weights < POSITIVE / 10] = 0.0
        self._duals, self._mixture = weights, np.clip(solution.x[1:], 0.0, None)
        bound = float(max(weights @ panel for panel in self._panels))
        return snap(min(1.0, float(solution.x[0]))), weights, bound

    def lottery(self) -> TypeLottery:
        """The mixture that the last solution found."""
        used = np.flatnonzero(self._mixture > 0)
        table = np.array([self._panels[index] for index in used])
        return type_lottery(self.floor * self._multiplicity, table, self._mixture[used])

    def lowest(self, cuts: tuple[Cut, ...]) -> Proven:
        lottery = self.lottery()
        numbers = lottery.weights @ lottery.panels
        return Proven(
            share=numbers / self._multiplicity,
            lottery=TypeLottery(panels=lottery.panels, weights=lottery.weights, gap=0.0),
            cuts=cuts,
        )

    def _loosened(self) -> Solution:
        """Rounding may leave the fixed levels infeasible by a hair: then they are loosened by a hair."""
        kinds = np.flatnonzero(self.floor > 0)
        for slack in SLACKS:
            floor = np.maximum(0.0, self.floor[kinds] - slack) * self._multiplicity[kinds]
            self._model.bound_rows(kinds, floor, np.full(len(kinds), INFINITY))
            if solution := self._model.solve():
                return solution
        raise SolverFailed(status="the levels reached cannot be held")

    def fix(self, level: float) -> None:
        reached = ~self.fixed & (self._duals * self._multiplicity > POSITIVE)
        if not reached.any():
            raise SolverFailed(status="no floor has a multiplier")
        for kind in np.flatnonzero(reached):
            self._model.change(int(kind), 0, 0.0)
        self.floor[reached] = level
        self.fixed = self.fixed | reached
