"""What kinds, channels, states and troubles are called on the screen."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from obrady.doors.web.parts.context import OWN_NAMES
from obrady.stages.letters.states import LetterChannel, LetterKind, LetterState, Trouble

KINDS = {
    LetterKind.RECEIVED: _("Application received"),
    LetterKind.INCOMPLETE: _("Something is missing"),
    LetterKind.CORRECTED: _("Changes saved"),
    LetterKind.LATE: _("Came too late"),
    LetterKind.NOT_ELIGIBLE: _("Not eligible"),
    LetterKind.SELECTED: _("You have a place"),
    LetterKind.RESERVE: _("Reserve list"),
    LetterKind.NOT_SELECTED: _("Not this time"),
    LetterKind.WITHDRAWN: _("Application withdrawn"),
}
WHEN_WRITTEN = {
    LetterKind.RECEIVED: _("as soon as somebody has applied"),
    LetterKind.INCOMPLETE: _("as soon as somebody has applied and answers are missing"),
    LetterKind.CORRECTED: _("when somebody corrects their application"),
    LetterKind.LATE: _("when an application comes after the deadline"),
    LetterKind.NOT_ELIGIBLE: _("when the team decides that an application cannot be considered"),
    LetterKind.SELECTED: _("after the draw, as a draft to look at"),
    LetterKind.RESERVE: _("after the draw, as a draft to look at"),
    LetterKind.NOT_SELECTED: _("after the draw, as a draft to look at"),
    LetterKind.WITHDRAWN: _("when an application is withdrawn"),
}
CHANNELS = {
    LetterChannel.MAIL: pgettext_lazy("way to reach somebody", "E-mail"),
    LetterChannel.PHONE: pgettext_lazy("way to reach somebody", "Phone call"),
    LetterChannel.PRINT: pgettext_lazy("way to reach somebody", "Printed letter"),
}
STATES = {
    LetterState.DRAFT: (_("Draft"), "calm"),
    LetterState.WAITING: (_("Waits to leave"), "warn"),
    LetterState.SENDING: (_("On its way"), "warn"),
    LetterState.SENT: (_("Sent"), "good"),
    LetterState.FAILED: (_("Failed"), "bad"),
    LetterState.TO_DO: (_("To do"), "warn"),
    LetterState.DONE: (_("Done"), "good"),
    LetterState.CANCELLED: (_("Cancelled"), "calm"),
}
TROUBLES = {
    Trouble.MISSING_VALUE: _(
        "The text needs a value that is not there. Fill it in or change the text, then try again."
    ),
    Trouble.UNKNOWN_PLACEHOLDER: _(
        "The text holds a placeholder that does not exist. Change the text, then try again."
    ),
    Trouble.NO_ADDRESS: _("The person has no e-mail address that mail could use. Call them or print the letter."),
    Trouble.REFUSED: _("The mail server refused this letter for good. Check the address, call, or print the letter."),
    Trouble.LATER: _("The mail server asked to wait. We try again by ourselves."),
    Trouble.UNREACHABLE: _("The mail server cannot be reached. We try again by ourselves; no letter is lost."),
    Trouble.TOO_MANY: _("This address had many letters today. The letter leaves tomorrow by itself."),
    Trouble.GAVE_UP: _("For five days the mail server asked to wait. Call the person or print the letter."),
}
# In the order in which the editor explains them.
PLACEHOLDERS = {
    "reference": _("number of the application"),
    "status_url": _("address of the person’s private page"),
    "name": _("name, as the person wrote it"),
    "meeting_title": _("title of the meeting"),
    "meeting_date": _("date of the meeting"),
    "start_time": _("hour at which it begins"),
    "end_time": _("hour at which it ends"),
    "meeting_place": _("place and address"),
    "closes_at": _("until when applications are taken"),
    "answer_by": _("day by which everybody has an answer"),
    "places": _("number of places"),
    "office_phone": _("the office’s phone number"),
    "organiser": _("name of the organiser"),
    "missing_answers": _("what is still missing (only in “something is missing”)"),
    "reason": _("why an application cannot be considered (only in “not eligible”)"),
    "ledger_head": _("receipt from the ledger"),
    "ledger_check_url": _("address at which a receipt can be checked"),
    "withdraw_by": _("last day to withdraw (after the draw)"),
    "reserve_position": _("position on the reserve list (only in “reserve list”)"),
    "code": _("the person’s code in the draw"),
    "chance": _("the person’s chance in the draw"),
    "fingerprint": _("fingerprint of the frozen rules and pool"),
    "draw_url": _("address of the public page of the draw"),
    "check_url": _("address at which the own code can be checked"),
}
ACTS = {
    "retry": _("Try again"),
    "phone": _("Make it a phone call"),
    "print": _("Make it a printed letter"),
    "told": _("Told"),
    "no_answer": _("No answer"),
    "wrong_number": _("Wrong number"),
    "posted": _("Posted or handed over"),
    "cancel": _("Cancel this letter"),
    "restore": _("Take back as a draft"),
}


def language_name(code: str) -> str:
    return OWN_NAMES.get(code, code)


def trouble_in_words(trouble: str) -> object:
    return TROUBLES[Trouble(trouble)] if trouble else ""
