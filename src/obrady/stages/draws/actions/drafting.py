from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from obrady.core.chance import TABLE_SIZES
from obrady.core.selection import Bound as Side
from obrady.core.selection import Change
from obrady.stages.draws import rules
from obrady.stages.draws.actions.choosing import copy_steps
from obrady.stages.draws.actions.moving import lock
from obrady.stages.draws.models import Bound, Draw, PersonDecision
from obrady.stages.draws.queries.finding import abandoned_draws, live_draw
from obrady.stages.draws.queries.percent import WHOLE, people_of
from obrady.stages.draws.queries.pools import declared_cap, declared_features
from obrady.stages.draws.states import DrawKind, DrawState, Objective, Preset, TransitionRefused
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings.models import Meeting

COPIED = (
    "feature", "value", "low", "high", "low_percent", "high_percent", "lowest", "highest", "counts_guests",
)  # fmt: skip
COPIED_RULES = (
    "preset", "objective", "seats", "guests", "cap", "honours_links", "features", "reserve_length", "rows",
)  # fmt: skip


class RulesNotPossible(Exception):
    """A rule that nothing can meet: `reason` is no_seats, rows, cap, bounds_crossed, limits_crossed, unknown_feature,
    not_in_pool, no_reason; `about` says of what."""

    code = "rules_not_possible"

    def __init__(self, reason: str, about: str = "") -> None:
        super().__init__(f"{reason}: {about}")
        self.reason, self.about = reason, about


@dataclass(frozen=True)
class RulesGiven:
    """The first screen: how places are given, how many, and what is disclosed on demand."""

    preset: Preset
    seats: int
    guests: int = 0
    cap: int | None = None
    honours_links: bool = True
    reserve_length: int | None = None
    rows: int = 1000
    withdraw_by: date | None = None
    objective: Objective = Objective.LEXIMIN


@dataclass(frozen=True)
class BoundGiven:
    feature: str
    value: str
    low: int = 0
    high: int | None = None
    low_percent: Decimal | None = None
    high_percent: Decimal | None = None
    lowest: int | None = None
    highest: int | None = None
    counts_guests: bool = True


def sketch(meeting: Meeting) -> Draw:
    """The draft as it would begin, unsaved: the form's cap and features, the meeting's places, the last draw's rules."""
    former = abandoned_draws(meeting).last()
    draw = Draw(
        meeting=meeting,
        number=former.number + 1 if former else 1,
        preset=Preset.SHARES,
        seats=meeting.places or 1,
        cap=declared_cap(meeting),
        features=list(declared_features(meeting)),
    )
    if former:
        for name in COPIED_RULES:
            setattr(draw, name, getattr(former, name))
        draw.withdraw_by = former.withdraw_by
        draw.replaces = next((old for old in reversed(abandoned_draws(meeting)) if old.committed_at), None)
    return draw


def set_rules(*, actor: Actor, meeting: Meeting, given: RulesGiven, now: datetime) -> Draw:
    """Begin the draft, or change it; a frozen draw has no draft any more."""
    with act(actor=actor, verb="draws.set_rules", thing=meeting, rule=rules.can_draw, now=now) as line:
        _check(given)
        draw = live_draw(meeting)
        if draw is None:
            draw = _begun(sketch(meeting), now)
        if draw.state != DrawState.DRAFT:
            raise TransitionRefused(state=DrawState(draw.state), wanted=DrawState.DRAFT)
        for name in RulesGiven.__dataclass_fields__:
            setattr(draw, name, getattr(given, name))
        draw.save()
        follow_the_places(draw)
        line.about = draw.about
        line.facts.update(preset=str(given.preset), seats=given.seats, cap=given.cap, links=given.honours_links)
    return draw


def _check(given: RulesGiven) -> None:
    if given.seats < 1:
        raise RulesNotPossible("no_seats")
    if given.rows not in TABLE_SIZES:
        raise RulesNotPossible("rows", str(given.rows))
    if given.cap is not None and given.cap < 1:
        raise RulesNotPossible("cap", str(given.cap))


def _begun(draw: Draw, now: datetime) -> Draw:
    former = abandoned_draws(draw.meeting).last()
    draw.created_at = now
    draw.save(force_insert=True)
    if former:
        copy_bounds(former, draw)
        copy_decisions(former, draw)
        copy_steps(former, draw)
    return draw


def copy_bounds(source: Draw, target: Draw) -> None:
    Bound.objects.bulk_create(
        Bound(draw=target, **{name: getattr(bound, name) for name in COPIED})
        for bound in Bound.objects.filter(draw=source).order_by("id")
    )


