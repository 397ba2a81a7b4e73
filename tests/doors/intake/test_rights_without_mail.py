"""Somebody with a telephone and no e-mail: a copy, a correction and an erasure, all through the office, all told by call."""

import pytest

from obrady.stages.applications.models import Application
from obrady.stages.intake.models import Thread
from obrady.stages.intake.states import Right, ThreadKind
from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import LetterKind
from tests.stages.applications import desk
from tests.stages.intake.asking import ask

RECORD = "/en/team/integracja/applications/"


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def caller(meeting) -> Application:
    return desk.apply(meeting, **{**desk.other_person(7), "email": ""}).application


def test_the_copy_is_shown_to_print_and_that_it_was_given_is_noted(coordinator, caller) -> None:
    page = text_of(coordinator.post(f"{RECORD}{caller.reference}/rights/copy/", {"act": "page", "channel": "office"}))
    assert caller.person.name in page
    assert caller.person.phone in page
    thread = Thread.objects.get()
    assert (thread.right, thread.channel, thread.state) == ("access", "office", "answered")
    assert not Letter.objects.filter(kind=LetterKind.ANSWER, channel="mail").exists()


def test_a_correction_is_asked_for_by_call_done_and_told_by_call(office, caller) -> None:
    said = {"subject": "right:correction", "channel": "phone", "language": "pl", "text": "Mam inny numer."}
    page = text_of(
        office.post("/en/team/integracja/questions/new/", {**said, "reference": caller.reference}, follow=True)
    )
    assert "A call to" in page
    office.post(
        "/en/team/integracja/questions/1/",
        {"act": "answer", "answer-way": "letter", "answer-text": "Numer jest zmieniony."},
    )
    letter = Letter.objects.get(kind=LetterKind.ANSWER)
    assert (letter.channel, letter.state) == ("phone", "to_do")
    assert "Numer jest zmieniony." in text_of(office.get("/en/team/integracja/letters/calls/"))


def test_before_erasing_the_number_to_call_is_named_and_no_address(coordinator, caller) -> None:
    ask(caller, "Proszę usunąć moje dane.", kind=ThreadKind.RIGHT, right=Right.ERASURE)
    page = text_of(coordinator.get(f"{RECORD}{caller.reference}/rights/erase/"))
    assert f'Telephone: <span class="code">{caller.person.phone}</span>' in page
    assert "E-mail:" not in page
    coordinator.post(f"{RECORD}{caller.reference}/rights/erase/", {"number": caller.reference, "channel": "phone"})
    left = Application.objects.get(pk=caller.pk)
    assert (left.person.phone, left.person.erased_at is None) == ("", False)
