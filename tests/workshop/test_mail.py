"""Mail against a real server on loopback: what a letter looks like, and what each answer means."""

import io
import smtplib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ImproperlyConfigured
from PIL import Image

from obrady.config import environment
from obrady.workshop.mail import BadAddress, Connection, Foot, InlinePicture, Outgoing, Result, composed, small_picture
from obrady.workshop.mail.sending import Security, outcome_of
from tests.workshop.smtp_peer import nobody_listens, smtp_peer


def picture(width: int = 900, height: int = 600) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (width, height), (140, 47, 27, 128)).save(out, format="PNG")
    return out.getvalue()


LETTER = Outgoing(
    message_id="<5f0c@obrady.example>",
    sender="Fundacja Żółw <listy@example.org>",
    to="osoba@example.net",
    reply_to="spotkanie@example.org",
    subject="Mamy Twoje zgłoszenie",
    body="Dzień dobry!\n\n1 < 2 & <b>nie</b>\n\nhttps://obrady.example/z/abc/",
    language="pl",
    written_at=datetime(2026, 11, 30, 9, 0, tzinfo=UTC),
    feet=[
        Foot(sentence="Sfinansowano ze środków programu.", pictures=(InlinePicture("aa@obrady", picture(), "Logo"),))
    ],
)


def delivered(letter: Outgoing = LETTER):
    with smtp_peer() as (peer, server), Connection(server) as connection:
        assert connection.send(composed(letter)).result is Result.ACCEPTED
        return peer.letters[0]


def test_the_reader_gets_the_words_as_text_and_as_html() -> None:
    letter = delivered()
    plain = letter.get_body(("plain",)).get_content()
    html = letter.get_body(("html",)).get_content()
    assert "Dzień dobry!" in plain
    assert "Dzień dobry!" in html
    assert '<html lang="pl">' in html
    assert '<a href="https://obrady.example/z/abc/"' in html


def test_what_people_wrote_is_never_html() -> None:
    html = delivered().get_body(("html",)).get_content()
    assert "1 &lt; 2 &amp; &lt;b&gt;nie&lt;/b&gt;" in html


def test_funding_stands_in_both_parts_and_its_logo_travels_inside() -> None:
    letter = delivered()
    html = letter.get_body(("html",)).get_content()
    images = [part for part in letter.walk() if part.get_content_type() == "image/png"]
    assert "Sfinansowano ze środków programu." in letter.get_body(("plain",)).get_content()
    assert "Sfinansowano ze środków programu." in html
    assert '<img src="cid:aa@obrady" alt="Logo"' in html
    assert [image["Content-ID"] for image in images] == ["<aa@obrady>"]


def test_the_headers_say_who_which_letter_and_that_a_machine_sent_it() -> None:
    letter = delivered()
    assert letter["Message-ID"] == "<5f0c@obrady.example>"
    assert letter["Reply-To"] == "spotkanie@example.org"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "pl"
    assert letter["From"].addresses[0].display_name == "Fundacja Żółw"


@pytest.mark.parametrize("sign", ["\r\n", "\n", "\r", "\x00", "\u2028"])
def test_no_header_can_be_smuggled_in(sign: str) -> None:
    letter = delivered(replace(LETTER, subject=f"Cześć{sign}Bcc: wszyscy@example.org"))
    assert letter["Bcc"] is None
    assert letter["Subject"] == "Cześć Bcc: wszyscy@example.org"


@pytest.mark.parametrize(
    "address",
    ["", "osoba", "a@b\r\nBcc: c@d.pl", "a@b.pl, c@d.pl", "@", "a b@c.pl", "<a@b.pl>", "a@" + "b" * 300 + ".pl"],
)
def test_what_is_no_address_is_refused_before_a_server_sees_it(address: str) -> None:
    with pytest.raises(BadAddress) as refusal:
        composed(replace(LETTER, to=address))
    assert refusal.value.header == "To"


def test_a_reply_address_that_is_none_is_left_out() -> None:
    assert delivered(replace(LETTER, reply_to="biuro"))["Reply-To"] is None


