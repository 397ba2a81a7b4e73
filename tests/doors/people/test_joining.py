"""The page of an invitation: new people choose a password, people with an account take one more role."""

import pytest

from obrady.stages.ledger.states import CONSOLE, Role
from obrady.stages.people.models import StaffAccount
from obrady.stages.people.queries import role_grants
from obrady.stages.team.actions import invite
from tests import cast

pytestmark = pytest.mark.django_db
TYPED = {"name": "Nowa Osoba", "language": "uk", "password": cast.PASSWORD}


def link(email: str = "nowa@example.org", role: Role = Role.OFFICE) -> str:
    said = {"email": email, "name": "Nowa", "language": "pl", "invited_by": None, "words": None, "now": cast.NOW}
    made = invite(actor=CONSOLE, organisation=cast.organisation(), meeting=None, role=role, **said)
    return f"/en/join/{made.token}/"


def test_whoever_is_new_chooses_a_password_and_is_signed_in(client) -> None:
    address = link()
    assert "Fundacja Szkolimy" in client.get(address).content.decode()
    response = client.post(address, TYPED, follow=True)
    assert response.wsgi_request.user.email == "nowa@example.org"
    assert response.wsgi_request.path == "/en/team/"


def test_a_new_coordinator_goes_on_to_the_second_factor(client) -> None:
    response = client.post(link(role=Role.COORDINATOR), TYPED, follow=True)
    assert response.wsgi_request.path == "/en/account/second-factor/"


def test_the_link_works_once(client) -> None:
    address = link()
    client.post(address, TYPED)
    client.post("/en/sign-out/")
    response = client.get(address)
    assert (response.status_code, "no longer works" in response.content.decode()) == (404, True)


@pytest.mark.parametrize("token", ["nothing", "x" * 500, "%00"])
def test_an_invented_link_leads_nowhere(client, token: str) -> None:
    assert client.get(f"/en/join/{token}/").status_code == 404


def test_a_weak_password_is_refused_beside_its_field(client) -> None:
    response = client.post(link(), {**TYPED, "password": "short"})
    assert response.context["form"].errors.keys() == {"password"}
    assert not StaffAccount.objects.filter(email="nowa@example.org").exists()


def test_somebody_with_an_account_signs_in_and_takes_the_role(client) -> None:
    guest, address = cast.outsider(), link(cast.outsider().email, Role.OBSERVER)
    page = client.get(address).content.decode()
    assert f"/en/sign-in/?next={address}" in page
    assert client.post(address).status_code == 200
    cast.sign_in(client, guest)
    assert "Take the role" in client.get(address).content.decode()
    client.post(address)
    assert {grant.role for grant in role_grants(guest)} == {Role.COORDINATOR, Role.OBSERVER}


def test_looking_takes_no_role(client) -> None:
    guest, address = cast.outsider(), link(cast.outsider().email, Role.OBSERVER)
    cast.sign_in(client, guest).get(address)
    assert {grant.role for grant in role_grants(guest)} == {Role.COORDINATOR}


def test_somebody_else_who_is_signed_in_takes_nothing(client) -> None:
    address = link(cast.outsider().email, Role.OBSERVER)
    response = cast.sign_in(client, cast.office()).post(address)
    assert "for somebody else" in response.content.decode()
    assert {grant.role for grant in role_grants(cast.office())} == {Role.OFFICE}
