"""Other ways of choosing: the steps of a draw as core/recruitment knows them, and what they look at in people."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from uuid import UUID

from obrady.core.recruitment import (
    Applicant,
    Condition,
    Criterion,
    Gate,
    Limits,
    OrderOfApplication,
    Points,
    PriorityGroup,
    PriorityGroups,
    QuotaDraw,
    Ranking,
    Sheet,
    Step,
    Third,
)
from obrady.core.selection import LinkKind, Rules
from obrady.stages.applications.models import Application
from obrady.stages.draws import models
from obrady.stages.draws.models import Assessing, Draw, Mark, MethodStep
from obrady.stages.draws.states import Preset, SheetState, StepKind
from obrady.stages.meetings.models import Meeting


def steps_of(draw: Draw) -> list[MethodStep]:
    return [] if draw._state.adding else list(MethodStep.objects.filter(draw=draw).order_by("position"))


def ends_in_draw(draw: Draw) -> bool:
    if draw.preset != Preset.STEPS or draw._state.adding:
        return False
    last = MethodStep.objects.filter(draw=draw).order_by("-position").values_list("kind", flat=True).first()
    return last == StepKind.DRAW


def uses_shares(draw: Draw) -> bool:
    return draw.preset == Preset.SHARES or ends_in_draw(draw)


def is_settled_by_steps(draw: Draw) -> bool:
    """No dice are needed: what comes out follows from the frozen pool alone."""
    return draw.preset == Preset.STEPS and not ends_in_draw(draw)


def assessing_of(meeting: Meeting) -> Assessing:
    return Assessing.objects.filter(meeting=meeting).first() or Assessing(meeting=meeting)


def criteria_of(meeting: Meeting) -> list[models.Criterion]:
    return list(models.Criterion.objects.filter(meeting=meeting).order_by("position"))


def core_criteria(meeting: Meeting) -> tuple[Criterion, ...]:
    return tuple(Criterion(one.key, most=one.most, weight=one.weight) for one in criteria_of(meeting))


def core_steps(rows: Iterable[MethodStep], meeting: Meeting) -> tuple[Step, ...]:
    return tuple(_step(row, meeting) for row in rows)


def _step(row: MethodStep, meeting: Meeting) -> Step:
    given, places = row.parameters, row.parameters.get("places")
    match StepKind(row.kind):
        case StepKind.GATE:
            return Gate(tuple(_condition(one) for one in given.get("conditions", ())))
        case StepKind.POINTS:
            return points_step(meeting, least=given.get("least", 0))
        case StepKind.PRIORITY_GROUPS:
            groups = tuple(PriorityGroup(_condition(one), one.get("most")) for one in given.get("groups", ()))
            return PriorityGroups(groups, places)
        case StepKind.RANKING:
            return Ranking(places)
        case StepKind.ORDER_OF_APPLICATION:
            return OrderOfApplication(places)
        case StepKind.DRAW:
            return QuotaDraw()


def points_step(meeting: Meeting, *, least: int = 0) -> Points:
    how = assessing_of(meeting)
    return Points(
        criteria=core_criteria(meeting),
        differ_by=Fraction(how.differ_by),
        third=Third(how.third),
        least=Fraction(least),
    )


def _condition(one: Mapping) -> Condition:
    return Condition(one["fact"], tuple(one["values"]))


def facts_of(rows: Iterable[MethodStep]) -> list[str]:
    """The features that the steps look at."""
    found: dict[str, None] = {}
    for row in rows:
        for one in (*row.parameters.get("conditions", ()), *row.parameters.get("groups", ())):
            found[one["fact"]] = None
    return list(found)


def uses(rows: Iterable[MethodStep], kind: StepKind) -> bool:
    return any(row.kind == kind for row in rows)


def given_sheets(meeting: Meeting) -> dict[UUID, tuple[Sheet, ...]]:
    """application -> the sheets given, in the order of their slots."""
    marks = Mark.objects.filter(sheet__application__meeting=meeting, sheet__state=SheetState.GIVEN)
    found: dict[UUID, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for application, slot, key, points in marks.order_by("sheet__slot").values_list(
        "sheet__application_id", "sheet__slot", "criterion__key", "points"
    ):
        found[application][slot][key] = points
    return {key: tuple(Sheet(points) for _slot, points in sorted(one.items())) for key, one in found.items()}


def applicants(members: Sequence, meeting: Meeting, *, codes: Mapping[str, str]) -> tuple[Applicant, ...]:
    """The pool with everything that any step may look at. `codes`: application id -> code."""
    keys = [member.application_id for member in members]
    times = dict(Application.objects.filter(pk__in=keys).values_list("pk", "received_at"))
    sheets = given_sheets(meeting)
    return tuple(
        Applicant(
            code=codes[str(member.application_id)],
            facts=member.features,
            arrived=int(times[member.application_id].timestamp()),
            sheets=sheets.get(member.application_id, ()),
            body="" if member.organisation_key.startswith("self:") else member.organisation_key,
        )
        for member in members
    )


def limits_of(rules: Rules) -> Limits:
    """What binds every method, out of the rules of the selection: quotas are the draw's alone."""
    return Limits(
        cap=rules.caps[0].most if rules.caps else None,
        together=tuple((one.first, one.second) for one in rules.links if one.kind is LinkKind.TOGETHER),
        one_of=tuple((one.first, one.second) for one in rules.links if one.kind is LinkKind.AT_MOST_ONE),
        must=tuple(rules.must),
        excluded=tuple(rules.excluded),
    )
