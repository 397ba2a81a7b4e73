"""Roles change, go and come back; an organisation never loses its last coordinator."""

from typing import Any

import pytest

from obrady.stages.ledger.states import CONSOLE, Role
from obrady.stages.people.models import StaffAccount
from obrady.stages.people.queries import accounts
from obrady.stages.team.actions import change_role, give_back, give_role, make_link, switch_off, switch_on, take_role
from obrady.stages.team.models import PasswordLink, RoleTaken
from obrady.stages.team.queries import roles_held
from obrady.stages.team.states import NotForTheTeam, TeamRefusal
from tests import cast

pytestmark = pytest.mark.django_db


def about(account: StaffAccount, **more: Any) -> dict[str, Any]:
    actor = cast.actor(cast.coordinator())
    return {"actor": actor, "organisation": cast.organisation(), "account": account, "now": cast.NOW, **more}


def held(account: StaffAccount) -> list[Role]:
    return roles_held(account, organisation=cast.organisation(), meeting=None)


def second_coordinator() -> StaffAccount:
    return cast.account(Role.COORDINATOR, email="druga@example.org", name="Druga Koordynatorka")


def test_a_role_is_changed() -> None:
    change_role(**about(cast.office(), meeting=None, old=Role.OFFICE, new=Role.FACILITATOR))
    assert held(cast.office()) == [Role.FACILITATOR]


def test_what_was_taken_away_can_be_given_back() -> None:
    taken = take_role(**about(cast.office(), meeting=None, role=Role.OFFICE))
    assert held(cast.office()) == []
    give_back(actor=cast.actor(cast.coordinator()), taken=taken, now=cast.NOW)
    assert held(cast.office()) == [Role.OFFICE]
    assert not RoleTaken.objects.exists()


def test_it_is_given_back_once() -> None:
    taken = take_role(**about(cast.office(), meeting=None, role=Role.OFFICE))
    give_back(actor=CONSOLE, taken=taken, now=cast.NOW)
    with pytest.raises(NotForTheTeam):
        give_back(actor=CONSOLE, taken=taken, now=cast.NOW)


def test_a_role_in_one_meeting_is_taken_from_that_meeting() -> None:
    meeting = cast.meeting()
    give_role(**about(cast.office(), meeting=meeting, role=Role.OBSERVER))
    take_role(**about(cast.office(), meeting=meeting, role=Role.OBSERVER))
    assert held(cast.office()) == [Role.OFFICE]
    assert roles_held(cast.office(), organisation=cast.organisation(), meeting=meeting) == []


@pytest.mark.parametrize(
    "action, more",
    [
        (take_role, {"meeting": None, "role": Role.COORDINATOR}),
        (change_role, {"meeting": None, "old": Role.COORDINATOR, "new": Role.OFFICE}),
        (switch_off, {}),
    ],
)
def test_the_last_coordinator_stays(action, more: dict) -> None:
    with pytest.raises(NotForTheTeam) as refusal:
        action(**about(cast.coordinator(), **more))
    assert refusal.value.code is TeamRefusal.LAST_COORDINATOR
    assert held(cast.coordinator()) == [Role.COORDINATOR]
    assert accounts().filter(pk=cast.coordinator().pk).exists()


def test_one_of_two_coordinators_may_go() -> None:
    take_role(**about(second_coordinator(), meeting=None, role=Role.COORDINATOR))
    assert held(second_coordinator()) == []


def test_a_coordinator_who_is_switched_off_does_not_count() -> None:
    switch_off(**about(second_coordinator()))
    with pytest.raises(NotForTheTeam):
        take_role(**about(cast.coordinator(), meeting=None, role=Role.COORDINATOR))


def test_switching_off_ends_sessions_and_links_and_keeps_roles() -> None:
    account, before = cast.office(), cast.office().get_session_auth_hash()
    make_link(**about(account))
    switch_off(**about(account))
    assert (account.is_active, account.get_session_auth_hash() == before) == (False, False)
    assert not PasswordLink.objects.exists()
    switch_on(**about(account))
    assert (account.is_active, held(account)) == (True, [Role.OFFICE])


def test_an_account_that_another_house_relies_on_is_not_ours_to_switch_off() -> None:
    guest = cast.outsider()
    give_role(**about(guest, meeting=None, role=Role.OFFICE))
    for action in (switch_off, make_link):
        with pytest.raises(NotForTheTeam) as refusal:
            action(**about(guest))
        assert refusal.value.code is TeamRefusal.OTHER_HOUSES


def test_nobody_gets_the_same_role_twice() -> None:
    with pytest.raises(NotForTheTeam) as refusal:
        give_role(**about(cast.office(), meeting=None, role=Role.OFFICE))
    assert refusal.value.code is TeamRefusal.HAS_ROLE
