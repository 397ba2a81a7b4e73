"""Leximin over the relaxation: expected numbers x within the rules' rows, as if people could be divided."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from obrady.core.selection.highs import INFINITY, Model, Solution, SolverFailed
from obrady.core.selection.reduce import Floats, Ints, Program
from obrady.core.selection.types import Progress, unwatched

LARGEST_DENOMINATOR = 20_000
SNAP = 1e-10
SCALES_AT_ONCE = 1_000
FINEST_SCALE = 1_000_000
WHOLE_ENOUGH = 1e-6
SAME = 1e-8
POSITIVE = 1e-8
LEVEL_DIGITS = 9
TOUCHED = 5e-10
FARTHEST_MOVE = 5e-7
SLACKS = (0.0, 1e-10, 1e-9, 1e-8)


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """coefficients.x <= bound holds for every panel; whole numbers, so it is exact."""

    coefficients: Ints
    bound: int

    @property
    def largest(self) -> int:
        return max(1, int(np.abs(self.coefficients).max(initial=0)))


def relaxed_leximin(
    program: Program,
    *,
    cuts: Sequence[Cut],
    selectable: npt.NDArray[np.bool_],
    progress: Progress = unwatched,
) -> Floats:
    """For each type the probability of its people in the leximin point of the relaxation.

    Definition. Q = {x : low <= A x <= high, 0 <= x <= m, cuts, x_t = 0 where not selectable}. Among the points of Q the
    leximin one maximises the smallest x_t / m_t over selectable types, then the next, and so on. It is unique.

    Method. One linear program maximises the common floor z of all types not yet fixed. Types whose floor has a positive
    multiplier stay at z in every optimum, so they are fixed there; at least one has, so each program fixes some.

    Returns:
        Probabilities x_t / m_t, shape (types,), 0 where not selectable.
    """
    model = _model(program, cuts)
    types = len(program.types)
    share = np.zeros(types)
    fixed = ~selectable
    floors = np.arange(len(program.low), len(program.low) + types)
    while not fixed.all():
        progress("levels", float(fixed.mean()))
        solution = _solve(model, program, share=share, fixed=fixed)
        level = snap(min(1.0, solution.x[types]))
        weight = np.abs(solution.row_dual[floors]) * program.multiplicity
        reached = ~fixed & (weight > POSITIVE)
        if not reached.any():
            raise SolverFailed(status="no floor has a multiplier")
        share[reached] = level
        fixed = fixed | reached
    return share


def relaxed_maximin(program: Program, *, selectable: npt.NDArray[np.bool_], cuts: Sequence[Cut] = ()) -> Floats:
    """For each type the probability of its people at one point of the relaxation whose smallest share is largest."""
    types = len(program.types)
    if not selectable.any():
        return np.zeros(types)
    model = _model(program, cuts)
    share = _solve(model, program, share=np.zeros(types), fixed=~selectable).x[:types] / program.multiplicity
    return np.asarray(np.clip(share, 0.0, 1.0))


def settled(program: Program, share: Floats) -> Floats:
    """The same shares with the solver's rounding taken out: rows that they touch are met to the last digit.

    A share of a large type is multiplied by its people, and what is left of a target at the end of peeling is small: a
    hair's breadth outside a row would then be a wide miss. People with equal shares keep equal shares.
    """
    levels, level = np.unique(np.round(share, LEVEL_DIGITS), return_inverse=True)
    free = (levels > SNAP) & (levels < 1 - SNAP)
    activity = program.activity(share * program.multiplicity)
    near = SNAP + TOUCHED * program.activity(program.multiplicity)
    touched_low, touched_high = (np.abs(activity - bound) <= near for bound in (program.low, program.high))
    touched = touched_low | touched_high
    if not free.any() or not touched.any():
        return share
    table = np.zeros((len(activity), len(levels)))
    np.add.at(table, (program.row, level[program.column]), program.value * program.multiplicity[program.column])
    missed = np.where(touched_low, program.low, program.high) - activity
    change, *_ = np.linalg.lstsq(table[touched][:, free], missed[touched], rcond=None)
    moved = np.zeros(len(levels))
    moved[free] = change
    better = np.clip(share + moved[level], 0.0, 1.0)
    return better if np.abs(better - share).max() <= FARTHEST_MOVE else share


def relaxed_gain(program: Program, *, cuts: Sequence[Cut], selectable: npt.NDArray[np.bool_], share: Floats) -> float:
    """How much the mean of some level could still gain over the relaxation without loss to that level or below.

    For each value v among the shares: maximise the mean share of the types at v, where types below v keep at least
    their share and all others at least v. The largest such mean minus v; at most about 0 at the leximin point.
    """
    model = _model(program, cuts)
    multiplicity = program.multiplicity
    largest = 0.0
    for level in np.unique(np.round(share[selectable], 9)):
        at_level = selectable & (np.abs(share - level) <= SAME)
        model.maximise(np.append(np.where(at_level, 1.0 / multiplicity, 0.0) / at_level.sum(), 0.0))
        solution = _held(model, np.minimum(share, share[at_level].min()), program, selectable)
        largest = max(largest, solution.objective - float(share[at_level].mean()))
    return largest


def _held(model: Model, floor: Floats, program: Program, selectable: npt.NDArray[np.bool_]) -> Solution:
    """With every selectable share at its floor or above; loosened by no more than rounding asks for, as it shows in the
    answer many times over."""
    high = np.where(selectable, program.multiplicity, 0)
    for slack in (SNAP / 10, SNAP, 10 * SNAP):
        low = np.where(selectable, np.maximum(0.0, program.multiplicity * (floor - slack)), 0.0)
        model.bound_columns(np.append(low, 0.0), np.append(high, 0.0))
        if solution := model.solve():
            return solution
    raise SolverFailed(status="the shares are outside the relaxation")


def _solve(model: Model, program: Program, *, share: Floats, fixed: npt.NDArray[np.bool_]) -> Solution:
    """Rounding may leave the fixed levels infeasible by a hair: then they are loosened by a hair."""
    multiplicity = program.multiplicity
    rows = np.arange(len(program.low), len(program.low) + len(multiplicity))
    model.bound_rows(rows, np.where(fixed, -INFINITY, 0.0), np.full(len(rows), INFINITY))
    for slack in SLACKS:
        held_low = np.maximum(0.0, multiplicity * (share - slack))
        held_high = np.minimum(multiplicity, multiplicity * (share + slack))
        low = np.append(np.where(fixed, held_low, 0.0), 0.0)
        high = np.append(np.where(fixed, held_high, multiplicity), INFINITY)
        model.bound_columns(low, high)
        if solution := model.solve():
            return solution
    raise SolverFailed(status="the levels reached cannot be held")


def _model(program: Program, cuts: Sequence[Cut]) -> Model:
    """Columns x, then z; rows of the program, then x_t - m_t z >= 0 for each type, then cuts."""
    types, rows = len(program.types), len(program.low)
    every = np.arange(types)
    z = np.full(types, types)
    parts = [
        (program.row, program.column, program.value.astype(float)),
        (rows + every, every, np.ones(types)),
        (rows + every, z, -program.multiplicity.astype(float)),
    ]
    for position, cut in enumerate(cuts):
        used = np.flatnonzero(cut.coefficients)
        parts.append((np.full(len(used), rows + types + position), used, cut.coefficients[used] / cut.largest))
    row, column, value = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    bounds = np.array([cut.bound / cut.largest for cut in cuts])
    model = Model(
        row=row,
        column=column,
        value=value,
        row_low=np.concatenate([program.low, np.zeros(types), np.full(len(cuts), -INFINITY)]),
        row_high=np.concatenate([program.high, np.full(types, INFINITY), bounds]),
        columns=types + 1,
        integer=False,
    )
    model.maximise(np.append(np.zeros(types), 1.0))
    return model


def whole_numbers(direction: Floats) -> Ints:
    """The direction in the smallest whole numbers.

    Multipliers of a linear program over small numbers are fractions with a small common denominator, which is found by
    trying. A direction that has none is rounded to millionths of its largest part.
    """
    largest = np.abs(direction).max(initial=0.0)
    if largest == 0.0:
        return np.zeros(len(direction), dtype=np.int64)
    scaled = direction / largest
    for start in range(1, FINEST_SCALE, SCALES_AT_ONCE):
        scales = np.arange(start, start + SCALES_AT_ONCE)
        errors = np.abs(np.outer(scales, scaled) - np.rint(np.outer(scales, scaled))).max(axis=1)
        fitting = np.flatnonzero(errors < WHOLE_ENOUGH)
        if len(fitting):
            return np.rint(scaled * scales[fitting[0]]).astype(np.int64)
    return np.rint(scaled * FINEST_SCALE).astype(np.int64)


def snap(level: float) -> float:
    """The simple fraction that rounding has blurred, where there is one within 1e-10."""
    simple = float(Fraction(level).limit_denominator(LARGEST_DENOMINATOR))
    return simple if abs(simple - level) <= SNAP else level
