"""Coordinators take each other's role away, or accept one invitation, at the same moment: one remains, one comes in."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from obrady.stages.ledger.states import CONSOLE, Role
from obrady.stages.people.models import RoleGrant, StaffAccount
from obrady.stages.team.actions import invite, join_as_new, take_role
from obrady.stages.team.queries import coordinators_left
from obrady.stages.team.states import LinkNotValid, NotForTheTeam
from tests import cast

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
HANDS = 4


def all_at_once(act: Callable[[int], object]) -> int:
    """How many of the hands did it."""
    start = Barrier(HANDS)

    def hand(number: int) -> bool:
        start.wait()
        try:
            act(number)
        except (NotForTheTeam, LinkNotValid):
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(HANDS) as hands:
        return sum(hands.map(hand, range(HANDS)))


def coordinators() -> list[StaffAccount]:
    return [cast.account(Role.COORDINATOR, email=f"k{number}@example.org") for number in range(HANDS)]


def test_one_coordinator_remains() -> None:
    accounts, house = coordinators(), cast.organisation()
    said = {"actor": CONSOLE, "organisation": house, "meeting": None, "role": Role.COORDINATOR, "now": cast.NOW}
    assert all_at_once(lambda number: take_role(account=accounts[number], **said)) == HANDS - 1
    assert coordinators_left(house) == 1


def test_whoever_counts_first_and_takes_then_leaves_nobody() -> None:
    """The control: the same without one transaction around both."""
    accounts, house = coordinators(), cast.organisation()
    counted = Barrier(HANDS)

    def careless(number: int) -> None:
        left = coordinators_left(house)
        counted.wait()
        if left > 1:
            RoleGrant.objects.filter(account=accounts[number], role=Role.COORDINATOR).delete()

    all_at_once(careless)
    assert coordinators_left(house) == 0


def test_a_link_lets_one_in() -> None:
    said = {"email": "nowa@example.org", "name": "Nowa", "language": "pl", "invited_by": None, "words": None}
    house = cast.organisation()
    made = invite(actor=CONSOLE, organisation=house, meeting=None, role=Role.OFFICE, now=cast.NOW, **said)

    def join(number: int) -> None:
        join_as_new(token=made.token, name=f"Osoba {number}", language="pl", password=cast.PASSWORD, now=cast.NOW)

    assert all_at_once(join) == 1
    assert StaffAccount.objects.count() == 1
