"""Steps at the freeze, and their result: what they look at, who stands where and why, under the fingerprint."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import F

from obrady.core.chance import fingerprint
from obrady.core.recruitment import (
    Applicant,
    Place,
    PointsMissing,
    Result,
    SequenceNotPossible,
    recruit,
    steps_document,
)
from obrady.core.selection import Candidate, frozen_document
from obrady.stages.draws import rules
from obrady.stages.draws.actions.moving import lock, move, refuse_cancelled
from obrady.stages.draws.actions.throwing import count_drawn
from obrady.stages.draws.models import Draw, MemberRecord, MethodRecord, PoolMember
from obrady.stages.draws.queries.finding import NOTHING, entries_of, frozen_with, members_of
from obrady.stages.draws.queries.methods import (
    applicants,
    core_steps,
    criteria_of,
    facts_of,
    is_settled_by_steps,
    limits_of,
    steps_of,
)
from obrady.stages.draws.queries.pools import frozen_rules
from obrady.stages.draws.queries.records import looked_at, method_document, place_of_facts, record_of
from obrady.stages.draws.states import DrawState, Preset, TransitionRefused, approved, settled
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import WORKER, Actor
from obrady.stages.people.queries import person_key
from obrady.workshop import sealing


class StepsNotReady(Exception):
    """The steps make no method, or points are missing. `reason` is the core's; `codes`: how many wait for points."""

    code = "steps_not_ready"

    def __init__(self, reason: str, count: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.count = reason, count


def take_steps(draw: Draw, members: Sequence, codes: Mapping[str, str]) -> tuple[Applicant, ...]:
    """At the freeze: the features that steps look at are frozen, and all else of the method; empty for other draws."""
    draw.without_dice = is_settled_by_steps(draw)
    if draw.preset != Preset.STEPS:
        return ()
    rows = steps_of(draw)
    draw.features = [*dict.fromkeys([*draw.features, *facts_of(rows)])]
    return applicants(members, draw.meeting, codes=codes)


def frozen_beside(draw: Draw, people: Sequence[Applicant]) -> dict[str, object]:
    """What the fingerprint covers beside rules and pool."""
    if draw.preset != Preset.STEPS:
        return {}
    rows = steps_of(draw)
    return {"method": method_document(draw, {one.code: looked_at(one, rows) for one in people})}


def keep_steps(draw: Draw, people: Sequence[Applicant]) -> None:
    """The result follows from the fingerprint; it is kept sealed, person by person, and by code for the proof."""
    if draw.preset != Preset.STEPS:
        return
    rows = steps_of(draw)
    steps = core_steps(rows, draw.meeting)
    try:
        result = recruit(
            applicants=people,
            steps=steps,
            seats=draw.seats,
            seed=draw.fingerprint,
            limits=limits_of(frozen_rules(draw)),
        )
    except SequenceNotPossible as refusal:
        raise StepsNotReady(refusal.reason) from None
    except PointsMissing as refusal:
        raise StepsNotReady("points_missing", len(refusal.codes)) from None
    MethodRecord.objects.create(
        draw=draw,
        steps=steps_document(steps),
        criteria={one.key: one.label for one in criteria_of(draw.meeting)},
        result={str(place): list(result.codes(place)) for place in Place},
        threshold="" if result.threshold is None else str(result.threshold),
        ties=[{"codes": list(tie.codes), "matters": tie.matters} for tie in result.ties],
        seats_left=result.seats_left,
    )
    _keep_people(draw, people, result, [looked_at(one, rows) for one in people])


def _keep_people(draw: Draw, people: Sequence[Applicant], result: Result, facts: Sequence[Mapping]) -> None:
    standings = {one.code: one for one in result.standings}
    members = {member.code: member for member in members_of(draw)}
    made = []
    for person, seen in zip(people, facts, strict=True):
        one, member = standings[person.code], members[person.code]
        reasons = {
            "reasons": [[str(reason.kind), list(reason.about)] for reason in one.reasons],
            "points": "" if one.points is None else str(one.points),
        }
        key, place = person_key(member.application.person), place_of_facts(draw, person.code)
        sealed = sealing.seal(key, json.dumps(seen).encode(), place=place)
        why = sealing.seal(key, json.dumps(reasons).encode(), place=f"{place}:why")
        made.append(MemberRecord(member=member, sealed=sealed, sealed_reasons=why))
    MemberRecord.objects.bulk_create(made, batch_size=500)


def is_unchanged(draw: Draw) -> bool:
    """Whether the frozen rows still give the fingerprint; not when somebody was erased since."""
    entries = entries_of(draw, list(members_of(draw)))
    if any(entry is NOTHING for entry in entries.values()):
        return False
    people = [Candidate(code=code, features=one.features, groups=one.groups) for code, one in entries.items()]
    return (
        fingerprint(frozen_document(pool=people, rules=frozen_rules(draw), more=frozen_with(draw))) == draw.fingerprint
    )


def settle(draw: Draw, *, now: datetime) -> Draw:
    """From the frozen pool to the list: no dice, nothing to wait for. A person looks at it before it is published."""
    with act(actor=WORKER, verb="draws.settle", thing=draw, rule=rules.can_compute, now=now) as line:
        lock(draw)
        wanted = settled(DrawState(draw.state))
        if not is_unchanged(draw):
            line.facts["fault"] = "pool_changed"
            Draw.objects.filter(pk=draw.pk, state=DrawState.FROZEN).update(fault="pool_changed")
            return draw
        record = record_of(draw)
        _seat(draw, record)
        count_drawn(draw)
        move(draw, wanted, computed_at=now, fault="", fraction=1)
        line.facts.update(listed=len(record.result["listed"]), reserve=len(record.result["reserve"]))
    return draw


def _seat(draw: Draw, record: MethodRecord) -> None:
    listed = set(record.result["listed"])
    reserve = {code: position for position, code in enumerate(record.result["reserve"], start=1)}
    members = list(PoolMember.objects.filter(draw=draw))
    for member in members:
        member.is_drawn = member.code in listed
        member.reserve_position = reserve.get(member.code)
    PoolMember.objects.bulk_update(members, ["is_drawn", "reserve_position"], batch_size=200)


def approve(*, actor: Actor, draw: Draw, now: datetime) -> Draw:
    """A person approves what the steps gave: now everybody sees where they stand, and letters can be written."""
    with act(actor=actor, verb="draws.approve", thing=draw, rule=rules.can_draw, now=now) as line:
        lock(draw)
        wanted = approved(DrawState(draw.state))
        if not draw.without_dice or draw.is_rehearsal:
            raise TransitionRefused(state=DrawState(draw.state), wanted=wanted)
        refuse_cancelled(draw, wanted)
        move(draw, wanted, drawn_at=F("computed_at"), published_at=now)
        draw.refresh_from_db()
        line.facts.update(fingerprint=draw.fingerprint, seats=draw.seats)
    return draw
