"""Writing (part of a larger act), templates, sending in bulk, what people do with one letter, what the worker does."""

from obrady.stages.letters.actions.delivering import (
    accepted,
    asked_to_wait,
    bounced,
    call_off,
    claim,
    failed,
    put_back,
    rest_until,
)
from obrady.stages.letters.actions.handling import hand_over, mark_posted, record_call
from obrady.stages.letters.actions.moving import LetterHasMoved
from obrady.stages.letters.actions.releasing import Released, cancel, recall, release, restore
from obrady.stages.letters.actions.stopping import stop_writing
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
    "bounced",
    "call_off",
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
    "rest_until",
    "restore",
    "retry",
    "save_template",
    "stop_writing",
    "write",
    "write_drafts_anew",
]
