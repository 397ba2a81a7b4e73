"""One's own account: name, language, password; and the password once more before what matters."""

from datetime import timedelta

import pytest
from django.test import Client

from tests import cast

pytestmark = pytest.mark.django_db
NEW = "another long enough sentence"


@pytest.fixture
def account():
    account = cast.office()
    account.set_password(cast.PASSWORD)
    account.save()
    return account


@pytest.fixture
def signed_in(client, account) -> Client:
    client.post("/en/sign-in/", {"username": account.email, "password": cast.PASSWORD})
    return client


def test_name_and_language_are_kept(signed_in, account) -> None:
    signed_in.post("/en/account/", {"name": "Ola Nowa", "language": "uk"})
    account.refresh_from_db()
    assert (account.name, account.language) == ("Ola Nowa", "uk")


def test_the_page_shows_the_roles(signed_in) -> None:
    page = signed_in.get("/en/account/").content.decode()
    assert "Fundacja Szkolimy (en): office" in page


def test_a_new_password_signs_out_everywhere_else(signed_in, account) -> None:
    other = cast.sign_in(Client(), account)
    signed_in.post("/en/account/password/", {"old": cast.PASSWORD, "password": NEW})
    account.refresh_from_db()
    assert account.check_password(NEW)
    assert signed_in.get("/en/account/").status_code == 200
    assert other.get("/en/account/").status_code == 302


@pytest.mark.parametrize("old, new, field", [("wrong", NEW, "old"), (cast.PASSWORD, "short", "password")])
def test_a_wrong_old_or_a_weak_new_password_changes_nothing(signed_in, account, old, new, field) -> None:
    response = signed_in.post("/en/account/password/", {"old": old, "password": new})
    assert response.context["form"].errors.keys() == {field}
    account.refresh_from_db()
    assert account.check_password(cast.PASSWORD)


def test_ten_minutes_after_signing_in_the_password_is_asked_for_again(signed_in, settings) -> None:
    assert signed_in.get("/en/account/second-factor/").status_code == 200
    settings.OBRADY_FIXED_NOW = (cast.NOW + timedelta(minutes=10)).isoformat()
    asked = signed_in.get("/en/account/second-factor/")
    assert asked.url == "/en/account/confirm/?next=/en/account/second-factor/"
    assert signed_in.post(asked.url, {"password": cast.PASSWORD}).url == "/en/account/second-factor/"
    assert signed_in.get("/en/account/second-factor/").status_code == 200


def test_confirming_with_a_wrong_password_confirms_nothing_and_is_counted(signed_in, settings) -> None:
    settings.OBRADY_FIXED_NOW = (cast.NOW + timedelta(minutes=11)).isoformat()
    for _ in range(10):
        response = signed_in.post("/en/account/confirm/", {"password": "wrong"})
    assert response.status_code == 429 or "not your password" in response.content.decode()
    assert signed_in.post("/en/account/confirm/", {"password": cast.PASSWORD}).status_code == 429
    assert signed_in.get("/en/account/second-factor/").status_code == 302


def test_confirming_leads_to_no_other_site(signed_in) -> None:
    said = {"password": cast.PASSWORD, "next": "https://elsewhere.example/"}
    assert signed_in.post("/en/account/confirm/", said).url == "/en/account/"
