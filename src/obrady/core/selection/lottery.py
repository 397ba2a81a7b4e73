"""Equally likely rows: what the dice choose from."""

from collections import Counter

import numpy as np

from obrady.core.chance import shuffle, shuffled_rows
from obrady.core.selection.apportion import apportion
from obrady.core.selection.outcome import Outcome
from obrady.core.selection.panels import Finder
from obrady.core.selection.reduce import Floats, Ints, Program
from obrady.core.selection.types import Lottery, Progress, unwatched


def lottery(
    *,
    outcome: Outcome,
    rows: int,
    seed: str,
    progress: Progress = unwatched,
) -> Lottery:
    """A table of equally likely panels whose odds are those of the outcome, as nearly as whole rows allow.

    Guarantee. Every row meets every rule exactly. Somebody with probability p sits in about p * rows rows: the
    difference is below 1 wherever the numbers per type could be rounded exactly, and rarely above 1.5. Whoever has
    probability 1 sits in every row, whoever has 0 in none. Two people whom no rule tells apart differ by at most one.

    Method. Numbers of rows per panel are rounded down; the few rows left are chosen one by one so that each type's
    total is its expectation rounded (`apportion`). Then each type's seats go round its people in an order that the seed
    shuffles. At last rows are put in the committed order.

    Args:
        outcome: what `optimal` returned.
        rows: how many, for example 1,000.
        seed: the fingerprint of the frozen rules and pool; it decides who of a type gets an odd seat, and the order.
        progress: called with "rows" and the fraction done; it may raise to cancel.

    Returns:
        The rows in committed order.

    Raises:
        ValueError: rows is not positive.
    """
    if rows < 1:
        raise ValueError("rows must be positive")
    program = outcome.program
    panels, weights = _by_type(program, outcome)
    counts = apportion(Finder(program), panels, weights, rows=rows, progress=progress)
    return Lottery(rows=shuffled_rows(_seat(program, counts, seed), fingerprint=seed))


def _by_type(program: Program, outcome: Outcome) -> tuple[Ints, Floats]:
    """The outcome's mixture as panels of numbers per type and their weights."""
    panels = np.zeros((len(outcome.mixture), len(program.types)), dtype=np.int64)
    for panel, one in zip(panels, outcome.mixture, strict=True):
        for kind, number in one.taken:
            panel[kind] = number
    return panels, np.array([one.weight for one in outcome.mixture])


def _seat(program: Program, counts: Counter[bytes], seed: str) -> list[tuple[str, ...]]:
    """Each type's seats go round its units, so that their totals differ by at most one."""
    rounds = [shuffle(units, seed=seed, label=f"type {index}") for index, units in enumerate(program.types)]
    turn = [0] * len(rounds)
    rows = []
    for key in sorted(counts):
        panel = np.frombuffer(key, dtype=np.int64)
        taken = [(int(kind), int(panel[kind])) for kind in np.flatnonzero(panel)]
        for _ in range(counts[key]):
            row: list[str] = []
            for kind, count in taken:
                units = rounds[kind]
                for offset in range(count):
                    row.extend(units[(turn[kind] + offset) % len(units)])
                turn[kind] = (turn[kind] + count) % len(units)
            rows.append(tuple(row))
    return rows
