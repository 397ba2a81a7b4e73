"""Forgotten passwords: nobody learns who has an account, and a link from the mail works once."""

import re
import time

import pytest
from django.core.cache import cache

from obrady.doors.console.account_mail import send_due
from obrady.stages.ledger.states import CONSOLE
from obrady.stages.team.actions import make_link
from obrady.stages.team.models import AccountMail
from obrady.stages.team.states import MailState
from tests import cast
from tests.workshop.smtp_peer import smtp_peer

pytestmark = pytest.mark.django_db
ASK = "/en/forgotten-password/"
NEW = "another long enough sentence"


@pytest.fixture(autouse=True)
def nobody_asked_before() -> None:
    cache.clear()


@pytest.fixture
def mail_server(settings):
    with smtp_peer() as (peer, server):
        settings.OBRADY_SMTP_HOST, settings.OBRADY_SMTP_PORT = server.host, server.port
        settings.OBRADY_SMTP_SECURITY = "none"
        yield peer


def test_the_way_back_by_mail(client, mail_server) -> None:
    account = cast.office()
    client.post(ASK, {"email": account.email.upper()})
    assert send_due(cast.NOW) == 1
    letter = mail_server.letters[0]
    link = re.search(r"http\S+/choose-password/\S+/", letter.get_body(["plain"]).get_content()).group()
    path = link.removeprefix("http://127.0.0.1:8000")
    assert client.post(path, {"password": NEW}).status_code == 302
    account.refresh_from_db()
    assert (letter["To"], account.check_password(NEW)) == (account.email, True)
    assert client.get(path).status_code == 404
    assert AccountMail.objects.get().sealed is None


def test_a_known_and_an_unknown_address_are_answered_alike(client, mail_server) -> None:
    def answer(email: str) -> tuple[int, str]:
        cast.office()
        response = client.post(ASK, {"email": email})
        return response.status_code, response.content.decode().replace(email, "")

    assert answer(cast.office().email) == answer("nobody@example.org")


def test_both_answers_take_as_long(client, mail_server) -> None:
    begun = time.monotonic()
    client.post(ASK, {"email": "nobody@example.org"})
    assert time.monotonic() - begun >= 0.25


def test_who_asks_too_often_from_one_place_has_to_wait(client, mail_server, monkeypatch) -> None:
    monkeypatch.setattr("obrady.doors.web.people.forgotten.SHORTEST_ANSWER", 0)
    statuses = []
    for number in range(21):
        statuses.append(client.post(ASK, {"email": f"{number}@example.org"}).status_code)
        cache.clear()
    assert (set(statuses[:20]), statuses[20]) == ({200}, 429)


def test_without_a_mail_server_the_page_says_what_else_there_is(client) -> None:
    cast.organisation()
    page = client.get(ASK).content.decode()
    assert "No mail server is set up" in page
    assert "./obrady reset-password" in page


def test_a_refused_message_is_given_up_and_one_put_off_is_tried_again(client, settings) -> None:
    with smtp_peer(lambda number, reader: "451 later" if number == 0 else "550 no") as (_peer, server):
        settings.OBRADY_SMTP_HOST, settings.OBRADY_SMTP_PORT = server.host, server.port
        settings.OBRADY_SMTP_SECURITY = "none"
        client.post(ASK, {"email": cast.office().email})
        assert send_due(cast.NOW) == 0
        assert AccountMail.objects.get().state == MailState.DUE
        AccountMail.objects.update(due_at=cast.NOW)
        assert send_due(cast.NOW) == 0
    assert AccountMail.objects.get().state == MailState.FAILED


def test_a_weak_password_keeps_the_link(client) -> None:
    token = make_link(actor=CONSOLE, organisation=None, account=cast.office(), now=cast.NOW)
    path = f"/en/choose-password/{token}/"
    assert client.post(path, {"password": "short"}).context["form"].errors.keys() == {"password"}
    assert client.post(path, {"password": NEW}).status_code == 302
