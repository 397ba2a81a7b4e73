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
from obrady.stages.letters.actions.exporting import note_export
from obrady.stages.letters.actions.handling import hand_over, mark_posted, record_call
from obrady.stages.letters.actions.mail_setup import (
    MailRefused,
    Probe,
    Receiving,
    Sending,
    leave_mail_for_later,
    save_receiving,
    save_sending,
    send_test_letter,
    try_mailbox,
)
from obrady.stages.letters.actions.mailing import (
    MailingRefused,
    WrittenToMany,
    plan_mailing,
    send_planned,
    stop_mailing,
    write_to_many,
)
from obrady.stages.letters.actions.many_templates import (
    Words,
    copy_templates,
    drop_templates,
    save_templates,
    share_templates,
)
from obrady.stages.letters.actions.moving import LetterHasMoved
from obrady.stages.letters.actions.releasing import Released, cancel, recall, release, restore
from obrady.stages.letters.actions.stopping import stop_writing
from obrady.stages.letters.actions.templates import (
    TemplateRefused,
    check_template,
    drop_template,
    may_mail_again,
    retry,
    save_template,
    write_drafts_anew,
)
from obrady.stages.letters.actions.writing import write

__all__ = [
    "LetterHasMoved",
    "MailRefused",
    "MailingRefused",
    "Probe",
    "Receiving",
    "Released",
    "Sending",
    "TemplateRefused",
    "Words",
    "WrittenToMany",
    "accepted",
    "asked_to_wait",
    "bounced",
    "call_off",
    "cancel",
    "check_template",
    "claim",
    "copy_templates",
    "drop_template",
    "drop_templates",
    "failed",
    "hand_over",
    "leave_mail_for_later",
    "mark_posted",
    "may_mail_again",
    "note_export",
    "plan_mailing",
    "put_back",
    "recall",
    "record_call",
    "release",
    "rest_until",
    "restore",
    "retry",
    "save_receiving",
    "save_sending",
    "save_template",
    "save_templates",
    "send_planned",
    "send_test_letter",
    "share_templates",
    "stop_mailing",
    "stop_writing",
    "try_mailbox",
    "write",
    "write_drafts_anew",
    "write_to_many",
]
