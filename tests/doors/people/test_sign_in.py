"""Signing in: the same answer for an unknown e-mail as for a wrong password, and a rest after too many tries."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import cast

pytestmark = pytest.mark.django_db
SIGN_IN = "/en/sign-in/"


@pytest.fixture
def account():
    account = cast.office()
    account.set_password(cast.PASSWORD)
    account.save()
    return account


def send(client: Client, email: str, password: str, path: str = SIGN_IN):
    return client.post(path, {"username": email, "password": password})


def test_the_right_password_leads_to_the_meetings(client, account) -> None:
    response = send(client, account.email, cast.PASSWORD)
    assert (response.status_code, response.url) == (302, reverse("team"))


def test_capitals_in_the_e_mail_do_not_matter(client, account) -> None:
    assert send(client, account.email.upper(), cast.PASSWORD).status_code == 302


def test_it_leads_back_to_where_one_wanted_to_go(client, account) -> None:
    response = send(client, account.email, cast.PASSWORD, f"{SIGN_IN}?next=/team/integracja/")
    assert response.url == "/team/integracja/"


def test_it_leads_to_no_other_site(client, account) -> None:
    response = send(client, account.email, cast.PASSWORD, f"{SIGN_IN}?next=https://elsewhere.example/")
    assert response.url == reverse("team")


def test_an_unknown_e_mail_is_answered_like_a_wrong_password(client, account) -> None:
    def words(email: str) -> str:
        page = send(client, email, "something else").content.decode().replace(email, "")
        return page[page.index("<main") : page.index("</main>")].split("csrfmiddlewaretoken")[0]

    assert words(account.email) == words("nobody@example.org")
    assert "is not right" in words(account.email)


def test_the_e_mail_is_kept_and_the_password_is_not(client, account) -> None:
    page = send(client, account.email, "a wrong secret").content.decode()
    assert account.email in page
    assert "a wrong secret" not in page


def test_after_ten_wrong_tries_the_right_one_has_to_wait(client, account) -> None:
    for number in range(10):
        response = send(client, account.email.upper() if number % 2 else account.email, "wrong")
    assert response.status_code == 429
    response = send(client, account.email, cast.PASSWORD)
    assert response.status_code == 429
    assert "quarter of an hour" in response.content.decode()


def test_the_rest_of_one_account_is_no_rest_of_another(client, account) -> None:
    for _ in range(10):
        send(client, "somebody-else@example.org", "wrong")
    assert send(client, account.email, cast.PASSWORD).status_code == 302


def test_signing_out_ends_it(client) -> None:
    cast.sign_in(client, cast.coordinator())
    assert client.post(reverse("sign-out")).url == reverse("home")
    assert client.get(reverse("team")).status_code == 302


def test_reading_the_sign_out_address_signs_nobody_out(client) -> None:
    cast.sign_in(client, cast.coordinator())
    client.get(reverse("sign-out"))
    assert client.get(reverse("team")).status_code == 200
