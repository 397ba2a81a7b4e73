"""Whether the rules can be met at all, by whom, and what the smallest change of quotas is that lets them be met."""

from collections.abc import Sequence

import numpy as np

from obrady.core.selection.highs import INFINITY, Model, SolverFailed
from obrady.core.selection.panels import Finder, selectable_types
from obrady.core.selection.reduce import Floats, Ints, Program, reduce
from obrady.core.selection.types import Bound, Candidate, Change, QuotasCannotBeMet, Relaxation, Rules

MOST_RELAXATIONS = 5


def can_be_met(*, pool: Sequence[Candidate], rules: Rules, answers: int = MOST_RELAXATIONS) -> None:
    """Return if some panel meets all rules.

    Args:
        answers: how many relaxations of the smallest size are looked for; each takes about as long as the first.

    Raises:
        QuotasCannotBeMet: there is none; it carries the smallest relaxation.
        RulesNotUsable: the pool or the rules contradict themselves.
    """
    program = reduce(pool=pool, rules=rules)
    if Finder(program).best(np.zeros(len(program.types))) is None:
        raise QuotasCannotBeMet(relaxation=smallest_relaxation(pool=pool, rules=rules, answers=answers))


def unselectable(*, pool: Sequence[Candidate], rules: Rules) -> tuple[str, ...]:
    """The codes, ascending, of people whom no panel can contain; each proven by an integer program.

    Raises:
        QuotasCannotBeMet: there is no panel at all.
        RulesNotUsable: the pool or the rules contradict themselves.
    """
    program = reduce(pool=pool, rules=rules)
    finder = Finder(program)
    panel = finder.best(np.zeros(len(program.types)))
    if panel is None:
        raise QuotasCannotBeMet(relaxation=smallest_relaxation(pool=pool, rules=rules))
    selectable = selectable_types(program, finder, panel > 0)
    shut_out = [code for kind in np.flatnonzero(~selectable) for unit in program.types[kind] for code in unit]
    return tuple(sorted([*program.barred, *shut_out]))


def smallest_relaxation(
    *, pool: Sequence[Candidate], rules: Rules, answers: int = MOST_RELAXATIONS
) -> Relaxation | None:
    """The smallest total change of quota bounds after which a panel exists, with other changes of the same size.

    Each seat by which a minimum is lowered or a maximum is raised counts 1. No bound goes beyond its limit
    (`Quota.lowest`, `Quota.highest`). Caps, links, households, decisions on people and the number of seats stay. That
    nothing smaller will do is proven by an integer program with a gap of 0; the order is always the same.

    Returns:
        The relaxation (with no changes if the rules can be met as they are); None if no change of bounds helps.

    Raises:
        RulesNotUsable: the pool or the rules contradict themselves.

    Example: two women are asked for where the pool holds one.
        >>> from obrady.core.selection.types import Quota
        >>> pool = [Candidate("A", {"gender": "woman"}), Candidate("B", {"gender": "man"})]
        >>> smallest_relaxation(pool=pool, rules=Rules(seats=2, quotas=(Quota("gender", "woman", 2, 2),))).total
        1
    """
    moves = _Moves(reduce(pool=pool, rules=rules, keep_quotas=True), rules)
    found = moves.smallest()
    if found is None:
        return None
    first, *others = (moves.changes(one) for one in moves.of_size(found, answers))
    return Relaxation(changes=first, total=sum(change.seats for change in first), alternatives=tuple(others))


Box = tuple[Floats, Floats]


