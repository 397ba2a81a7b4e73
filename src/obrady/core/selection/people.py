"""From numbers per type to the people themselves: a lottery over panels of codes with exactly the same expectations."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from obrady.core.selection.reduce import Floats, Ints
from obrady.core.selection.types import WeightedNumbers, WeightedPanel

SLIVER = 1e-13


def people_panels(
    types: Sequence[tuple[tuple[str, ...], ...]], mixture: Sequence[WeightedNumbers]
) -> tuple[WeightedPanel, ...]:
    """Split each panel of numbers into panels of codes so that the people of a type share its seats exactly.

    Method. Lay the panels side by side on the interval from 0 to 1, each as long as its weight. For one type, take all
    panels with the same count c together (length W): c layers of length W, end to end, are cut into m equal pieces, one
    for each unit of the type. A piece is no longer than W, so nobody sits twice at one point (McNaughton's rule). A
    panel changes only where a piece ends: with n people there are fewer than 2 n + (number of panels) panels of codes.

    Returns:
        Panels of codes, heaviest first, equal ones merged; weights sum to 1.
    """
    weights = np.array([panel.weight for panel in mixture])
    numbers = np.zeros((len(mixture), len(types)), dtype=np.int64)
    for index, panel in enumerate(mixture):
        for kind, number in panel.taken:
            numbers[index, kind] = number
    merged: dict[tuple[str, ...], float] = defaultdict(float)
    spreads = [_Spread(numbers[:, kind], weights, units) for kind, units in enumerate(types)]
    for index, weight in enumerate(weights):
        taken = [spreads[kind] for kind, _ in mixture[index].taken]
        changing = [spread for spread in taken if spread.breaks[index]]
        fixed = [code for spread in taken if not spread.breaks[index] for code in spread.codes(index, weight / 2)]
        edges = _distinct([0.0, *(edge for spread in changing for edge in spread.breaks[index]), float(weight)])
        for start, end in pairwise(edges):
            middle = (start + end) / 2
            codes = [*fixed, *(code for spread in changing for code in spread.codes(index, middle))]
            merged[tuple(sorted(codes))] += float(end - start)
    total = math.fsum(merged.values())
    panels = [WeightedPanel(weight=weight / total, codes=codes) for codes, weight in merged.items()]
    return tuple(sorted(panels, key=lambda panel: (-panel.weight, panel.codes)))


def _distinct(edges: list[float]) -> list[float]:
    """Ascending, without edges that rounding has doubled; the last one stays."""
    ordered = sorted(edges)
    last = ordered.pop()
    distinct = [ordered[0]]
    for edge in ordered[1:]:
        if edge - distinct[-1] > SLIVER and last - edge > SLIVER:
            distinct.append(edge)
    return [*distinct, last]


class _Spread:
    """Who of one type sits where: for each panel the points at which the people change."""

    def __init__(self, counts: Ints, weights: Floats, units: tuple[tuple[str, ...], ...]) -> None:
        self._counts = counts
        self._units = units
        self._offset = np.zeros(len(counts))
        self._length: dict[int, float] = {}
        self.breaks: list[list[float]] = [[] for _ in counts]
        for count in np.unique(counts):
            same = np.flatnonzero(counts == count)
            ends = np.cumsum(weights[same])
            self._offset[same] = ends - weights[same]
            self._length[int(count)] = float(ends[-1])
            for edge in self._edges(int(count)):
                where = same[min(int(np.searchsorted(ends, edge, side="right")), len(same) - 1)]
                self.breaks[where].append(edge - float(self._offset[where]))

    def _edges(self, count: int) -> Iterator[float]:
        slots = len(self._units) // math.gcd(count, len(self._units)) if count else 1
        for slot in range(1, slots):
            yield self._length[count] * slot / slots

    def codes(self, panel: int, point: float) -> Iterator[str]:
        """Those seated at a point of a panel (0 = its start)."""
        count, units = int(self._counts[panel]), len(self._units)
        if count == 0:
            return
        divisor = math.gcd(count, units)
        slots = units // divisor
        slot = min(int((self._offset[panel] + point) / self._length[count] * slots), slots - 1)
        for layer in range(count):
            yield from self._units[(layer * units + slot * divisor) // count]
