"""Sending what is due. State lies in the database, so a killed worker leaves nothing but a lease that runs out."""

import time
from datetime import datetime

from obrady.stages.letters import actions
from obrady.stages.letters.models import Letter
from obrady.stages.letters.queries import Pictures, due_keys, has_had_enough_today, outgoing
from obrady.stages.letters.states import OUTAGE_PAUSE, Trouble
from obrady.workshop import mail

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
            outcome = _offered(letter, connection, pictures, now=now)
            _settle(letter, outcome, now=now)
            sent += outcome.result is mail.Result.ACCEPTED
            if outcome.result is mail.Result.UNREACHABLE:
                actions.rest_after_outage(now=now)
                break
            if time.monotonic() - begun > LONGEST_SWEEP:
                break
    return sent


def _offered(letter: Letter, connection: mail.Connection, pictures: Pictures, *, now: datetime) -> mail.Outcome:
    try:
        message = mail.composed(outgoing(letter, pictures))
    except mail.BadAddress as fault:
        is_readers = fault.header == "To"
        return mail.Outcome(mail.Result.REFUSED if is_readers else mail.Result.UNREACHABLE, text=NO_ADDRESS)
    if has_had_enough_today(letter.person.email.strip(), now):
        return mail.Outcome(mail.Result.LATER, text=TOO_MANY)
    return connection.send(message)


def _settle(letter: Letter, outcome: mail.Outcome, *, now: datetime) -> None:
    try:
        match outcome.result:
            case mail.Result.ACCEPTED:
                actions.accepted(letter, now=now)
            case mail.Result.REFUSED:
                trouble = Trouble.NO_ADDRESS if outcome.text == NO_ADDRESS else Trouble.REFUSED
                actions.failed(letter, trouble=trouble, answer=str(outcome), now=now)
            case mail.Result.LATER:
                actions.asked_to_wait(letter, answer=str(outcome), now=now)
            case mail.Result.UNREACHABLE:
                until = now + OUTAGE_PAUSE
                actions.put_back(letter, trouble=Trouble.UNREACHABLE, answer=str(outcome), until=until)
    except actions.LetterHasMoved:
        # Another worker had taken over after the lease ran out, and has said what became of the letter.
        return
