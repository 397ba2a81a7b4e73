from obrady.stages.draws.actions.answering import usual_withdraw_by, write_answers
from obrady.stages.draws.actions.computing import (
    ComputationStopped,
    PoolHasChanged,
    compute,
    compute_again,
    drop_rehearsal,
    stop_computing,
)
from obrady.stages.draws.actions.drafting import (
    BoundGiven,
    RulesGiven,
    RulesNotPossible,
    set_rules,
    set_shares,
    sketch,
)
from obrady.stages.draws.actions.freezing import DrawIsNeeded, FreezeHindered, admit_all, freeze, rehearse
from obrady.stages.draws.actions.throwing import (
    BundleDoesNotMatch,
    DiceNotUsable,
    ReasonMissing,
    abandon,
    commit,
    digits_needed,
    publish,
    throw_dice,
)

__all__ = [
    "BoundGiven",
    "BundleDoesNotMatch",
    "ComputationStopped",
    "DiceNotUsable",
    "DrawIsNeeded",
    "FreezeHindered",
    "PoolHasChanged",
    "ReasonMissing",
    "RulesGiven",
    "RulesNotPossible",
    "abandon",
    "admit_all",
    "commit",
    "compute",
    "compute_again",
    "digits_needed",
    "drop_rehearsal",
    "freeze",
    "publish",
    "rehearse",
    "set_rules",
    "set_shares",
    "sketch",
    "stop_computing",
    "throw_dice",
    "usual_withdraw_by",
    "write_answers",
]
