from obrady.stages.applications.actions.correcting import correct, take_back_consents, take_back_withdrawal, withdraw
from obrady.stages.applications.actions.importing import ImportOutcome, import_applications, sweep_unfinished_imports
from obrady.stages.applications.actions.judging import (
    clear_complete,
    judge,
    lock_for_draw,
    settle_again,
    unlock_after_draw,
)
from obrady.stages.applications.actions.linking import confirm_link, reject_link
from obrady.stages.applications.actions.merging import keep_both, merge_pair, undo_last_decision
from obrady.stages.applications.actions.publishing import publish_form
from obrady.stages.applications.actions.spelling import keep_spelling_apart, nod_proposed, nod_spelling
from obrady.stages.applications.actions.submitting import Submitted, submit

__all__ = [
    "ImportOutcome",
    "Submitted",
    "clear_complete",
    "confirm_link",
    "correct",
    "import_applications",
    "judge",
    "keep_both",
    "keep_spelling_apart",
    "lock_for_draw",
    "merge_pair",
    "nod_proposed",
    "nod_spelling",
    "publish_form",
    "reject_link",
    "settle_again",
    "submit",
    "sweep_unfinished_imports",
    "take_back_consents",
    "take_back_withdrawal",
    "undo_last_decision",
    "unlock_after_draw",
    "withdraw",
]
