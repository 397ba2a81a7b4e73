"""Many letters at once: looked at as drafts, sent by one act, called back until they leave."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.letters import rules
from obrady.stages.letters.actions.moving import LetterHasMoved, move_all, move_one
from obrady.stages.letters.actions.writing import is_refused
from obrady.stages.letters.models import Letter
from obrady.stages.letters.queries import drafts_of, of_batch_not_begun, ready_drafts
from obrady.stages.letters.states import GRACE, LetterChannel, LetterKind, Move
from obrady.stages.meetings.models import Meeting


@dataclass(frozen=True)
class Released:
    batch: uuid.UUID
    mails: int
    calls: int
    prints: int
    left: int
    leaves_at: datetime


def release(*, actor: Actor, meeting: Meeting, kinds: Collection[LetterKind], now: datetime) -> Released:
    """Send all drafts of these kinds: mail leaves after a short grace, calls and prints become tasks at once.

    A draft that lacks a value stays a draft and is counted as left.
    """
    batch, leaves_at = uuid.uuid4(), now + GRACE
    with act(actor=actor, verb="letters.release", thing=meeting, rule=rules.can_send, now=now) as line:
        wanted = [LetterKind(kind) for kind in kinds]
        drafts, ready = drafts_of(meeting, wanted), ready_drafts(meeting, wanted)
        calls, prints = (
            move_all(ready.filter(channel=channel), Move.ASSIGN, next_try_at=leaves_at, batch=batch)
            for channel in (LetterChannel.PHONE, LetterChannel.PRINT)
        )
        mails = move_all(ready, Move.POST, next_try_at=leaves_at, batch=batch)
        left = drafts.count()
        line.facts.update(
            batch=str(batch), kinds=sorted(map(str, kinds)), mails=mails, calls=calls, prints=prints, left=left
        )
    return Released(batch=batch, mails=mails, calls=calls, prints=prints, left=left, leaves_at=leaves_at)


def recall(*, actor: Actor, meeting: Meeting, batch: uuid.UUID, now: datetime) -> int:
    """Back to drafts: every letter of that sending that has not left and that nobody has begun."""
    with act(actor=actor, verb="letters.recall", thing=meeting, rule=rules.can_send, now=now) as line:
        number = move_all(of_batch_not_begun(meeting, batch), Move.RECALL, batch=None, next_try_at=now)
        line.facts.update(batch=str(batch), letters=number)
        if not number:
            raise LetterHasMoved(Move.RECALL)
    return number


def cancel(*, actor: Actor, letter: Letter, now: datetime) -> None:
    with act(actor=actor, verb="letters.cancel", thing=letter, rule=rules.can_send, now=now) as line:
        line.facts.update(letter=str(letter.pk), kind=letter.kind)
        move_one(letter, Move.CANCEL, lease=None)


def restore(*, actor: Actor, letter: Letter, now: datetime) -> None:
    """Not to somebody who wants no such letters any more: as a call or a sheet it would reach them after all."""
    with act(actor=actor, verb="letters.restore", thing=letter, rule=rules.can_send, now=now) as line:
        line.facts.update(letter=str(letter.pk), kind=letter.kind)
        if is_refused(letter.meeting, letter.person, letter.kind, letter.about):
            raise LetterHasMoved(Move.RESTORE)
        move_one(letter, Move.RESTORE, attempts=0, first_try_at=None, next_try_at=now, batch=None)
