"""The everyday office: a coordinator alone, from an empty installation to the second meeting of the series.

Everybody works on pages, and the worker makes its rounds; nothing is written past them but the code of the first hour.
"""

import os
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from obrady.doors.console.worker import SWEEPS
from obrady.stages.ledger.queries import breaks
from obrady.stages.ledger.states import CONSOLE
from obrady.stages.people.actions import issue_first_code
from tests import cast
from tests.journeys.hands import Hands
from tests.journeys.postgres import passes_on_postgresql
from tests.stages.applications.carrying import GOOGLE_HEADER, GOOGLE_ROWS, csv_file
from tests.workshop.smtp_peer import Peer, smtp_peer

pytestmark = pytest.mark.django_db(transaction=True)
HOUSE = "/en/organisation/fundacja-przykladowa/"
TEAM = "/en/team/porozmawiajmy/"


class Office:
    """The clock on the wall, the worker, and the mail server of the provider."""

    def __init__(self, settings: Any, peer: Peer, server: Any) -> None:
        self.settings, self.peer, self.server, self.now = settings, peer, server, cast.NOW
        self.at(cast.NOW)

    def at(self, moment: datetime) -> None:
        self.now, self.settings.OBRADY_FIXED_NOW = moment, moment.isoformat()

    def later(self, **spans: int) -> None:
        self.at(self.now + timedelta(**spans))

    def worker_goes_round(self) -> None:
        """Until nothing is left to do; what one sweep writes another one sends."""
        sweeps = [sweep for sweep in SWEEPS if sweep.name not in ("mailbox", "retention")]
        while sum(sweep.run(self.now) for sweep in sweeps):
            continue

    def letters_to(self, reader: str) -> list[str]:
        """Their words, the newest last."""
        found = [letter for letter in self.peer.letters if letter["To"] == reader]
        return [letter.get_body(("plain",)).get_content() for letter in found]


def link_in(letter: str, kind: str) -> str:
    """The page in English, whatever the language of the letter."""
    return "/en" + re.search(rf"https?://[^/\s]+(?:/uk|/en)?(/{kind}/\S+?/)(?=\s|$)", letter)[1]


@pytest.fixture
def office(settings):
    with smtp_peer() as (peer, server):
        yield Office(settings, peer, server)


def test_the_everyday_office(office) -> None:
    anna = first_coordinator(office)
    the_organisation(anna)
    mail(anna, office)
    ola = a_colleague(anna, office)
    the_announcement(anna)
    the_form(anna)
    invited(anna, office)
    oksana = applied_by_the_link(anna, office)
    unsubscribed(anna, office)
    imported(anna, office)
    let_in_and_back(ola)
    extended_then_moved(anna, office)
    asked_and_answered(oksana, ola, office)
    told_to_everybody(ola)
    the_second_meeting(anna)
    assert list(breaks()) == []
    assert connection.vendor == os.environ.get("OBRADY_EXPECTED_DATABASE", connection.vendor)


# ---------------------------------------------------------------- the house


def first_coordinator(office: Office) -> Hands:
    code = issue_first_code(actor=CONSOLE, now=office.now)
    who = {"organisation": "Fundacja Przykładowa", "name": "Anna Pierwsza", "email": "anna@example.org"}
    anna = Hands("Anna").open("/en/first/").press("Set up", {**who, "code": code, "password": cast.PASSWORD})
    secret = re.search(r"spaces do not matter: ((?:[A-Z2-7]{4} ?){8})", anna.text)[1].replace(" ", "")
    anna.press("Set it up", code=cast.code_at(office.now, secret))
    anna.follow("They are in a safe place").sees("Set-up")
    return anna


def the_organisation(anna: Hands) -> None:
    said = {"address_0": "ul. Wymyślona 112, 87-100 Toruń", "email": "biuro@example.org", "phone": "+48 600 000 112"}
    anna.open(f"{HOUSE}setup/details/").press("Keep", {**said, "data_protection_contact_0": "biuro@example.org"})


def mail(anna: Hands, office: Office) -> None:
    server = {"out-smtp_host": office.server.host, "out-smtp_port": office.server.port, "out-smtp_security": "none"}
    sender = {"out-sender_name": "Biuro", "out-sender_address": "biuro@example.org"}
    anna.open(f"{HOUSE}mail/").press("Save only", {**sender, **server})
    anna.press("Send a test letter there", {"try-to": "anna@example.org"}).sees("The server took the test letter")
    assert len(office.letters_to("anna@example.org")) == 1


