"""Several people change the rules while another freezes them: what is computed is what the fingerprint was taken of."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from obrady.core.chance import commitment
from obrady.stages.draws import actions
from obrady.stages.draws.actions.computing import compute
from obrady.stages.draws.models import Bound, Draw
from obrady.stages.draws.queries.checking import question
from obrady.stages.draws.queries.finding import draws_of
from obrady.stages.draws.queries.minutes import frozen_file
from obrady.stages.draws.states import Decision, DrawState, TransitionRefused
from tests.cast import NOW
from tests.stages.draws import office

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
Hand = Callable[[Draw], object]


def at_once(draw: Draw, hands: list[Hand]) -> list[bool]:
    """Who got through; each works on a copy of the draw read before anybody began."""
    start = Barrier(len(hands))

    def work(hand: Hand) -> bool:
        own = Draw.objects.select_related("meeting__organisation").get(pk=draw.pk)
        start.wait()
        try:
            hand(own)
        except TransitionRefused:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(len(hands)) as pool:
        return list(pool.map(work, hands))


def hands_on(draw: Draw) -> list[Hand]:
    """Two freeze, three write shares, two decide about people."""
    actor = office.coordinator()
    references = [one.code for one in question(draw)[0]]

    def shares(low: int) -> Hand:
        given = [actions.BoundGiven("gender", "woman", low, 4)]
        return lambda own: actions.set_shares(actor=actor, draw=own, features=["gender"], bounds=given, now=NOW)

    def decides(reference: str, decision: Decision) -> Hand:
        return lambda own: actions.decide(
            actor=actor, draw=own, reference=reference, decision=decision, is_guest=False, reason="Known.", now=NOW
        )

    def freezes(own: Draw) -> None:
        actions.freeze(actor=actor, draw=own, now=office.AFTER)

    return [
        shares(1), freezes, decides(references[0], Decision.MUST), shares(2), freezes,
        decides(references[1], Decision.EXCLUDED), shares(3),
    ]  # fmt: skip


def test_one_freeze_wins_and_the_result_obeys_the_rules_that_were_published() -> None:
    draw = office.draft_with_shares(office.meeting_with(8), ("gender", "woman", 1, 3), seats=4)
    got_through = at_once(draw, hands_on(draw))
    draw.refresh_from_db()
    assert [got_through[1], got_through[4]].count(True) == 1
    assert draws_of(draw.meeting).filter(kind=draw.kind).count() == 1
    assert commitment(frozen_file(draw)) == draw.fingerprint
    compute(draw, now=office.AFTER)
    assert draw.state == DrawState.COMPUTED


def test_rules_changed_behind_the_freeze_are_noticed() -> None:
    """The control: a hand that writes without looking at the state gets past the lock, and the computation refuses."""
    draw = office.draft_with_shares(office.meeting_with(8), ("gender", "woman", 1, 3), seats=4)
    actions.freeze(actor=office.coordinator(), draw=draw, now=office.AFTER)
    Bound.objects.filter(draw=draw).update(low=2)
    with pytest.raises(actions.PoolHasChanged):
        compute(draw, now=office.AFTER)
    draw.refresh_from_db()
    assert (draw.state, draw.fault) == (DrawState.FROZEN, "pool_changed")
