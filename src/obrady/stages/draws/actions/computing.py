import hashlib
import time
import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db.models import Q

from obrady.core.chance import Bundle, draw_bundle, fingerprint, salted_leaves
from obrady.core.selection import (
    ALGORITHMS,
    Candidate,
    Objective,
    Outcome,
    QuotasCannotBeMet,
    Rules,
    entry_document,
    frozen_document,
    lottery,
    optimal,
    rules_document,
)
from obrady.stages.draws import rules
from obrady.stages.draws.actions.settling import settle
from obrady.stages.draws.models import Draw, PoolMember
from obrady.stages.draws.queries.finding import NOTHING, entries_of, frozen_with, members_of
from obrady.stages.draws.queries.methods import is_settled_by_steps
from obrady.stages.draws.queries.pools import frozen_rules
from obrady.stages.draws.queries.records import after_steps
from obrady.stages.draws.states import WAITING_FOR_WORKER, DrawState, TransitionRefused, abandoned, computed, computing
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import WORKER, Actor

LEASE = timedelta(minutes=2)
PAUSE_BETWEEN_REPORTS = 0.5
Elapsed = Callable[[], float]


class ComputationStopped(Exception):
    """Somebody cancelled, or another worker took the draw over: what was computed so far is thrown away."""


class PoolHasChanged(Exception):
    """The frozen pool no longer has its fingerprint (somebody was erased since): freeze anew."""

    code = "pool_changed"


def compute(draw: Draw, *, now: datetime, elapsed: Elapsed = time.monotonic) -> Draw:
    """Find the lottery of a frozen draw and keep it, with the bundle that can be committed to.

    A worker holds a lease that every report renews; a second one may take over once it has ended. The result counts
    only if lease and inputs are still the same.
    """
    if is_settled_by_steps(draw):
        return settle(draw, now=now)
    token = _take(draw, now)
    started = elapsed()
    try:
        people, given = _inputs(draw)
        report = _reporter(draw, token, now, elapsed, started)
        outcome = optimal(
            pool=people, rules=after_steps(draw, given), objective=Objective(draw.objective), progress=report
        )
        bundle = _bundle(draw, people, given, outcome)
    except (QuotasCannotBeMet, PoolHasChanged) as fault:
        _set_down(draw, token, fault=fault.code)
        raise
    except ComputationStopped:
        _set_down(draw, token, fault="cancelled")
        raise
    except Exception:
        _set_down(draw, token, fault="failed")
        raise
    _apply(draw, token, outcome, bundle, at=now + timedelta(seconds=elapsed() - started))
    return draw


def _take(draw: Draw, now: datetime) -> str:
    token = uuid.uuid4().hex
    wanted = computing(DrawState(draw.state))
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    taken = Draw.objects.filter(free, pk=draw.pk, state__in=WAITING_FOR_WORKER).update(
        state=wanted, lease_token=token, lease_until=now + LEASE, stage="", fraction=0, fault="", cancel_wanted=False
    )
    if not taken:
        raise TransitionRefused(state=DrawState(draw.state), wanted=wanted)
    draw.refresh_from_db()
    return token


def _set_down(draw: Draw, token: str, *, fault: str) -> None:
    """Back to frozen, with what stood in the way; a person decides what comes next."""
    Draw.objects.filter(pk=draw.pk, state=DrawState.COMPUTING, lease_token=token).update(
        state=DrawState.FROZEN, lease_token="", lease_until=None, fault=fault, stage="", fraction=0
    )
    draw.refresh_from_db()


def _inputs(draw: Draw) -> tuple[tuple[Candidate, ...], Rules]:
    """Pool and rules as frozen, opened from the sealed rows and checked against the fingerprint."""
    entries = entries_of(draw, list(members_of(draw)))
    people = tuple(
        Candidate(code=code, features=entry.features, groups=entry.groups) for code, entry in entries.items()
    )
    given = frozen_rules(draw)
    if any(entry is NOTHING for entry in entries.values()):
        raise PoolHasChanged
    if fingerprint(frozen_document(pool=people, rules=given, more=frozen_with(draw))) != draw.fingerprint:
        raise PoolHasChanged
    return people, given


def _reporter(draw: Draw, token: str, now: datetime, elapsed: Elapsed, started: float) -> Callable[[str, float], None]:
    last = -PAUSE_BETWEEN_REPORTS

    def report(stage: str, fraction: float) -> None:
        nonlocal last
        passed = elapsed() - started
        if passed - last < PAUSE_BETWEEN_REPORTS:
            return
        last = passed
        mine = Draw.objects.filter(pk=draw.pk, state=DrawState.COMPUTING, lease_token=token, cancel_wanted=False)
        lease_until = now + timedelta(seconds=passed) + LEASE
        if not mine.update(stage=stage[:40], fraction=fraction, lease_until=lease_until):
            raise ComputationStopped

    return report


