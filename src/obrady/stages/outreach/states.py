"""Whom an organiser knows, on what basis, and where an invitation to apply stands. Plain values and decisions about them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MAILING_CONSENT = "consent_mailing"


class ContactKind(StrEnum):
    GMINA = "gmina"
    POWIAT = "powiat"
    VOIVODESHIP = "voivodeship"
    INSTITUTION = "institution"
    NGO = "ngo"
    MEDIA = "media"
    PARTICIPANT = "participant"
    PERSON = "person"
    OTHER = "other"


# Where the area says which office it is, and how many digits of the register's code say so.
OFFICES = {ContactKind.GMINA: 6, ContactKind.POWIAT: 4, ContactKind.VOIVODESHIP: 2}
PRIVATE = frozenset({ContactKind.PARTICIPANT, ContactKind.PERSON})


class Level(StrEnum):
    GMINA = "gmina"
    POWIAT = "powiat"
    VOIVODESHIP = "voivodeship"


LEVELS = {6: Level.GMINA, 4: Level.POWIAT, 2: Level.VOIVODESHIP}


class Basis(StrEnum):
    """Why we may write to somebody who has not asked for this letter; empty until the office has said so."""

    NONE = ""
    PUBLISHED = "published"
    CONSENT = "consent"
    PARTICIPANT = "participant"
    OTHER = "other"


class Standing(StrEnum):
    """By which the contact book can be filtered besides what a contact is."""

    UNSUBSCRIBED = "unsubscribed"
    NEVER_INVITED = "never_invited"
    NO_ADDRESS = "no_address"
    ARCHIVED = "archived"


class Step(StrEnum):
    FIRST = "first"
    REMINDER = "reminder"


class Reply(StrEnum):
    NONE = ""
    DECLINED = "declined"
    WILL_COME = "will_come"
    APPLIED = "applied"


class Via(StrEnum):
    NONE = ""
    LINK = "link"
    OFFICE = "office"
    APPLICATION = "application"


class InvitationState(StrEnum):
    """One word for where an invitation stands; see `state_of`."""

    PLANNED = "planned"
    WRITTEN = "written"
    INVITED = "invited"
    BOUNCED = "bounced"
    CALLED_BACK = "called_back"
    NOT_SENT = "not_sent"
    WILL_COME = "will_come"
    DECLINED = "declined"
    APPLIED = "applied"
    UNSUBSCRIBED = "unsubscribed"


class LeftOut(StrEnum):
    """Why a chosen contact gets no letter."""

    UNSUBSCRIBED = "unsubscribed"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    NO_BASIS = "no_basis"
    NO_ADDRESS = "no_address"
    INVITED_ALREADY = "invited_already"
    NOT_INVITED_YET = "not_invited_yet"
    REMINDED_ALREADY = "reminded_already"
    ANSWERED = "answered"
    NEVER_REACHED = "never_reached"
    PAUSE = "pause"
    ENOUGH = "enough"
    SAME_ADDRESS = "same_address"
    TOO_LATE = "too_late"


MONTH = timedelta(days=30)
MOST_IN_30_DAYS, PAUSE_DAYS, MOST_A_DAY = 2, 5, 100
HIGHEST_IN_30_DAYS, SHORTEST_PAUSE, LONGEST_PAUSE, HIGHEST_A_DAY = 4, 1, 60, 500
# Nothing leaves for this long after "send", so that a slip can be called back.
GRACE = timedelta(minutes=2)
# On the days that follow, mail leaves from this hour on, local time.
MORNING = 9


@dataclass(frozen=True)
class Restraints:
    """So that it never becomes spam: letters per contact in 30 days, days between two of them, letters a day."""

    most_in_30_days: int = MOST_IN_30_DAYS
    pause_days: int = PAUSE_DAYS
    most_a_day: int = MOST_A_DAY


def held_back(sent: Collection[datetime], restraints: Restraints, now: datetime) -> tuple[LeftOut, datetime] | None:
    """Whether the letters that somebody had lately forbid another one now, and from when on one is allowed."""
    lately = sorted(moment for moment in sent if moment > now - MONTH)
    if len(lately) >= restraints.most_in_30_days:
        return LeftOut.ENOUGH, lately[-restraints.most_in_30_days] + MONTH
    last = max(sent, default=None)
    if last is not None and now < last + timedelta(days=restraints.pause_days):
        return LeftOut.PAUSE, last + timedelta(days=restraints.pause_days)
    return None


class ContactRefused(Exception):
    """`code` is same_address (`contact` is the key of the one there), no_name, source, area,
    basis_words, basis_date, bad_email, tag, or moved when somebody else was quicker."""

    def __init__(self, code: str, contact: str = "") -> None:
        super().__init__(code)
        self.code, self.contact = code, contact


class InvitationRefused(Exception):
    """`code` is not_announced, cancelled, closed, over, not_planned, or changed when somebody else was quicker."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Sent:
    """What the letters of one invitation say: whether one reached its reader, came back, or is still on its way."""

    reached: bool = False
    bounced: bool = False
    under_way: bool = False
    written: bool = True


def state_of(*, reply: Reply, is_stopped: bool, is_planned: bool, sent: Sent) -> InvitationState:
    """The furthest that is known; an application counts even where somebody wants no more letters."""
    if reply is Reply.APPLIED:
        return InvitationState.APPLIED
    if is_stopped:
        return InvitationState.UNSUBSCRIBED
    if reply is not Reply.NONE:
        return InvitationState(str(reply))
    if sent.reached:
        return InvitationState.INVITED
    if sent.bounced:
        return InvitationState.BOUNCED
    if sent.under_way:
        return InvitationState.WRITTEN
    if is_planned:
        return InvitationState.PLANNED
    return InvitationState.CALLED_BACK if sent.written else InvitationState.NOT_SENT
