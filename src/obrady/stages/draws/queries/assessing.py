"""Who assesses what: an assessor's own sheets, and where the whole stands. Nobody sees another's points too early."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from obrady.core.recruitment import Criterion as CoreCriterion
from obrady.core.recruitment import Sheet as CoreSheet
from obrady.core.recruitment import Third, needs_third, score, total
from obrady.stages.applications.models import Application
from obrady.stages.applications.states import ApplicationState
from obrady.stages.draws.models import Assessing, Assessor, Mark, Sheet
from obrady.stages.draws.queries.methods import assessing_of, core_criteria
from obrady.stages.draws.states import SheetState
from obrady.stages.ledger.states import Actor, ActorKind, Role
from obrady.stages.meetings.models import Meeting, TeamMember
from obrady.stages.people.models import RoleGrant, StaffAccount

ASSESSING_ROLES = (Role.COORDINATOR, Role.OFFICE, Role.FACILITATOR, Role.OBSERVER)


def may_assess(meeting: Meeting) -> list[StaffAccount]:
    """Everybody with a role in this meeting, by name."""
    roles = [str(role) for role in ASSESSING_ROLES]
    wide = RoleGrant.objects.filter(organisation=meeting.organisation_id, role__in=roles).values("account")
    narrow = TeamMember.objects.filter(meeting=meeting, role__in=roles).values("account")
    found = StaffAccount.objects.filter(is_active=True)
    return list((found.filter(pk__in=wide) | found.filter(pk__in=narrow)).distinct().order_by("name", "pk"))


def own_sheets(actor: Actor, meeting: Meeting) -> list[Sheet]:
    """What this person of the team was asked to assess, open ones first."""
    if actor.kind != ActorKind.STAFF:
        return []
    rows = Sheet.objects.filter(application__meeting=meeting, assessor_id=actor.key)
    rows = rows.select_related("application__person", "application__meeting").prefetch_related("marks")
    return sorted(rows, key=lambda row: (row.state != SheetState.ASKED, row.application.reference))


def own_sheet(actor: Actor, meeting: Meeting, reference: str) -> Sheet | None:
    rows = Sheet.objects.filter(application__meeting=meeting, application__reference=reference)
    if actor.kind != ActorKind.STAFF:
        return None
    return rows.filter(assessor_id=actor.key).select_related("application__person", "application__meeting").first()


def marks_of(sheet: Sheet) -> dict[str, Mark]:
    return {mark.criterion.key: mark for mark in Mark.objects.filter(sheet=sheet).select_related("criterion")}


@dataclass(frozen=True)
class Hand:
    """One assessor's part in one application; `total` only once everybody who was asked has given theirs."""

    name: str
    slot: int | None
    state: SheetState
    total: int | None


@dataclass(frozen=True)
class Progress:
    """Where one application stands. `score` is None while something is missing."""

    reference: str
    hands: tuple[Hand, ...]
    is_whole: bool
    wants_third: bool
    score: Fraction | None


def progress(meeting: Meeting) -> list[Progress]:
    """Every application of the pool, in four queries."""
    criteria, how = core_criteria(meeting), assessing_of(meeting)
    rows = Application.objects.filter(meeting=meeting, state=ApplicationState.ELIGIBLE, person__erased_at=None)
    sheets: dict[UUID, list[Sheet]] = defaultdict(list)
    found = Sheet.objects.filter(application__in=rows).select_related("assessor").prefetch_related("marks__criterion")
    for sheet in found.order_by("slot", "asked_at"):
        sheets[sheet.application_id].append(sheet)
    return [
        _progress(reference, sheets[pk], criteria, how)
        for pk, reference in rows.order_by("reference").values_list("pk", "reference")
    ]


def _progress(reference: str, sheets: list[Sheet], criteria: tuple[CoreCriterion, ...], how: Assessing) -> Progress:
    open_ones = [sheet for sheet in sheets if sheet.state != SheetState.CONFLICT]
    given = [sheet for sheet in open_ones if sheet.state == SheetState.GIVEN]
    shows = len(given) >= 2 and len(given) == len(open_ones)
    totals = {sheet.pk: total(core_sheet(sheet), criteria=criteria) for sheet in given} if shows else {}
    first_two = [totals[sheet.pk] for sheet in given[:2]] if shows else []
    differ = Fraction(how.differ_by)
    wants = shows and len(given) == 2 and needs_third(*first_two, differ_by=differ)
    value = score([totals[one.pk] for one in given], differ_by=differ, third=Third(how.third)) if shows else None
    return Progress(
        reference=reference,
        hands=tuple(Hand(one.assessor.name, one.slot, SheetState(one.state), totals.get(one.pk)) for one in sheets),
        is_whole=value is not None,
        wants_third=wants,
        score=value,
    )


def core_sheet(sheet: Sheet) -> CoreSheet:
    return CoreSheet({mark.criterion.key: mark.points for mark in sheet.marks.all()})


def assessors_of(meeting: Meeting) -> list[StaffAccount]:
    """Those who assess this meeting, as long as they have a role in it."""
    chosen = set(Assessor.objects.filter(meeting=meeting).values_list("account_id", flat=True))
    return [account for account in may_assess(meeting) if account.pk in chosen]


def open_loads(meeting: Meeting) -> Counter[UUID]:
    """assessor -> sheets that they still have or have given: who is asked next has the fewest."""
    rows = Sheet.objects.filter(application__meeting=meeting).exclude(state=SheetState.CONFLICT)
    return Counter(rows.values_list("assessor_id", flat=True))
