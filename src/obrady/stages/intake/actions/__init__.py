"""Threads (`threads`, `answering`), messages of the mailbox (`messages`, `collecting`), copies of one's data (`copies`)."""

from obrady.stages.intake.actions.answering import Settled, answer, settle_right
from obrady.stages.intake.actions.copies import make_data_link, use_data_link
from obrady.stages.intake.actions.threads import arrange, close, note, open_thread, reopen, say_more

__all__ = [
    "Settled",
    "answer",
    "arrange",
    "close",
    "make_data_link",
    "note",
    "open_thread",
    "reopen",
    "say_more",
    "settle_right",
    "use_data_link",
]
