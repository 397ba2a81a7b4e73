"""Changes of course: each is one act with one ledger line, and each room adds what follows there (docs/decisions/0019)."""

import copy
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from i18nfield.strings import LazyI18nString

from obrady.stages.ledger.actions import act
from obrady.stages.ledger.queries import Receipt
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings import rules
from obrady.stages.meetings.models import CourseChange, Meeting
from obrady.stages.meetings.queries import changes_of, reason_mark
from obrady.stages.meetings.registry.values import (
    Change,
    CourseRefused,
    apply_to,
    plain,
    refuse_reason,
    refuse_senseless,
    shift_agenda,
    state_after,
)
from obrady.stages.meetings.states import CourseKind, MeetingState

__all__ = [
    "Change",
    "Changed",
    "CoursePart",
    "CourseRefused",
    "Step",
    "Touched",
    "as_changed",
    "change_course",
    "left_out_by",
    "parts",
    "refuse",
    "refuse_by_rooms",
    "register_part",
    "touched_by",
]


@dataclass(frozen=True)
class Touched:
    """Some people or things that a change touches: `key` names them for the door, `details` split the number."""

    key: str
    count: int
    details: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """What a room is handed: the meeting as it becomes and as it was, and the keys that a later room leaves out.

    `row` is None while somebody only asks what the change would touch.
    """

    actor: Actor
    meeting: Meeting
    former: Meeting
    change: Change
    now: datetime
    left_out: frozenset[str] = frozenset()
    row: CourseChange | None = None

    @property
    def made(self) -> CourseChange:
        if self.row is None:
            raise ValueError("this change is only being asked about")
        return self.row


def _nothing(step: Step) -> None:
    return None


@dataclass(frozen=True)
class CoursePart:
    """One room's share. `apply` is part of the act and gives facts for its ledger line; `refuse` raises CourseRefused;
    `leaves_out` names the opaque keys ("application:…") that an earlier room must not count or write to."""

    key: str
    touched: Callable[[Step], list[Touched]]
    apply: Callable[[Step], Mapping[str, object] | None] = _nothing
    refuse: Callable[[Step], None] = _nothing
    leaves_out: Callable[[Step], frozenset[str]] = lambda step: frozenset()


@dataclass(frozen=True)
class Changed:
    row: CourseChange
    receipt: Receipt | None
    facts: Mapping[str, object]


_parts: dict[str, CoursePart] = {}


def register_part(part: CoursePart) -> None:
    _parts[part.key] = part


def parts() -> tuple[CoursePart, ...]:
    """In the order of the rooms, the earliest first."""
    return tuple(_parts.values())


def as_changed(meeting: Meeting, change: Change) -> Meeting:
    """A copy that has the new values; nothing is saved."""
    changed = copy.copy(meeting)
    changed._state = copy.copy(meeting._state)
    changed._state.fields_cache = dict(meeting._state.fields_cache)
    apply_to(changed, change)
    changed.state = state_after(changed, change)
    return changed


def asked(*, actor: Actor, meeting: Meeting, change: Change, now: datetime) -> Step:
    step = Step(actor=actor, meeting=as_changed(meeting, change), former=meeting, change=change, now=now)
    return _with_left_out(step)


def _with_left_out(step: Step, row: CourseChange | None = None) -> Step:
    return Step(
        actor=step.actor,
        meeting=step.meeting,
        former=step.former,
        change=step.change,
        now=step.now,
        left_out=left_out_by(step),
        row=row,
    )


def left_out_by(step: Step) -> frozenset[str]:
    return frozenset().union(*(part.leaves_out(step) for part in parts()))


def refuse(*, actor: Actor, meeting: Meeting, change: Change, now: datetime) -> None:
    """Raises CourseRefused when this change cannot be made now, whichever room holds something against it."""
    refuse_senseless(meeting, change, now=now)
    refuse_by_rooms(actor=actor, meeting=meeting, change=change, now=now)


def refuse_by_rooms(*, actor: Actor, meeting: Meeting, change: Change, now: datetime) -> None:
    """The same without a look at the values themselves: what stands against any change of this kind."""
    step = Step(actor=actor, meeting=as_changed(meeting, change), former=meeting, change=change, now=now)
    for part in parts():
        part.refuse(step)


def touched_by(*, actor: Actor, meeting: Meeting, change: Change, now: datetime) -> list[Touched]:
    """Whom and what it would touch, as every room counts it; asked before anybody presses the button."""
    step = asked(actor=actor, meeting=meeting, change=change, now=now)
    return [touched for part in parts() for touched in part.touched(step) if touched.count]


def change_course(
    *,
    actor: Actor,
    meeting: Meeting,
    change: Change,
    reason: LazyI18nString,
    expected: int | None = None,
    now: datetime,
) -> Changed:
    """One act: the meeting's values, what every room has to do, one line with a salted hash of the reason.

    `expected` is how many changes the meeting had when somebody looked at what this one would touch.
    """
    verb = f"meetings.{change.kind}"
    with act(actor=actor, verb=verb, thing=meeting, rule=rules.can_edit, now=now) as line:
        Meeting.objects.select_for_update().get(pk=meeting.pk)
        meeting.refresh_from_db()
        former = copy.copy(meeting)
        earlier = changes_of(meeting)
        if expected is not None and expected != len(earlier):
            raise CourseRefused("somebody_was_quicker")
        refuse_reason(reason)
        refuse(actor=actor, meeting=meeting, change=change, now=now)
        row = _written(actor, meeting, change, reason, earlier, now)
        step = _with_left_out(Step(actor=actor, meeting=meeting, former=former, change=change, now=now), row=row)
        for part in parts():
            line.facts.update(part.apply(step) or {})
        line.facts.update(number=row.number, before=row.before, after=row.after, reason_sha256=reason_mark(row))
    return Changed(row=row, receipt=line.receipt, facts=line.facts)


def _written(
    actor: Actor, meeting: Meeting, change: Change, reason: LazyI18nString, earlier: list[CourseChange], now: datetime
) -> CourseChange:
    before = plain(meeting, change)
    state = MeetingState(meeting.state)
    apply_to(meeting, change)
    meeting.state = state_after(meeting, change)
    meeting.full_clean(exclude=["slug"])
    meeting.save(update_fields=["state", *change.values])
    shift_agenda(meeting, change, before)
    if change.kind is CourseKind.TAKE_BACK:
        CourseChange.objects.filter(meeting=meeting, kind=CourseKind.CANCEL, taken_back_at=None).update(
            taken_back_at=now
        )
    row = CourseChange(
        meeting=meeting,
        number=earlier[0].number + 1 if earlier else 1,
        kind=change.kind,
        before={"state": str(state), **before},
        after={"state": str(meeting.state), **plain(meeting, change)},
        reason=reason,
        reason_salt=secrets.token_hex(16),
        at=now,
        by=actor.name,
    )
    row.full_clean()
    row.save(force_insert=True)
    return row
