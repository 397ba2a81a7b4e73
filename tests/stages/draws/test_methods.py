"""Places by other rules: frozen under a fingerprint, worked out without dice, approved, with a reason for everybody."""

import json
from datetime import date
from fractions import Fraction
from random import Random

import pytest

from obrady.core.chance import fingerprint, reserve_order
from obrady.core.recruitment import Place, Why
from obrady.stages.applications import queries as register
from obrady.stages.draws import actions
from obrady.stages.draws.actions import MethodNotPossible, StepsNotReady
from obrady.stages.draws.models import MemberRecord, MethodStep, PoolMember, Sheet
from obrady.stages.draws.queries.finding import live_draw, place_of, standing_of
from obrady.stages.draws.queries.methods import criteria_of, steps_of
from obrady.stages.draws.queries.minutes import frozen_file
from obrady.stages.draws.queries.records import record_of, rows_of
from obrady.stages.draws.states import DrawState, Preset, StepKind, TransitionRefused
from obrady.stages.draws.states import Place as Standing
from obrady.stages.draws.tasks import compute_due
from obrady.stages.ledger.models import Entry
from obrady.stages.ledger.states import CONSOLE
from obrady.stages.letters.models import Letter
from obrady.stages.meetings.registry.copying import copy_meeting, shifted
from tests.stages.draws import methods, office
from tests.stages.draws.methods import WOMEN, step
from tests.stages.draws.office import AFTER

pytestmark = pytest.mark.django_db
ORDER = step(StepKind.ORDER_OF_APPLICATION)
POINTS, RANKING, DRAW = step(StepKind.POINTS), step(StepKind.RANKING), step(StepKind.DRAW)


def frozen(draw):
    return actions.freeze(actor=office.coordinator(), draw=draw, now=AFTER, randomness=Random(7))


def settled(draw):
    return actions.settle(frozen(draw), now=AFTER)


def gender_of(member: PoolMember) -> str:
    return member.application.answers["gender"]


def test_a_ranking_is_frozen_settled_and_published_without_dice() -> None:
    meeting = office.meeting_with(6)
    points = methods.assess_all(meeting, methods.asked(meeting))
    draw = settled(methods.draft(meeting, POINTS, RANKING, seats=2))
    assert (draw.state, draw.without_dice, len(draw.fingerprint)) == (DrawState.COMPUTED, True, 64)
    actions.approve(actor=office.coordinator(), draw=draw, now=AFTER)
    chosen = {points[member.application.reference] for member in office.members(draw) if member.is_drawn}
    assert chosen == {4, 5}
    assert (draw.state, draw.drawn_at, record_of(draw).threshold) == (DrawState.PUBLISHED, AFTER, "4")


def test_nobody_learns_their_place_before_a_person_approved_it() -> None:
    draw = settled(methods.draft(office.meeting_with(4), ORDER, seats=2))
    assert {standing_of(member).place for member in office.members(draw)} == {Standing.WAITING}
    actions.approve(actor=office.coordinator(), draw=draw, now=AFTER)
    assert [place_of(member) for member in office.members(draw)].count(Standing.IN) == 2


def test_ties_are_broken_by_the_published_fingerprint() -> None:
    groups = step(StepKind.PRIORITY_GROUPS, groups=[WOMEN])
    draw = settled(methods.draft(office.meeting_with(6), groups, seats=4))
    lot = reserve_order([member.code for member in office.members(draw)], fingerprint=draw.fingerprint)
    women = [member.code for member in office.members(draw) if gender_of(member) == "woman"]
    record = record_of(draw)
    assert record.result["listed"][:3] == [code for code in lot if code in women]
    assert [tie["matters"] for tie in record.ties] == [False, True]


def test_the_fingerprint_covers_steps_and_what_they_look_at() -> None:
    meeting = office.meeting_with(4)
    draw = frozen(methods.draft(meeting, ORDER, seats=2))
    document = json.loads(frozen_file(draw))
    assert fingerprint(document) == draw.fingerprint
    assert document["more"]["method"]["steps"] == [{"kind": "order_of_application", "places": None}]
    assert all(set(facts) == {"arrived"} for facts in document["more"]["method"]["people"].values())


