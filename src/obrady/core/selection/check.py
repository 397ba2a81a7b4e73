"""Verifying any outcome against what is promised, person by person, without the reduction that produced it."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from obrady.core.selection.outcome import Outcome
from obrady.core.selection.panels import Finder
from obrady.core.selection.reduce import Floats, Program, reduce
from obrady.core.selection.relaxed import Cut, relaxed_gain, relaxed_maximin
from obrady.core.selection.types import Candidate, LinkKind, Lottery, Objective, Rules, WeightedPanel

NEAR = 1e-8


class Broken(Enum):
    """Which promise a fault breaks."""

    SEATS = "seats"
    UNKNOWN_CODE = "unknown_code"
    CODE_TWICE = "code_twice"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    CAP = "cap"
    HOUSEHOLD = "household"
    LINK = "link"
    MUST = "must"
    EXCLUDED = "excluded"
    WEIGHTS = "weights"
    PROBABILITY = "probability"
    UNSELECTABLE = "unselectable"


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken promise: what it is about, what was found and what was allowed."""

    broken: Broken
    about: tuple[str, ...]
    found: float
    allowed: float


def check_panel(codes: Sequence[str], *, pool: Sequence[Candidate], rules: Rules) -> tuple[Fault, ...]:
    """Every rule that these people together break; empty when they are a panel.

    Example:
        >>> pool = [Candidate("A", {}), Candidate("B", {})]
        >>> [fault.broken.value for fault in check_panel(["A"], pool=pool, rules=Rules(seats=2))]
        ['seats']
    """
    by_code = {one.code: one for one in pool}
    strangers = [Fault(Broken.UNKNOWN_CODE, (code,), 1, 0) for code in codes if code not in by_code]
    twice = [Fault(Broken.CODE_TWICE, (code,), times, 1) for code, times in Counter(codes).items() if times > 1]
    people = [by_code[code] for code in codes if code in by_code]
    faults = [
        *strangers,
        *twice,
        *_quota_faults(people, rules),
        *_group_faults(people, rules),
        *_link_faults(codes, rules),
        *(Fault(Broken.MUST, (code,), 0, 1) for code in rules.must if code not in codes),
        *(Fault(Broken.EXCLUDED, (code,), 1, 0) for code in rules.excluded if code in codes),
    ]
    if len(codes) != rules.seats:
        faults.append(Fault(Broken.SEATS, (), len(codes), rules.seats))
    return tuple(faults)


def _quota_faults(people: Sequence[Candidate], rules: Rules) -> Iterable[Fault]:
    guests = set(rules.guests)
    for quota in rules.quotas:
        counted = (one for one in people if quota.counts_guests or one.code not in guests)
        count = sum(one.features[quota.feature] == quota.value for one in counted)
        if count < quota.low:
            yield Fault(Broken.MINIMUM, (quota.feature, quota.value), count, quota.low)
        if count > quota.high:
            yield Fault(Broken.MAXIMUM, (quota.feature, quota.value), count, quota.high)


def _group_faults(people: Sequence[Candidate], rules: Rules) -> Iterable[Fault]:
    for cap in rules.caps:
        groups = Counter(one.groups[cap.key] for one in people if one.groups.get(cap.key))
        for group, count in groups.items():
            if count > cap.most:
                yield Fault(Broken.CAP, (cap.key, group), count, cap.most)
    if rules.households:
        for household, count in Counter(one.household for one in people if one.household).items():
            if count > 1:
                yield Fault(Broken.HOUSEHOLD, (household,), count, 1)


def _link_faults(codes: Sequence[str], rules: Rules) -> Iterable[Fault]:
    drawn = set(codes)
    for link in rules.links:
        both = (link.first in drawn) + (link.second in drawn)
        if link.kind is LinkKind.TOGETHER and both == 1:
            yield Fault(Broken.LINK, (link.first, link.second), 1, 2)
        if link.kind is not LinkKind.TOGETHER and both == 2:
            yield Fault(Broken.LINK, (link.first, link.second), 2, 1)
        if link.kind is LinkKind.EXACTLY_ONE and both == 0:
            yield Fault(Broken.LINK, (link.first, link.second), 0, 1)


