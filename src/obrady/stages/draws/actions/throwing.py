from datetime import datetime

from obrady.core.chance import DiceNotUsable, commitment, digits_needed, row_from_dice
from obrady.stages.applications.actions import unlock_after_draw
from obrady.stages.draws import rules
from obrady.stages.draws.actions.moving import lock, move, refuse_cancelled
from obrady.stages.draws.models import Draw, PoolMember
from obrady.stages.draws.queries.results import composition, row_codes
from obrady.stages.draws.states import DrawState, TransitionRefused, abandoned, committed, drawn, published
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.rules import is_machine
from obrady.stages.ledger.states import Actor

__all__ = ["DiceNotUsable", "digits_needed", "row_from_dice"]


class BundleDoesNotMatch(Exception):
    """The stored bytes are not those of the commitment: somebody changed them. Nothing may be drawn from them."""

    code = "bundle_does_not_match"


class ReasonMissing(Exception):
    code = "reason_missing"


def commit(*, actor: Actor, draw: Draw, now: datetime) -> Draw:
    """Publish the commitment and the bundle, before any die is thrown."""
    with act(actor=actor, verb="draws.commit", thing=draw, rule=rules.can_draw, now=now) as line:
        lock(draw)
        wanted = committed(DrawState(draw.state))
        if draw.is_rehearsal:
            raise TransitionRefused(state=DrawState(draw.state), wanted=wanted)
        refuse_cancelled(draw, wanted)
        check_bundle(draw)
        move(draw, wanted, committed_at=now)
        line.facts.update(commitment=draw.commitment, rows=draw.rows, fingerprint=draw.fingerprint)
    return draw


def throw_dice(*, actor: Actor, draw: Draw, digits: str, now: datetime) -> Draw:
    """The digits thrown, the first throw first, name the row. Once: of two that enter digits, only one wins."""
    with act(actor=actor, verb="draws.throw_dice", thing=draw, rule=rules.can_draw, now=now) as line:
        lock(draw)
        wanted = drawn(DrawState(draw.state))
        refuse_cancelled(draw, wanted)
        check_bundle(draw)
        row = row_from_dice(digits, draw.rows)
        move(draw, wanted, dice=digits, row=row, drawn_at=now)
        _seat(draw, row)
        count_drawn(draw)
        line.facts.update(commitment=draw.commitment, dice=digits, row=row)
    return draw


def check_bundle(draw: Draw) -> None:
    if draw.bundle is None or commitment(bytes(draw.bundle)) != draw.commitment:
        raise BundleDoesNotMatch


def _seat(draw: Draw, row: int) -> None:
    """Those of the row are in; all others follow in the committed order."""
    seated = set(row_codes(draw, row))
    members = list(PoolMember.objects.filter(draw=draw).order_by("order"))
    position = 0
    for member in members:
        member.is_drawn = member.code in seated
        position += not member.is_drawn
        member.reserve_position = None if member.is_drawn else position
    PoolMember.objects.bulk_update(members, ["is_drawn", "reserve_position"], batch_size=200)


def count_drawn(draw: Draw) -> None:
    """For ever, as what they are counted by is forgotten early."""
    drawn = {one.key: {share.value: share.drawn for share in one.shares} for one in composition(draw)}
    draw.counts = {**draw.counts, "drawn": drawn}
    draw.save(update_fields=["counts"])


def publish(*, actor: Actor, draw: Draw, now: datetime) -> Draw:
    """A person approves the result: now everybody sees where they stand, and letters can be written."""
    with act(actor=actor, verb="draws.publish", thing=draw, rule=rules.can_draw, now=now) as line:
        lock(draw)
        refuse_cancelled(draw, DrawState.PUBLISHED)
        move(draw, published(DrawState(draw.state)), published_at=now)
        line.facts.update(commitment=draw.commitment, row=draw.row)
    return draw


def abandon(*, actor: Actor, draw: Draw, reason: str, now: datetime) -> Draw:
    """Give a frozen draw up. It stays visible with its reason, and the next one names it."""
    with act(actor=actor, verb="draws.abandon", thing=draw, rule=rules.can_draw | is_machine, now=now) as line:
        lock(draw)
        if not reason.strip():
            raise ReasonMissing
        line.facts.update(state=str(draw.state), commitment=draw.commitment)
        move(
            draw,
            abandoned(DrawState(draw.state)),
            abandoned_reason=reason.strip(),
            abandoned_at=now,
            lease_token="",
            lease_until=None,
        )
        unlock_after_draw(draw.meeting)
    return draw