def test_an_address_with_several_parameters_stays_whole_in_html() -> None:
    html = delivered(replace(LETTER, body="https://obrady.example/?a=1&b=2")).get_body(("html",)).get_content()
    assert 'href="https://obrady.example/?a=1&amp;b=2"' in html


def test_a_logo_is_small_enough_for_mail_and_stands_on_white() -> None:
    small = Image.open(io.BytesIO(small_picture(picture())))
    assert small.height == 120
    assert small.mode == "RGB"


@pytest.mark.parametrize(
    ("answer", "result", "code"),
    [
        ("250 taken", Result.ACCEPTED, 250),
        ("550 no such reader", Result.REFUSED, 550),
        ("554 not wanted", Result.REFUSED, 554),
        ("451 try again", Result.LATER, 451),
        ("452 full", Result.LATER, 452),
    ],
)
def test_what_the_server_answers_becomes_an_outcome(answer: str, result: Result, code: int) -> None:
    with smtp_peer(lambda number, reader: answer) as (_, server), Connection(server) as connection:
        outcome = connection.send(composed(LETTER))
    assert (outcome.result, outcome.code) == (result, code)
    assert result is Result.ACCEPTED or answer.partition(" ")[2] in outcome.text


def test_a_server_that_is_away_is_unreachable_and_no_fault_of_the_letter() -> None:
    with Connection(nobody_listens()) as connection:
        assert connection.send(composed(LETTER)).result is Result.UNREACHABLE


def test_a_server_without_the_wanted_encryption_is_never_given_a_letter() -> None:
    with smtp_peer() as (peer, server), Connection(replace(server, security="starttls")) as connection:
        assert connection.send(composed(LETTER)).result is Result.UNREACHABLE
        assert peer.letters == []


def test_a_misspelt_encryption_stops_the_start_instead_of_being_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OBRADY_SMTP_SECURITY", "start-tls")
    with pytest.raises(ImproperlyConfigured, match="starttls, tls, none"):
        environment.one_of(
            "OBRADY_SMTP_SECURITY", *(word.value for word in (Security.STARTTLS, Security.TLS, Security.NONE))
        )


def test_many_letters_go_over_one_conversation_and_a_refusal_does_not_end_it() -> None:
    server_of = smtp_peer(lambda number, reader: "550 no" if number == 1 else "250 OK")
    with server_of as (peer, server), Connection(server) as connection:
        results = [connection.send(composed(LETTER)).result for _ in range(3)]
    assert results == [Result.ACCEPTED, Result.REFUSED, Result.ACCEPTED]
    assert len(peer.letters) == 2


def test_a_conversation_that_broke_off_is_opened_again() -> None:
    server_of = smtp_peer(lambda number, reader: "421 closing" if number == 0 else "250 OK")
    with server_of as (_, server), Connection(server) as connection:
        results = [connection.send(composed(LETTER)).result for _ in range(2)]
    assert results == [Result.LATER, Result.ACCEPTED]


@pytest.mark.parametrize(
    ("fault", "result"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b.pl": (550, b"no")}), Result.REFUSED),
        (smtplib.SMTPRecipientsRefused({"a@b.pl": (450, b"grey")}), Result.LATER),
        (smtplib.SMTPSenderRefused(553, b"not yours", "a@b.pl"), Result.UNREACHABLE),
        (smtplib.SMTPSenderRefused(552, b"too large", "a@b.pl"), Result.REFUSED),
        (smtplib.SMTPAuthenticationError(535, b"bad"), Result.UNREACHABLE),
        (smtplib.SMTPHeloError(550, b"go away"), Result.UNREACHABLE),
        (smtplib.SMTPServerDisconnected("gone"), Result.LATER),
        (TimeoutError("slow"), Result.LATER),
    ],
)
def test_a_refusal_of_ourselves_is_not_a_refusal_of_the_letter(fault: Exception, result: Result) -> None:
    assert outcome_of(fault).result is result


def test_a_long_answer_of_a_server_is_kept_short_and_on_one_line() -> None:
    outcome = outcome_of(smtplib.SMTPDataError(554, b"line\r\n" * 100))
    assert len(outcome.text) <= 180
    assert "\n" not in outcome.text
