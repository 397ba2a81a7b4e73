"""Writing expected numbers as a lottery over whole panels, one panel after the other."""

import math
from dataclasses import dataclass

import numpy as np

from obrady.core.selection.highs import SolverFailed
from obrady.core.selection.panels import Finder
from obrady.core.selection.reduce import Floats, Ints, Program
from obrady.core.selection.types import Progress, unwatched

TIGHT = 1e-12
LOOSEST = 1e-8
DONE = 1e-10
NEARLY_DONE = 1e-8
DUST = 1e-7


@dataclass(frozen=True, slots=True)
class Attempt:
    """How panels are chosen; a rest that no panel fits may be met on one way and not on another.

    Attributes:
        steepness: weights are steps of one to this many between what most of the rest holds and what it leaves out.
        gap: by which part a panel may fall short of the best on its face; infinite: the first one will do.
    """

    steepness: float
    gap: float


ATTEMPTS = (Attempt(100.0, math.inf), Attempt(30.0, 0.3), Attempt(10.0, math.inf), Attempt(0.0, math.inf))


@dataclass(frozen=True, slots=True, eq=False)
class TypeLottery:
    """Panels as numbers per type, shape (panels, types), their weights, and the largest distance from the target."""

    panels: Ints
    weights: Floats
    gap: float


def peel(finder: Finder, target: Floats, *, progress: Progress = unwatched) -> tuple[list[Ints], TypeLottery | None]:
    """The panels found, and the lottery that they make of the target; None if no attempt used it up."""
    found: list[Ints] = []
    for attempt in ATTEMPTS:
        try:
            panels, lottery = _peel(finder, target, attempt, progress)
        except SolverFailed:
            continue
        found.extend(panels)
        if lottery is not None:
            return found, lottery
    return found, None


def _peel(
    finder: Finder, target: Floats, attempt: Attempt, progress: Progress
) -> tuple[list[Ints], TypeLottery | None]:
    """One attempt; None if no panel fitted the rest.

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
        panel = _on_face(finder, rest, mass=mass, low=low, high=high, tight=tight, attempt=attempt)
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
    plain = type_lottery(target, panels, steps)
    used = steps > DUST
    equations = np.vstack([panels[used].T, np.ones(used.sum())])
    weights, *_ = np.linalg.lstsq(equations, np.append(target, 1.0), rcond=None)
    if weights.min() <= 0:
        return plain
    polished = type_lottery(target, panels[used], weights)
    return polished if polished.gap < plain.gap else plain


def type_lottery(target: Floats, panels: Ints, weights: Floats) -> TypeLottery:
    """The weights brought to a sum of 1, and how far the mixture is from the target."""
    weights = weights / weights.sum()
    gap = float(np.abs(weights @ panels - target).max(initial=0.0))
    return TypeLottery(panels=panels, weights=weights, gap=gap)


def _on_face(
    finder: Finder, rest: Floats, *, mass: float, low: Ints, high: Ints, tight: float, attempt: Attempt
) -> Ints | None:
    """A panel on the smallest face that holds rest / mass, with much of what most of the rest agrees on."""
    program = finder.program
    activity = program.activity(rest)
    at_low, at_high = rest <= mass * low + tight, rest >= mass * high - tight
    row_at_low = activity <= mass * program.low + 10 * tight
    row_at_high = activity >= mass * program.high - 10 * tight
    near = np.clip((rest / mass - low) / np.maximum(high - low, 1), 0.0, 1.0)
    return finder.corner(
        np.round(attempt.steepness * (2 * near - 1) ** 3),
        low=np.where(at_high & ~at_low, high, low),
        high=np.where(at_low, low, high),
        row_low=np.where(row_at_high & ~row_at_low, program.high, program.low),
        row_high=np.where(row_at_low, program.low, program.high),
        near=near,
        gap=attempt.gap,
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
