from obrady.stages.applications.actions.bulk import Done, assign_many, let_in, refuse_many, undo_bulk
from obrady.stages.applications.actions.correcting import correct, take_back_consents, take_back_withdrawal, withdraw
from obrady.stages.applications.actions.form_editing import begin_draft, change_draft, undo_change
from obrady.stages.applications.actions.form_publishing import publish_draft
from obrady.stages.applications.actions.form_templates import (
    bring_back_template,
    keep_template,
    remove_template,
    rename_template,
    save_as_template,
    start_from_template,
)
from obrady.stages.applications.actions.import_staging import sweep_unfinished_imports
from obrady.stages.applications.actions.importing import ImportOutcome, import_applications
from obrady.stages.applications.actions.judging import (
    clear_complete,
    judge,
    lock_for_draw,
    settle_again,
    unlock_after_draw,
)
from obrady.stages.applications.actions.linking import confirm_link, reject_link
from obrady.stages.applications.actions.merging import keep_both, merge_pair, undo_last_decision
from obrady.stages.applications.actions.office import assign, drop_filter, remove_note, save_filter, write_note
from obrady.stages.applications.actions.publishing import publish_form
from obrady.stages.applications.actions.spelling import keep_spelling_apart, nod_proposed, nod_spelling
from obrady.stages.applications.actions.submitting import Submitted, submit
from obrady.stages.applications.actions.undoing import undo_correction

__all__ = [
    "Done",
    "ImportOutcome",
    "Submitted",
    "assign",
    "assign_many",
    "begin_draft",
    "bring_back_template",
    "change_draft",
    "clear_complete",
    "confirm_link",
    "correct",
    "drop_filter",
    "import_applications",
    "judge",
    "keep_both",
    "keep_spelling_apart",
    "keep_template",
    "let_in",
    "lock_for_draw",
    "merge_pair",
    "nod_proposed",
    "nod_spelling",
    "publish_draft",
    "publish_form",
    "refuse_many",
    "reject_link",
    "remove_note",
    "remove_template",
    "rename_template",
    "save_as_template",
    "save_filter",
    "settle_again",
    "start_from_template",
    "submit",
    "sweep_unfinished_imports",
    "take_back_consents",
    "take_back_withdrawal",
    "undo_bulk",
    "undo_change",
    "undo_correction",
    "undo_last_decision",
    "unlock_after_draw",
    "withdraw",
    "write_note",
]
