"""HiGHS behind one small door: linear and integer programs on one matrix, deterministic and silent."""

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from obrady.core.selection.reduce import Floats, Ints

INFINITY = highspy.kHighsInf
TOLERANCE = 1e-9
UNLIMITED = 2**31 - 1
ANSWERS = (
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kModelEmpty,
    highspy.HighsModelStatus.kInfeasible,
)

FEASIBLE = int(highspy.SolutionStatus.kSolutionStatusFeasible)
USUAL: dict[str, object] = {
    "simplex_strategy": 1,
    "presolve": "choose",
    "solver": "choose",
    "mip_heuristic_effort": 0.05,
}
OTHER_METHODS: tuple[dict[str, object], ...] = (
    {},
    {"presolve": "off"},
    {"simplex_strategy": 4},
    {"solver": "ipm"},
)
"""Primal instead of dual simplex, or interior points: an answer is checked like any other."""
OTHER_WHOLE_METHODS: tuple[dict[str, object], ...] = ({}, {"presolve": "off"}, {"mip_heuristic_effort": 0.0})


class SolverFailed(RuntimeError):
    """HiGHS ended without an answer that can be relied on.

    Attributes:
        code: always `solver_failed`.
        status: HiGHS's own words.
    """

    code = "solver_failed"

    def __init__(self, *, status: str) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """An optimal point: objective, columns x, and (linear programs only) one multiplier per row."""

    objective: float
    x: Floats
    row_dual: Floats


class _Silent(highspy.Highs):
    """HiGHS greets on standard output when its callbacks are enabled; nothing here uses them."""

    def enableCallbacks(self) -> None:  # noqa: N802 (the name is highspy's)
        self.silent()


class Model:
    """Maximise cost.x subject to row_low <= A x <= row_high, low <= x <= high; every bound may change between runs.

    Args:
        row, column, value: entries of A, in any order.
        integer: whether every x must be whole; such runs end with a gap of exactly 0.
    """

    def __init__(
        self,
        *,
        row: Ints,
        column: Ints,
        value: Floats | Ints,
        row_low: Floats,
        row_high: Floats,
        columns: int,
        integer: bool,
    ) -> None:
        by_column = np.lexsort((row, column))
        row, column, value = row[by_column], column[by_column], value[by_column]
        lp = highspy.HighsLp()
        lp.num_col_ = columns
        lp.num_row_ = len(row_low)
        lp.sense_ = highspy.ObjSense.kMaximize
        lp.col_cost_ = np.zeros(columns)
        lp.col_lower_ = np.zeros(columns)
        lp.col_upper_ = np.zeros(columns)
        lp.row_lower_ = row_low.astype(np.float64)
        lp.row_upper_ = row_high.astype(np.float64)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.searchsorted(column, np.arange(columns + 1)).astype(np.int32)
        lp.a_matrix_.index_ = row.astype(np.int32)
        lp.a_matrix_.value_ = value.astype(np.float64)
        if integer:
            lp.integrality_ = [highspy.HighsVarType.kInteger] * columns
        self.columns = columns
        self.integer = integer
        self._all = np.arange(columns, dtype=np.int32)
        self._highs = _highs(integer=integer)
        self._highs.passModel(lp)

    def gap(self, relative: float) -> None:
        """How far from the optimum an integer program may end; 0 proves it."""
        self._highs.setOptionValue("mip_rel_gap", relative)

    def nodes(self, most: int = UNLIMITED) -> None:
        """How many nodes an integer program may visit; beyond, `solve` answers with what it has, or with None."""
        self._highs.setOptionValue("mip_max_nodes", most)

    def maximise(self, cost: Floats) -> None:
        self._highs.changeColsCost(self.columns, self._all, np.ascontiguousarray(cost, dtype=np.float64))

    def bound_columns(self, low: Floats | Ints, high: Floats | Ints) -> None:
        self._highs.changeColsBounds(self.columns, self._all, low.astype(np.float64), high.astype(np.float64))

    def bound_rows(self, rows: Ints, low: Floats | Ints, high: Floats | Ints) -> None:
        self._highs.changeRowsBounds(len(rows), rows.astype(np.int32), low.astype(np.float64), high.astype(np.float64))

    def change(self, row: int, column: int, value: float) -> None:
        self._highs.changeCoeff(row, column, value)

    def add_column(self, cost: float, low: float, high: float, coefficients: Floats) -> None:
        used = np.flatnonzero(coefficients).astype(np.int32)
        self._highs.addCol(cost, low, high, len(used), used, coefficients[used].astype(np.float64))
        self.columns += 1
        self._all = np.arange(self.columns, dtype=np.int32)

    def solve(self) -> Solution | None:
        """The optimum, or None when no point meets the bounds; a start that misled the solver is tried afresh.

        With a limit of nodes also a point that is not the optimum, or None when none was found.

        Raises:
            SolverFailed: anything but an optimum or a proof that there is none.
        """
        if self.integer:
            self._highs.clearSolver()
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kSolutionLimit:
            if self._highs.getInfo().primal_solution_status != FEASIBLE:
                return None
        elif status not in ANSWERS or (status == highspy.HighsModelStatus.kInfeasible and not self.integer):
            status = self._afresh()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status not in (*ANSWERS, highspy.HighsModelStatus.kSolutionLimit):
            raise SolverFailed(status=self._highs.modelStatusToString(status))
        solution = self._highs.getSolution()
        return Solution(
            objective=self._highs.getInfo().objective_function_value,
            x=np.array(solution.col_value),
            row_dual=np.array(solution.row_dual if solution.dual_valid else []),
        )

    def _afresh(self) -> Any:
        """Without the start that misled the solver; then, while it has no answer, by its other methods."""
        status = None
        for options in OTHER_WHOLE_METHODS if self.integer else OTHER_METHODS:
            for name, value in options.items():
                self._highs.setOptionValue(name, value)
            self._highs.clearSolver()
            self._highs.run()
            status = self._highs.getModelStatus()
            for name in options:
                self._highs.setOptionValue(name, USUAL[name])
            if status in ANSWERS:
                break
        return status


def _highs(*, integer: bool) -> Any:
    highs = _Silent()
    options: dict[str, object] = {
        "threads": 1,
        "parallel": "off",
        "random_seed": 0,
        "primal_feasibility_tolerance": TOLERANCE,
        "dual_feasibility_tolerance": TOLERANCE,
    }
    if integer:
        options |= {
            "mip_rel_gap": 0.0,
            "mip_abs_gap": 0.0,
            "mip_feasibility_tolerance": TOLERANCE,
            "mip_heuristic_run_rens": False,
        }
    for name, value in options.items():
        if highs.setOptionValue(name, value) != highspy.HighsStatus.kOk:
            raise SolverFailed(status=f"option {name} is not known")
    return highs
