"""What was frozen and found by steps: for the fingerprint, for each person's reasons, for the page and the minutes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from obrady.core.recruitment import Applicant, Place, Reason, Why, steps_document
from obrady.core.selection import Rules
from obrady.stages.applications.models import Application
from obrady.stages.draws.models import Draw, MemberRecord, MethodRecord, MethodStep, PoolMember
from obrady.stages.draws.queries.methods import core_steps, uses
from obrady.stages.draws.states import DrawKind, DrawState, Preset, StepKind
from obrady.stages.people.queries import person_key
from obrady.workshop import sealing


def record_of(draw: Draw) -> MethodRecord | None:
    if draw.preset != Preset.STEPS:
        return None
    return MethodRecord.objects.filter(draw=draw).first()


def place_of_facts(draw: Draw, code: str) -> str:
    return f"draws_memberrecord:{draw.pk}:{code}"


def opened(member: PoolMember, sealed: bytes | None, *, what: str = "") -> dict | None:
    """None for somebody who was erased."""
    person = member.application.person if member.application else None
    if person is None or person.sealed_key is None or sealed is None:
        return None
    place = place_of_facts(member.draw, member.code) + what
    return json.loads(sealing.unseal(person_key(person), sealed, place=place))


def looked_at(person: Applicant, steps: Sequence[MethodStep]) -> dict[str, object]:
    """Of all that could be known, what these steps look at beside the features."""
    facts: dict[str, object] = {}
    if uses(steps, StepKind.ORDER_OF_APPLICATION):
        facts["arrived"] = person.arrived
    if uses(steps, StepKind.POINTS):
        facts["sheets"] = [dict(sheet.points) for sheet in person.sheets]
    return facts


def method_document(draw: Draw, people: Mapping[str, object]) -> dict[str, object]:
    steps = MethodStep.objects.filter(draw=draw).order_by("position")
    return {"steps": steps_document(core_steps(steps, draw.meeting)), "people": dict(people)}


def frozen_method(draw: Draw) -> dict[str, object]:
    """Beside rules and pool under the fingerprint; nothing for a draw without steps."""
    record = record_of(draw)
    if record is None:
        return {}
    rows = MemberRecord.objects.filter(member__draw=draw).select_related("member__application__person", "member__draw")
    people = {row.member.code: opened(row.member, row.sealed) or {} for row in rows}
    return {"method": {"steps": record.steps, "people": people}}


def after_steps(draw: Draw, rules: Rules) -> Rules:
    """For the dice: who got a place by the steps before has it, who is out is out; no more places than people left."""
    record = record_of(draw)
    if record is None:
        return rules
    listed, out = record.result.get(Place.LISTED, []), record.result.get(Place.OUT, [])
    left = len(listed) + len(record.result.get(Place.TO_DRAW, []))
    return replace(
        rules,
        seats=max(min(rules.seats, left), 1),
        must=tuple(sorted({*rules.must, *listed})),
        excluded=tuple(sorted({*rules.excluded, *out})),
    )


@dataclass(frozen=True)
class Row:
    """One code of the ranking page: where it stands, its points, why; `reasons` is None for somebody erased."""

    member: PoolMember
    place: Place
    position: int | None
    points: Fraction | None
    reasons: tuple[Reason, ...] | None
    is_tied: bool


def rows_of(draw: Draw) -> list[Row]:
    """Everybody in the order of the result."""
    record = record_of(draw)
    if record is None:
        return []
    found = MemberRecord.objects.filter(member__draw=draw).select_related("member__application__person", "member__draw")
    rows = {row.member.code: row for row in found}
    tied = {code for tie in record.ties for code in tie["codes"]}
    return [
        _row(rows[code], Place(place), position if place in (Place.LISTED, Place.RESERVE) else None, code in tied)
        for place in (Place.LISTED, Place.TO_DRAW, Place.RESERVE, Place.OUT)
        for position, code in enumerate(record.result.get(place, []), start=1)
        if code in rows
    ]


def _row(row: MemberRecord, place: Place, position: int | None, is_tied: bool) -> Row:
    kept = opened(row.member, row.sealed_reasons, what=":why")
    reasons = None if kept is None else tuple(Reason(Why(kind), tuple(about)) for kind, about in kept["reasons"])
    points = Fraction(kept["points"]) if kept and kept["points"] else None
    return Row(row.member, place, position, points, reasons, is_tied)


def member_of_result(application: Application) -> PoolMember | None:
    """Where this application stands in a published result that steps had a part in."""
    rows = PoolMember.objects.filter(
        application=application, draw__kind=DrawKind.REAL, draw__state=DrawState.PUBLISHED, draw__preset=Preset.STEPS
    )
    return rows.select_related("draw").first()


def reasons_of(member: PoolMember) -> tuple[Reason, ...] | None:
    """Why this one person stands where they stand; None without steps, or for somebody who was erased."""
    row = (
        MemberRecord.objects.filter(member=member).select_related("member__application__person", "member__draw").first()
    )
    return _row(row, Place.OUT, None, False).reasons if row else None
