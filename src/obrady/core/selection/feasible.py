"""Whether the rules can be met at all, by whom, and what the smallest change of quotas is that lets them be met."""

from collections.abc import Sequence

import numpy as np

from obrady.core.selection.highs import Model, SolverFailed
from obrady.core.selection.panels import Finder, selectable_types
from obrady.core.selection.reduce import Ints, Program, reduce
from obrady.core.selection.types import Bound, Candidate, Change, QuotasCannotBeMet, Relaxation, Rules


def can_be_met(*, pool: Sequence[Candidate], rules: Rules) -> None:
    """Return if some panel meets all rules.

    Raises:
        QuotasCannotBeMet: there is none; it carries the smallest relaxation.
        RulesNotUsable: the pool or the rules contradict themselves.
    """
    program = reduce(pool=pool, rules=rules)
    if Finder(program).best(np.zeros(len(program.types))) is None:
        raise QuotasCannotBeMet(relaxation=smallest_relaxation(pool=pool, rules=rules))


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


def smallest_relaxation(*, pool: Sequence[Candidate], rules: Rules) -> Relaxation | None:
    """The smallest total change of quota bounds after which a panel exists.

    Each seat by which a minimum is lowered or a maximum is raised counts 1. Caps, links, households and the number of
    seats stay. Where several smallest changes exist, one of them is returned, always the same.

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
    program = reduce(pool=pool, rules=rules, keep_quotas=True)
    panel = _nearest_panel(program)
    if panel is None:
        return None
    activity = np.rint(program.activity(panel)).astype(np.int64)
    counts = {row[1:]: int(count) for row, count in zip(program.rows, activity, strict=True) if row[0] == "quota"}
    changes = []
    for quota in rules.quotas:
        count = counts[quota.feature, quota.value]
        if count < quota.low:
            changes.append(Change(quota.feature, quota.value, Bound.MIN, quota.low, count))
        if count > quota.high:
            changes.append(Change(quota.feature, quota.value, Bound.MAX, quota.high, count))
    return Relaxation(changes=tuple(changes), total=sum(change.seats for change in changes))


def _nearest_panel(program: Program) -> Ints | None:
    """Whole numbers per type that meet all rows but the quotas', and break those by as few seats as possible."""
    types = len(program.types)
    quotas = np.array([index for index, row in enumerate(program.rows) if row[0] == "quota"], dtype=np.int64)
    each = np.arange(len(quotas))
    model = Model(
        row=np.concatenate([program.row, quotas, quotas]),
        column=np.concatenate([program.column, types + each, types + len(quotas) + each]),
        value=np.concatenate([program.value, np.ones(len(quotas)), -np.ones(len(quotas))]),
        row_low=program.low.astype(np.float64),
        row_high=program.high.astype(np.float64),
        columns=types + 2 * len(quotas),
        integer=True,
    )
    most = np.full(2 * len(quotas), float(len(program.codes) + 1)) if len(quotas) else np.zeros(0)
    model.bound_columns(np.zeros(model.columns), np.concatenate([program.multiplicity, most]))
    model.maximise(np.concatenate([np.zeros(types), -np.ones(2 * len(quotas))]))
    solution = model.solve()
    if solution is None:
        return None
    panel = np.rint(solution.x[:types]).astype(np.int64)
    kept = np.array([row[0] != "quota" for row in program.rows])
    activity = program.activity(panel)[kept]
    if np.any(activity < program.low[kept]) or np.any(activity > program.high[kept]):
        raise SolverFailed(status="a relaxed panel breaks a rule that stays")
    return panel