def test_everybody_has_a_place_in_the_record_and_a_reason() -> None:
    gate = step(StepKind.GATE, conditions=[WOMEN])
    draw = settled(methods.draft(office.meeting_with(6), gate, ORDER, seats=2))
    rows = rows_of(draw)
    assert [row.place for row in rows] == [Place.LISTED] * 2 + [Place.RESERVE] + [Place.OUT] * 3
    assert {reason.kind for row in rows if row.place is Place.OUT for reason in row.reasons} == {Why.CONDITION}


def test_what_steps_leave_is_drawn_with_dice_among_those_who_are_left() -> None:
    gate = step(StepKind.GATE, conditions=[WOMEN])
    draw = methods.draft(office.meeting_with(8), gate, step(StepKind.ORDER_OF_APPLICATION, places=1), DRAW, seats=2)
    actions.compute(frozen(draw), now=AFTER)
    first = record_of(draw).result["listed"][0]
    chances = {member.code: member.chance for member in office.members(draw)}
    men = [member.code for member in office.members(draw) if gender_of(member) == "man"]
    assert (draw.without_dice, draw.state) == (False, DrawState.COMPUTED)
    assert chances.pop(first) == pytest.approx(1)
    assert all(chances.pop(code) == pytest.approx(0) for code in men)
    assert list(chances.values()) == pytest.approx([1 / 3] * 3)


def test_the_sweep_settles_what_was_left_frozen() -> None:
    draw = frozen(methods.draft(office.meeting_with(4), ORDER, seats=2))
    assert compute_due(AFTER) == 1
    draw.refresh_from_db()
    assert draw.state == DrawState.COMPUTED
    with pytest.raises(TransitionRefused):
        actions.settle(draw, now=AFTER)


def test_nothing_is_settled_when_somebody_was_erased_since() -> None:
    draw = frozen(methods.draft(office.meeting_with(4), ORDER, seats=2))
    PoolMember.objects.filter(pk=office.members(draw)[0].pk).update(sealed_entry=None)
    actions.settle(draw, now=AFTER)
    draw.refresh_from_db()
    assert (draw.state, draw.fault) == (DrawState.FROZEN, "pool_changed")


@pytest.mark.parametrize(
    ("steps", "reason"),
    [([], "nothing_decides"), ([RANKING], "ranking_without_points"), ([ORDER, DRAW], "order_without_places")],
)
def test_steps_that_make_no_method_freeze_nothing(steps: list, reason: str) -> None:
    draw = methods.draft(office.meeting_with(4), *steps, seats=2)
    with pytest.raises(StepsNotReady) as refusal:
        frozen(draw)
    draw.refresh_from_db()
    assert (refusal.value.reason, draw.state, PoolMember.objects.count()) == (reason, DrawState.DRAFT, 0)


def test_missing_points_freeze_nothing_and_are_counted() -> None:
    meeting = office.meeting_with(4)
    methods.asked(meeting)
    with pytest.raises(StepsNotReady) as refusal:
        frozen(methods.draft(meeting, POINTS, RANKING, seats=2))
    assert (refusal.value.reason, refusal.value.count) == ("points_missing", 4)


def test_whoever_changed_the_steps_meanwhile_wins() -> None:
    draw = methods.draft(office.meeting_with(2), ORDER)
    seen = actions.version_of(draw)
    methods.given(draw, POINTS, RANKING)
    with pytest.raises(MethodNotPossible, match="changed_meanwhile"):
        actions.set_steps(actor=office.coordinator(), draw=draw, steps=[ORDER], looked_at=seen, now=AFTER)
    assert [one.kind for one in MethodStep.objects.filter(draw=draw)] == ["points", "ranking"]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (step(StepKind.GATE, conditions=[{"fact": "shoe_size", "values": ["40"]}]), "unknown_fact"),
        (step(StepKind.GATE, conditions=[{"fact": "gender", "values": []}]), "no_values"),
        (step(StepKind.GATE), "no_conditions"),
        (step(StepKind.PRIORITY_GROUPS), "no_groups"),
        (step(StepKind.RANKING, places=0), "places"),
    ],
)
def test_a_step_that_says_nothing_is_refused(given, reason: str) -> None:
    with pytest.raises(MethodNotPossible) as refusal:
        methods.draft(office.meeting_with(2), given)
    assert refusal.value.reason == reason


