"""Threads (`threads`, `answering`), messages of the mailbox (`messages`, `collecting`), copies of one's data (`copies`),
public questions (`public`)."""

from obrady.stages.intake.actions.answering import Settled, answer, settle_right
from obrady.stages.intake.actions.copies import make_data_link, use_data_link
from obrady.stages.intake.actions.exporting import note_export
from obrady.stages.intake.actions.public import move_public_question, show_public_question, write_public_question
from obrady.stages.intake.actions.threads import (
    Contact,
    arrange,
    close,
    note,
    open_for_stranger,
    open_thread,
    reopen,
    say_more,
)

__all__ = [
    "Contact",
    "Settled",
    "answer",
    "arrange",
    "close",
    "make_data_link",
    "move_public_question",
    "note",
    "note_export",
    "open_for_stranger",
    "open_thread",
    "reopen",
    "say_more",
    "settle_right",
    "show_public_question",
    "use_data_link",
    "write_public_question",
]
