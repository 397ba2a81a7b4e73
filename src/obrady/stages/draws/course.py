"""What a draw holds against a change of course, and whom it touches once places are given."""

from collections import Counter
from collections.abc import Mapping

from obrady.stages.draws.actions.drafting import RulesNotPossible, follow_the_places
from obrady.stages.draws.models import PoolMember
from obrady.stages.draws.queries.finding import live_draw, members_of, place_of
from obrady.stages.draws.states import DrawState, Place
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.registry.course import CoursePart, CourseRefused, Step, Touched, register_part
from obrady.stages.meetings.states import CourseKind


def _refuse(step: Step) -> None:
    """A frozen pool is fixed: neither who is in time nor how many places there are may change under it."""
    draw = live_draw(step.former)
    if draw is None or not DrawState(draw.state).is_frozen:
        return
    if "closes_at" in step.change.values and step.change.kind is not CourseKind.CLOSE_EARLY:
        raise CourseRefused("draw_is_frozen", field="closes_at")
    if step.change.kind is CourseKind.SHRINK:
        raise CourseRefused("draw_is_frozen", field="places")


def _given(meeting: Meeting) -> list[PoolMember]:
    draw = live_draw(meeting)
    return list(members_of(draw)) if draw is not None and draw.state == DrawState.PUBLISHED else []


def _touched(step: Step) -> list[Touched]:
    members = [member for member in _given(step.former) if member.application is not None]
    counts = Counter(place_of(member) for member in members)
    rows = [Touched("places", counts[Place.IN]), Touched("reserve", counts[Place.RESERVE])]
    draw = live_draw(step.former)
    if step.change.kind is CourseKind.SHRINK and draw is not None and draw.state == DrawState.DRAFT:
        rows.append(Touched("rules", 1))
    return rows


def _leaves_out(step: Step) -> frozenset[str]:
    """Whoever was told that they have no place has no plans that a change could upset."""
    return frozenset(
        member.application.about
        for member in _given(step.former)
        if member.application is not None and place_of(member) is Place.NOT_DRAWN
    )


def _apply(step: Step) -> Mapping[str, object]:
    """The draft follows the number of places; shares in percent follow it, numbers of people stay as somebody typed them."""
    if step.change.kind is not CourseKind.SHRINK:
        return {}
    places, draw = step.change.values["places"], live_draw(step.meeting)
    if draw is None or draw.state != DrawState.DRAFT or draw.seats <= places:
        return {}
    draw.seats = places
    draw.save(update_fields=["seats"])
    try:
        follow_the_places(draw)
    except RulesNotPossible as refusal:
        raise CourseRefused("shares_crossed", field="places", about=refusal.about) from None
    return {"seats_in_rules": places}


def declare() -> None:
    register_part(CoursePart("draws", touched=_touched, apply=_apply, refuse=_refuse, leaves_out=_leaves_out))
