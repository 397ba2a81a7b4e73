"""Two assessors for each application, a third where they differ too much, and nobody who knows the person."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from django.db import IntegrityError, transaction

from obrady.core.recruitment import needs_third, total
from obrady.stages.applications.models import Application
from obrady.stages.applications.states import ApplicationState
from obrady.stages.draws import rules
from obrady.stages.draws.actions.moving import lock
from obrady.stages.draws.models import Assessing, Assessor, Criterion, Mark, Sheet
from obrady.stages.draws.queries.assessing import assessors_of, core_sheet, may_assess, open_loads
from obrady.stages.draws.queries.finding import live_draw
from obrady.stages.draws.queries.methods import assessing_of, core_criteria, criteria_of
from obrady.stages.draws.states import DrawState, SheetState
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.models import StaffAccount


class AssessmentRefused(Exception):
    """`reason`: no_criteria, too_few_assessors, not_yours, already_given, changed_meanwhile, pool_is_frozen, incomplete,
    out_of_range; `about` names the criterion."""

    code = "assessment_refused"

    def __init__(self, reason: str, about: str = "") -> None:
        super().__init__(f"{reason}: {about}")
        self.reason, self.about = reason, about


@dataclass(frozen=True)
class MarkGiven:
    points: int
    reason: str = ""


def ask_assessors(*, actor: Actor, meeting: Meeting, accounts: Sequence[StaffAccount], now: datetime) -> int:
    """Ask two of these for every application of the pool that has fewer, those with the fewest sheets first.

    How many sheets were handed out; asking again adds only what is missing.
    """
    with act(actor=actor, verb="draws.ask_assessors", thing=meeting, rule=rules.can_draw, now=now) as line:
        _refuse_frozen(meeting)
        list(Assessing.objects.select_for_update().filter(meeting=meeting))
        if not criteria_of(meeting):
            raise AssessmentRefused("no_criteria")
        allowed = {one.pk for one in may_assess(meeting)}
        chosen = [one.pk for one in accounts if one.pk in allowed]
        if len(chosen) < 2:
            raise AssessmentRefused("too_few_assessors")
        Assessor.objects.filter(meeting=meeting).exclude(account__in=chosen).delete()
        for one in chosen:
            Assessor.objects.get_or_create(meeting=meeting, account_id=one)
        asked = _hand_out(meeting, chosen, now)
        line.facts.update(assessors=len(chosen), sheets=asked)
    return asked


def _hand_out(meeting: Meeting, chosen: Sequence[UUID], now: datetime) -> int:
    loads, asked = open_loads(meeting), 0
    pool = Application.objects.filter(meeting=meeting, state=ApplicationState.ELIGIBLE, person__erased_at=None)
    for application in pool.prefetch_related("sheets").order_by("received_at", "reference"):
        taken = {sheet.slot for sheet in application.sheets.all()}
        busy = {sheet.assessor_id for sheet in application.sheets.all()}
        for slot in sorted({1, 2} - taken):
            free = _least_busy(chosen, busy, loads)
            if free is None:
                continue
            Sheet.objects.create(application=application, assessor_id=free, slot=slot, asked_at=now)
            busy.add(free)
            loads[free] += 1
            asked += 1
    return asked


def _least_busy(chosen: Sequence[UUID], busy: set[UUID], loads: Counter[UUID]) -> UUID | None:
    free = [one for one in chosen if one not in busy]
    return min(free, key=lambda one: (loads[one], chosen.index(one)), default=None)


def _refuse_frozen(meeting: Meeting) -> None:
    """Whoever freezes at this moment waits, or is waited for: no points come between the list and what it counts."""
    draw = live_draw(meeting)
    if draw is not None:
        lock(draw)
        if draw.state != DrawState.DRAFT:
            raise AssessmentRefused("pool_is_frozen")


def save_marks(
    *, actor: Actor, sheet: Sheet, marks: Mapping[str, MarkGiven], reason: str, looked_at: int, now: datetime
) -> Sheet:
    """Keep what is filled in so far; of two windows, the one that looked at an older page is refused."""
    with act(actor=actor, verb="draws.save_marks", thing=sheet, rule=rules.can_assess, now=now) as line:
        _take(sheet, looked_at, reason)
        _write(sheet, marks)
        line.facts["marks"] = len(marks)
    return sheet


def give_marks(
    *, actor: Actor, sheet: Sheet, marks: Mapping[str, MarkGiven], reason: str, looked_at: int, now: datetime
) -> Sheet:
    """The points count now and stay. Where both have given theirs and differ too much, a third is asked."""
    with act(actor=actor, verb="draws.give_marks", thing=sheet, rule=rules.can_assess, now=now) as line:
        _take(sheet, looked_at, reason)
        _write(sheet, marks)
        missing = [one.key for one in criteria_of(sheet.application.meeting) if one.key not in marks]
        if missing:
            raise AssessmentRefused("incomplete", missing[0])
        sheet.state, sheet.settled_at = SheetState.GIVEN, now
        sheet.save(update_fields=["state", "settled_at"])
        line.facts["third"] = ask_third(sheet.application, now=now)
    return sheet


def _take(sheet: Sheet, looked_at: int, reason: str) -> None:
    """Compare and set. The application is locked, so that of two who give their points at once the second sees the first."""
    _refuse_frozen(sheet.application.meeting)
    Application.objects.select_for_update().get(pk=sheet.application_id)
    mine = Sheet.objects.filter(pk=sheet.pk, state=SheetState.ASKED, revision=looked_at)
    if not mine.update(revision=looked_at + 1, reason=reason.strip()):
        sheet.refresh_from_db()
        raise AssessmentRefused("changed_meanwhile" if sheet.state == SheetState.ASKED else "already_given")
    sheet.revision, sheet.reason = looked_at + 1, reason.strip()


def _write(sheet: Sheet, marks: Mapping[str, MarkGiven]) -> None:
    known: dict[str, Criterion] = {one.key: one for one in criteria_of(sheet.application.meeting)}
    for key, given in marks.items():
        if key not in known or not 0 <= given.points <= known[key].most:
            raise AssessmentRefused("out_of_range", key)
    Mark.objects.filter(sheet=sheet).delete()
    Mark.objects.bulk_create(
        Mark(sheet=sheet, criterion=known[key], points=given.points, reason=given.reason.strip()[:500])
        for key, given in marks.items()
    )


def ask_third(application: Application, *, now: datetime) -> bool:
    """Part of a larger act: whether a third was asked just now."""
    given = list(
        Sheet.objects.filter(application=application, state=SheetState.GIVEN)
        .prefetch_related("marks__criterion")
        .order_by("slot")
    )
    rows = list(Sheet.objects.filter(application=application))
    if len(given) != 2 or any(row.slot == 3 for row in rows):
        return False
    meeting = application.meeting
    first, second = (total(core_sheet(sheet), criteria=core_criteria(meeting)) for sheet in given)
    if not needs_third(first, second, differ_by=Fraction(assessing_of(meeting).differ_by)):
        return False
    return _ask_somebody(application, slot=3, busy={row.assessor_id for row in rows}, now=now)


def _ask_somebody(application: Application, *, slot: int, busy: set[UUID], now: datetime) -> bool:
    """Of those who assess this meeting already, the one with the fewest sheets; nobody where all are taken."""
    loads = open_loads(application.meeting)
    free = _least_busy([one.pk for one in assessors_of(application.meeting)], busy, loads)
    if free is None:
        return False
    try:
        with transaction.atomic():
            Sheet.objects.create(application=application, assessor_id=free, slot=slot, asked_at=now)
    except IntegrityError:
        return False
    return True


def declare_conflict(*, actor: Actor, sheet: Sheet, now: datetime) -> bool:
    """“I know this person”: their points so far are thrown away and somebody else is asked. Whether somebody was free."""
    with act(actor=actor, verb="draws.declare_conflict", thing=sheet, rule=rules.can_assess, now=now) as line:
        _refuse_frozen(sheet.application.meeting)
        Application.objects.select_for_update().get(pk=sheet.application_id)
        slot = sheet.slot
        mine = Sheet.objects.filter(pk=sheet.pk, state=SheetState.ASKED)
        if not mine.update(state=SheetState.CONFLICT, slot=None, settled_at=now, reason=""):
            raise AssessmentRefused("already_given")
        Mark.objects.filter(sheet=sheet).delete()
        rows = Sheet.objects.filter(application=sheet.application)
        found = _ask_somebody(sheet.application, slot=slot, busy={row.assessor_id for row in rows}, now=now)
        line.facts["somebody_else"] = found
    sheet.refresh_from_db()
    return found
