"""Coordinators need a second factor before any page of the team; the second step stands between password and session."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from obrady.doors.web.parts.access import actor_of
from obrady.stages.ledger.states import CONSOLE, Role
from obrady.stages.people.actions import add_account
from obrady.stages.team.actions import reset_second_factor
from obrady.stages.team.queries import carried, has_second_factor
from tests import cast

pytestmark = pytest.mark.django_db
LATER = cast.NOW + timedelta(minutes=5)


@pytest.fixture
def bare():
    """A coordinator who has not set anything up yet."""
    said = {"email": "nowa@example.org", "name": "Nowa", "password": cast.PASSWORD, "now": cast.NOW}
    return add_account(actor=CONSOLE, organisation=cast.organisation(), role=Role.COORDINATOR, **said)


@pytest.fixture
def whole(bare):
    return cast.with_second_factor(bare)


def with_password(client: Client, address: str = "/en/sign-in/"):
    return client.post(address, {"username": "nowa@example.org", "password": cast.PASSWORD})


@pytest.mark.parametrize("address", ["/en/team/", "/en/team/integracja/", "/en/organisation/szkolimy/setup/"])
def test_without_it_every_page_of_the_team_leads_to_setting_it_up(client, bare, address: str) -> None:
    cast.meeting()
    response = cast.sign_in(client, bare).get(address)
    assert unquote(response.url) == f"/en/account/second-factor/?next={address}"


def test_without_it_a_coordinator_holds_no_role_at_any_door(rf, bare) -> None:
    def grants() -> frozenset:
        request = rf.get("/")
        request.user = bare
        return actor_of(request).grants

    assert grants() == frozenset()
    cast.with_second_factor(bare)
    assert {grant.role for grant in grants()} == {Role.COORDINATOR}


def test_a_coordinator_of_one_meeting_needs_it_too(client) -> None:
    guest = cast.guest_of(cast.meeting(), Role.COORDINATOR)
    reset_second_factor(actor=CONSOLE, organisation=None, account=guest, now=cast.NOW)
    assert "second-factor" in cast.sign_in(client, guest).get("/en/team/integracja/").url


@pytest.mark.parametrize("who", [cast.office, cast.facilitator, cast.observer])
def test_other_roles_may_do_without(client, who) -> None:
    cast.meeting()
    assert cast.sign_in(client, who()).get("/en/team/").status_code == 200


def test_in_the_demo_nobody_needs_it(client, bare, settings) -> None:
    settings.OBRADY_DEMO = True
    assert cast.sign_in(client, bare).get("/en/team/").status_code == 200


def test_setting_it_up_shows_the_codes_once_and_leads_on(client, bare) -> None:
    cast.sign_in(client, bare)
    client.post("/en/account/confirm/", {"password": cast.PASSWORD})
    page = client.get("/en/account/second-factor/?next=/en/team/").content.decode()
    assert "<svg" in page
    said = {"secret": carried(cast.SECRET, bare), "code": cast.code_at(cast.NOW), "next": "/en/team/"}
    shown = client.post("/en/account/second-factor/", said)
    assert len(shown.context["codes"]) == 10
    assert 'href="/en/team/"' in shown.content.decode()
    assert client.get("/en/team/").status_code == 200


def test_a_secret_of_another_account_is_not_taken(client, bare) -> None:
    cast.sign_in(client, bare)
    client.post("/en/account/confirm/", {"password": cast.PASSWORD})
    said = {"secret": carried(cast.SECRET, cast.office()), "code": cast.code_at(cast.NOW)}
    client.post("/en/account/second-factor/", said)
    assert not has_second_factor(bare)


def test_after_the_password_nobody_is_signed_in_yet(client, whole) -> None:
    assert with_password(client).url == "/en/sign-in/second-step/"
    assert client.get("/en/account/").status_code == 302


def test_the_code_signs_in_and_leads_to_where_one_wanted(client, whole, settings) -> None:
    with_password(client, "/en/sign-in/?next=/en/account/")
    settings.OBRADY_FIXED_NOW = LATER.isoformat()
    assert client.post("/en/sign-in/second-step/", {"code": cast.code_at(LATER)}).url == "/en/account/"
    assert client.get("/en/team/").status_code == 200


def test_a_wrong_code_signs_nobody_in(client, whole) -> None:
    with_password(client)
    page = client.post("/en/sign-in/second-step/", {"code": "123456"}).content.decode()
    assert "This code is not right" in page
    assert client.get("/en/account/").status_code == 302


def test_after_ten_wrong_codes_the_right_one_has_to_wait_wherever_from(client, whole, settings) -> None:
    with_password(client)
    for number in range(10):
        client.post("/en/sign-in/second-step/", {"code": f"{number:06}"}, REMOTE_ADDR=f"192.0.2.{number}")
    settings.OBRADY_FIXED_NOW = LATER.isoformat()
    response = client.post("/en/sign-in/second-step/", {"code": cast.code_at(LATER)}, REMOTE_ADDR="192.0.2.99")
    assert response.status_code == 429
    assert client.get("/en/account/").status_code == 302


def test_half_way_ends_after_ten_minutes(client, whole, settings) -> None:
    with_password(client)
    moment = cast.NOW + timedelta(minutes=11)
    settings.OBRADY_FIXED_NOW = moment.isoformat()
    assert client.post("/en/sign-in/second-step/", {"code": cast.code_at(moment)}).url == "/en/sign-in/"


def test_without_the_password_there_is_no_second_step(client, whole) -> None:
    assert client.get("/en/sign-in/second-step/").url == "/en/sign-in/"


def test_a_reset_signs_out_and_leads_to_setting_up_anew(client, whole) -> None:
    cast.sign_in(client, whole)
    reset_second_factor(actor=CONSOLE, organisation=None, account=whole, now=cast.NOW)
    assert client.get("/en/team/").url.startswith(reverse("sign-in"))
    assert with_password(client).url == "/en/team/"
    assert "second-factor" in client.get("/en/team/").url


def test_coordinators_cannot_remove_it_and_others_can(client, whole) -> None:
    office = cast.with_second_factor(cast.office())
    for account in (whole, office):
        browser = cast.sign_in(Client(), account)
        browser.post("/en/account/confirm/", {"password": cast.PASSWORD})
        browser.post("/en/account/second-factor/remove/")
    assert (has_second_factor(whole), has_second_factor(office)) == (True, False)
