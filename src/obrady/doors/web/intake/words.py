"""What kinds, states, channels and troubles of this room are called, and refusals in words."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from obrady.stages.intake.states import (
    Direction,
    MailTrouble,
    MessageKind,
    MessageState,
    Refusal,
    Right,
    ThreadChannel,
    ThreadKind,
    ThreadState,
)

KINDS = {
    ThreadKind.QUESTION: _("question"),
    ThreadKind.OBJECTION: _("objection"),
    ThreadKind.RIGHT: _("request about personal data"),
}
RIGHTS = {
    Right.ACCESS: _("copy of the data"),
    Right.CORRECTION: _("correction"),
    Right.ERASURE: _("erasure"),
    Right.RESTRICTION: _("restriction of use"),
    Right.CONSENT: _("a consent taken back or given"),
    Right.COMPLAINT: _("complaint"),
}
# What somebody can choose to write about; the value is "kind" or "right:which".
SUBJECTS = {
    "question": _("A question"),
    "objection": _("An objection to the recruitment or the draw"),
    "right:access": _("I want a copy of my data"),
    "right:correction": _("My data should be corrected"),
    "right:erasure": _("My data should be erased"),
    "right:restriction": _("My data should not be used for now"),
    "right:complaint": _("A complaint about how my data is handled"),
}
STATES = {
    ThreadState.WAITS_FOR_US: (_("waits for us"), "warn"),
    ThreadState.WAITS_FOR_THEM: (_("waits for them"), "calm"),
    ThreadState.ANSWERED: (_("answer given"), "good"),
    ThreadState.CLOSED: (_("closed"), "calm"),
}
# The same for the person who wrote.
OWN_STATES = {
    ThreadState.WAITS_FOR_US: (_("we will answer"), "warn"),
    ThreadState.WAITS_FOR_THEM: (_("we asked you back"), "warn"),
    ThreadState.ANSWERED: (_("answer given"), "good"),
    ThreadState.CLOSED: (_("closed"), "calm"),
}
CHANNELS = {
    ThreadChannel.PAGE: _("private page"),
    ThreadChannel.MAIL: _("e-mail"),
    ThreadChannel.PHONE: _("telephone"),
    ThreadChannel.OFFICE: _("at the office"),
}
DIRECTIONS = {
    Direction.IN: _("They said"),
    Direction.OUT: _("We answered"),
    Direction.NOTE: _("Note for colleagues"),
}
MESSAGE_KINDS = {
    MessageKind.UNREAD: (_("not read yet"), "calm"),
    MessageKind.LETTER: (_("message"), "warn"),
    MessageKind.REPLY: (_("answer to a letter"), "good"),
    MessageKind.BOUNCE: (_("came back"), "bad"),
    MessageKind.AUTOMATIC: (_("automatic"), "calm"),
    MessageKind.QUARANTINE: (_("quarantine"), "bad"),
}
MESSAGE_STATES = {
    MessageState.WAITING: (_("to be sorted"), "warn"),
    MessageState.DONE: (_("sorted"), "good"),
    MessageState.ASIDE: (_("set aside"), "calm"),
}
MAIL_TROUBLES = {
    MailTrouble.UNREACHABLE: _("The mail server cannot be reached."),
    MailTrouble.REFUSED: _("The mail server refuses the sign-in or the folder. Look at the settings of the mailbox."),
    MailTrouble.BROKE_OFF: _("The line to the mail server broke off. What came before is kept; the rest follows."),
    MailTrouble.STUCK: _(
        "The mail server does not hand out one of the messages. After a few tries the others come without it."
    ),
}
FAULTS = {
    "too_large": _("It is larger than 10 MB."),
    "too_many_headers": _("It has more header lines than any honest message."),
    "too_nested": _("Its parts are nested too deeply."),
    "too_many_lines": _("It has too many lines."),
    "not_whole": _("It is larger than 60 MB: only its beginning was fetched. The rest is in the mailbox."),
    "not_fetched": _("The mail server did not hand it out. Look for it in the mailbox itself."),
    "broken": _("It is broken or empty."),
}


def kind_in_words(kind: str, right: str = "") -> str:
    if right:
        return str(RIGHTS[Right(right)])
    return str(KINDS[ThreadKind(kind)])


def subject_of(value: str) -> tuple[ThreadKind, Right]:
    kind, _sign, right = value.partition(":")
    return ThreadKind(kind), Right(right)


def stands_now(theirs: object) -> str:
    return _now("Stands now: “%(theirs)s”.") % {"theirs": str(theirs or "") or _now("nothing")}


def refusal_in_words(refusal: Refusal) -> str:
    match refusal.code:
        case "nothing_said":
            return _now("Please write something.")
        case "too_long":
            most = refusal.params["most"]
            return ngettext("Use at most %(most)d character.", "Use at most %(most)d characters.", int(str(most))) % {
                "most": most
            }
        case "too_many":
            return _now("You have written several times today. Please wait for our answer, or call us.")
        case "saved_meanwhile":
            return _now(
                "Somebody else wrote here while you were writing. Nothing of yours is lost: it stands below, and what "
                "stands now is quoted. Look, then keep yours with another click."
            )
        case "thread_has_moved":
            return _now("Something came or was answered in the meantime. Please look at it again before you go on.")
        case "message_has_moved":
            return _now("A colleague has sorted this message in the meantime.")
        case "nobody_to_answer":
            return _now(
                "We know no address or number of this person: only what was said by word of mouth can be noted."
            )
        case "belongs_elsewhere":
            return _now("Please choose again: this does not belong together.")
    return _now("This cannot be done now.")
