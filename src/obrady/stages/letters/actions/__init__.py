"""Writing (part of a larger act), templates, sending in bulk, what people do with one letter, what the worker does."""

from obrady.stages.letters.actions.delivering import (
    accepted,
    asked_to_wait,
    claim,
    failed,
    put_back,
    rest_after_outage,
)
from obrady.stages.letters.actions.handling import hand_over, mark_posted, record_call
from obrady.stages.letters.actions.moving import LetterHasMoved
from obrady.stages.letters.actions.releasing import Released, cancel, recall, release, restore
from obrady.stages.letters.actions.templates import (
    TemplateRefused,
    check_template,
    drop_template,
    retry,
    save_template,
    write_drafts_anew,
)
from obrady.stages.letters.actions.writing import write

__all__ = [
    "LetterHasMoved",
    "Released",
    "TemplateRefused",
    "accepted",
    "asked_to_wait",
    "cancel",
    "check_template",
    "claim",
    "drop_template",
    "failed",
    "hand_over",
    "mark_posted",
    "put_back",
    "recall",
    "record_call",
    "release",
    "rest_after_outage",
    "restore",
    "retry",
    "save_template",
    "write",
    "write_drafts_anew",
]
