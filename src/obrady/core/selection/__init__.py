"""A fair lottery under quotas: exact probabilities, the panels that give them, equal rows for the dice.

Example:
    >>> from obrady.core.chance import draw_bundle, fingerprint
    >>> pool = [Candidate("A", {"gender": "woman"}), Candidate("B", {"gender": "man"}), Candidate("C", {"gender": "man"})]
    >>> rules = Rules(seats=2, quotas=(Quota("gender", "woman", 1, 1), Quota("gender", "man", 1, 1)))
    >>> outcome = optimal(pool=pool, rules=rules)
    >>> [round(outcome.probabilities[code], 6) for code in "ABC"]
    [1.0, 0.5, 0.5]
    >>> seed = fingerprint(frozen_document(pool=pool, rules=rules))
    >>> table = lottery(outcome=outcome, rows=1000, seed=seed)
    >>> sum("B" in row for row in table.rows)
    500
    >>> bundle = draw_bundle(
    ...     fingerprint=seed,
    ...     algorithm=ALGORITHMS[outcome.objective],
    ...     rules=rules_document(rules),
    ...     codes=[candidate.code for candidate in pool],
    ...     table=table.rows,
    ... )
    >>> bundle.rows == table.rows
    True

`can_be_met` is the quick check for a rules page; `optimal` raises `QuotasCannotBeMet` with the smallest relaxation;
`check_outcome`, `check_lottery` and `check_optimal` verify a result; `why_unselectable` and `why_infeasible` give the
facts behind a refusal.
"""

from obrady.core.selection.check import (
    Broken,
    Fault,
    check_lottery,
    check_optimal,
    check_outcome,
    check_panel,
)
from obrady.core.selection.documents import (
    entry_document,
    frozen_document,
    pool_entries,
    rules_document,
)
from obrady.core.selection.explain import (
    Count,
    RuleFact,
    RuleKind,
    ShutOut,
    composition,
    shut_out,
    why_infeasible,
    why_unselectable,
)
from obrady.core.selection.feasible import can_be_met, smallest_relaxation, unselectable
from obrady.core.selection.highs import SolverFailed
from obrady.core.selection.lottery import lottery
from obrady.core.selection.optimum import ALGORITHMS, optimal
from obrady.core.selection.outcome import Outcome
from obrady.core.selection.reach import Reach, reachable
from obrady.core.selection.refill import likely_replacements, replacements
from obrady.core.selection.types import (
    Bound,
    Candidate,
    Cap,
    Certificate,
    Change,
    Inequality,
    Level,
    Link,
    LinkKind,
    Lottery,
    Objective,
    Progress,
    Quota,
    QuotasCannotBeMet,
    Relaxation,
    Rules,
    RulesNotUsable,
    WeightedNumbers,
    WeightedPanel,
)

__all__ = [
    "ALGORITHMS",
    "Bound",
    "Broken",
    "Candidate",
    "Cap",
    "Certificate",
    "Change",
    "Count",
    "Fault",
    "Inequality",
    "Level",
    "Link",
    "LinkKind",
    "Lottery",
    "Objective",
    "Outcome",
    "Progress",
    "Quota",
    "QuotasCannotBeMet",
    "Reach",
    "Relaxation",
    "RuleFact",
    "RuleKind",
    "Rules",
    "RulesNotUsable",
    "ShutOut",
    "SolverFailed",
    "WeightedNumbers",
    "WeightedPanel",
    "can_be_met",
    "check_lottery",
    "check_optimal",
    "check_outcome",
    "check_panel",
    "composition",
    "entry_document",
    "frozen_document",
    "likely_replacements",
    "lottery",
    "optimal",
    "pool_entries",
    "reachable",
    "replacements",
    "rules_document",
    "shut_out",
    "smallest_relaxation",
    "unselectable",
    "why_infeasible",
    "why_unselectable",
]
