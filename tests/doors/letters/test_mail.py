"""Mail settings: saved, tried, said in words; a password is never shown again."""

import pytest

from obrady.stages.letters.models import MailSettings
from tests.workshop.smtp_peer import smtp_peer

HERE = "/en/organisation/szkolimy/mail/"
SENDING = {
    "out-sender_name": "Biuro", "out-sender_address": "biuro@example.org", "out-smtp_host": "smtp.example.org",
    "out-smtp_port": "587", "out-smtp_security": "starttls", "out-smtp_user": "biuro", "out-password": "tajne hasło",
    "act": "sending",
}  # fmt: skip
READING = {
    "in-imap_host": "imap.example.org", "in-imap_port": "993", "in-imap_security": "tls", "in-imap_user": "biuro",
    "in-password": "tajne hasło", "in-imap_folder": "INBOX", "act": "receiving",
}  # fmt: skip


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_without_anything_the_page_says_that_letters_wait_and_takes_later(coordinator) -> None:
    assert "no server yet: letters wait" in text_of(coordinator.get(HERE))
    assert "Letters wait safely" in text_of(coordinator.post(HERE, {"act": "later"}, follow=True))
    assert 'value="later"' not in text_of(coordinator.get(HERE))


def test_settings_are_saved_and_the_password_is_never_shown_again(coordinator) -> None:
    page = text_of(coordinator.post(HERE, SENDING, follow=True))
    assert "The settings for sending are saved." in page
    assert "through smtp.example.org" in page
    assert "tajne" not in page
    page = text_of(coordinator.post(HERE, READING, follow=True))
    assert "biuro at imap.example.org" in page
    assert "tajne" not in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"out-smtp_host": "smtp://example.org/"}, "Write only the name of the server"),
        ({"out-smtp_port": "0"}, "out-smtp_port"),
        ({"out-sender_address": ""}, "Letters need an address"),
        ({"out-smtp_user": ""}, "A password needs a user name"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(coordinator, wrong: dict, said: str) -> None:
    page = text_of(coordinator.post(HERE, {**SENDING, **wrong}))
    assert said in page
    assert 'value="Biuro"' in page
    assert "tajne" not in page
    assert not MailSettings.objects.exists()


def test_another_host_asks_for_the_password_again(coordinator) -> None:
    coordinator.post(HERE, SENDING)
    page = text_of(coordinator.post(HERE, {**SENDING, "out-smtp_host": "smtp.elsewhere.example", "out-password": ""}))
    assert "the password has to be typed again" in page


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("250 OK", "The server took the test letter"),
        ("550 no", "The server said: 550 no"),
        ("451 x", "asked to try later"),
    ],
)
def test_a_test_letter_is_sent_and_its_outcome_said(coordinator, answer: str, said: str) -> None:
    with smtp_peer(lambda number, reader: answer) as (_, server):
        here = {"out-smtp_host": server.host, "out-smtp_port": server.port, "out-smtp_security": "none"}
        coordinator.post(HERE, {**SENDING, **here, "out-smtp_user": "", "out-password": ""})
        page = coordinator.post(HERE, {"act": "test", "try-to": "somebody@example.net"}, follow=True)
    assert said in text_of(page)


def test_the_servers_of_a_provider_are_filled_in_and_not_saved(coordinator) -> None:
    page = coordinator.get(f"{HERE}?provider=wp")
    assert 'value="smtp.wp.pl"' in text_of(page)
    assert not MailSettings.objects.exists()
    assert coordinator.get(f"{HERE}?provider=nonsense").status_code == 200