def a_colleague(anna: Hands, office: Office) -> Hands:
    said = {"email": "ola@example.org", "name": "Ola Biurowa", "language": "pl", "role": "office"}
    anna.open(f"{HOUSE}colleagues/invite/").press("Invite", said)
    office.worker_goes_round()
    [letter] = office.letters_to("ola@example.org")
    ola = Hands("Ola").open(link_in(letter, "join"))
    ola.press("Join the team", {"name": "Ola Biurowa", "password": cast.PASSWORD})
    return ola


# ---------------------------------------------------------------- the meeting


TEXTS = {
    "title_pl": "Porozmawiajmy",
    "title_uk": "Поговорімо",
    "why_pl": "Od kilku lat w regionie powstają organizacje, które pracują z osobami z doświadczeniem migracji.",
    "for_whom_pl": "Organizacje pozarządowe, instytucje, osoby we własnym imieniu.",
}
PARTICULARS = {
    "day": "2026-12-17",
    "begins": "09:30",
    "ends": "15:30",
    "place_pl": "Kawiarnia Przykład",
    "place_address_pl": "ul. Zmyślona 6, 87-100 Toruń",
    "access_notes_pl": "Wejście bez progu.",
    "places": "20",
    "opens_day": "2026-11-30",
    "opens_hour": "09:00",
    "closes_day": "2026-12-07",
    "closes_hour": "17:00",
    "answer_by": "2026-12-10",
    "office_name_pl": "Biuro Fundacji",
    "office_address_pl": "ul. Wymyślona 112, 87-100 Toruń",
    "office_hours_pl": "poniedziałek–piątek, 9:00–17:00",
    "phone": "+48 600 000 112",
    "email": "spotkanie@example.org",
}


def the_announcement(anna: Hands) -> None:
    anna.open("/en/team/new/").press("Begin the draft", title_0="Porozmawiajmy")
    anna.open(f"{TEAM}announcement/texts/").press("Save", TEXTS)
    anna.open(f"{TEAM}announcement/particulars/").press("Save", PARTICULARS)
    anna.open(f"{TEAM}announcement/programme/new/").press("Save", starts_at="09:30", title_pl="Powitanie")
    anna.open(f"{TEAM}announcement/publish/").press("Publish now")
    Hands().open("/uk/m/porozmawiajmy/").sees("Поговорімо", "Powitanie")


def the_form(anna: Hands) -> None:
    """The ready one, and after a look at it one question more."""
    anna.open(f"{TEAM}form/").press("Publish the form of a talk about integration")
    question = {"label_pl": "Skąd przyjedziesz?", "label_uk": "Звідки приїдете?", "label_en": "Where from?"}
    anna.open(f"{TEAM}form/edit/new-question/").press("Save", {"kind": "short_text", **question})
    anna.open(f"{TEAM}form/publish/").press("Publish this version")
    anna.open(f"{TEAM}form/").sees("ersion 2")


# ---------------------------------------------------------------- those who come


BOOK = (
    "Nazwa;E-mail;Gmina;Język\nFundacja Łąka;laka@example.org;Lubicz;uk\nUrząd Przykładowy;urzad@example.org;Toruń;pl\n"
)


def invited(anna: Hands, office: Office) -> None:
    file = SimpleUploadedFile("lista.csv", BOOK.encode("cp1250"))
    said = {"file": file, "source": "lista obecności", "basis": "published", "kind": "ngo"}
    anna.open(f"{HOUSE}contacts/import/").press("Read the file", said)
    anna.press("Try it out").press("Take in 2 contacts")
    anna.open(f"{TEAM}spread/choose/").press("Send 2 letters")
    office.later(minutes=5)
    office.worker_goes_round()
    assert len(office.letters_to("urzad@example.org")) == 1


APPLICATION = {
    "full_name": "Оксана Тестова",
    "phone": "+380 67 000 00 01",
    "email": "laka@example.org",
    "language": "uk",
    "answer_channel": "email",
    "applies_as": "own_name",
    "gmina_teryt": "0463011",
    "hardest_cooperation": "gminas",
    "problem": "Немає місць у садочку.",
    "consent_rules": "yes",
}


def applied_by_the_link(anna: Hands, office: Office) -> Hands:
    """The link of the letter leads to the form; its receipt to a page of one's own."""
    [letter] = office.letters_to("laka@example.org")
    oksana = Hands("Oksana").open(link_in(letter, "i"))
    oksana.follow("Apply now")
    oksana.press("Send the application", APPLICATION)
    oksana.follow("my page")
    anna.open(f"{TEAM}spread/invitations/").sees("Fundacja Łąka Lubicz – rural gmina, powiat toruński Applied")
    return oksana


