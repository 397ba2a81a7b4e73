"""The steps of a draft, and the criteria of its meeting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from obrady.core.chance import fingerprint
from obrady.core.recruitment import Third
from obrady.stages.draws import rules
from obrady.stages.draws.actions.moving import lock
from obrady.stages.draws.models import Assessing, Criterion, Draw, Mark, MethodStep
from obrady.stages.draws.queries.methods import criteria_of, steps_of
from obrady.stages.draws.queries.pools import declared_features
from obrady.stages.draws.states import DrawKind, DrawState, StepKind, TransitionRefused
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings.models import Meeting

MOST_STEPS = 12
MOST_POINTS = 100


class MethodNotPossible(Exception):
    """A step or a criterion that cannot be kept. `reason`: too_many_steps, unknown_fact, no_values, no_conditions,
    no_groups, places, least, changed_meanwhile, assessing_has_begun, no_label, most, weight, differ_by; `about` says of what."""

    code = "method_not_possible"

    def __init__(self, reason: str, about: str = "") -> None:
        super().__init__(f"{reason}: {about}")
        self.reason, self.about = reason, about


@dataclass(frozen=True)
class StepGiven:
    """One step: its kind and what it needs (conditions, groups, places, least points)."""

    kind: StepKind
    parameters: Mapping[str, Any]


@dataclass(frozen=True)
class CriterionGiven:
    label: Mapping[str, str]
    most: int
    weight: int = 1


def version_of(draw: Draw) -> str:
    """What somebody looked at when they changed it."""
    return fingerprint([[step.kind, step.parameters] for step in steps_of(draw)])


def set_steps(
    *, actor: Actor, draw: Draw, steps: Sequence[StepGiven], looked_at: str, now: datetime
) -> list[MethodStep]:
    """All steps at once. Whoever changed them meanwhile wins over the one who looked at the former ones."""
    with act(actor=actor, verb="draws.set_steps", thing=draw, rule=rules.can_draw, now=now) as line:
        lock(draw)
        if draw.state != DrawState.DRAFT or draw.kind != DrawKind.REAL:
            raise TransitionRefused(state=DrawState(draw.state), wanted=DrawState.DRAFT)
        if version_of(draw) != looked_at:
            raise MethodNotPossible("changed_meanwhile")
        _check_steps(steps, declared_features(draw.meeting))
        MethodStep.objects.filter(draw=draw).delete()
        made = [
            MethodStep(draw=draw, position=position, kind=one.kind, parameters=dict(one.parameters))
            for position, one in enumerate(steps, start=1)
        ]
        MethodStep.objects.bulk_create(made)
        line.facts["steps"] = [str(one.kind) for one in steps]
    return made


def _check_steps(steps: Sequence[StepGiven], declared: Mapping[str, Any]) -> None:
    if len(steps) > MOST_STEPS:
        raise MethodNotPossible("too_many_steps", str(MOST_STEPS))
    for step in steps:
        for name in ("conditions", "groups"):
            for one in step.parameters.get(name, ()):
                _check_condition(one, declared)
        places = step.parameters.get("places")
        if places is not None and places < 1:
            raise MethodNotPossible("places", str(places))
        if step.parameters.get("least", 0) < 0:
            raise MethodNotPossible("least", str(step.parameters["least"]))
    _check_emptiness(steps)


def _check_condition(one: Mapping[str, Any], declared: Mapping[str, Any]) -> None:
    if one["fact"] not in declared:
        raise MethodNotPossible("unknown_fact", one["fact"])
    if not one["values"]:
        raise MethodNotPossible("no_values", one["fact"])
    if one.get("most") is not None and one["most"] < 1:
        raise MethodNotPossible("places", str(one["most"]))


def _check_emptiness(steps: Sequence[StepGiven]) -> None:
    for step in steps:
        if step.kind == StepKind.GATE and not step.parameters.get("conditions"):
            raise MethodNotPossible("no_conditions")
        if step.kind == StepKind.PRIORITY_GROUPS and not step.parameters.get("groups"):
            raise MethodNotPossible("no_groups")


def copy_steps(source: Draw, target: Draw) -> None:
    """Part of a larger act."""
    MethodStep.objects.bulk_create(
        MethodStep(draw=target, position=step.position, kind=step.kind, parameters=step.parameters)
        for step in steps_of(source)
    )


def copy_assessing(source: Meeting, target: Meeting) -> None:
    """Part of a larger act: the criteria and the rule for a third; assessors and points stay where they are."""
    how = Assessing.objects.filter(meeting=source).first()
    if how is not None:
        Assessing.objects.create(
            meeting=target, differ_by=how.differ_by, third=how.third, without_names=how.without_names
        )
    Criterion.objects.bulk_create(
        Criterion(meeting=target, key=one.key, position=one.position, label=one.label, most=one.most, weight=one.weight)
        for one in criteria_of(source)
    )


def has_begun(meeting: Meeting) -> bool:
    return Mark.objects.filter(sheet__application__meeting=meeting).exists()


def set_assessing(
    *,
    actor: Actor,
    meeting: Meeting,
    criteria: Sequence[CriterionGiven],
    differ_by: int,
    third: Third,
    without_names: bool,
    looked_at: int,
    now: datetime,
) -> Assessing:
    """Criteria and the rule for the third assessor. Once somebody gave points, they stand: nobody moves the goal."""
    with act(actor=actor, verb="draws.set_assessing", thing=meeting, rule=rules.can_draw, now=now) as line:
        how, _ = Assessing.objects.get_or_create(meeting=meeting)
        if has_begun(meeting):
            raise MethodNotPossible("assessing_has_begun")
        _check_criteria(criteria, differ_by)
        values = {"differ_by": differ_by, "third": third, "without_names": without_names, "revision": looked_at + 1}
        if not Assessing.objects.filter(pk=how.pk, revision=looked_at).update(**values):
            raise MethodNotPossible("changed_meanwhile")
        Criterion.objects.filter(meeting=meeting).delete()
        Criterion.objects.bulk_create(
            Criterion(meeting=meeting, key=f"c{n}", position=n, label=dict(one.label), most=one.most, weight=one.weight)
            for n, one in enumerate(criteria, start=1)
        )
        line.facts.update(criteria=[[one.most, one.weight] for one in criteria], differ_by=differ_by, third=str(third))
    how.refresh_from_db()
    return how


def _check_criteria(criteria: Sequence[CriterionGiven], differ_by: int) -> None:
    for one in criteria:
        if not one.label.get("pl", "").strip():
            raise MethodNotPossible("no_label")
        if not 1 <= one.most <= MOST_POINTS:
            raise MethodNotPossible("most", str(one.most))
        if not 1 <= one.weight <= MOST_POINTS:
            raise MethodNotPossible("weight", str(one.weight))
    if differ_by < 0:
        raise MethodNotPossible("differ_by", str(differ_by))
