"""What comes in and what becomes of it: messages of the mailbox, and threads of questions, objections and rights."""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum


class ThreadKind(StrEnum):
    QUESTION = "question"
    OBJECTION = "objection"
    RIGHT = "right"


class Right(StrEnum):
    """What the law lets a person ask of whoever keeps their data."""

    NONE = ""
    ACCESS = "access"
    CORRECTION = "correction"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    CONSENT = "consent"
    COMPLAINT = "complaint"


class ThreadState(StrEnum):
    WAITS_FOR_US = "waits_for_us"
    WAITS_FOR_THEM = "waits_for_them"
    ANSWERED = "answered"
    CLOSED = "closed"


RUNNING = frozenset({ThreadState.WAITS_FOR_US, ThreadState.WAITS_FOR_THEM})


class Direction(StrEnum):
    IN = "in"
    OUT = "out"
    NOTE = "note"


class ThreadChannel(StrEnum):
    PAGE = "page"
    MAIL = "mail"
    PHONE = "phone"
    OFFICE = "office"


class MessageKind(StrEnum):
    """What a message turned out to be; unread ones are stored and not looked at yet."""

    UNREAD = "unread"
    LETTER = "letter"
    REPLY = "reply"
    BOUNCE = "bounce"
    AUTOMATIC = "automatic"
    QUARANTINE = "quarantine"


class MessageState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    ASIDE = "aside"


class MailTrouble(StrEnum):
    """Why the mailbox could not be collected."""

    NONE = ""
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    BROKE_OFF = "broke_off"
    STUCK = "stuck"


WORKING_DAYS_FOR_A_QUESTION = 3
DAYS_FOR_AN_OBJECTION = 7
MOST_IN_A_TEXT = 6000
MOST_IN_A_SUMMARY = 300
MOST_FROM_ONE_LINK_A_DAY = 5
MOST_RUNNING_FROM_ONE_LINK = 10
DATA_LINK_KEPT = timedelta(hours=24)
DATA_LINK_OPEN = timedelta(minutes=15)
# What was sorted and belongs to no thread is not kept for longer; what belongs to one goes with its person.
MESSAGES_KEPT = timedelta(days=365)


def due_on(kind: ThreadKind, today: date, *, meeting_on: date | None) -> date:
    """By when an answer is owed: three working days, a week but before the meeting, or a month."""
    match kind:
        case ThreadKind.QUESTION:
            return working_days_after(today, WORKING_DAYS_FOR_A_QUESTION)
        case ThreadKind.OBJECTION:
            week = today + timedelta(days=DAYS_FOR_AN_OBJECTION)
            return max(today, min(week, meeting_on - timedelta(days=1))) if meeting_on else week
        case ThreadKind.RIGHT:
            return month_after(today)


def working_days_after(day: date, number: int) -> date:
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < 5
    return day


def month_after(day: date) -> date:
    """The same day of the next month, or the last one that it has."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


class Refusal(Exception):
    """Something that cannot be done; `code` names it, `params` hold what the words at the door need."""

    code = ""

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(f"{self.code} {params}" if params else self.code)


class NothingSaid(Refusal):
    code = "nothing_said"


class TooLong(Refusal):
    """`most` characters at most."""

    code = "too_long"


class TooMany(Refusal):
    """One private link has asked enough for today, or has enough waiting: `most`."""

    code = "too_many"


class ThreadHasMoved(Refusal):
    """Somebody else answered or closed it in the meantime: `state`."""

    code = "thread_has_moved"


class SavedMeanwhile(Refusal):
    """Somebody else saved this since the page was drawn."""

    code = "saved_meanwhile"


class NobodyToAnswer(Refusal):
    """No person is known behind this thread: it can only be answered by word of mouth."""

    code = "nobody_to_answer"


class MessageHasMoved(Refusal):
    """Somebody else sorted this message in the meantime: `state`."""

    code = "message_has_moved"


class BelongsElsewhere(Refusal):
    """Person, meeting and message must be of one organisation."""

    code = "belongs_elsewhere"