def unsubscribed(anna: Hands, office: Office) -> None:
    [letter] = office.letters_to("urzad@example.org")
    Hands("Urząd").open(link_in(letter, "u")).press("Do not write to me again")
    anna.open(f"{TEAM}spread/invitations/").sees("Urząd Przykładowy Toruń – urban gmina, powiat Toruń No more letters")


def imported(anna: Hands, office: Office) -> None:
    file = SimpleUploadedFile("formularz.csv", csv_file(GOOGLE_HEADER, GOOGLE_ROWS))
    anna.open(f"{TEAM}import/").press("Upload and look at the columns", {"file": file})
    office.worker_goes_round()
    anna.open(anna.address)
    place = re.search(r'name="text-(\d+-\d+)" value="W swoim imieniu"', anna.html)[1]
    anna.press("Try it out", {f"value-{place}": "own_name"})
    office.worker_goes_round()
    anna.open(anna.address).press("Take in 2 applications")
    office.worker_goes_round()
    anna.open(anna.address).sees("2 applications were taken in")


def let_in_and_back(ola: Hands) -> None:
    """All ticked ones at once, and the whole act undone."""
    queue = f"{TEAM}applications/"
    ola.open(queue)
    ticked = re.findall(r'name="row" value="([^"]+)"', ola.html)
    ola.press("Let them take part", {"row": ticked})
    ola.sees("3 applications may now take part in the recruitment.", "The queue is clear")
    ola.press("Undo it").sees("Undone: 3 applications are as they were before.", "3 complete and without questions")


# ---------------------------------------------------------------- changes, questions


WHY = {"reason_pl": "Wiele osób pytało o później.", "reason_uk": "Чимало людей просили.", "reason_en": "Many asked."}


def extended_then_moved(anna: Hands, office: Office) -> None:
    later = {"closes_day": "2026-12-08", "closes_hour": "17:00", "answer_by": "2026-12-11", **WHY}
    anna.open(f"{TEAM}course/extend/").press("See whom it touches", later).sees("3 letters to applicants are drafted")
    anna.press("Extend")
    elsewhere = {"place_pl": "Dom Sąsiedzki", "place_uk": "Сусідський дім", **WHY}
    anna.open(f"{TEAM}course/move/").press("See whom it touches", elsewhere).sees("3 people with a running application")
    anna.press("Move")
    anna.open(f"{TEAM}letters/review/").press("Send the ticked ones").press("Send 6 letters")
    office.later(minutes=5)
    office.worker_goes_round()
    heard = "".join(office.letters_to("laka@example.org"))
    assert "Заявки приймаємо до 8\xa0грудня\xa02026" in heard
    assert "Буде: Сусідський дім" in heard
    assert heard.count("Чимало людей просили") == 2
    Hands().open("/uk/m/porozmawiajmy/").sees("Сусідський дім")


def asked_and_answered(oksana: Hands, ola: Hands, office: Office) -> None:
    oksana.follow("Ask")
    oksana.press("Send", {"subject": "question", "text": "Чи буде переклад?"})
    ola.open(f"{TEAM}questions/1/").sees("Чи буде переклад?", "Write in their language: українська")
    ola.press("Answer", {"answer-text": "Так, весь день."})
    office.later(minutes=5)
    office.worker_goes_round()
    assert "Так, весь день." in office.letters_to("laka@example.org")[-1]
    oksana.open(oksana.address).sees("Так, весь день.")


def told_to_everybody(ola: Hands) -> None:
    ola.open(f"{TEAM}questions/public/new/?thread=1")
    ola.press("Publish", {"question_0": "Czy będzie tłumaczenie?", "answer_0": "Tak, przez cały dzień."})
    Hands().open("/m/porozmawiajmy/questions/").sees("Czy będzie tłumaczenie?")


def the_second_meeting(anna: Hands) -> None:
    """A date and a title are asked; form, words, place and programme came along."""
    anna.open(f"{TEAM}copy/").press("Make the copy", {"title_0": "Porozmawiajmy znowu"})
    anna.sees("The copy exists as a draft that only the team sees")
    there = anna.address.removesuffix("announcement/")
    anna.open(f"{there}form/publish/").press("Publish this version")
    anna.open(f"{there}announcement/publish/").press("Publish now")
    visitor = Hands().open(there.replace("/en/team/", "/en/m/"))
    visitor.sees("Porozmawiajmy znowu", "Powitanie", "14 January 2027", "Dom Sąsiedzki")


@pytest.mark.postgres
@pytest.mark.faults
def test_the_everyday_office_on_postgresql() -> None:
    passes_on_postgresql(__file__, "test_the_everyday_office")
