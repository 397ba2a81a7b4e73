"""Sending what is due. State lies in the database, so a killed worker leaves nothing but a lease that runs out."""

import logging
import time
from datetime import datetime

from obrady.stages.letters import actions
from obrady.stages.letters.actions.writing import is_refused
from obrady.stages.letters.models import Letter
from obrady.stages.letters.queries import (
    Pictures,
    Post,
    due_keys,
    due_mailings,
    has_had_enough_today,
    outgoing,
    posts_due,
    room_now,
    wish_of,
)
from obrady.stages.letters.registry import as_it_is, audience
from obrady.stages.letters.states import OUTAGE_PAUSE, SHARE_PAUSE, Trouble
from obrady.workshop import mail

logger = logging.getLogger(__name__)
MOST_A_SWEEP = 50
# Well below the lease, so that no letter is still being sent when its lease runs out.
LONGEST_SWEEP = 60.0


def send_due(now: datetime, *, server: mail.Server | None = None) -> int:
    """Send mail whose time has come; how many letters were taken. Without a server an organisation's letters wait.

    Each server has its own conversation, its own pace and its own outage. `server` stands in for the installation's.
    """
    pictures, posts = Pictures(), posts_due(now, fallback=server)
    return sum(_send_through(post, pictures, seconds=LONGEST_SWEEP / len(posts), now=now) for post in posts)


def _send_through(post: Post, pictures: Pictures, *, seconds: float, now: datetime) -> int:
    room = room_now(post, now)
    if room.number == 0:
        actions.rest_until(post.organisations, now=now, until=room.opens_at, trouble=Trouble.PACED)
        return 0
    sent, begun = 0, time.monotonic()
    with mail.Connection(post.server) as connection:
        for key in due_keys(now, organisations=post.organisations, most=min(room.number, MOST_A_SWEEP)):
            if time.monotonic() - begun > seconds:
                break
            letter = actions.claim(key, now=now)
            if letter is None:
                continue
            trouble, answer = _tried(letter, connection, pictures, sender=post.sender, now=now)
            _settle(letter, trouble, answer, now=now)
            sent += trouble is Trouble.NONE
            if trouble is Trouble.UNREACHABLE:
                actions.rest_until(post.organisations, now=now, until=now + OUTAGE_PAUSE)
                break
    return sent


RESULTS = {
    mail.Result.ACCEPTED: Trouble.NONE,
    mail.Result.REFUSED: Trouble.REFUSED,
    mail.Result.LATER: Trouble.LATER,
    mail.Result.UNREACHABLE: Trouble.UNREACHABLE,
}


def _tried(
    letter: Letter, connection: mail.Connection, pictures: Pictures, *, sender: str, now: datetime
) -> tuple[Trouble, str]:
    try:
        return _offered(letter, connection, pictures, sender=sender, now=now)
    except Exception as fault:
        # One letter that cannot be put together must not hold up the others; it waits, visibly, and is tried again.
        logger.exception("letter %s could not be sent", letter.pk)
        return Trouble.LATER, type(fault).__name__


def _offered(
    letter: Letter, connection: mail.Connection, pictures: Pictures, *, sender: str, now: datetime
) -> tuple[Trouble, str]:
    """What came of offering the letter to the server, or why it was not offered, with the server's words."""
    if is_refused(letter.meeting, letter.person, letter.kind, letter.about):
        return Trouble.DO_NOT_WRITE, ""
    if has_had_enough_today(letter.person.email.strip(), now):
        return Trouble.TOO_MANY, ""
    try:
        message = mail.composed(outgoing(letter, pictures, sender=sender))
    except mail.BadAddress as fault:
        return (
            (Trouble.NO_ADDRESS, "") if fault.header == "To" else (Trouble.UNREACHABLE, f"{fault.header}: no address")
        )
    outcome = connection.send(message)
    return RESULTS[outcome.result], str(outcome)


def _settle(letter: Letter, trouble: Trouble, answer: str, *, now: datetime) -> None:
    try:
        match trouble:
            case Trouble.NONE:
                actions.accepted(letter, now=now)
            case Trouble.REFUSED | Trouble.NO_ADDRESS:
                actions.failed(letter, trouble=trouble, answer=answer, now=now)
            case Trouble.LATER:
                actions.asked_to_wait(letter, answer=answer, now=now)
            case Trouble.UNREACHABLE:
                actions.put_back(letter, trouble=trouble, answer=answer, until=now + OUTAGE_PAUSE)
            case Trouble.DO_NOT_WRITE:
                actions.call_off(letter, trouble=trouble)
            case Trouble.TOO_MANY:
                actions.put_back(letter, trouble=trouble, answer=answer, until=now + SHARE_PAUSE)
    except actions.LetterHasMoved:
        # Another worker had taken over after the lease ran out, and has said what became of the letter.
        return


def send_planned(now: datetime) -> int:
    """Letters to many whose day has come; how many were written. What cannot leave is stopped, with the reason."""
    written = 0
    for mailing in due_mailings(now):
        found, wish = audience(mailing.audience), wish_of(mailing)
        readers = found.readers(mailing.meeting, mailing.filter, now) if found else []
        complete = found.complete if found else as_it_is
        try:
            written += actions.send_planned(mailing, wish=wish, readers=readers, complete=complete, now=now)
        except actions.MailingRefused:
            # Another worker was quicker, or somebody stopped it at the last moment.
            continue
    return written
