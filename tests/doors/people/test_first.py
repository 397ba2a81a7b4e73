"""The first coordinator comes in with the code that the console printed, once."""

import pytest

from obrady.stages.ledger.states import CONSOLE, Role
from obrady.stages.organisations.models import Organisation
from obrady.stages.people.actions import issue_first_code
from obrady.stages.people.models import StaffAccount
from obrady.stages.people.queries import role_grants
from tests import cast

pytestmark = pytest.mark.django_db
FIRST = "/en/first/"
TYPED = {
    "organisation": "Fundacja Żółty Dom",
    "slug": "",
    "name": "Anna Pierwsza",
    "email": "Anna@example.org",
    "password": cast.PASSWORD,
}


@pytest.fixture
def code() -> str:
    return issue_first_code(actor=CONSOLE, now=cast.NOW)


def test_the_right_code_sets_up_and_signs_in(client, code: str) -> None:
    response = client.post(FIRST, {**TYPED, "code": f" {code} "}, follow=True)
    organisation, account = Organisation.objects.get(), StaffAccount.objects.get()
    assert (organisation.slug, str(organisation.name)) == ("fundacja-zolty-dom", "Fundacja Żółty Dom")
    assert (account.email, account.check_password(cast.PASSWORD)) == ("anna@example.org", True)
    assert {(grant.role, grant.organisation) for grant in role_grants(account)} == {
        (Role.COORDINATOR, str(organisation.pk))
    }
    assert "signed in as the coordinator" in response.content.decode()
    assert response.wsgi_request.user == account


def test_the_name_is_kept_in_the_language_in_which_it_was_typed(client, code: str) -> None:
    client.post("/first/", {**TYPED, "code": code})
    assert Organisation.objects.get().name.data == {"pl": "Fundacja Żółty Dom"}


def test_a_wrong_code_sets_up_nothing_and_keeps_what_was_typed(client, code: str) -> None:
    page = client.post(FIRST, {**TYPED, "code": "not-this-one"}).content.decode()
    assert "This code is not valid" in page
    assert "Fundacja Żółty Dom" in page
    assert "Anna@example.org" in page
    assert cast.PASSWORD not in page
    assert not Organisation.objects.exists()
    assert not StaffAccount.objects.exists()


def test_a_code_works_once(client, code: str) -> None:
    client.post(FIRST, {**TYPED, "code": code})
    client.post("/sign-out/")
    page = client.get(FIRST).content.decode()
    assert "This installation is set up" in page
    client.post(FIRST, {**TYPED, "code": code, "email": "second@example.org"})
    assert StaffAccount.objects.count() == 1


def test_a_newer_code_ends_the_older_one(client, code: str) -> None:
    issue_first_code(actor=CONSOLE, now=cast.NOW)
    assert "This code is not valid" in client.post(FIRST, {**TYPED, "code": code}).content.decode()


@pytest.mark.parametrize("password", ["short", "qwerty123456", "anna@example.org"])
def test_a_weak_password_is_refused_beside_its_field(client, code: str, password: str) -> None:
    response = client.post(FIRST, {**TYPED, "code": code, "password": password})
    assert response.context["form"].errors.keys() == {"password"}
    assert not StaffAccount.objects.exists()


def test_an_organisation_that_stands_is_not_asked_for_again(client, code: str) -> None:
    cast.organisation()
    assert "organisation" not in client.get(FIRST).context["form"].fields
    client.post(FIRST, {**TYPED, "code": code})
    assert Organisation.objects.count() == 1
    assert StaffAccount.objects.count() == 1
