"""Expected numbers as a lottery over whole panels by column generation: what ends where peeling got stuck."""

from collections.abc import Iterable

import numpy as np

from obrady.core.selection.highs import INFINITY, Model, SolverFailed
from obrady.core.selection.panels import Finder
from obrady.core.selection.peel import TypeLottery, type_lottery
from obrady.core.selection.reduce import Floats, Ints
from obrady.core.selection.types import Progress, unwatched

CLOSE = 1e-9
ACCEPTED = 1e-7
IMPROVES = 1e-9


def blend(
    finder: Finder, target: Floats, panels: Iterable[Ints], *, progress: Progress = unwatched
) -> tuple[list[Ints], TypeLottery | None]:
    """The panels known at the end, and a lottery over them whose expected numbers are the target; None: there is none.

    Method. The lottery over the panels known that comes closest to the target (sum of absolute differences) leaves a
    direction. The panel furthest in that direction brings the lottery closer, or, when it is proven that no panel
    reaches as far as the target, there is no such lottery.

    Args:
        finder: of the program.
        target: expected number per type.
        panels: at least one to begin with.
    """
    known = _Blend(target, panels)
    while True:
        lottery, direction, reach = known.closest()
        progress("panels", max(0.0, 1.0 - lottery.gap))
        if lottery.gap <= CLOSE:
            return known.panels, lottery
        panel = finder.beyond(direction, reach + IMPROVES)
        if panel is None:
            return known.panels, lottery if lottery.gap <= ACCEPTED else None
        known.add(panel)


class _Blend:
    """The linear program for the lottery over known panels that comes closest (sum of absolute differences)."""

    def __init__(self, target: Floats, panels: Iterable[Ints]) -> None:
        types = len(target)
        every = np.arange(types)
        self._target = target
        self.panels: list[Ints] = []
        self._model = Model(
            row=np.concatenate([every, every]),
            column=np.concatenate([every, types + every]),
            value=np.concatenate([np.ones(types), -np.ones(types)]),
            row_low=np.append(target, 1.0),
            row_high=np.append(target, 1.0),
            columns=2 * types,
            integer=False,
        )
        self._model.bound_columns(np.zeros(2 * types), np.full(2 * types, INFINITY))
        self._model.maximise(-np.ones(2 * types))
        for panel in panels:
            self.add(panel)

    def add(self, panel: Ints) -> None:
        self.panels.append(panel)
        self._model.add_column(0.0, 0.0, INFINITY, np.append(panel, 1).astype(np.float64))

    def closest(self) -> tuple[TypeLottery, Floats, float]:
        """The lottery, the direction in which it falls short, and how far in it the panels known go."""
        solution = self._model.solve()
        if solution is None:
            raise SolverFailed(status="no lottery over the panels known")
        types = len(self._target)
        weights = np.clip(solution.x[2 * types :], 0.0, None)
        used = np.flatnonzero(weights > 0)
        lottery = type_lottery(self._target, np.array([self.panels[index] for index in used]), weights[used])
        direction = -solution.row_dual[:types]
        reach = float(max(direction @ panel for panel in self.panels))
        return lottery, direction, reach
