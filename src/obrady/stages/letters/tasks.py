"""Sending what is due. State lies in the database, so a killed worker leaves nothing but a lease that runs out."""

import logging
import time
from datetime import datetime

from obrady.stages.letters import actions
from obrady.stages.letters.models import Letter
from obrady.stages.letters.queries import Pictures, due_keys, has_had_enough_today, outgoing
from obrady.stages.letters.states import OUTAGE_PAUSE, SHARE_PAUSE, Trouble
from obrady.workshop import mail

logger = logging.getLogger(__name__)
MOST_A_SWEEP = 50
# Well below the lease, so that no letter is still being sent when its lease runs out.
LONGEST_SWEEP = 60.0


def send_due(now: datetime, *, server: mail.Server | None = None) -> int:
    """Send mail whose time has come; how many letters the server took. Without a server everything waits."""
    server = server or mail.configured_server()
    keys = due_keys(now, most=MOST_A_SWEEP) if server else []
    if server is None or not keys:
        return 0
    sent, pictures, begun = 0, Pictures(), time.monotonic()
    with mail.Connection(server) as connection:
        for key in keys:
            letter = actions.claim(key, now=now)
            if letter is None:
                continue
            trouble, answer = _tried(letter, connection, pictures, now=now)
            _settle(letter, trouble, answer, now=now)
            sent += trouble is Trouble.NONE
            if trouble is Trouble.UNREACHABLE:
                actions.rest_after_outage(now=now)
                break
            if time.monotonic() - begun > LONGEST_SWEEP:
                break
    return sent


RESULTS = {
    mail.Result.ACCEPTED: Trouble.NONE,
    mail.Result.REFUSED: Trouble.REFUSED,
    mail.Result.LATER: Trouble.LATER,
    mail.Result.UNREACHABLE: Trouble.UNREACHABLE,
}


def _tried(letter: Letter, connection: mail.Connection, pictures: Pictures, *, now: datetime) -> tuple[Trouble, str]:
    try:
        return _offered(letter, connection, pictures, now=now)
    except Exception as fault:
        # One letter that cannot be put together must not hold up the others; it waits, visibly, and is tried again.
        logger.exception("letter %s could not be sent", letter.pk)
        return Trouble.LATER, type(fault).__name__


def _offered(letter: Letter, connection: mail.Connection, pictures: Pictures, *, now: datetime) -> tuple[Trouble, str]:
    """What came of offering the letter to the server, or why it was not offered, with the server's words."""
    if has_had_enough_today(letter.person.email.strip(), now):
        return Trouble.TOO_MANY, ""
    try:
        message = mail.composed(outgoing(letter, pictures))
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
            case Trouble.TOO_MANY:
                actions.put_back(letter, trouble=trouble, answer=answer, until=now + SHARE_PAUSE)
    except actions.LetterHasMoved:
        # Another worker had taken over after the lease ran out, and has said what became of the letter.
        return
