"""Decisions on single people before the draw: on every panel, or on none, always with a reason."""

from datetime import datetime

from obrady.stages.applications import queries as applications
from obrady.stages.draws import rules
from obrady.stages.draws.actions.drafting import RulesNotPossible
from obrady.stages.draws.actions.moving import lock
from obrady.stages.draws.models import Draw, PersonDecision
from obrady.stages.draws.states import Decision, DrawKind, DrawState, TransitionRefused
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor


def decide(
    *, actor: Actor, draw: Draw, reference: str, decision: Decision, is_guest: bool, reason: str, now: datetime
) -> PersonDecision:
    """A later decision on the same person takes the place of the former; the reason stays out of the ledger."""
    with act(actor=actor, verb="draws.decide", thing=draw, rule=rules.can_draw, now=now) as line:
        _lock_draft(draw)
        if not reason.strip():
            raise RulesNotPossible("no_reason")
        members = {member.reference: member.application_id for member in applications.pool(draw.meeting).members}
        if reference not in members:
            raise RulesNotPossible("not_in_pool", reference)
        made, _ = PersonDecision.objects.update_or_create(
            draw=draw,
            application_id=members[reference],
            defaults={
                "decision": decision,
                "is_guest": is_guest and decision == Decision.MUST,
                "reason": reason.strip()[:500],
                "decided_at": now,
            },
        )
        line.facts.update(reference=reference, decision=str(decision), guest=made.is_guest)
    return made


def undecide(*, actor: Actor, draw: Draw, reference: str, now: datetime) -> None:
    """The person takes part in the draw like everybody else."""
    with act(actor=actor, verb="draws.undecide", thing=draw, rule=rules.can_draw, now=now) as line:
        _lock_draft(draw)
        PersonDecision.objects.filter(draw=draw, application__reference=reference).delete()
        line.facts["reference"] = reference


def _lock_draft(draw: Draw) -> None:
    lock(draw)
    if draw.state != DrawState.DRAFT or draw.kind != DrawKind.REAL:
        raise TransitionRefused(state=DrawState(draw.state), wanted=DrawState.DRAFT)
