"""What people do with single letters: call, post, try again, choose another way."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.letters import rules
from obrady.stages.letters.actions.moving import LetterHasMoved, move_all, move_one
from obrady.stages.letters.models import Letter
from obrady.stages.letters.queries import letters_to_print
from obrady.stages.letters.states import CALL_AGAIN_AFTER, CallResult, LetterChannel, Move, Trouble
from obrady.stages.meetings.models import Meeting


def record_call(*, actor: Actor, letter: Letter, result: CallResult, now: datetime) -> None:
    """Told is done; nobody answering comes back later; a wrong number becomes a letter to print."""
    with act(actor=actor, verb="letters.record_call", thing=letter, rule=rules.can_handle, now=now) as line:
        line.facts.update(letter=str(letter.pk), kind=letter.kind, result=str(result))
        if letter.channel != LetterChannel.PHONE:
            raise LetterHasMoved(Move.FINISH)
        tried = {"attempts": letter.attempts + 1, "handled_by": actor.name}
        match CallResult(result):
            case CallResult.TOLD:
                move_one(letter, Move.FINISH, finished_at=now, sent_to=letter.person.phone, **tried)
            case CallResult.NO_ANSWER:
                _still_to_do(letter, next_try_at=now + CALL_AGAIN_AFTER, **tried)
            case CallResult.WRONG_NUMBER:
                _still_to_do(letter, channel=LetterChannel.PRINT, next_try_at=now, **tried)


def mark_posted(*, actor: Actor, meeting: Meeting, letters: Collection[UUID], now: datetime) -> int:
    with act(actor=actor, verb="letters.mark_posted", thing=meeting, rule=rules.can_handle, now=now) as line:
        rows = letters_to_print(meeting).filter(pk__in=letters)
        line.facts["letters"] = sorted(str(key) for key in rows.values_list("pk", flat=True))
        keys = Letter.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))
        return move_all(keys, Move.FINISH, finished_at=now, handled_by=actor.name)


def hand_over(*, actor: Actor, letter: Letter, channel: LetterChannel, now: datetime) -> None:
    """A letter that mail cannot bring becomes a call or a sheet of paper."""
    with act(actor=actor, verb="letters.hand_over", thing=letter, rule=rules.can_handle, now=now) as line:
        line.facts.update(letter=str(letter.pk), kind=letter.kind, channel=str(channel))
        if channel == LetterChannel.MAIL or not letter.body:
            raise LetterHasMoved(Move.ASSIGN)
        move_one(letter, Move.ASSIGN, channel=channel, attempts=0, next_try_at=now, trouble=Trouble.NONE)


def _still_to_do(letter: Letter, **fields: object) -> None:
    move_one(letter, Move.ASSIGN, **fields)