def _bundle(draw: Draw, people: tuple[Candidate, ...], given: Rules, outcome: Outcome) -> Bundle:
    table = lottery(outcome=outcome, rows=draw.rows, seed=draw.fingerprint)
    frozen = frozen_document(pool=people, rules=given, more=frozen_with(draw))
    entries = {person.code: entry_document(person) for person in people}
    return draw_bundle(
        fingerprint=draw.fingerprint,
        algorithm=f"REHEARSAL {ALGORITHMS[outcome.objective]}" if draw.is_rehearsal else ALGORITHMS[outcome.objective],
        rules=rules_document(after_steps(draw, given)),
        codes=[person.code for person in people],
        table=table.rows,
        leaves=salted_leaves(frozen, entries=entries),
        replaces=_replaces(draw),
    )


def _replaces(draw: Draw) -> Mapping[str, str] | None:
    former = draw.replaces
    return {"commitment": former.commitment, "reason": former.abandoned_reason} if former else None


def inputs_hash(draw: Draw) -> str:
    """What a result belongs to: the frozen rules and pool, the size of the table, and how it is computed."""
    return hashlib.sha256(
        f"{draw.fingerprint}|{draw.rows}|{ALGORITHMS[Objective(draw.objective)]}".encode()
    ).hexdigest()


def _apply(draw: Draw, token: str, outcome: Outcome, bundle: Bundle, *, at: datetime) -> None:
    with act(actor=WORKER, verb="draws.compute", thing=draw, rule=rules.can_compute, now=at) as line:
        kept = Draw.objects.filter(
            pk=draw.pk, state=DrawState.COMPUTING, lease_token=token, fingerprint=draw.fingerprint, rows=draw.rows
        ).update(
            state=computed(DrawState.COMPUTING),
            lease_token="",
            lease_until=None,
            stage="",
            fraction=1,
            inputs_hash=inputs_hash(draw),
            algorithm=ALGORITHMS[outcome.objective],
            exact=[[panel.weight, list(panel.codes)] for panel in outcome.panels],
            bundle=bundle.content,
            commitment="" if draw.is_rehearsal else bundle.commitment,
            computed_at=at,
        )
        if not kept:
            raise ComputationStopped
        _apply_to_members(draw, outcome, bundle)
        line.facts.update(bundle=bundle.commitment, panels=len(outcome.panels), unselectable=len(outcome.unselectable))
    draw.refresh_from_db()


def _apply_to_members(draw: Draw, outcome: Outcome, bundle: Bundle) -> None:
    counts = Counter(code for row in bundle.rows for code in row)
    order = {code: position for position, code in enumerate(bundle.order, start=1)}
    members = list(PoolMember.objects.filter(draw=draw))
    for member in members:
        member.chance = outcome.probabilities[member.code]
        member.row_count = counts[member.code]
        member.order = order[member.code]
        member.is_unselectable = member.code in outcome.unselectable
    PoolMember.objects.bulk_update(members, ["chance", "row_count", "order", "is_unselectable"], batch_size=200)


def stop_computing(*, actor: Actor, draw: Draw, now: datetime) -> None:
    """The worker stops at its next report; the draw stays frozen."""
    with act(actor=actor, verb="draws.stop_computing", thing=draw, rule=rules.can_draw, now=now):
        stopped = Draw.objects.filter(pk=draw.pk, state=DrawState.COMPUTING).update(cancel_wanted=True)
        waiting = Draw.objects.filter(pk=draw.pk, state=DrawState.FROZEN, fault="").update(fault="cancelled")
        if not stopped and not waiting:
            raise TransitionRefused(state=DrawState(draw.state), wanted=DrawState.FROZEN)


def compute_again(*, actor: Actor, draw: Draw, now: datetime) -> None:
    """After a stop or a failure: the worker takes it up anew."""
    with act(actor=actor, verb="draws.compute_again", thing=draw, rule=rules.can_draw, now=now):
        if not Draw.objects.filter(pk=draw.pk, state=DrawState.FROZEN).exclude(fault="").update(fault=""):
            raise TransitionRefused(state=DrawState(draw.state), wanted=DrawState.COMPUTING)


def drop_rehearsal(*, actor: Actor, draw: Draw, now: datetime) -> None:
    with act(actor=actor, verb="draws.drop_rehearsal", thing=draw, rule=rules.can_draw, now=now):
        state = abandoned(DrawState(draw.state))
        changed = Draw.objects.filter(pk=draw.pk, kind="rehearsal", state=draw.state).update(
            state=state, abandoned_at=now
        )
        if not changed:
            raise TransitionRefused(state=DrawState(draw.state), wanted=state)
