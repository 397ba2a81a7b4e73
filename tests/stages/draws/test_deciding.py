"""A place in any case, no part in the draw, guests, limits of relaxation and what the draw aims at: from rules to result."""

import pytest

from obrady.core.selection import Bound as Side
from obrady.stages.draws import actions
from obrady.stages.draws.actions.computing import compute
from obrady.stages.draws.models import Draw, PersonDecision, PoolMember
from obrady.stages.draws.queries.checking import check, question
from obrady.stages.draws.queries.pools import frozen_rules
from obrady.stages.draws.states import Decision, Objective, TransitionRefused
from obrady.stages.ledger.models import Entry
from tests.cast import NOW
from tests.stages.draws import office
from tests.stages.draws.office import AFTER

pytestmark = pytest.mark.django_db


def references(draw: Draw) -> list[str]:
    pool, _ = question(draw)
    return [one.code for one in pool]


def decide(draw: Draw, reference: str, decision: Decision, *, is_guest: bool = False) -> None:
    actions.decide(
        actor=office.coordinator(),
        draw=draw,
        reference=reference,
        decision=decision,
        is_guest=is_guest,
        reason="She opens the meeting.",
        now=NOW,
    )


def computed(draw: Draw) -> dict[str, float]:
    """reference -> chance, through freezing and computing."""
    actions.freeze(actor=office.coordinator(), draw=draw, now=AFTER)
    compute(draw, now=AFTER)
    rows = PoolMember.objects.filter(draw=draw).select_related("application")
    return {row.application.reference: row.chance for row in rows}


def test_who_must_be_in_is_certain_and_who_is_excluded_has_no_chance() -> None:
    draw = office.draft_with_shares(office.meeting_with(8), ("gender", "woman", 1, 3), seats=4)
    inside, outside, *others = references(draw)
    decide(draw, inside, Decision.MUST)
    decide(draw, outside, Decision.EXCLUDED)
    chances = computed(draw)
    assert (chances[inside], chances[outside]) == (1.0, 0.0)
    assert [chances[one] for one in others] == pytest.approx([0.5] * 6)


def test_a_decision_is_part_of_the_frozen_rules_and_its_reason_stays_out_of_them_and_of_the_ledger() -> None:
    draw = office.draft_with_shares(office.meeting_with(8), ("gender", "woman", 1, 3), seats=4)
    inside = references(draw)[0]
    decide(draw, inside, Decision.MUST, is_guest=True)
    actions.freeze(actor=office.coordinator(), draw=draw, now=AFTER)
    code = PoolMember.objects.get(draw=draw, application__reference=inside).code
    assert (frozen_rules(draw).must, frozen_rules(draw).guests) == ((code,), (code,))
    assert not any("She opens" in str(line.facts) for line in Entry.objects.all())


def test_a_guest_does_not_count_where_the_share_says_so() -> None:
    draw = office.draft_with_shares(office.meeting_with(6), ("gender", "woman", 1, 1), seats=3)
    draw.bounds.update(counts_guests=False)
    pool, _ = question(draw)
    woman = next(one.code for one in pool if one.features["gender"] == "woman")
    decide(draw, woman, Decision.MUST, is_guest=True)
    chances = computed(draw)
    others = [chances[one.code] for one in pool if one.features["gender"] == "woman" and one.code != woman]
    assert chances[woman] == 1.0
    assert sum(others) == pytest.approx(1.0)


def test_a_later_decision_takes_the_place_of_the_former_and_can_be_taken_back() -> None:
    draw = office.draft_with_shares(office.meeting_with(4), ("gender", "woman", 1, 3), seats=3)
    one = references(draw)[0]
    decide(draw, one, Decision.MUST, is_guest=True)
    decide(draw, one, Decision.EXCLUDED, is_guest=True)
    kept = PersonDecision.objects.get(draw=draw)
    assert (kept.decision, kept.is_guest) == (Decision.EXCLUDED, False)
    actions.undecide(actor=office.coordinator(), draw=draw, reference=one, now=NOW)
    assert not PersonDecision.objects.exists()


@pytest.mark.parametrize("reference, reason, refused", [("NOBODY", "why", "not_in_pool"), (None, "  ", "no_reason")])
def test_a_decision_needs_somebody_of_the_pool_and_a_reason(reference, reason: str, refused: str) -> None:
    draw = office.draft_with_shares(office.meeting_with(4), ("gender", "woman", 1, 3), seats=3)
    given = {"draw": draw, "decision": Decision.MUST, "is_guest": False, "reason": reason, "now": NOW}
    with pytest.raises(actions.RulesNotPossible) as refusal:
        actions.decide(actor=office.coordinator(), reference=reference or references(draw)[0], **given)
    assert refusal.value.reason == refused
    assert not PersonDecision.objects.exists()


def test_a_frozen_draw_takes_no_decision_any_more() -> None:
    draw = office.draft_with_shares(office.meeting_with(4), ("gender", "woman", 1, 3), seats=3)
    one = references(draw)[0]
    actions.freeze(actor=office.coordinator(), draw=draw, now=AFTER)
    with pytest.raises(TransitionRefused):
        decide(draw, one, Decision.MUST)


def test_a_relaxation_keeps_its_limits_and_others_of_the_same_size_are_found() -> None:
    draw = office.draft_with_shares(office.meeting_with(6), ("gender", "woman", 3, 3), ("gender", "man", 2, 2), seats=4)
    found = check(*question(draw))
    ways = {found.changes, *found.alternatives}
    assert {(way[0].value, way[0].bound) for way in ways} == {("woman", Side.MIN), ("man", Side.MIN)}
    draw.bounds.filter(value="woman").update(lowest=3)
    limited = check(*question(draw))
    assert [(one.value, one.bound) for one in limited.changes] == [("man", Side.MIN)]
    assert limited.alternatives == ()


@pytest.mark.parametrize("objective", list(Objective))
def test_what_the_draw_aims_at_is_computed_and_named_in_the_bundle(objective: Objective) -> None:
    draw = office.draft_with_shares(office.meeting_with(6), ("gender", "woman", 1, 2), seats=3)
    Draw.objects.filter(pk=draw.pk).update(objective=objective)
    draw.refresh_from_db()
    computed(draw)
    assert draw.algorithm == f"obrady.{objective}/2"
