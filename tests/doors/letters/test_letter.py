"""One letter: as its reader sees it, with the buttons that make sense now."""

import pytest

from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import LetterKind, LetterState
from obrady.stages.letters.tasks import send_due
from tests import cast
from tests.stages.letters.post import again, letter, person
from tests.workshop.smtp_peer import smtp_peer

HUB = "/en/team/integracja/letters/"


def address(written: Letter) -> str:
    return f"{HUB}{written.pk}/"


def press(client, written: Letter, act: str, **more):
    return client.post(f"{address(written)}act/", {"act": act, **more}, follow=True)


def buttons(client, written: Letter) -> list[str]:
    return [act.value for act in client.get(address(written)).context["acts"]]


def test_the_page_shows_the_words_in_the_readers_language(office) -> None:
    written = letter(to=person(language="uk"))
    page = office.get(address(written)).content.decode()
    assert '<article class="letter-paper" lang="uk">' in page
    assert "Заявка ще не означає місця" in page.replace("\xa0", " ")


def test_what_people_wrote_is_shown_as_text(office) -> None:
    written = letter(LetterKind.NOT_ELIGIBLE, reason="<script>alert(1)</script>")
    page = office.get(address(written)).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_each_state_has_its_buttons(coordinator) -> None:
    assert buttons(coordinator, letter(number=1)) == ["phone", "print", "cancel"]
    assert buttons(coordinator, letter(number=2, review=True)) == ["cancel"]
    assert buttons(coordinator, letter(number=3, to=person(answer_channel="call"))) == [
        "told", "no_answer", "wrong_number", "print", "cancel",
    ]  # fmt: skip
    assert buttons(coordinator, letter(number=4, to=person(email="", phone=""))) == ["posted", "cancel"]
    assert buttons(coordinator, letter(LetterKind.INCOMPLETE, number=5, missing_answers="")) == ["retry", "cancel"]


def test_the_office_has_no_button_to_cancel(office) -> None:
    assert buttons(office, letter()) == ["phone", "print"]


def test_a_refused_letter_says_what_the_server_said_and_becomes_a_call(office) -> None:
    written = letter()
    with smtp_peer(lambda number, reader: "550 no such reader") as (_, server):
        send_due(cast.NOW, server=server)
    assert "550 no such reader" in office.get(address(written)).content.decode()
    press(office, written, "phone")
    assert again(written).state == LetterState.TO_DO


def test_two_people_pressing_at_once_are_told_how_it_stands(office) -> None:
    written = letter(to=person(answer_channel="call"))
    press(office, written, "told")
    page = press(office, written, "no_answer").content.decode()
    assert "was quicker" in page
    assert again(written).state == LetterState.DONE


def test_after_the_button_one_is_back_on_the_page_it_was_on(office) -> None:
    written = letter(to=person(answer_channel="call"))
    answer = press(office, written, "told", back=f"{HUB}calls/")
    assert answer.redirect_chain[-1][0] == f"{HUB}calls/"
    assert "Oksana Testowa has been told" in answer.content.decode()


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_way_back_never_leads_elsewhere(office, back: str) -> None:
    written = letter(to=person(answer_channel="call"))
    answer = office.post(f"{address(written)}act/", {"act": "told", "back": back})
    assert answer.url == address(written)


@pytest.mark.parametrize("act", ["", "explode", "Told"])
def test_a_button_that_does_not_exist_does_nothing(office, act: str) -> None:
    written = letter()
    assert office.post(f"{address(written)}act/", {"act": act}).status_code == 404
    assert again(written).state == LetterState.WAITING


def test_an_office_worker_cannot_cancel_by_hand_made_request(office) -> None:
    written = letter()
    assert office.post(f"{address(written)}act/", {"act": "cancel"}).status_code == 403
    assert again(written).state == LetterState.WAITING


def test_a_cancelled_letter_can_be_taken_back(coordinator) -> None:
    written = letter(review=True)
    press(coordinator, written, "cancel")
    assert again(written).state == LetterState.CANCELLED
    press(coordinator, written, "restore")
    assert again(written).state == LetterState.DRAFT
