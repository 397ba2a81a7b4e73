"""What the worker does with one letter: take it, and say what became of it."""

import uuid
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import F, Value
from django.db.models.functions import Coalesce, Greatest

from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import WORKER
from obrady.stages.letters import rules
from obrady.stages.letters.actions.moving import LetterHasMoved, move_all, move_one
from obrady.stages.letters.actions.writing import is_refused
from obrady.stages.letters.models import Letter, ReturnedMail
from obrady.stages.letters.queries import due, mail_key
from obrady.stages.letters.states import (
    GIVES_UP_AFTER,
    HARD_COUNTS,
    LEASE,
    SOFT_COUNTS,
    LetterChannel,
    LetterState,
    Move,
    Trouble,
    is_soft,
    pause_after,
)

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
            left_at=now,
            sent_to=letter.person.email.strip().lower(),
            trouble=Trouble.NONE,
            last_error="",
            **FREED,
        )


def failed(letter: Letter, *, trouble: Trouble, answer: str, now: datetime) -> None:
    """Mail cannot bring it. With that it becomes a phone call, or a letter to print; the reason stays with it."""
    facts = {**_facts(letter), "trouble": str(trouble)}
    with act(actor=WORKER, verb="letters.failed", thing=letter, rule=rules.can_deliver, now=now, facts=facts) as line:
        if not move_all(_mine(letter), Move.FAIL, trouble=trouble, last_error=answer[:200], **FREED):
            raise LetterHasMoved(Move.FAIL)
        if trouble is Trouble.REFUSED:
            note_returned(letter, letter.person.email, answer=answer, now=now)
        line.facts["channel"] = str(hand_to_somebody(letter, now=now))


def hand_to_somebody(letter: Letter, *, now: datetime) -> LetterChannel:
    """Part of a larger act. Nobody is called or sent a sheet who has said meanwhile that they want no such letters."""
    if is_refused(letter.meeting, letter.person, letter.kind, letter.about):
        move_one(letter, Move.CANCEL, finished_at=None)
        return LetterChannel(letter.channel)
    channel = LetterChannel.PHONE if letter.person.phone else LetterChannel.PRINT
    move_one(letter, Move.ASSIGN, channel=channel, attempts=0, next_try_at=now, finished_at=None)
    return channel


def bounced(*, letter: Letter, answer: str, now: datetime) -> None:
    """A letter that a server had taken came back. LetterHasMoved when it is not (or no longer) a sent one."""
    facts = {**_facts(letter), "trouble": str(Trouble.BOUNCED)}
    with act(actor=WORKER, verb="letters.bounced", thing=letter, rule=rules.can_deliver, now=now, facts=facts) as line:
        if letter.channel != LetterChannel.MAIL:
            raise LetterHasMoved(Move.BOUNCE)
        move_one(letter, Move.BOUNCE, trouble=Trouble.BOUNCED, last_error=answer[:200])
        note_returned(letter, letter.sent_to, answer=answer, now=now)
        line.facts["channel"] = str(hand_to_somebody(letter, now=now))


def note_returned(letter: Letter, address: str, *, answer: str, now: datetime) -> None:
    """Counted against the address that the letter went to, which may not be the person's any more."""
    key = mail_key(address)
    if not key:
        return
    rows = ReturnedMail.objects.filter(organisation=letter.meeting.organisation, address_key=key)
    ReturnedMail.objects.get_or_create(
        organisation=letter.meeting.organisation, address_key=key, defaults={"last_at": now}
    )
    weight = SOFT_COUNTS if is_soft(answer) else HARD_COUNTS
    rows.update(letters=F("letters") + 1, weight=F("weight") + weight, last_at=now)


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


def rest_until(
    organisations: Collection[UUID], *, now: datetime, until: datetime, trouble: Trouble | None = None
) -> None:
    """While a server is away, one letter a minute knocks for all of those who use it; at its limit all wait."""
    rows = Letter.objects.filter(due(now), lease=None, meeting__organisation_id__in=organisations)
    keys = list(rows.values_list("pk", flat=True))
    said = {"trouble": trouble, "last_error": ""} if trouble else {}
    Letter.objects.filter(pk__in=keys, state=LetterState.WAITING, lease=None).update(next_try_at=until, **said)


def call_off(letter: Letter, *, trouble: Trouble) -> None:
    """It was about to leave to somebody who wants no such letters any more."""
    rows = _mine(letter).filter(state=LetterState.SENDING)
    rows.update(state=LetterState.CANCELLED, trouble=trouble, **FREED)


def _mine(letter: Letter):
    return Letter.objects.filter(pk=letter.pk, lease=letter.lease)


def _facts(letter: Letter) -> dict:
    return {"letter": str(letter.pk), "kind": letter.kind}
