"""Several people type digits at the same moment: one wins, and the people drawn are those of the winner's row."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from obrady.stages.draws import actions
from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.results import row_codes
from obrady.stages.draws.states import DrawState, TransitionRefused
from tests.stages.draws import office

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
DIGITS = [f"{number}{number}{number}" for number in range(8)]


def throw_at_once(draw: Draw, throw) -> list[str]:
    """The digits that were taken."""
    start = Barrier(len(DIGITS))

    def hand(digits: str) -> str:
        own = Draw.objects.select_related("meeting__organisation").get(pk=draw.pk)
        start.wait()
        try:
            throw(own, digits)
        except TransitionRefused:
            return ""
        finally:
            connections.close_all()
        return digits

    with ThreadPoolExecutor(len(DIGITS)) as hands:
        return [digits for digits in hands.map(hand, DIGITS) if digits]


def test_of_eight_hands_one_throws() -> None:
    draw, actor = office.committed(office.draft(office.meeting_with(8))), office.coordinator()
    taken = throw_at_once(
        draw, lambda own, digits: actions.throw_dice(actor=actor, draw=own, digits=digits, now=office.AFTER)
    )
    draw.refresh_from_db()
    assert taken == [draw.dice]
    assert office.codes_in(draw) == set(row_codes(draw, draw.row))


def test_without_looking_at_the_state_again_several_would() -> None:
    """The control: what happens when the step trusts the state that was read before."""
    draw = office.committed(office.draft(office.meeting_with(8)))

    def careless(own: Draw, digits: str) -> None:
        assert own.state == DrawState.COMMITTED
        Draw.objects.filter(pk=own.pk).update(state=DrawState.DRAWN, dice=digits, row=int(digits))

    assert len(throw_at_once(draw, careless)) > 1
