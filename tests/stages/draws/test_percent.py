"""Shares in percent of the places: what they mean in people, and that they follow the places until the freeze."""

from decimal import Decimal

import pytest

from obrady.core.selection import Bound as Side
from obrady.core.selection import Change
from obrady.stages.draws import actions
from obrady.stages.draws.actions import BoundGiven, RulesNotPossible
from obrady.stages.draws.models import Bound
from obrady.stages.draws.queries.percent import least_of, most_of, people_of
from obrady.stages.draws.states import Preset
from tests.stages.applications import desk
from tests.stages.draws import office
from tests.stages.draws.office import AFTER


@pytest.mark.parametrize(
    ("percent", "seats", "least", "most"),
    [("30", 40, 12, 12), ("30", 41, 13, 12), ("33.3", 10, 4, 3), ("0.1", 40, 1, 0), ("100", 7, 7, 7)],
)
def test_at_least_rounds_up_and_at_most_down_so_that_the_promise_is_kept(percent, seats, least, most) -> None:
    assert (least_of(Decimal(percent), seats), most_of(Decimal(percent), seats)) == (least, most)


def test_where_no_whole_number_lies_between_at_least_wins() -> None:
    assert people_of(0, None, Decimal(30), Decimal(30), seats=41) == (13, 13)


def test_a_number_beside_a_percentage_stays_as_typed() -> None:
    assert people_of(5, None, None, Decimal(50), seats=41) == (5, 20)


def drafted(*, seats: int, **bound) -> object:
    draw = office.draft(desk.meeting(), seats=seats, preset=Preset.SHARES)
    actions.set_shares(
        actor=office.coordinator(),
        draw=draw,
        features=["gender"],
        bounds=[BoundGiven("gender", "woman", **bound)],
        now=AFTER,
    )
    return draw


@pytest.mark.django_db
def test_other_places_count_percentages_anew_and_leave_numbers() -> None:
    draw = drafted(seats=40, low_percent=Decimal("30"), high=20)
    assert (Bound.objects.get().low, Bound.objects.get().high) == (12, 20)
    office.draft(draw.meeting, seats=41, preset=Preset.SHARES)
    assert (Bound.objects.get().low, Bound.objects.get().high) == (13, 20)


@pytest.mark.django_db
def test_places_for_which_a_percentage_crosses_a_number_are_refused() -> None:
    draw = drafted(seats=40, low_percent=Decimal("30"), high=12)
    with pytest.raises(RulesNotPossible):
        office.draft(draw.meeting, seats=100, preset=Preset.SHARES)
    assert Bound.objects.get().low == 12


@pytest.mark.django_db
def test_a_bound_that_is_moved_is_a_number_from_then_on() -> None:
    draw = drafted(seats=10, low_percent=Decimal("50"))
    change = Change("gender", "woman", Side.MIN, 5, 4)
    actions.relax(actor=office.coordinator(), draw=draw, changes=[change], now=AFTER)
    assert (Bound.objects.get().low, Bound.objects.get().low_percent) == (4, None)
