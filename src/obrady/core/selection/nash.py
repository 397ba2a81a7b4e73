"""Nash: the largest product of probabilities, over the relaxation by Newton's method and over whole panels."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from obrady.core.selection.concave import Constraints, maximise_logarithms
from obrady.core.selection.highs import Model, SolverFailed
from obrady.core.selection.panels import Finder
from obrady.core.selection.peel import TypeLottery, type_lottery
from obrady.core.selection.reduce import Floats, Ints, Program
from obrady.core.selection.types import Progress, unwatched

ROOM = 1e-2
NO_ROOM = 1e-7
PROVEN = 1e-7
UNUSED = 1e-12


def relaxed_nash(program: Program, *, selectable: npt.NDArray[np.bool_], inside: Floats) -> Floats:
    """For each type the probability of its people where the relaxation's product of probabilities is largest.

    Definition. Over Q = {x : low <= A x <= high, 0 <= x <= m, x_t = 0 where not selectable} maximise the sum over all
    selectable people of log(x_t / m_t). The point is unique.

    Method. A linear program finds which bounds are equations in all of Q and a point with room to all others; from there
    an interior-point Newton method, whose systems have one row for each rule (`concave`).

    Args:
        inside: a point of Q with x_t > 0 for every selectable type, as expected numbers per type.

    Returns:
        Probabilities x_t / m_t, shape (types,), 0 where not selectable.
    """
    kinds = np.flatnonzero(selectable)
    matrix = np.zeros((len(program.low), len(program.types)))
    np.add.at(matrix, (program.row, program.column), program.value)
    matrix, multiplicity = matrix[:, kinds], program.multiplicity[kinds].astype(np.float64)
    room = _room(matrix, program, multiplicity)
    start = (room.point + inside[kinds]) / 2
    free = room.column
    rest = matrix[:, ~free] @ multiplicity[~free]
    equal = ~(room.above & room.below)
    people = (program.multiplicity * program.sizes)[kinds].astype(np.float64)
    level = np.where(room.below, program.low, program.high)
    x = multiplicity.copy()
    x[free] = maximise_logarithms(
        people[free],
        Constraints(
            equal=matrix[equal][:, free],
            value=(level - rest)[equal],
            below=np.vstack([matrix[~equal][:, free], -matrix[~equal][:, free]]),
            limit=np.concatenate([(program.high - rest)[~equal], (rest - program.low)[~equal]]),
            high=multiplicity[free],
        ),
        start[free],
    )
    share = np.zeros(len(program.types))
    share[kinds] = x / multiplicity
    return share


@dataclass(frozen=True, slots=True, eq=False)
class _Room:
    """Which bounds the relaxation can keep away from: rows above their low and below their high, columns below theirs."""

    above: npt.NDArray[np.bool_]
    below: npt.NDArray[np.bool_]
    column: npt.NDArray[np.bool_]
    point: Floats


def _room(matrix: Floats, program: Program, multiplicity: Floats) -> _Room:
    """One linear program: as much room as there is, up to a little, at every bound at once.

    A mixture of points that have room at different bounds has room at all of them, so nothing is traded.
    """
    rows, types = matrix.shape
    row, column = np.nonzero(matrix)
    each, every = np.arange(rows), np.arange(types)
    model = Model(
        row=np.concatenate([row, each, row + rows, each + rows, 2 * rows + every, 2 * rows + every]),
        column=np.concatenate([column, types + each, column, types + rows + each, every, types + 2 * rows + every]),
        value=np.concatenate(
            [matrix[row, column], -np.ones(rows), matrix[row, column], np.ones(rows), np.ones(types), np.ones(types)]
        ),
        row_low=np.concatenate([program.low, np.full(rows + types, -np.inf)]),
        row_high=np.concatenate([np.full(rows, np.inf), program.high, multiplicity]),
        columns=2 * types + 2 * rows,
        integer=False,
    )
    model.bound_columns(np.zeros(2 * types + 2 * rows), np.concatenate([multiplicity, np.full(2 * rows + types, ROOM)]))
    model.maximise(np.concatenate([np.zeros(types), np.ones(2 * rows + types)]))
    solution = model.solve()
    if solution is None:
        raise SolverFailed(status="the relaxation has no point")
    spare = solution.x[types:] > NO_ROOM
    return _Room(above=spare[:rows], below=spare[rows : 2 * rows], column=spare[2 * rows :], point=solution.x[:types])


def nash_by_panels(
    finder: Finder,
    panels: Iterable[Ints],
    *,
    selectable: npt.NDArray[np.bool_],
    progress: Progress = unwatched,
) -> TypeLottery:
    """The lottery over whole panels with the largest product of probabilities, by column generation.

    Method. The best lottery over the panels known has expected numbers x. With one weight c_t / x_t per type, where c_t
    is the people of type t, no lottery exceeds its sum of logarithms by more than (the largest weight of a panel) minus
    (all people): the logarithm lies below its tangent. An integer program finds that panel; it joins until the bound
    is at most 1e-7.
    """
    people = finder.program.multiplicity * finder.program.sizes * selectable
    known = list(panels)
    while (missing := selectable & ~(np.array(known).max(axis=0, initial=0) > 0)).any():
        known.append(finder.furthest(missing.astype(np.float64)))
    kinds = np.flatnonzero(people)
    while True:
        table = np.array(known)[:, kinds].astype(np.float64)
        weights = _mixture(people[kinds].astype(np.float64), table)
        price = np.zeros(len(people))
        price[kinds] = people[kinds] / (weights @ table)
        progress("proof", 0.0)
        panel = finder.beyond(price, float(people.sum()) + PROVEN)
        if panel is None:
            used = weights > UNUSED
            chosen = np.array(known)[used]
            return type_lottery(weights @ np.array(known), chosen, weights[used])
        known.append(panel)


def _mixture(people: Floats, table: Floats) -> Floats:
    """The weights of the panels, shape (panels,), whose expected numbers have the largest sum of logarithms."""
    count = len(table)
    constraints = Constraints(
        equal=np.ones((1, count)),
        value=np.ones(1),
        below=np.zeros((0, count)),
        limit=np.zeros(0),
        high=np.full(count, 2.0),
    )
    weights = maximise_logarithms(people, constraints, np.full(count, 1.0 / count), through=table.T)
    return np.asarray(weights / weights.sum())
