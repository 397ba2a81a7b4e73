"""Writing expected numbers as a lottery over whole panels, or proving by an inequality that it cannot be done."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from obrady.core.selection.highs import INFINITY, Model, SolverFailed
from obrady.core.selection.panels import Finder
from obrady.core.selection.reduce import Floats, Ints, Program
from obrady.core.selection.relaxed import Cut, whole_numbers
from obrady.core.selection.types import Progress, unwatched

TIGHT = 1e-12
LOOSEST = 1e-8
DONE = 1e-10
NEARLY_DONE = 1e-8
VIOLATED = 1e-7
CLOSE = 1e-9
ACCEPTED = 1e-7
IMPROVES = 1e-9
DUST = 1e-7


@dataclass(frozen=True, slots=True, eq=False)
class TypeLottery:
    """Panels as numbers per type, shape (panels, types), their weights, and the largest distance from the target."""

    panels: Ints
    weights: Floats
    gap: float


def peel(finder: Finder, target: Floats, *, progress: Progress = unwatched) -> tuple[list[Ints], TypeLottery | None]:
    """The panels found, and the lottery that they make of the target; None if no panel fitted the rest.

    The rest y of mass r (at first the target with mass 1) lies in r Q. Take a panel on the smallest face of Q that
    holds y / r, take off as much of it as leaves the rest in (r - step) Q; the rest then lies on a smaller face. So
    there are at most as many steps as dimensions. Columns stay between the target rounded down and up. Where rounding
    hides a face, the tolerance grows.
    """
    low = np.floor(target + LOOSEST).astype(np.int64)
    high = np.ceil(target - LOOSEST).astype(np.int64)
    rest, mass, tight = target.copy(), 1.0, TIGHT
    panels: list[Ints] = []
    steps: list[float] = []
    while mass > DONE:
        progress("panels", 1.0 - mass)
        panel = _on_face(finder, rest, mass=mass, low=low, high=high, tight=tight)
        step = 0.0 if panel is None else min(mass, _longest_step(finder.program, rest, mass, panel, low, high))
        if panel is None or step < tight:
            if tight < LOOSEST and mass > NEARLY_DONE:
                tight *= 10
                continue
            break
        panels.append(panel)
        steps.append(step)
        rest = rest - step * panel
        mass -= step
    whole = mass <= NEARLY_DONE
    return panels, _polished(target, np.array(panels), np.array(steps)) if whole else None


def _polished(target: Floats, panels: Ints, steps: Floats) -> TypeLottery:
    """Weights that sum to 1; least squares remove the dust of rounding where that brings the target closer."""
    plain = _lottery(target, panels, steps)
    used = steps > DUST
    equations = np.vstack([panels[used].T, np.ones(used.sum())])
    weights, *_ = np.linalg.lstsq(equations, np.append(target, 1.0), rcond=None)
    if weights.min() <= 0:
        return plain
    polished = _lottery(target, panels[used], weights)
    return polished if polished.gap < plain.gap else plain


def _lottery(target: Floats, panels: Ints, weights: Floats) -> TypeLottery:
    weights = weights / weights.sum()
    gap = float(np.abs(weights @ panels - target).max(initial=0.0))
    return TypeLottery(panels=panels, weights=weights, gap=gap)


def _on_face(finder: Finder, rest: Floats, *, mass: float, low: Ints, high: Ints, tight: float) -> Ints | None:
    """A panel on the smallest face that holds rest / mass, with much of what most of the rest agrees on."""
    program = finder.program
    activity = program.activity(rest)
    at_low, at_high = rest <= mass * low + tight, rest >= mass * high - tight
    row_at_low = activity <= mass * program.low + 10 * tight
    row_at_high = activity >= mass * program.high - 10 * tight
    near = np.clip((rest / mass - low) / np.maximum(high - low, 1), 0.0, 1.0)
    return finder.corner(
        (2 * near - 1) ** 3,
        low=np.where(at_high & ~at_low, high, low),
        high=np.where(at_low, low, high),
        row_low=np.where(row_at_high & ~row_at_low, program.high, program.low),
        row_high=np.where(row_at_low, program.low, program.high),
        near=near,
    )


def _longest_step(program: Program, rest: Floats, mass: float, panel: Ints, low: Ints, high: Ints) -> float:
    """The largest s with rest - s panel in (mass - s) times the box and the rows."""
    point = np.concatenate([panel, program.activity(panel)])
    value = np.concatenate([rest, program.activity(rest)])
    floor, ceiling = np.concatenate([low, program.low]), np.concatenate([high, program.high])
    above, below = point > floor, point < ceiling
    steps = np.concatenate(
        [
            (value - mass * floor)[above] / (point - floor)[above],
            (mass * ceiling - value)[below] / (ceiling - point)[below],
        ]
    )
    return float(steps.min(initial=mass))


def decompose(
    finder: Finder, target: Floats, panels: Sequence[Ints], *, progress: Progress = unwatched
) -> TypeLottery | Cut:
    """A lottery over panels whose expected numbers are the target, or an inequality that proves there is none.

    Method. Column generation: the lottery over the panels known that comes closest to the target leaves a direction. The
    panel furthest in that direction either brings the lottery closer, or does not reach as far as the target: then
    "no panel goes further than this one" is a cut that the target breaks.

    Args:
        finder: of the program.
        target: expected number per type.
        panels: at least one panel to begin with.
    """
    blend = _Blend(target, panels)
    while True:
        lottery, direction, reach = blend.closest()
        progress("proof", max(0.0, 1.0 - lottery.gap))
        if lottery.gap <= CLOSE:
            return lottery
        panel = finder.best(direction)
        if panel is None:
            raise SolverFailed(status="a program that had panels has none")
        if direction @ target - direction @ panel > VIOLATED:
            cut = _whole_cut(finder, target, direction)
            if cut is not None:
                return cut
        if direction @ panel <= reach + IMPROVES:
            if lottery.gap > ACCEPTED:
                raise SolverFailed(status="neither a lottery nor a cut was found")
            return lottery
        blend.add(panel)


def _whole_cut(finder: Finder, target: Floats, direction: Floats) -> Cut | None:
    """The direction in whole numbers with its exact bound; None if these do not tell the target apart."""
    coefficients = whole_numbers(direction)
    panel = finder.best(coefficients)
    if panel is None or coefficients @ target - coefficients @ panel <= VIOLATED:
        return None
    return Cut(coefficients=coefficients, bound=int(coefficients @ panel))


class _Blend:
    """The linear program for the lottery over known panels that comes closest (sum of absolute differences)."""

    def __init__(self, target: Floats, panels: Sequence[Ints]) -> None:
        types = len(target)
        every = np.arange(types)
        self._target = target
        self._panels: list[Ints] = []
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
        self._panels.append(panel)
        self._model.add_column(0.0, 0.0, INFINITY, np.append(panel, 1).astype(np.float64))

    def closest(self) -> tuple[TypeLottery, Floats, float]:
        """The lottery, the direction in which it falls short, and how far in it the panels known go."""
        solution = self._model.solve()
        if solution is None:
            raise SolverFailed(status="no lottery over the panels known")
        types = len(self._target)
        weights = np.clip(solution.x[2 * types :], 0.0, None)
        used = np.flatnonzero(weights > 0)
        lottery = _lottery(self._target, np.array([self._panels[index] for index in used]), weights[used])
        direction = -solution.row_dual[:types]
        reach = float(max(direction @ panel for panel in self._panels))
        return lottery, direction, reach