class _Moves:
    """Whole numbers per type, and for each quota how far its minimum and its maximum move to fit them."""

    def __init__(self, program: Program, rules: Rules) -> None:
        self._program = program
        position = {row: index for index, row in enumerate(program.rows)}
        self._quotas = sorted(rules.quotas, key=lambda quota: position["quota", quota.feature, quota.value])
        rows = np.array([position["quota", one.feature, one.value] for one in self._quotas], dtype=np.int64)
        types, quotas = len(program.types), len(rows)
        each, moves = np.arange(quotas), types + np.arange(2 * quotas)
        self._types, self._total = types, len(program.low)
        # A bound beyond the pool is kept at the pool's edge in the program: no change shows before it comes down to that.
        self._low, self._high = program.low[rows], program.high[rows]
        self._model = Model(
            row=np.concatenate([program.row, rows, rows, np.full(2 * quotas, self._total)]),
            column=np.concatenate([program.column, types + each, types + quotas + each, moves]),
            value=np.concatenate([program.value, np.ones(quotas), -np.ones(quotas), np.ones(2 * quotas)]),
            row_low=np.append(program.low.astype(np.float64), 0.0),
            row_high=np.append(program.high.astype(np.float64), INFINITY),
            columns=types + 2 * quotas,
            integer=True,
        )
        most = len(program.codes) + 1
        self._widest: Box = (
            np.zeros(2 * quotas),
            np.array(
                [low - (one.lowest or 0) for low, one in zip(self._low, self._quotas, strict=True)]
                + [most if one.highest is None else one.highest - one.high for one in self._quotas],
                dtype=np.float64,
            ),
        )

    def smallest(self) -> Ints | None:
        """The moves of one smallest relaxation."""
        self._model.maximise(np.concatenate([np.zeros(self._types), -np.ones(2 * len(self._quotas))]))
        return self._within(self._widest)

    def of_size(self, first: Ints, most: int) -> list[Ints]:
        """Up to so many different sets of moves of that size, itself first.

        What is not one set of moves falls into boxes in which one of its moves is smaller (Lawler 1972); each box that
        holds a solution gives one more.
        """
        total = float(first.sum())
        self._model.bound_rows(np.array([self._total]), np.zeros(1), np.full(1, total))
        found, boxes = [first], self._without(first, self._widest)
        while boxes and len(found) < most:
            box = boxes.pop(0)
            moves = self._within(box)
            if moves is not None:
                found.append(moves)
                boxes.extend(self._without(moves, box))
        return found

    def _without(self, moves: Ints, box: Box) -> list[Box]:
        low, high = box
        parts = []
        for index in np.flatnonzero(moves > low):
            part_high = high.copy()
            part_high[index] = moves[index] - 1
            parts.append((low, part_high))
            low = low.copy()
            low[index] = moves[index]
        return parts

    def _within(self, box: Box) -> Ints | None:
        nothing = np.zeros(self._types)
        if not self._model.columns:
            # The solver answers an empty program without a look at its rows.
            return np.zeros(0, dtype=np.int64) if self._program.holds(np.zeros(0, dtype=np.int64)) else None
        self._model.bound_columns(
            np.concatenate([nothing, box[0]]), np.concatenate([self._program.multiplicity, box[1]])
        )
        solution = self._model.solve()
        if solution is None:
            return None
        panel, moves = np.rint(solution.x[: self._types]), np.rint(solution.x[self._types :]).astype(np.int64)
        self._check(panel.astype(np.int64), moves)
        return moves

    def _check(self, panel: Ints, moves: Ints) -> None:
        """In whole numbers, whatever the solver's tolerance was."""
        quotas = len(self._quotas)
        low, high = self._program.low.copy(), self._program.high.copy()
        for index, quota in enumerate(self._quotas):
            row = self._program.rows.index(("quota", quota.feature, quota.value))
            low[row] -= moves[index]
            high[row] += moves[quotas + index]
        activity = self._program.activity(panel)
        if np.any(activity < low) or np.any(activity > high):
            raise SolverFailed(status="a relaxed panel breaks a rule that stays")

    def changes(self, moves: Ints) -> tuple[Change, ...]:
        quotas = len(self._quotas)
        found = []
        for index, quota in enumerate(self._quotas):
            down, up = int(moves[index]), int(moves[quotas + index])
            if down:
                found.append(Change(quota.feature, quota.value, Bound.MIN, quota.low, int(self._low[index]) - down))
            if up:
                found.append(Change(quota.feature, quota.value, Bound.MAX, quota.high, int(self._high[index]) + up))
        return tuple(found)