def check_outcome(
    outcome: Outcome, *, pool: Sequence[Candidate], rules: Rules, panels: Sequence[WeightedPanel] | None = None
) -> tuple[Fault, ...]:
    """Every broken promise of an outcome but optimality (see `check_optimal`): panels meet all rules in whole
    numbers, weights are positive and sum to 1, probabilities are what the panels give (within 1e-8), and those called
    unselectable are on no panel.

    Args:
        panels: the exact lottery as it was kept or published; None: as the outcome has it.
    """
    panels = outcome.panels if panels is None else panels
    faults = [fault for panel in panels for fault in check_panel(panel.codes, pool=pool, rules=rules)]
    total = math.fsum(panel.weight for panel in panels)
    if abs(total - 1) > NEAR or any(panel.weight <= 0 for panel in panels):
        faults.append(Fault(Broken.WEIGHTS, (), total, 1))
    shares: dict[str, list[float]] = defaultdict(list)
    for panel in panels:
        for code in panel.codes:
            shares[code].append(panel.weight)
    for one in pool:
        given, promised = math.fsum(shares[one.code]), outcome.probabilities.get(one.code, -1.0)
        if abs(given - promised) > NEAR:
            faults.append(Fault(Broken.PROBABILITY, (one.code,), given, promised))
    faults += [Fault(Broken.UNSELECTABLE, (code,), 1, 0) for code in outcome.unselectable if shares[code]]
    return tuple(faults)


def check_lottery(
    lottery: Lottery, *, outcome: Outcome, pool: Sequence[Candidate], rules: Rules, seats_off: float = 1.5
) -> tuple[Fault, ...]:
    """Every broken promise of a table: each row meets all rules, and each person's number of rows is within
    `seats_off` of probability times rows, exactly so for probabilities 0 and 1."""
    rows = Counter(lottery.rows)
    faults = [fault for row in rows for fault in check_panel(row, pool=pool, rules=rules)]
    counts: Counter[str] = Counter()
    for row, times in rows.items():
        counts.update(dict.fromkeys(row, times))
    for code, probability in outcome.probabilities.items():
        expected = probability * len(lottery.rows)
        certain = probability in (0.0, 1.0)
        if abs(counts[code] - expected) > (NEAR if certain else seats_off):
            faults.append(Fault(Broken.PROBABILITY, (code,), counts[code], expected))
    return tuple(faults)


def check_optimal(outcome: Outcome, *, pool: Sequence[Candidate], rules: Rules) -> float:
    """How far the objective may still be from the optimum; about 0 proves it.

    First each cut of the certificate is proven again: an integer program solved with a gap of 0 shows that no panel goes
    beyond its bound, and that those called unselectable are on no panel. People whom no rule tells apart must be equal.
    Then, over the relaxation and the cuts, an upper bound on every lottery:

    * leximin: for each level, a linear program maximises the mean probability of the people at that level while nobody
      lower falls and nobody higher falls below it; the largest such gain.
    * maximin: a linear program maximises the smallest probability; its gain.
    * Nash: with the weight 1 / p_i for each person the largest weight of a panel, by an integer program with a gap of 0,
      minus the number of people who can be drawn bounds the gain in the sum of logarithms, which lies below its tangent.

    Returns:
        The largest gain found (about 0: rounding leaves up to 1e-6 in large pools); infinity if a cut or an unselectable
        person does not stand.
    """
    program = reduce(pool=pool, rules=rules)
    cuts = [_cut(program, dict(inequality.coefficients), inequality.bound) for inequality in outcome.certificate.cuts]
    finder = Finder(program)
    alike = [[outcome.probabilities[code] for unit in units for code in unit] for units in program.types]
    unequal = max((max(same) - min(same) for same in alike), default=0.0)
    share = np.array([float(np.mean(same)) for same in alike])
    shut_out = set(outcome.unselectable)
    selectable = np.array([units[0][0] not in shut_out for units in program.types], dtype=np.bool_)
    for cut in cuts:
        panel = finder.best(cut.coefficients)
        if panel is None or int(cut.coefficients @ panel) > cut.bound:
            return math.inf
    panel = finder.best((~selectable).astype(np.int64))
    if panel is None or panel[~selectable].any():
        return math.inf
    if outcome.objective is Objective.NASH:
        return max(unequal / 2, _nash_gain(finder, share, selectable))
    if outcome.objective is Objective.MAXIMIN:
        highest = relaxed_maximin(program, selectable=selectable, cuts=cuts)[selectable].min(initial=1.0)
        return max(unequal / 2, float(highest) - float(share[selectable].min(initial=1.0)))
    return max(unequal / 2, relaxed_gain(program, cuts=cuts, selectable=selectable, share=share))


def _nash_gain(finder: Finder, share: Floats, selectable: npt.NDArray[np.bool_]) -> float:
    if not selectable.any():
        return 0.0
    if share[selectable].min() <= 0:
        return math.inf
    program = finder.program
    weights = np.zeros(len(share))
    weights[selectable] = program.sizes[selectable] / share[selectable]
    panel = finder.best(weights)
    people = (program.multiplicity * program.sizes)[selectable].sum()
    return math.inf if panel is None else float(weights @ panel) - float(people)


def _cut(program: Program, coefficients: Mapping[str, int], bound: int) -> Cut:
    per_type = [coefficients.get(units[0][0], 0) for units in program.types]
    return Cut(coefficients=np.array(per_type, dtype=np.int64), bound=bound)
