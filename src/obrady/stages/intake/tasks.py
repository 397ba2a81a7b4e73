"""Reading mailboxes. Raw messages are stored first, each with the mark behind it; reading and filing comes afterwards."""

import logging
import time
from collections.abc import Iterable
from datetime import datetime, timedelta

from obrady.stages.intake.actions import collecting
from obrady.stages.intake.actions.messages import let_go, look_into, quarantine
from obrady.stages.intake.models import Collecting
from obrady.stages.intake.queries.messages import messages_to_let_go, unread
from obrady.stages.intake.states import MailTrouble, MessageHasMoved
from obrady.stages.letters.queries import mailbox_of, mailboxes
from obrady.stages.organisations.models import Organisation
from obrady.workshop import mail, sealing

logger = logging.getLogger(__name__)
MOST_A_SWEEP = 200
LONGEST_SWEEP = 120.0
# A mailbox that is new to us may hold years of mail that was answered long ago.
LOOKS_BACK = timedelta(days=90)


def collect_mail(now: datetime, *, boxes: Iterable[tuple[Organisation, mail.Mailbox]] | None = None) -> int:
    """Every organisation's mailbox, then whatever is stored and was not looked into; how many messages are new."""
    new = sum(_collect(organisation, box, now=now) for organisation, box in boxes or _boxes())
    look_into_all(now)
    return new


def _boxes() -> list[tuple[Organisation, mail.Mailbox]]:
    found = [(organisation, _box_of(organisation)) for organisation in mailboxes()]
    return [(organisation, box) for organisation, box in found if box is not None]


def _box_of(organisation: Organisation) -> mail.Mailbox | None:
    try:
        return mailbox_of(organisation)
    except sealing.CannotBeOpened:
        logger.error("the password of the mailbox of organisation %s cannot be opened", organisation.pk)
        return None


def _collect(organisation: Organisation, box: mail.Mailbox, *, now: datetime) -> int:
    row = collecting.begin(organisation, box.key, now=now)
    if row is None:
        return 0
    try:
        with mail.Reading(box) as reading:
            new = _read_on(row, reading, now=now)
    except mail.CannotBeCollected as fault:
        collecting.failed(row, trouble=fault.trouble, answer=fault.answer, now=now)
        return 0
    except Exception as fault:
        # One organisation's mailbox must not hold up the others'; it rests, visibly, and is tried again.
        logger.exception("the mailbox of organisation %s could not be read", organisation.pk)
        collecting.failed(row, trouble=MailTrouble.BROKE_OFF, answer=type(fault).__name__, now=now)
        return 0
    collecting.done(row, now=now)
    return new


def _read_on(row: Collecting, reading: mail.Reading, *, now: datetime) -> int:
    collecting.recount(row, reading.uidvalidity)
    begun, new = time.monotonic(), 0
    since = None if row.last_uid else (now - LOOKS_BACK).date()
    for uid in reading.uids_after(row.last_uid, since=since)[:MOST_A_SWEEP]:
        found, fault = _fetched(row, reading, uid)
        new += collecting.keep(row, uid, found, fault=fault, now=now)
        if time.monotonic() - begun > LONGEST_SWEEP:
            break
    return new


def _fetched(row: Collecting, reading: mail.Reading, uid: int) -> tuple[mail.Fetched | None, str]:
    """The message; or, when the server stumbled at it again and again, its head, so that the others behind it come."""
    is_stone = row.stuck_uid == uid and row.stuck_tries >= collecting.TRIES
    head = _head(reading, uid) if is_stone else None
    try:
        return reading.fetch(uid), ""
    except mail.CannotBeCollected:
        if head is not None:
            return head, "not_fetched"
        collecting.stumbled(row, uid)
        raise


def _head(reading: mail.Reading, uid: int) -> mail.Fetched:
    try:
        head = reading.beginning(uid)
    except mail.CannotBeCollected:
        head = None
    return head or mail.Fetched(raw=b"", size=0, is_whole=False)


def look_into_all(now: datetime) -> int:
    looked = unread(most=MOST_A_SWEEP)
    for message in looked:
        try:
            look_into(message, now=now)
        except MessageHasMoved:
            continue
        except Exception:
            # One message that was made to break its reader must not hold up the others; it is kept and shown.
            logger.exception("message %s could not be read", message.pk)
            quarantine(message, now=now)
    return len(looked)


def let_go_of_messages(now: datetime) -> int:
    """What was sorted, belongs to no thread and is a year old need not be kept."""
    return let_go(now=now) if messages_to_let_go(now).exists() else 0
