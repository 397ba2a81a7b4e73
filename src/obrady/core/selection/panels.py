"""Finding panels: whole points of the program, near a corner of its relaxation or best for given weights."""

import numpy as np
import numpy.typing as npt

from obrady.core.selection.highs import Model, SolverFailed
from obrady.core.selection.reduce import Floats, Ints, Program

WHOLE = 1e-7
FEWEST_FREE = 50
MOST_NODES = 200
ROUGH_GAP = 0.1


class Finder:
    """Both models of one program, kept between questions."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._every_row = np.arange(len(program.low))
        self._free = FEWEST_FREE
        self._linear = _model(program, integer=False)
        self._whole = _model(program, integer=True)

    def best(
        self,
        weights: Floats | Ints,
        *,
        at_least: tuple[int, int] | None = None,
        low: Ints | None = None,
        gap: float = 0.0,
    ) -> Ints | None:
        """A panel with the largest weights.x, proven with a gap of 0; None when there is no panel.

        Args:
            weights: one per type.
            gap: above 0, the panel may fall short of the largest by this part.
            at_least: (type, number): only panels that hold that many units of that type.
            low: only panels that hold at least so many units of each type.
        """
        low = np.zeros_like(self.program.multiplicity) if low is None else low.copy()
        if not len(low):
            return low if self.program.holds(low) else None
        if at_least:
            low[at_least[0]] = at_least[1]
        self._whole.bound_rows(self._every_row, self.program.low, self.program.high)
        self._whole.gap(gap)
        self._whole.nodes()
        return self._solve_whole(weights, low, self.program.multiplicity)

    def furthest(self, weights: Floats | Ints, *, gap: float = 0.0) -> Ints:
        """As `best`, of a program that is known to have panels.

        Raises:
            SolverFailed: it has none all the same.
        """
        panel = self.best(weights, gap=gap)
        if panel is None:
            raise SolverFailed(status="a program that had panels has none")
        return panel

    def beyond(self, weights: Floats, bound: float) -> Ints | None:
        """A panel with weights.x above the bound; None is a proof that there is none, for which a rough search comes first."""
        for gap in (ROUGH_GAP, 0.0):
            panel = self.furthest(weights, gap=gap)
            if weights @ panel > bound:
                return panel
        return None

    def corner(
        self,
        weights: Floats,
        *,
        low: Ints,
        high: Ints,
        row_low: Ints,
        row_high: Ints,
        near: Floats,
        gap: float = ROUGH_GAP,
    ) -> Ints | None:
        """A panel within the given bounds with large weights.x, not always the largest; None when none was found.

        A corner of the relaxation is whole in all but a few columns. Those, and the columns where `near` (0 to 1) lies
        closest to one half, are left to a small integer program; only if that fails is the whole one solved.
        """
        if not len(low):
            return low
        self._linear.bound_columns(low, high)
        self._linear.bound_rows(self._every_row, row_low, row_high)
        self._linear.maximise(weights)
        solution = self._linear.solve()
        if solution is None:
            return None
        rounded = np.rint(solution.x).astype(np.int64)
        broken = np.abs(rounded - solution.x) > WHOLE
        if not broken.any() and self.program.holds(rounded):
            return rounded
        self._whole.bound_rows(self._every_row, row_low, row_high)
        self._whole.gap(gap)
        self._whole.nodes(MOST_NODES)
        undecided = np.argsort(np.abs(near - 0.5) + (low == high), kind="stable")
        while True:
            free = broken.copy()
            free[undecided[: self._free]] = True
            panel = self._solve_whole(weights, np.where(free, low, rounded), np.where(free, high, rounded))
            if panel is not None:
                self._free = max(FEWEST_FREE, self._free * 4 // 5)
                return panel
            if self._free >= (low < high).sum():
                return None
            self._free *= 2

    def _solve_whole(self, weights: Floats | Ints, low: Ints, high: Ints) -> Ints | None:
        self._whole.bound_columns(low, high)
        self._whole.maximise(weights)
        solution = self._whole.solve()
        if solution is None:
            return None
        panel = np.rint(solution.x).astype(np.int64)
        if not self.program.holds(panel):
            raise SolverFailed(status="a panel does not meet the rules in whole numbers")
        return panel


def selectable_types(program: Program, finder: Finder, seen: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which types some panel contains, given those already seen on one; each refusal is proven in whole numbers."""
    seen = seen.copy()
    while not seen.all():
        panel = finder.best((~seen).astype(np.int64))
        if panel is None or not panel[~seen].any():
            break
        seen |= panel > 0
    return seen


def _model(program: Program, *, integer: bool) -> Model:
    return Model(
        row=program.row,
        column=program.column,
        value=program.value,
        row_low=program.low.astype(np.float64),
        row_high=program.high.astype(np.float64),
        columns=len(program.types),
        integer=integer,
    )