def test_a_frozen_method_does_not_change_any_more() -> None:
    draw = frozen(methods.draft(office.meeting_with(3), ORDER, seats=2))
    with pytest.raises(TransitionRefused):
        methods.given(draw, POINTS, RANKING)
    assert Entry.objects.filter(verb="draws.set_steps").count() == 1


def test_a_new_draft_after_one_given_up_begins_with_the_same_steps() -> None:
    draw = frozen(methods.draft(office.meeting_with(3), ORDER, seats=2))
    actions.abandon(actor=office.coordinator(), draw=draw, reason="Błąd w regulaminie", now=AFTER)
    again = office.draft(draw.meeting, preset=Preset.STEPS, seats=2)
    assert [one.kind for one in MethodStep.objects.filter(draw=again)] == ["order_of_application"]


def test_erasing_somebody_leaves_nothing_that_opens() -> None:
    draw = settled(methods.draft(office.meeting_with(3), ORDER, seats=2))
    person = office.members(draw)[0].application.person
    from obrady.stages.draws.personal import _let_records_go

    assert _let_records_go(person) == 1
    assert MemberRecord.objects.filter(sealed=None, sealed_reasons=None).count() == 1
    assert [row.reasons is None for row in rows_of(draw)].count(True) == 1


def test_points_of_the_frozen_record_are_exact() -> None:
    meeting = office.meeting_with(2)
    first, second = methods.asked(meeting, 2)
    for account, points in ((first, 3), (second, 4)):
        for sheet in methods.own_sheets(methods.cast.actor(account), meeting):
            methods.give(sheet, points)
    draw = settled(methods.draft(meeting, POINTS, RANKING, seats=1))
    assert {row.points for row in rows_of(draw)} == {Fraction(7, 2)}
    assert len(register.pool(meeting).members) == 2


def test_letters_of_a_list_speak_of_rules_and_never_of_a_lot_or_a_chance() -> None:
    gate = step(StepKind.GATE, conditions=[WOMEN])
    draw = settled(methods.draft(office.meeting_with(6), gate, ORDER, seats=2, reserve_length=1))
    actions.approve(actor=office.coordinator(), draw=draw, now=AFTER)
    actions.write_answers(actor=office.coordinator(), draw=draw, now=AFTER)
    letters = list(Letter.objects.filter(occasion=str(draw.pk)))
    assert sorted(letter.kind for letter in letters) == ["listed"] * 2 + ["listed_reserve"] + ["not_listed"] * 3
    assert not any("losowa" in letter.body or "szansa" in letter.body for letter in letters)


def test_a_copy_of_the_meeting_takes_steps_and_criteria_along_and_nobody() -> None:
    source = office.meeting_with(2)
    methods.assess_all(source, methods.asked(source, 2))
    settled(methods.draft(source, POINTS, RANKING, seats=1))
    target = copy_meeting(
        actor=CONSOLE, source=source, slug="drugie", title=source.title, now=AFTER,
        dates=shifted(source, to=date(2027, 1, 18)), wanted=["form", "rules"],
    )  # fmt: skip
    draw = live_draw(target)
    assert [one.kind for one in steps_of(draw)] == ["points", "ranking"]
    assert [one.label for one in criteria_of(target)] == [{"pl": "Po co"}, {"pl": "Zasięg"}]
    assert not Sheet.objects.filter(application__meeting=target).exists()
