"""The optimal lottery: relaxation, whole panels, and a proof over whole panels where the relaxation promises too much."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from obrady.core.selection.blend import blend
from obrady.core.selection.feasible import smallest_relaxation
from obrady.core.selection.levels import proven_levels
from obrady.core.selection.nash import nash_by_panels, relaxed_nash
from obrady.core.selection.outcome import Outcome
from obrady.core.selection.panels import Finder, selectable_types
from obrady.core.selection.peel import TypeLottery, peel
from obrady.core.selection.reduce import Floats, Ints, Program, reduce
from obrady.core.selection.relaxed import Cut, relaxed_leximin, relaxed_maximin, settled
from obrady.core.selection.types import (
    Candidate,
    Certificate,
    Inequality,
    Level,
    Objective,
    Progress,
    QuotasCannotBeMet,
    Rules,
    WeightedNumbers,
    unwatched,
)

ALGORITHMS = {objective: f"obrady.{objective.value}/2" for objective in Objective}
"""Name and version of what computes a table; another version may choose other panels with the same probabilities."""
SAME_LEVEL = 1e-9
REACHED = 1e-7
NOTHING = 1e-9


def optimal(
    *,
    pool: Sequence[Candidate],
    rules: Rules,
    objective: Objective = Objective.LEXIMIN,
    progress: Progress | None = None,
) -> Outcome:
    """The lottery over valid panels whose individual probabilities are optimal.

    Definition. A panel is a set of `rules.seats` people of the pool that meets every rule. A lottery over panels gives
    person i the probability p_i of a seat. `Objective` says which vector p is best among those whom some panel contains;
    under leximin and Nash it is unique (Flanigan, Gölz, Gupta, Hennig, Procaccia, "Fair algorithms for selecting
    citizens' assemblies", Nature 596, 2021).

    Method. People whom no rule tells apart form types (`reduce`). The best point of the relaxation, in which people may
    be divided (`relaxed`, `nash`), is an upper bound. If it is a mixture of whole panels (`peel`, `blend`), it is the
    optimum, and that mixture is the lottery. If not, column generation over whole panels decides (`levels`, `nash`);
    each step is proven by an integer program solved with a gap of 0, whose inequality goes into the certificate.

    Args:
        pool: the people who may be drawn, each code once; their order has no influence.
        rules: what every panel meets exactly.
        objective: what is best.
        progress: called between steps with "levels", "panels" or "proof" and the fraction done of that step; an
            exception that it raises ends the computation and reaches the caller.

    Returns:
        The outcome. Probabilities are exact within about 1e-9; its mixture gives them exactly in the same floating-point
        sense; `certificate.gap` is the largest distance left.

    Raises:
        RulesNotUsable: the pool or the rules contradict themselves.
        QuotasCannotBeMet: no panel meets all rules; it carries the smallest relaxation of the quotas.
        SolverFailed: the solver broke its promise; nothing is returned rather than something wrong.

    Example:
        >>> from obrady.core.selection.types import Quota
        >>> pool = [Candidate("A", {"f": "x"}), Candidate("B", {"f": "y"}), Candidate("C", {"f": "y"})]
        >>> outcome = optimal(pool=pool, rules=Rules(seats=2, quotas=(Quota("f", "x", 1, 1),)))
        >>> outcome.minimum, outcome.probabilities["A"]
        (0.5, 1.0)
    """
    program = reduce(pool=pool, rules=rules)
    search = _Search(program, objective, progress or unwatched)
    if search.first is None:
        raise QuotasCannotBeMet(relaxation=smallest_relaxation(pool=pool, rules=rules))
    lottery, share = search.solve()
    return _outcome(program, lottery, share, search)


class _Search:
    """The way from the relaxation to panels; it keeps every panel and cut found."""

    def __init__(self, program: Program, objective: Objective, progress: Progress) -> None:
        self.program = program
        self.objective = objective
        self.progress = progress
        self.finder = Finder(program)
        self.first = self.finder.best(np.zeros(len(program.types)))
        self.panels: dict[bytes, Ints] = {}
        self.cuts: tuple[Cut, ...] = ()
        self._decided: npt.NDArray[np.bool_] | None = None
        if self.first is not None:
            self._keep([self.first])

    def solve(self) -> tuple[TypeLottery, Floats]:
        share = settled(self.program, self._relaxed())
        target = share * self.program.multiplicity
        found, lottery = peel(self.finder, target, progress=self.progress)
        self._keep(found)
        if self._somebody_shut_out(share):
            return self.solve()
        if lottery is None:
            found, lottery = blend(self.finder, target, self.panels.values(), progress=self.progress)
            self._keep(found)
        return (lottery, share) if lottery else self._over_panels(share)

    def _relaxed(self) -> Floats:
        if self.objective is Objective.MAXIMIN:
            return self._sure(lambda: relaxed_maximin(self.program, selectable=self.selectable_types))
        share = self._sure(
            lambda: relaxed_leximin(self.program, cuts=(), selectable=self.selectable_types, progress=self.progress)
        )
        if self.objective is Objective.LEXIMIN:
            return share
        inside = share * self.program.multiplicity
        return relaxed_nash(self.program, selectable=self.selectable_types, inside=inside)

    def _sure(self, shares: Callable[[], Floats]) -> Floats:
        """Where somebody gets nothing, it is decided first whether anybody can be drawn who does."""
        share = shares()
        if self.objective is Objective.LEXIMIN or self._decided is not None or share.min(initial=1.0) > NOTHING:
            return share
        self._decide()
        return shares()

    def _over_panels(self, relaxed: Floats) -> tuple[TypeLottery, Floats]:
        """Cuts are kept if the relaxation promised too much; else its own certificate stands."""
        known, selectable = self.panels.values(), self.selectable_types
        if self.objective is Objective.NASH:
            lottery = nash_by_panels(self.finder, known, selectable=selectable, progress=self.progress)
            return lottery, lottery.weights @ lottery.panels / self.program.multiplicity
        lowest = self.objective is Objective.MAXIMIN
        proven = proven_levels(self.finder, known, selectable=selectable, only_lowest=lowest, progress=self.progress)
        if lowest or np.abs(proven.share - relaxed).max() > REACHED:
            self.cuts = proven.cuts
        return proven.lottery, proven.share

    @property
    def selectable_types(self) -> npt.NDArray[np.bool_]:
        everybody = np.ones(len(self.program.types), dtype=np.bool_)
        return everybody if self._decided is None else self._decided

    def _somebody_shut_out(self, share: Floats) -> bool:
        """Decide once, in whole numbers, whom no panel contains; True if the relaxation has to be told."""
        return self._decided is None and bool(np.any(share[~self._decide()] > 0))

    def _decide(self) -> npt.NDArray[np.bool_]:
        seen = np.array(list(self.panels.values())).max(axis=0) > 0
        self._decided = selectable_types(self.program, self.finder, seen)
        return self._decided

    def _keep(self, panels: Iterable[Ints]) -> None:
        self.panels |= {panel.tobytes(): panel for panel in panels}


def _outcome(program: Program, lottery: TypeLottery, share: Floats, search: _Search) -> Outcome:
    chance = dict.fromkeys(program.codes, 0.0)
    for probability, units in zip(share.tolist(), program.types, strict=True):
        chance |= {code: probability for unit in units for code in unit}
    selectable = search.selectable_types
    shut_out = [code for kind in np.flatnonzero(~selectable) for unit in program.types[kind] for code in unit]
    can_be_drawn = np.repeat(share[selectable], (program.multiplicity * program.sizes)[selectable])
    gap = float(np.abs(lottery.weights @ lottery.panels / program.multiplicity - share).max(initial=0.0))
    return Outcome(
        objective=search.objective,
        probabilities=chance,
        program=program,
        types=program.types,
        mixture=_mixture(lottery),
        unselectable=tuple(sorted([*program.barred, *shut_out])),
        minimum=float(can_be_drawn.min()) if len(can_be_drawn) else None,
        certificate=Certificate(levels=_levels(can_be_drawn), cuts=_inequalities(program, search.cuts), gap=gap),
    )


def _mixture(lottery: TypeLottery) -> tuple[WeightedNumbers, ...]:
    merged: dict[bytes, float] = {}
    for panel, weight in zip(lottery.panels, lottery.weights.tolist(), strict=True):
        merged[panel.tobytes()] = merged.get(panel.tobytes(), 0.0) + weight
    found = []
    for key, weight in merged.items():
        panel = np.frombuffer(key, dtype=np.int64)
        kinds = np.flatnonzero(panel)
        found.append(
            WeightedNumbers(weight=weight, taken=tuple(zip(kinds.tolist(), panel[kinds].tolist(), strict=True)))
        )
    return tuple(sorted(found, key=lambda one: (-one.weight, one.taken)))


def _inequalities(program: Program, cuts: Sequence[Cut]) -> tuple[Inequality, ...]:
    def by_person(cut: Cut) -> Iterator[tuple[str, int]]:
        for kind in np.flatnonzero(cut.coefficients):
            for unit in program.types[kind]:
                yield unit[0], int(cut.coefficients[kind])

    return tuple(Inequality(coefficients=tuple(sorted(by_person(cut))), bound=cut.bound) for cut in cuts)


def _levels(probabilities: Floats) -> tuple[Level, ...]:
    levels: list[Level] = []
    for probability in np.sort(probabilities):
        if levels and probability - levels[-1].probability <= SAME_LEVEL:
            levels[-1] = Level(probability=levels[-1].probability, people=levels[-1].people + 1)
        else:
            levels.append(Level(probability=float(probability), people=1))
    return tuple(levels)
