"""What this room's lines of the ledger are called."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "applications.give_consent": _("a consent was given again"),
    "applications.office_copy": _("a copy of somebody’s data was made at the office"),
    "applications.send_data_link": _("a link to the whole copy was sent to the address on record"),
    "applications.small_copy": _("somebody took a copy of their data from the private page"),
    "applications.whole_copy": _("the whole copy of somebody’s data was opened by the link sent to them"),
    "intake.answer": _("a question, objection or request was answered"),
    "intake.arrange": _("who answers until when was set"),
    "intake.close": _("a thread was closed"),
    "intake.export": _("the list of questions was taken out as a file"),
    "intake.go_on_in": _("a message was added to a thread"),
    "intake.keep_raw": _("a message came and was stored"),
    "intake.let_go": _("old sorted messages were removed"),
    "intake.look_into": _("a message was read and filed"),
    "intake.make_thread": _("a message became a question, objection or request"),
    "intake.move_question": _("a public question was moved"),
    "intake.note": _("a note was written in a thread"),
    "intake.open_thread": _("a question, objection or request was opened"),
    "intake.publish_question": _("a public question was put on the page"),
    "intake.put_back": _("a message was put back to be sorted"),
    "intake.quarantine": _("a message that could not be read was put into quarantine"),
    "intake.reopen": _("a thread was opened again"),
    "intake.say_more": _("something more was said in a thread"),
    "intake.set_aside": _("a message was set aside"),
    "intake.try_at_once": _("a person asked to look into the mailbox at once"),
    "intake.unpublish_question": _("a public question was taken from the page"),
    "intake.write_no_more": _("nothing unasked is sent to an address any more"),
    "intake.write_public_question": _("a public question and answer was written"),
}
