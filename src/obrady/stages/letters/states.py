"""What a letter is about, how it reaches its reader, where it stands, and every move between two states."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType


class LetterKind(StrEnum):
    RECEIVED = "received"
    INCOMPLETE = "incomplete"
    CORRECTED = "corrected"
    LATE = "late"
    NOT_ELIGIBLE = "not_eligible"
    SELECTED = "selected"
    RESERVE = "reserve"
    NOT_SELECTED = "not_selected"
    LISTED = "listed"
    LISTED_RESERVE = "listed_reserve"
    NOT_LISTED = "not_listed"
    WITHDRAWN = "withdrawn"
    CONFIRM = "confirm"
    ANSWER = "answer"
    INVITATION = "invitation"
    EXPERT = "expert"
    EXTENDED = "extended"
    CLOSED_EARLY = "closed_early"
    REOPENED = "reopened"
    POSTPONED = "postponed"
    MOVED = "moved"
    CANCELLED = "cancelled"
    REMINDER = "reminder"
    PRACTICAL = "practical"
    THANKS = "thanks"
    FREE = "free"


# Written to people who have not asked for it: an invitation, and whatever goes to somebody in the contact book.
UNASKED = frozenset({LetterKind.INVITATION})
UNASKED_ABOUT = ("contact:", "invitation:")
# What a coordinator writes to many.
TO_MANY = (LetterKind.REMINDER, LetterKind.PRACTICAL, LetterKind.THANKS, LetterKind.FREE)


def is_unasked(kind: str, about: str) -> bool:
    return kind in UNASKED or about.startswith(UNASKED_ABOUT)


RESULTS = frozenset(
    {
        LetterKind.SELECTED,
        LetterKind.RESERVE,
        LetterKind.NOT_SELECTED,
        LetterKind.LISTED,
        LetterKind.LISTED_RESERVE,
        LetterKind.NOT_LISTED,
    }
)


class LetterChannel(StrEnum):
    MAIL = "mail"
    PHONE = "phone"
    PRINT = "print"


class LetterState(StrEnum):
    DRAFT = "draft"
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    TO_DO = "to_do"
    DONE = "done"
    CANCELLED = "cancelled"


HAS_REACHED = frozenset({LetterState.SENT, LetterState.DONE})
ON_ITS_WAY = frozenset({LetterState.WAITING, LetterState.SENDING})
NOT_YET_OUT = frozenset({LetterState.DRAFT, LetterState.WAITING, LetterState.FAILED, LetterState.TO_DO})


class Move(StrEnum):
    POST = "post"
    ASSIGN = "assign"
    RECALL = "recall"
    CLAIM = "claim"
    ACCEPT = "accept"
    POSTPONE = "postpone"
    FAIL = "fail"
    RETRY = "retry"
    FINISH = "finish"
    CANCEL = "cancel"
    RESTORE = "restore"
    BOUNCE = "bounce"


@dataclass(frozen=True)
class Step:
    sources: frozenset[LetterState]
    target: LetterState


def _step(*sources: LetterState, to: LetterState) -> Step:
    return Step(sources=frozenset(sources), target=to)


STEPS: Mapping[Move, Step] = MappingProxyType(
    {
        Move.POST: _step(LetterState.DRAFT, to=LetterState.WAITING),
        Move.ASSIGN: _step(
            LetterState.DRAFT, LetterState.FAILED, LetterState.WAITING, LetterState.TO_DO, to=LetterState.TO_DO
        ),
        Move.RECALL: _step(LetterState.WAITING, LetterState.TO_DO, to=LetterState.DRAFT),
        # A letter in the hands of a worker that died is claimed again once its lease has run out.
        Move.CLAIM: _step(LetterState.WAITING, LetterState.SENDING, to=LetterState.SENDING),
        Move.ACCEPT: _step(LetterState.SENDING, to=LetterState.SENT),
        Move.POSTPONE: _step(LetterState.SENDING, to=LetterState.WAITING),
        Move.FAIL: _step(LetterState.SENDING, to=LetterState.FAILED),
        Move.RETRY: _step(LetterState.FAILED, LetterState.TO_DO, to=LetterState.WAITING),
        Move.FINISH: _step(LetterState.TO_DO, to=LetterState.DONE),
        Move.CANCEL: _step(*NOT_YET_OUT, to=LetterState.CANCELLED),
        Move.RESTORE: _step(LetterState.CANCELLED, to=LetterState.DRAFT),
        Move.BOUNCE: _step(LetterState.SENT, to=LetterState.FAILED),
    }
)


def may(move: Move, state: LetterState) -> bool:
    return state in STEPS[move].sources


class CallResult(StrEnum):
    TOLD = "told"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"


# Why a letter waits or failed. What the mail server said stands beside it.
class Trouble(StrEnum):
    NONE = ""
    MISSING_VALUE = "missing_value"
    UNKNOWN_PLACEHOLDER = "unknown_placeholder"
    NO_ADDRESS = "no_address"
    REFUSED = "refused"
    LATER = "later"
    UNREACHABLE = "unreachable"
    TOO_MANY = "too_many"
    GAVE_UP = "gave_up"
    BOUNCED = "bounced"
    PACED = "paced"
    NOT_WORKING = "not_working"
    DO_NOT_WRITE = "do_not_write"


# Mail could not bring it, so somebody else has to.
CAME_BACK = (Trouble.REFUSED, Trouble.NO_ADDRESS, Trouble.GAVE_UP, Trouble.BOUNCED)
GAPS = (Trouble.MISSING_VALUE, Trouble.UNKNOWN_PLACEHOLDER)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
GIVES_UP_AFTER = timedelta(days=5)
OUTAGE_PAUSE = timedelta(minutes=1)
LEASE = timedelta(minutes=10)
# After "send all" nothing leaves for this long, so that a slip can be called back.
GRACE = timedelta(minutes=2)
CALL_AGAIN_AFTER = timedelta(hours=2)
MOST_A_DAY = 20
SHARE_PAUSE = timedelta(hours=1)
TROUBLED_FROM = 3


def pause_after(attempts: int) -> timedelta:
    """1, 2, 4, 8 … minutes after the first, second … attempt, at most six hours."""
    return min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)


# What organisers may put in braces. The first group comes from whoever has the letter written, the second from the meeting.
GIVEN = (
    "reference",
    "status_url",
    "ledger_head",
    "missing_answers",
    "reason",
    "withdraw_by",
    "reserve_position",
    "chance",
    "code",
    "fingerprint",
    "draw_url",
    "check_url",
    "invitation_url",
    "unsubscribe_url",
    "old_date",
    "new_date",
    "old_place",
    "new_place",
    "old_closes_at",
    "question",
    "answer",
    "thread_url",
    "expert_url",
    "agenda_slot",
    "confirm_url",
    "confirm_code",
    "details",
    "result",
    "subject",
    "text",
)
FROM_MEETING = (
    "name",
    "meeting_title",
    "meeting_date",
    "start_time",
    "end_time",
    "meeting_place",
    "closes_at",
    "answer_by",
    "office_phone",
    "organiser",
    "places",
    "ledger_check_url",
    "access_notes",
    "meeting_url",
)
PLACEHOLDERS = frozenset(GIVEN + FROM_MEETING)

# Two letters returned for good, or four for a while (a full mailbox), and later ones do not go there blindly.
SOFT_COUNTS = 1
HARD_COUNTS = 2
NOT_WORKING_FROM = 4


class MailingState(StrEnum):
    """A letter to many: written as drafts at once, or planned for a day and then written and sent by the worker."""

    PLANNED = "planned"
    WRITTEN = "written"
    STOPPED = "stopped"


class Stopped(StrEnum):
    """Why a planned letter to many does not leave."""

    NONE = ""
    BY_HAND = "by_hand"
    CANCELLED = "cancelled"
    DATE_CHANGED = "date_changed"
    TOO_LATE = "too_late"


LONGEST_BEFORE = 60
_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.])([45])\d\d(?![\d.])")
# Mailbox full, message too large for it, over its quota, or not liked by it: the address exists.
_POLICY = "7"
_PASSING = {("2", "2"), ("2", "3"), ("3", "1"), ("3", "4")}


def is_soft(answer: str) -> bool:
    """Whether the address may work another day. Without a word about it a letter that came back came back for good."""
    if found := _ENHANCED.search(answer):
        return found[1] == "4" or found[2] == _POLICY or (found[2], found[3]) in _PASSING
    if found := _REPLY.search(answer):
        return found[1] == "4" or found[0] == "552"
    return False
