"""An interior-point Newton method for one kind of program: a sum of logarithms under linear bounds."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from obrady.core.selection.highs import INFINITY, Model, SolverFailed
from obrady.core.selection.reduce import Floats

MOST_STEPS = 200
KEPT = 0.995
CLOSE = 1e-8
STILL = 1e-2
MOST_CORRECTIONS = 20
SETTLED = 1e-15
OUTSIDE = 1e-10
SLIGHT = 1e-6
INDEPENDENT = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class Constraints:
    """equal v = value, below v <= limit, 0 <= v <= high."""

    equal: Floats
    value: Floats
    below: Floats
    limit: Floats
    high: Floats


def maximise_logarithms(
    people: Floats, constraints: Constraints, start: Floats, *, through: Floats | None = None
) -> Floats:
    """The point v that maximises sum of people_t log(v_t), or of people_t log((through v)_t).

    Method. Primal-dual interior points (Boyd, Vandenberghe, "Convex Optimization", 2004, chapter 11.7) from a point
    that meets every bound with room; each step solves one system with a row for every constraint, or, with `through`,
    one with a row for every variable. When it is clear which bounds the optimum touches, Newton's method on these as
    equations gives the remaining digits.

    Args:
        people: positive weights, shape (terms,).
        start: shape (variables,), strictly within the bounds; the equations may be met roughly.
        through: shape (terms, variables), not negative.

    Raises:
        SolverFailed: the steps do not come closer.

    Example: two shares of one place, one of them counted twice.
        >>> one = Constraints(np.ones((1, 2)), np.ones(1), np.zeros((0, 2)), np.zeros(0), np.full(2, 2.0))
        >>> maximise_logarithms(np.array([2.0, 1.0]), one, np.array([0.5, 0.5])).round(6).tolist()
        [0.666667, 0.333333]
    """
    if not len(start):
        return start
    state = _State(people, constraints, start, through)
    for _ in range(MOST_STEPS):
        if state.done():
            return state.settled()
        state.step()
    raise SolverFailed(status="the largest product of probabilities was not found")


class _State:
    def __init__(self, people: Floats, constraints: Constraints, start: Floats, through: Floats | None) -> None:
        self.people, self.through = people, through
        self.equal, self.value = _independent(constraints.equal, constraints.value)
        self.below, self.limit, self.high = constraints.below, constraints.limit, constraints.high
        self.v = start.copy()
        self.scale = float(people.sum())
        self.spare = self._spare()
        self.dual = self.scale / len(self.spare) / self.spare
        self.multiplier = np.zeros(len(self.value))

    def _spare(self) -> Floats:
        """Room left at each bound: below, high and, where v is not itself under a logarithm, zero."""
        floor = self.v if self.through is not None else np.zeros(0)
        return np.concatenate([self.limit - self.below @ self.v, self.high - self.v, floor])

    def _moved(self, step: Floats) -> Floats:
        floor = step if self.through is not None else np.zeros(0)
        return np.concatenate([-(self.below @ step), -step, floor])

    def _pulled(self, dual: Floats) -> Floats:
        rows, variables = self.below.shape
        pull = self.below.T @ dual[:rows] + dual[rows : rows + variables]
        return pull - dual[rows + variables :] if self.through is not None else pull

    def _slope(self) -> tuple[Floats, Floats]:
        """First and second derivative terms of the negative sum, by term."""
        inner = self.v if self.through is None else self.through @ self.v
        return self.people / inner, self.people / inner**2

    def _gradient(self) -> Floats:
        first, _ = self._slope()
        return -first if self.through is None else -(self.through.T @ first)

    def _residual(self) -> float:
        pull = self._gradient() + self.equal.T @ self.multiplier + self._pulled(self.dual)
        return float(np.abs(pull * self.v).sum() / self.scale)

    def done(self) -> bool:
        gap = float(self.dual @ self.spare) / self.scale
        missed = np.abs(self.equal @ self.v - self.value).max(initial=0.0)
        return gap < CLOSE and missed < STILL and self._residual() < STILL

    def settled(self) -> Floats:
        """With the bounds touched as equations; those that push the wrong way are left, those passed are touched."""
        touched = self.dual > self.spare
        for _ in range(MOST_CORRECTIONS):
            v = self._touching(touched)
            if v is None:
                break
            spare = np.concatenate([self.limit - self.below @ v, self.high - v] + [v] * (self.through is not None))
            passed = ~touched & (spare < -OUTSIDE)
            if passed.any():
                touched = touched | passed
                continue
            wrong = self._pushing_wrong(v, touched)
            if wrong is None:
                return v
            touched = touched & ~wrong
        return self.v

    def _pushing_wrong(self, v: Floats, touched: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_] | None:
        """None if multipliers, not negative for bounds, balance the slope: then v is the optimum. Else whom to let go.

        Touched bounds may depend on each other, so that their multipliers are not unique: a linear program looks for
        some that have the right sign.
        """
        rows, variables = self.below.shape
        full, empty = touched[rows : rows + variables], touched[rows + variables :]
        inner = v if self.through is None else self.through @ v
        slope = self.people / inner if self.through is None else self.through.T @ (self.people / inner)
        free = ~full if self.through is None else ~full & ~empty
        held = np.vstack([self.equal, self.below[touched[:rows]]])
        found, missed = _multipliers(held[:, free], slope[free], unsigned=len(self.value))
        left = slope - held.T @ found
        loose = np.zeros(len(touched), dtype=np.bool_)
        loose[rows : rows + variables] = full & (left < -SLIGHT * np.abs(slope).max())
        if self.through is not None:
            loose[rows + variables :] = empty & (left > SLIGHT * np.abs(slope).max())
        if missed > SLIGHT * np.abs(slope).max():
            loose[np.flatnonzero(touched[:rows])[found[len(self.value) :] <= 0]] = True
        return loose if loose.any() else None

    def _touching(self, touched: npt.NDArray[np.bool_]) -> Floats | None:
        rows, variables = self.below.shape
        full, empty = touched[rows : rows + variables], touched[rows + variables :]
        v = np.where(full, self.high, self.v)
        if self.through is not None:
            v[empty] = 0.0
        free = ~full if self.through is None else ~full & ~empty
        fixed = np.vstack([self.equal, self.below[touched[:rows]]])
        value = np.concatenate([self.value, self.limit[touched[:rows]]])
        equations, wanted = _independent(fixed[:, free], value - fixed[:, ~free] @ v[~free])
        for _ in range(MOST_CORRECTIONS):
            step = self._correction(v, free, equations, wanted)
            v[free] += step
            if not np.all(np.isfinite(v)):
                return None
            if np.abs(step).max(initial=0.0) <= SETTLED * np.abs(v).max(initial=1.0):
                break
        return v

    def _correction(self, v: Floats, free: npt.NDArray[np.bool_], equations: Floats, wanted: Floats) -> Floats:
        missed = wanted - equations @ v[free]
        if self.through is None:
            first, curve = self.people[free] / v[free], self.people[free] / v[free] ** 2
            system = (equations / curve) @ equations.T
            found = np.linalg.lstsq(system, (equations / curve) @ first - missed, rcond=None)[0]
            return np.asarray((first - equations.T @ found) / curve)
        inner = self.through @ v
        through = self.through[:, free]
        curve = (through.T * (self.people / inner**2)) @ through
        system = np.block([[curve, equations.T], [equations, np.zeros((len(wanted), len(wanted)))]])
        right = np.concatenate([through.T @ (self.people / inner), missed])
        return np.asarray(np.linalg.lstsq(system, right, rcond=None)[0][: free.sum()])

    def step(self) -> None:
        spare = self.spare
        gap = float(self.dual @ spare) / len(spare)
        centre = (0.1 if self._residual() < 1e-2 else 0.5) * gap
        step, multiplier = self._newton(spare, centre)
        moved = self._moved(step)
        dual_step = centre / spare - self.dual - self.dual / spare * moved
        primal = min(_longest(spare, moved), _longest(self.v, step))
        dual = _longest(self.dual, dual_step)
        self.v = self.v + primal * step
        # Tracked, not computed anew: the difference of two large numbers would lose what is left of it.
        self.spare = spare + primal * moved
        self.dual = self.dual + dual * dual_step
        self.multiplier = self.multiplier + dual * (multiplier - self.multiplier)

    def _newton(self, spare: Floats, centre: float) -> tuple[Floats, Floats]:
        rows, variables = self.below.shape
        weight = self.dual / spare
        _, second = self._slope()
        right = -(self._gradient() + self._pulled(centre / spare))
        missed = self.value - self.equal @ self.v
        if self.through is None:
            diagonal = second + weight[rows : rows + variables]
            stacked = np.vstack([self.equal, self.below])
            inverse = np.concatenate([np.zeros(len(self.value)), 1.0 / weight[:rows]])
            system = (stacked / diagonal) @ stacked.T + np.diag(inverse)
            found = _solve(system, (stacked / diagonal) @ right - np.concatenate([missed, np.zeros(rows)]))
            return (right - stacked.T @ found) / diagonal, found[: len(self.value)]
        curve = (self.through.T * second) @ self.through + (self.below.T * weight[:rows]) @ self.below
        curve[np.diag_indices(variables)] += weight[rows : rows + variables] + weight[rows + variables :]
        system = np.block([[curve, self.equal.T], [self.equal, np.zeros((len(self.value), len(self.value)))]])
        found = _solve(system, np.concatenate([right, missed]))
        return found[:variables], found[variables:]


def _solve(system: Floats, right: Floats) -> Floats:
    """Scaled to a diagonal of about 1, with one correction: late systems are badly conditioned."""
    scale = 1.0 / np.sqrt(np.maximum(np.abs(np.diag(system)), 1e-300))
    scaled = system * scale[:, None] * scale[None, :]
    try:
        found = np.linalg.solve(scaled, right * scale)
        found = found + np.linalg.solve(scaled, right * scale - scaled @ found)
    except np.linalg.LinAlgError:
        found = np.linalg.lstsq(scaled, right * scale, rcond=None)[0]
    return np.asarray(found * scale)


def _longest(value: Floats, step: Floats) -> float:
    """The longest part of the step, at most all of it, that keeps the values positive."""
    falling = step < 0
    return float(min(1.0, KEPT * (-value[falling] / step[falling]).min(initial=np.inf)))


def _independent(matrix: Floats, value: Floats) -> tuple[Floats, Floats]:
    """The same equations without those that follow from others."""
    left, size, right = np.linalg.svd(matrix, full_matrices=False)
    kept = size > INDEPENDENT * size.max(initial=0.0)
    return right[kept], (left.T @ value)[kept] / size[kept]


def _multipliers(held: Floats, slope: Floats, *, unsigned: int) -> tuple[Floats, float]:
    """Multipliers of rows whose sum misses the slope least, the first ones of any sign; and the largest miss."""
    rows, terms = held.shape
    if not terms:
        return np.zeros(rows), 0.0
    row, column = np.nonzero(held.T)
    value, each = held.T[row, column], np.arange(terms)
    model = Model(
        row=np.concatenate([row, terms + row, each, terms + each]),
        column=np.concatenate([column, column, np.full(2 * terms, rows)]),
        value=np.concatenate([value, value, np.ones(terms), -np.ones(terms)]),
        row_low=np.concatenate([slope, np.full(terms, -INFINITY)]),
        row_high=np.concatenate([np.full(terms, INFINITY), slope]),
        columns=rows + 1,
        integer=False,
    )
    model.bound_columns(
        np.concatenate([np.full(unsigned, -INFINITY), np.zeros(rows - unsigned + 1)]), np.full(rows + 1, INFINITY)
    )
    model.maximise(np.append(np.zeros(rows), -1.0))
    solution = model.solve()
    if solution is None:
        raise SolverFailed(status="no multipliers were found")
    return solution.x[:rows], float(solution.x[rows])
