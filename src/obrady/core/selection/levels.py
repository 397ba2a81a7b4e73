"""Level by level over whole panels: what proves the optimum when the relaxation alone keeps promising too much."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from obrady.core.selection.highs import INFINITY, Model, Solution, SolverFailed
from obrady.core.selection.panels import Finder
from obrady.core.selection.reduce import Floats, Ints
from obrady.core.selection.relaxed import POSITIVE, SLACKS, Cut, snap, whole_numbers
from obrady.core.selection.types import Progress, unwatched

IMPROVES = 1e-8


def level_cuts(
    finder: Finder,
    panels: Iterable[Ints],
    *,
    selectable: npt.NDArray[np.bool_],
    progress: Progress = unwatched,
) -> tuple[list[Cut], list[Ints]]:
    """For each level of the leximin lottery an inequality over panels that proves it, and the panels found on the way.

    Method. Column generation: a linear program maximises the common floor z of the types not yet fixed over lotteries on
    the panels known; its multipliers y >= 0 price further panels. When no panel goes beyond y.x = b, that inequality
    proves the level, and the types with a positive multiplier are fixed at it.

    Args:
        panels: at least one; together they must hold every selectable type, else the first level is 0 for a while.
    """
    master = _Master(finder.program.multiplicity, selectable)
    found = list(panels)
    for panel in found:
        master.add(panel)
    cuts: list[Cut] = []
    while not master.fixed.all():
        progress("proof", float(master.fixed.mean()))
        level, weights, bound = master.solve()
        panel = finder.best(weights)
        if panel is None:
            raise SolverFailed(status="a program that had panels has none")
        if weights @ panel > bound + IMPROVES:
            master.add(panel)
            found.append(panel)
            continue
        coefficients = whole_numbers(weights)
        furthest = finder.best(coefficients)
        if furthest is not None:
            cuts.append(Cut(coefficients=coefficients, bound=int(coefficients @ furthest)))
            found.append(furthest)
        master.fix(level)
    return cuts, found


class _Master:
    """Maximise z over lotteries on the panels known: each free type at least m_t z, each fixed one at least its level."""

    def __init__(self, multiplicity: Ints, selectable: npt.NDArray[np.bool_]) -> None:
        types = len(multiplicity)
        self.fixed = ~selectable
        self._multiplicity = multiplicity
        self._panels: list[Ints] = []
        self._duals = np.zeros(types)
        self._floor = np.zeros(types)
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
        self._duals = weights
        bound = float(max(weights @ panel for panel in self._panels))
        return snap(min(1.0, float(solution.x[0]))), weights, bound

    def _loosened(self) -> Solution:
        """Rounding may leave the fixed levels infeasible by a hair: then they are loosened by a hair."""
        kinds = np.flatnonzero(self._floor > 0)
        for slack in SLACKS:
            floor = np.maximum(0.0, self._floor[kinds] - slack) * self._multiplicity[kinds]
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
        self._floor[reached] = level
        self.fixed = self.fixed | reached
