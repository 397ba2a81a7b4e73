from datetime import datetime

from obrady.stages.draws import rules
from obrady.stages.draws.actions.moving import lock, refuse_cancelled
from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.trying import VERB
from obrady.stages.draws.states import DrawState, TransitionRefused
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor

MOST_THROWS = 500
BEFORE_THE_DICE = (DrawState.FROZEN, DrawState.COMPUTING, DrawState.COMPUTED, DrawState.COMMITTED)


class ThrowsNotUsable(Exception):
    """Not digits alone, none, or too many at once."""

    code = "throws_not_usable"


def try_dice(*, actor: Actor, draw: Draw, digits: str, now: datetime) -> Draw:
    """Write test throws down, in the order thrown, before the real ones. They name no row and change no draw."""
    with act(actor=actor, verb=VERB, thing=draw, rule=rules.can_draw, now=now) as line:
        lock(draw)
        if draw.state not in BEFORE_THE_DICE or draw.is_rehearsal:
            raise TransitionRefused(state=DrawState(draw.state), wanted=DrawState.DRAWN)
        refuse_cancelled(draw, DrawState.DRAWN)
        if not 1 <= len(digits) <= MOST_THROWS or set(digits) - set("0123456789"):
            raise ThrowsNotUsable
        line.facts.update(throws=digits)
    return draw
