"""What the worker does with one letter: take it, and say what became of it."""

import uuid
from datetime import datetime

from django.db.models import F, Value
from django.db.models.functions import Coalesce, Greatest

from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import WORKER
from obrady.stages.letters import rules
from obrady.stages.letters.actions.moving import LetterHasMoved, move_all, move_one
from obrady.stages.letters.models import Letter
from obrady.stages.letters.queries import due
from obrady.stages.letters.states import GIVES_UP_AFTER, LEASE, OUTAGE_PAUSE, Move, Trouble, pause_after

FREED = {"lease": None, "lease_until": None}


def claim(key: uuid.UUID, *, now: datetime) -> Letter | None:
    """Ours until the lease runs out, or None when another worker has it."""
    lease = uuid.uuid4()
    taken = move_all(
        Letter.objects.filter(due(now), pk=key),
        Move.CLAIM,
        lease=lease,
        lease_until=now + LEASE,
        attempts=F("attempts") + 1,
    )
    if not taken:
        return None
    return Letter.objects.select_related("person", "meeting__organisation").get(pk=key)


def accepted(letter: Letter, *, now: datetime) -> None:
    """The server has it: that is so even if the lease has run out meanwhile."""
    with act(actor=WORKER, verb="letters.sent", thing=letter, rule=rules.can_deliver, now=now, facts=_facts(letter)):
        move_one(
            letter,
            Move.ACCEPT,
            finished_at=now,
            sent_to=letter.person.email.strip().lower(),
            trouble=Trouble.NONE,
            last_error="",
            **FREED,
        )


def failed(letter: Letter, *, trouble: Trouble, answer: str, now: datetime) -> None:
    facts = {**_facts(letter), "trouble": str(trouble)}
    with act(actor=WORKER, verb="letters.failed", thing=letter, rule=rules.can_deliver, now=now, facts=facts):
        if not move_all(_mine(letter), Move.FAIL, trouble=trouble, last_error=answer[:200], **FREED):
            raise LetterHasMoved(Move.FAIL)


def asked_to_wait(letter: Letter, *, answer: str, now: datetime) -> None:
    """A growing pause; given up only after days, and never for a server that could not be reached."""
    first = letter.first_try_at or now
    if now - first >= GIVES_UP_AFTER:
        return failed(letter, trouble=Trouble.GAVE_UP, answer=answer, now=now)
    move_all(
        _mine(letter),
        Move.POSTPONE,
        trouble=Trouble.LATER,
        last_error=answer[:200],
        first_try_at=Coalesce("first_try_at", Value(now)),
        next_try_at=now + pause_after(letter.attempts),
        **FREED,
    )
    return None


def put_back(letter: Letter, *, trouble: Trouble, answer: str, until: datetime) -> None:
    """It is not the letter's fault, so the attempt does not count."""
    move_all(
        _mine(letter),
        Move.POSTPONE,
        trouble=trouble,
        last_error=answer[:200],
        attempts=Greatest(F("attempts") - 1, Value(0)),
        next_try_at=until,
        **FREED,
    )


def rest_after_outage(*, now: datetime) -> None:
    """While the server is away, one letter a minute knocks for all."""
    Letter.objects.filter(due(now), lease=None).update(next_try_at=now + OUTAGE_PAUSE)


def _mine(letter: Letter):
    return Letter.objects.filter(pk=letter.pk, lease=letter.lease)


def _facts(letter: Letter) -> dict:
    return {"letter": str(letter.pk), "kind": letter.kind}
