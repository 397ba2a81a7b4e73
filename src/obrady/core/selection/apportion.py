"""Whole numbers of rows: as many panels as there are rows, with every type's total close to its expectation."""

from collections import Counter

import numpy as np

from obrady.core.selection.highs import Model
from obrady.core.selection.panels import Finder
from obrady.core.selection.reduce import Floats, Ints, Program
from obrady.core.selection.types import Progress, unwatched

NEARLY_WHOLE = 1e-6


def apportion(
    finder: Finder, panels: Ints, weights: Floats, *, rows: int, progress: Progress = unwatched
) -> Counter[bytes]:
    """panel (the bytes of its numbers per type) -> number of rows; the numbers sum to `rows`.

    Each panel first gets its share of the rows rounded down. What is missing, an expected total per type over the rows
    left, is rounded to whole numbers that still meet every rule times that number of rows; then one panel after the
    other is taken off it, each such that the rest still does. Where no panel fits, the one that fits best is taken, and
    the totals miss by a seat or two.
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
    return counts


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
