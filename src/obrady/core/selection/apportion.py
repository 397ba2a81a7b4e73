"""Whole numbers of rows: as many panels as there are rows, with every type's total close to its expectation."""

from collections import Counter

import numpy as np

from obrady.core.selection.highs import Model
from obrady.core.selection.panels import Finder
from obrady.core.selection.reduce import Floats, Ints, Program
from obrady.core.selection.types import Progress, unwatched

NEARLY_WHOLE = 1e-6
WELL_WITHIN = 1.0
MOST_EXCHANGES = 60
POWER = 8
MOST_SETTLED = 1500
"""Up to so many different panels every exchange of rows between two of them is weighed: a table of that size squared."""


def apportion(
    finder: Finder, panels: Ints, weights: Floats, *, rows: int, progress: Progress = unwatched
) -> Counter[bytes]:
    """panel (the bytes of its numbers per type) -> number of rows; the numbers sum to `rows`.

    Each panel first gets its share of the rows rounded down. What is missing, an expected total per type over the rows
    left, is rounded to whole numbers that still meet every rule times that number of rows; then one panel after the
    other is taken off it, each such that the rest still does. Where no panel fits, the one that fits best is taken, and
    the totals miss by a seat or two; rows are then moved between the panels while that brings the totals nearer.
    """
    share = weights / weights.sum() * rows
    whole = np.floor(share + NEARLY_WHOLE).astype(np.int64)
    counts = Counter({panel.tobytes(): int(number) for panel, number in zip(panels, whole, strict=True) if number})
    left = rows - int(whole.sum())
    rest = _rounded(finder.program, (share - whole) @ panels, left)
    while left:
        progress("rows", 1.0 - left / rows)
        panel = _next_row(finder, rest, left)
        counts[panel.tobytes()] += 1
        rest = rest - panel
        left -= 1
    counts = _settled(counts, panels, share @ panels)
    return _evened(finder, counts, panels, share @ panels)


def _rounded(program: Program, expected: Floats, left: int) -> Ints:
    """Whole totals next to the expected ones that meet the rules times `left`; plainly rounded if there are none."""
    low = np.floor(expected + NEARLY_WHOLE)
    high = np.maximum(low, np.ceil(expected - NEARLY_WHOLE))
    model = Model(
        row=program.row,
        column=program.column,
        value=program.value,
        row_low=program.low * float(left),
        row_high=program.high * float(left),
        columns=len(program.types),
        integer=True,
    )
    model.gap(0.01)
    model.bound_columns(low, high)
    model.maximise(expected - low - 0.5)
    solution = model.solve() if len(low) else None
    return np.rint(expected if solution is None else solution.x).astype(np.int64)


def _next_row(finder: Finder, rest: Ints, left: int) -> Ints:
    """A panel that leaves a rest which the remaining rows can still carry, judged by the relaxation."""
    program = finder.program
    low = np.clip(rest // left, 0, program.multiplicity)
    high = np.clip(-(-rest // left), 0, program.multiplicity)
    activity = np.rint(program.activity(rest)).astype(np.int64)
    near = np.clip(rest / left - low, 0.0, 1.0)
    panel = finder.corner(
        (2 * near - 1) ** 3,
        low=low,
        high=high,
        row_low=np.maximum(program.low, activity - (left - 1) * program.high),
        row_high=np.minimum(program.high, activity - (left - 1) * program.low),
        near=near,
    )
    if panel is None:
        panel = finder.best(rest / left / program.multiplicity)
    if panel is None:
        raise ValueError("the rules have no panel")
    return panel


def _evened(finder: Finder, counts: Counter[bytes], panels: Ints, expected: Floats) -> Counter[bytes]:
    """While somebody's total misses by more than a seat: the exchange of one row that lowers the worst misses most.

    Rows that hold the worst type too often make way, or rows without it; beside the panels known, the one that a high
    power of all misses calls for may come in.
    """
    counts = Counter(counts)
    known = {panel.tobytes(): panel for panel in panels}
    for _ in range(MOST_EXCHANGES):
        table = {key: np.frombuffer(key, dtype=np.int64) for key in counts}
        missed = sum((number * table[key] for key, number in counts.items()), np.zeros(len(expected))) - expected
        units = missed / finder.program.multiplicity
        if np.abs(units).max(initial=0.0) <= WELL_WITHIN:
            break
        called = finder.best(-np.sign(missed) * np.abs(missed) ** (POWER - 1), gap=0.1)
        if called is not None:
            known[called.tobytes()] = called
        sources, targets = list(table), list(known)
        leaving = missed[None, :] - np.array([table[key] for key in sources])
        change = np.array([(np.abs(leaving + known[key]) ** POWER).sum(axis=1) for key in targets])
        target, source = np.unravel_index(np.argmin(change), change.shape)
        if change[target, source] >= (np.abs(missed) ** POWER).sum() * (1 - 1e-9):
            break
        counts[sources[source]] -= 1
        counts[targets[target]] += 1
        counts = +counts
    return counts


def _settled(counts: Counter[bytes], panels: Ints, expected: Floats) -> Counter[bytes]:
    """Move rows from one panel to another, the best exchange first, while the sum of squared misses falls."""
    keys = sorted(counts.keys() | {panel.tobytes() for panel in panels})
    table = np.array([np.frombuffer(key, dtype=np.int64) for key in keys], dtype=np.float64)
    number = np.array([counts[key] for key in keys], dtype=np.int64)
    if len(keys) > MOST_SETTLED or np.abs(number @ table - expected).max(initial=0.0) <= 1.0:
        return counts
    products = table @ table.T
    squares = np.diag(products)
    apart = squares[:, None] + squares[None, :] - 2 * products
    while True:
        pull = table @ (number @ table - expected)
        change = np.round(2 * (pull[None, :] - pull[:, None]) + apart, 6)
        change[number == 0] = np.inf
        source, target = np.unravel_index(np.argmin(change), change.shape)
        if change[source, target] >= 0:
            return Counter({key: int(rows) for key, rows in zip(keys, number, strict=True) if rows})
        number[source] -= 1
        number[target] += 1