def copy_decisions(source: Draw, target: Draw) -> None:
    PersonDecision.objects.bulk_create(
        PersonDecision(
            draw=target,
            application_id=one.application_id,
            decision=one.decision,
            is_guest=one.is_guest,
            reason=one.reason,
            decided_at=one.decided_at,
        )
        for one in PersonDecision.objects.filter(draw=source).order_by("pk")
    )


def follow_the_places(draw: Draw) -> None:
    """Part of a larger act: bounds in percent are counted anew; one that would cross its other is refused."""
    in_percent = Q(low_percent__isnull=False) | Q(high_percent__isnull=False)
    for bound in Bound.objects.filter(in_percent, draw=draw):
        low, high = people_of(bound.low, bound.high, bound.low_percent, bound.high_percent, seats=draw.seats)
        if high is not None and high < low:
            raise RulesNotPossible("bounds_crossed", f"{bound.feature}: {bound.value}")
        bound.low, bound.high = low, high
        bound.lowest = None if bound.lowest is None else min(bound.lowest, low)
        bound.highest = None if bound.highest is None or high is None else max(bound.highest, high)
        bound.save(update_fields=["low", "high", "lowest", "highest"])


def set_shares(
    *, actor: Actor, draw: Draw, features: Sequence[str], bounds: Sequence[BoundGiven], now: datetime
) -> Draw:
    """Which features the draw looks at, and how many people of each value; what has no bound is left out."""
    declared = declared_features(draw.meeting)
    with act(actor=actor, verb="draws.set_shares", thing=draw, rule=rules.can_draw, now=now) as line:
        lock(draw)
        for given in bounds:
            if given.feature not in declared:
                raise RulesNotPossible("unknown_feature", given.feature)
            low, high = in_people(given, draw.seats)
            if low < 0 or (high is not None and high < low):
                raise RulesNotPossible("bounds_crossed", f"{given.feature}: {given.value}")
            if (given.lowest or 0) > low or (high is not None and given.highest is not None and given.highest < high):
                raise RulesNotPossible("limits_crossed", f"{given.feature}: {given.value}")
        chosen = [key for key in declared if key in features]
        changed = Draw.objects.filter(pk=draw.pk, state=DrawState.DRAFT, kind=DrawKind.REAL).update(features=chosen)
        if not changed:
            raise TransitionRefused(state=DrawState(draw.state), wanted=DrawState.DRAFT)
        Bound.objects.filter(draw=draw).delete()
        kept = [bound for bound in (bound_of(draw, given) for given in bounds) if bound.low or bound.high is not None]
        Bound.objects.bulk_create(kept)
        draw.features = chosen
        line.facts.update(features=chosen, bounds=len(kept))
    return draw


def bound_of(draw: Draw, given: BoundGiven) -> Bound:
    """A maximum of all places or more is none."""
    low, high = in_people(given, draw.seats)
    is_none = high is None or (high >= draw.seats and (given.high_percent is None or given.high_percent >= WHOLE))
    return Bound(
        draw=draw,
        feature=given.feature,
        value=given.value,
        low=low,
        high=None if is_none else high,
        low_percent=given.low_percent,
        high_percent=None if is_none else given.high_percent,
        lowest=given.lowest,
        highest=None if is_none else given.highest,
        counts_guests=given.counts_guests,
    )


def in_people(given: BoundGiven, seats: int) -> tuple[int, int | None]:
    return people_of(given.low, given.high, given.low_percent, given.high_percent, seats=seats)


def relax(*, actor: Actor, draw: Draw, changes: Sequence[Change], now: datetime) -> Draw:
    """Move bounds as the smallest relaxation proposes; the ledger keeps each change."""
    with act(actor=actor, verb="draws.relax", thing=draw, rule=rules.can_draw, now=now) as line:
        lock(draw)
        if draw.state != DrawState.DRAFT:
            raise TransitionRefused(state=DrawState(draw.state), wanted=DrawState.DRAFT)
        for change in changes:
            bound = Bound.objects.get(draw=draw, feature=change.feature, value=change.value)
            if change.bound is Side.MIN:
                bound.low, bound.low_percent = change.after, None
            else:
                bound.high, bound.high_percent = change.after, None
            bound.save(update_fields=["low", "high", "low_percent", "high_percent"])
        line.facts["changes"] = [
            [change.feature, change.value, change.bound.value, change.before, change.after] for change in changes
        ]
    return draw
