"""The exact leximin lottery: relaxation, whole panels, and cuts until both agree."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from obrady.core.selection.blend import blend
from obrady.core.selection.feasible import smallest_relaxation
from obrady.core.selection.levels import proven_levels
from obrady.core.selection.panels import Finder, selectable_types
from obrady.core.selection.peel import TypeLottery, peel
from obrady.core.selection.people import people_lottery
from obrady.core.selection.reduce import Floats, Ints, Program, reduce
from obrady.core.selection.relaxed import Cut, relaxed_leximin
from obrady.core.selection.types import (
    Candidate,
    Certificate,
    Inequality,
    Level,
    Outcome,
    Progress,
    QuotasCannotBeMet,
    Rules,
    WeightedPanel,
    unwatched,
)

ALGORITHM = "obrady.leximin/1"
SAME_LEVEL = 1e-9
REACHED = 1e-7


def leximin(*, pool: Sequence[Candidate], rules: Rules, progress: Progress | None = None) -> Outcome:
    """The lottery over valid panels whose individual probabilities are leximin optimal.

    Definition. A panel is a set of `rules.seats` people of the pool that meets every rule. A lottery over panels gives
    person i the probability p_i of a seat. Leximin: the smallest p_i over those whom some panel contains is as large as
    possible, then the second smallest, and so on. The vector p is unique (Flanigan, Gölz, Gupta, Hennig, Procaccia,
    "Fair algorithms for selecting citizens' assemblies", Nature 596, 2021).

    Method. People whom no rule tells apart form types (`reduce`). The leximin point of the relaxation, in which people
    may be divided (`relaxed`), is an upper bound in the leximin order. If it is a mixture of whole panels (`peel`), it
    is the optimum, and that mixture is the lottery. If none was found, column generation over whole panels decides
    level by level (`levels`); each step is proven by an integer program solved with a gap of 0, whose inequality goes
    into the certificate.

    Args:
        pool: the people who may be drawn, each code once; their order has no influence.
        rules: what every panel meets exactly.
        progress: called between steps with "levels", "panels", "proof" or "people" and the fraction done of that
            step; an exception that it raises ends the computation and reaches the caller.

    Returns:
        The outcome. Probabilities are exact within about 1e-9; the weights of `panels` give them exactly in the same
        floating-point sense; `certificate.gap` is the largest distance left.

    Raises:
        RulesNotUsable: the pool or the rules contradict themselves.
        QuotasCannotBeMet: no panel meets all rules; it carries the smallest relaxation of the quotas.
        SolverFailed: the solver broke its promise; nothing is returned rather than something wrong.

    Example:
        >>> from obrady.core.selection.types import Quota
        >>> pool = [Candidate("A", {"f": "x"}), Candidate("B", {"f": "y"}), Candidate("C", {"f": "y"})]
        >>> outcome = leximin(pool=pool, rules=Rules(seats=2, quotas=(Quota("f", "x", 1, 1),)))
        >>> outcome.minimum, outcome.probabilities["A"]
        (0.5, 1.0)
    """
    program = reduce(pool=pool, rules=rules)
    search = _Search(program, progress or unwatched)
    if search.first is None:
        raise QuotasCannotBeMet(relaxation=smallest_relaxation(pool=pool, rules=rules))
    lottery, share = search.solve()
    search.progress("people", 0.0)
    panels = people_lottery(program, lottery)
    return _outcome(program, lottery, share, search, panels)


class _Search:
    """The loop between relaxation and panels; it keeps every panel and cut found on the way."""

    def __init__(self, program: Program, progress: Progress) -> None:
        self.program = program
        self.progress = progress
        self.finder = Finder(program)
        self.first = self.finder.best(np.zeros(len(program.types)))
        self.panels: dict[bytes, Ints] = {}
        self.cuts: tuple[Cut, ...] = ()
        self._decided: npt.NDArray[np.bool_] | None = None
        if self.first is not None:
            self._keep([self.first])

    def solve(self) -> tuple[TypeLottery, Floats]:
        share = relaxed_leximin(self.program, cuts=(), selectable=self.selectable_types, progress=self.progress)
        found, lottery = peel(self.finder, share * self.program.multiplicity, progress=self.progress)
        self._keep(found)
        if self._somebody_shut_out(share):
            return self.solve()
        if lottery is None:
            found, lottery = blend(
                self.finder, share * self.program.multiplicity, self.panels.values(), progress=self.progress
            )
            self._keep(found)
        return (lottery, share) if lottery else self._level_by_level(share)

    def _level_by_level(self, relaxed: Floats) -> tuple[TypeLottery, Floats]:
        """Cuts are kept if the relaxation promised too much; else its own certificate stands."""
        proven = proven_levels(
            self.finder, self.panels.values(), selectable=self.selectable_types, progress=self.progress
        )
        if np.abs(proven.share - relaxed).max() > REACHED:
            self.cuts = proven.cuts
        return proven.lottery, proven.share

    @property
    def selectable_types(self) -> npt.NDArray[np.bool_]:
        everybody = np.ones(len(self.program.types), dtype=np.bool_)
        return everybody if self._decided is None else self._decided

    def _somebody_shut_out(self, share: Floats) -> bool:
        """Decide once, in whole numbers, whom no panel contains; True if the relaxation has to be told."""
        if self._decided is not None:
            return False
        seen = np.array(list(self.panels.values())).max(axis=0) > 0
        self._decided = selectable_types(self.program, self.finder, seen)
        return bool(np.any(share[~self._decided] > 0))

    def _keep(self, panels: Iterable[Ints]) -> None:
        self.panels |= {panel.tobytes(): panel for panel in panels}


def _outcome(
    program: Program, lottery: TypeLottery, share: Floats, search: _Search, panels: tuple[WeightedPanel, ...]
) -> Outcome:
    chance = dict.fromkeys(program.codes, 0.0)
    for probability, units in zip(share, program.types, strict=True):
        chance |= {code: float(probability) for unit in units for code in unit}
    selectable = search.selectable_types
    shut_out = [code for kind in np.flatnonzero(~selectable) for unit in program.types[kind] for code in unit]
    can_be_drawn = np.repeat(share[selectable], (program.multiplicity * program.sizes)[selectable])
    gap = float(np.abs(lottery.weights @ lottery.panels / program.multiplicity - share).max(initial=0.0))
    return Outcome(
        probabilities=chance,
        panels=panels,
        unselectable=tuple(sorted([*program.barred, *shut_out])),
        minimum=float(can_be_drawn.min()) if len(can_be_drawn) else None,
        certificate=Certificate(levels=_levels(can_be_drawn), cuts=_inequalities(program, search.cuts), gap=gap),
    )


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
