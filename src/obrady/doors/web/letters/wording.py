"""What kinds, channels, states and troubles are called on the screen."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from obrady.doors.web.parts.context import OWN_NAMES
from obrady.stages.letters.queries import LeftOut
from obrady.stages.letters.states import LetterChannel, LetterKind, LetterState, MailingState, Stopped, Trouble
from obrady.workshop.mail import Trial

KINDS = {
    LetterKind.RECEIVED: _("Application received"),
    LetterKind.INCOMPLETE: _("Something is missing"),
    LetterKind.CORRECTED: _("Changes saved"),
    LetterKind.LATE: _("Came too late"),
    LetterKind.NOT_ELIGIBLE: _("Not eligible"),
    LetterKind.SELECTED: _("You have a place"),
    LetterKind.RESERVE: _("Reserve list"),
    LetterKind.NOT_SELECTED: _("Not this time"),
    LetterKind.LISTED: _("You have a place (without a draw)"),
    LetterKind.LISTED_RESERVE: _("Reserve list (without a draw)"),
    LetterKind.NOT_LISTED: _("Not this time (without a draw)"),
    LetterKind.WITHDRAWN: _("Application withdrawn"),
    LetterKind.CONFIRM: _("Confirm an address"),
    LetterKind.ANSWER: _("Answer to a message"),
    LetterKind.INVITATION: _("Invitation to apply"),
    LetterKind.EXPERT: _("Invitation of an expert"),
    LetterKind.EXTENDED: _("Applications open for longer"),
    LetterKind.CLOSED_EARLY: _("Applications close earlier"),
    LetterKind.REOPENED: _("Applications open again"),
    LetterKind.POSTPONED: _("New date"),
    LetterKind.MOVED: _("New place"),
    LetterKind.CANCELLED: _("Meeting cancelled"),
    LetterKind.REMINDER: _("Reminder"),
    LetterKind.PRACTICAL: _("Practical details"),
    LetterKind.THANKS: _("Thanks and result"),
    LetterKind.FREE: _("Free letter"),
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
    LetterKind.LISTED: _("after a list by points, order or groups was approved, as a draft to look at"),
    LetterKind.LISTED_RESERVE: _("after a list by points, order or groups was approved, as a draft to look at"),
    LetterKind.NOT_LISTED: _("after a list by points, order or groups was approved, as a draft to look at"),
    LetterKind.WITHDRAWN: _("when an application is withdrawn"),
    LetterKind.CONFIRM: _("when somebody has to show that an address is theirs"),
    LetterKind.ANSWER: _("when the team answers a question or an objection"),
    LetterKind.INVITATION: _("when the team invites somebody from the contact book to apply"),
    LetterKind.EXPERT: _("when the team invites an expert"),
    LetterKind.EXTENDED: _("after the time for applying was extended, as a draft to look at"),
    LetterKind.CLOSED_EARLY: _("after applications were closed early, as a draft to look at"),
    LetterKind.REOPENED: _("after applications were opened again, as a draft to look at"),
    LetterKind.POSTPONED: _("after the meeting was given a new date, as a draft to look at"),
    LetterKind.MOVED: _("after the meeting was given a new place, as a draft to look at"),
    LetterKind.CANCELLED: _("after the meeting was cancelled, as a draft to look at"),
    LetterKind.REMINDER: _("when the team writes to many, at once or some days before the meeting"),
    LetterKind.PRACTICAL: _("when the team writes to many, at once or some days before the meeting"),
    LetterKind.THANKS: _("when the team writes to many after the meeting"),
    LetterKind.FREE: _("when the team writes to many; the words come from the team"),
}
FIRST_GROUP = "applying"
# The page on which many texts are edited shows one of these at a time.
GROUPS = {
    "applying": (
        _("Applying"),
        (
            LetterKind.RECEIVED, LetterKind.INCOMPLETE, LetterKind.CORRECTED, LetterKind.LATE, LetterKind.NOT_ELIGIBLE,
            LetterKind.WITHDRAWN, LetterKind.CONFIRM, LetterKind.ANSWER,
        ),
    ),
    "draw": (_("After the draw"), (LetterKind.SELECTED, LetterKind.RESERVE, LetterKind.NOT_SELECTED)),
    "list": (
        _("After a list without a draw"),
        (LetterKind.LISTED, LetterKind.LISTED_RESERVE, LetterKind.NOT_LISTED),
    ),
    "course": (
        _("Change of course"),
        (
            LetterKind.EXTENDED, LetterKind.CLOSED_EARLY, LetterKind.REOPENED, LetterKind.POSTPONED, LetterKind.MOVED,
            LetterKind.CANCELLED,
        ),
    ),
    "many": (
        _("To many"),
        (LetterKind.REMINDER, LetterKind.PRACTICAL, LetterKind.THANKS, LetterKind.FREE),
    ),
    "inviting": (_("Inviting"), (LetterKind.INVITATION, LetterKind.EXPERT)),
}  # fmt: skip
STANDINGS = {
    None: _("comes with Obrady"),
    False: _("own, all meetings"),
    True: _("own, this meeting"),
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
    Trouble.NO_ADDRESS: _("The person has no e-mail address that mail could use."),
    Trouble.REFUSED: _("The mail server refused the e-mail for good. Check the address."),
    Trouble.LATER: _("The mail server asked to wait. We try again by ourselves."),
    Trouble.UNREACHABLE: _("The mail server cannot be reached. We try again by ourselves; no letter is lost."),
    Trouble.TOO_MANY: _("This address had many letters today. The letter leaves tomorrow by itself."),
    Trouble.BOUNCED: _("The e-mail came back: it could not be delivered."),
    Trouble.PACED: _("The mail provider takes only so many letters at a time. The letter leaves by itself."),
    Trouble.NOT_WORKING: _("Letters to this person’s e-mail address came back before, so this one goes another way."),
    Trouble.DO_NOT_WRITE: _("The person wants no such letters, so it does not leave."),
    Trouble.GAVE_UP: _("For five days the mail server asked to wait, so the e-mail did not leave."),
}
TO_MANY_FOR = {
    LetterKind.REMINDER: _("The day, the hour and the place once more, and how to give a place back."),
    LetterKind.PRACTICAL: _("How to get there, what is accessible, what to bring."),
    LetterKind.THANKS: _("Thanks for taking part, and what came of it."),
    LetterKind.FREE: _("Your own words, about anything."),
}
MAILING_STATES = {
    MailingState.PLANNED: (_("Planned"), "calm"),
    MailingState.WRITTEN: (_("Written"), "good"),
    MailingState.STOPPED: (_("Stopped"), "warn"),
}
STOPS = {
    Stopped.BY_HAND: _("stopped by the team"),
    Stopped.CANCELLED: _("the meeting is cancelled, so it does not leave"),
    Stopped.DATE_CHANGED: _("the date has changed since, so it does not leave; plan it again"),
    Stopped.TOO_LATE: _("the meeting had begun, so it did not leave"),
}
LEFT_OUT = {
    LeftOut.HAD_IT: _("had this letter already"),
    LeftOut.UNSUBSCRIBED: _("want no more letters"),
    LeftOut.NO_BASIS: _("no basis for writing to them is noted"),
    LeftOut.CONSENT_WITHDRAWN: _("took their consent back"),
    LeftOut.NO_ADDRESS: _("no way to reach them"),
    LeftOut.SAME_PERSON: _("the same person twice in the list"),
    LeftOut.HAD_LATELY: _("had a letter from you lately: limits and pause of the contact book"),
}
# What organisers may use in their own words to many.
IN_FREE_WORDS = (
    "name",
    "reference",
    "meeting_title",
    "meeting_date",
    "start_time",
    "meeting_place",
    "status_url",
    "office_phone",
)
TRIALS = {
    Trial.ACCEPTED: _("The server took the letter."),
    Trial.NO_CONNECTION: _(
        "The server could not be reached, or did not answer in time. Check its name, the port and the encryption."
    ),
    Trial.CERTIFICATE: _(
        "The server answered, but its certificate is not valid for that name. Check the name of the server; "
        "no password was sent."
    ),
    Trial.NO_SECURITY: _(
        "The server does not offer this encryption on this port. Try the other one; no password was sent."
    ),
    Trial.SIGN_IN: _(
        "The server refused the user name or the password. Some providers want a password made for programs, "
        "from the settings of the mailbox."
    ),
    Trial.SENDER: _("The server does not take letters from this sender. Use the address of the mailbox itself."),
    Trial.RECIPIENT: _("The server refused the address that the test letter was for. Check it, or try another."),
    Trial.BUSY: _("The server works, but asked to try later. Wait some minutes and try again."),
    Trial.FOLDER: _("The sign-in worked, but the folder could not be opened. Check its name."),
    Trial.OTHER: _("The server refused the letter."),
}
MAILBOX_TRIALS = {
    **TRIALS,
    Trial.ACCEPTED: _("The mailbox can be read. Nothing in it is changed."),
    Trial.BUSY: _("The server works, but asked to try later. Wait some minutes and try again."),
    Trial.OTHER: _("The server refused to open the mailbox."),
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
    "reason": _("why an application cannot be considered, or why something changed"),
    "ledger_head": _("receipt from the ledger"),
    "ledger_check_url": _("address at which a receipt can be checked"),
    "withdraw_by": _("last day to withdraw (after the draw)"),
    "reserve_position": _("position on the reserve list (only in “reserve list”)"),
    "code": _("the person’s code in the draw"),
    "chance": _("the person’s chance in the draw"),
    "fingerprint": _("fingerprint of the frozen rules and pool"),
    "draw_url": _("address of the public page of the draw"),
    "check_url": _("address at which the own code can be checked"),
    "access_notes": _("how to get there and what is accessible (left out when there is nothing)"),
    "meeting_url": _("address of the meeting’s public page"),
    "old_date": _("earlier date and hours (after a change)"),
    "new_date": _("new date and hours (after a change)"),
    "old_place": _("earlier place (after a change)"),
    "new_place": _("new place (after a change)"),
    "old_closes_at": _("earlier deadline (after a change)"),
    "details": _("what the team adds when it writes to many"),
    "result": _("what came of the meeting (only in “thanks and result”)"),
    "subject": _("the team’s own subject (only in a free letter)"),
    "text": _("the team’s own words (only in a free letter)"),
    "question": _("what the person wrote (only in an answer)"),
    "answer": _("what the team answers (only in an answer)"),
    "thread_url": _("address of the conversation (only in an answer)"),
    "invitation_url": _("personal address to apply (only in an invitation)"),
    "unsubscribe_url": _("address to get no more such letters (in letters to the contact book)"),
    "expert_url": _("personal address of an expert"),
    "agenda_slot": _("an expert’s part of the programme"),
    "confirm_url": _("address at which an address is confirmed"),
    "confirm_code": _("code with which an address is confirmed"),
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


def called() -> dict[str, str]:
    """Each placeholder in a few words, without the note on where it can be used."""
    return {name: str(meaning).partition(" (")[0] for name, meaning in PLACEHOLDERS.items()}


def explained(names: Iterable[str], values: Mapping[str, str | None]) -> list[tuple[str, object, str]]:
    """As a list for whoever writes: what stands in braces, what it stands for, and what it says here."""
    return [(name, PLACEHOLDERS[name], str(values.get(name) or "")) for name in names if name in PLACEHOLDERS]


def language_name(code: str) -> str:
    return OWN_NAMES.get(code, code)


def trouble_in_words(trouble: str) -> object:
    return TROUBLES[Trouble(trouble)] if trouble else ""
