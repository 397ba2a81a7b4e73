"""The hub: what waits, counts by kind, the list with search, filters, pages and export."""

from datetime import timedelta

import pytest
from django.core.paginator import Paginator

from obrady.stages.ledger.models import Entry
from obrady.stages.letters import actions
from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import LetterKind, LetterState
from obrady.stages.letters.tasks import send_due
from tests import cast
from tests.stages.letters.post import again, letter, person
from tests.workshop.smtp_peer import nobody_listens

ADDRESS = "/en/team/integracja/letters/"


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_an_empty_hub_says_what_comes_and_offers_the_texts(coordinator) -> None:
    page = text_of(coordinator.get(ADDRESS))
    assert "No letters yet" in page
    assert f'href="{ADDRESS}texts/"' in page


def test_the_hub_counts_what_waits_for_whom(coordinator) -> None:
    letter(LetterKind.SELECTED, number=1, review=True)
    letter(number=2, to=person(answer_channel="call"))
    letter(number=3, to=person(email="", phone=""))
    letter(LetterKind.INCOMPLETE, number=4, missing_answers="")
    page = text_of(coordinator.get(ADDRESS))
    for words in ("draft to look at and send", "phone call to make", "letter to print", "letter did not arrive"):
        assert words in page
    assert "The text needs a value that is not there" in page


@pytest.mark.parametrize(
    "asked, found",
    [("?search=zolc", 1), ("?kind=selected", 1), ("?state=to_do", 1), ("?channel=mail", 2), ("?kind=nonsense", 3)],
)
def test_the_list_is_searched_and_filtered(coordinator, asked: str, found: int) -> None:
    letter(number=1, to=person("Jan Żółć"))
    letter(number=2, to=person(answer_channel="call"))
    letter(LetterKind.SELECTED, number=3, review=True)
    assert coordinator.get(ADDRESS + asked).context["page"].paginator.count == found


def test_letters_that_lacked_a_value_are_written_anew_from_the_hub(coordinator) -> None:
    meeting = cast.meeting()
    answer_by, meeting.answer_by = meeting.answer_by, None
    meeting.save()
    gaps = [letter(number=number, meeting=meeting) for number in (1, 2)]
    assert "Write 2 anew" in text_of(coordinator.get(ADDRESS))
    meeting.answer_by = answer_by
    meeting.save()
    answer = coordinator.post(f"{ADDRESS}review/anew/", {"back": "letters"}, follow=True)
    assert answer.redirect_chain[-1][0] == ADDRESS
    assert {again(gap).state for gap in gaps} == {LetterState.WAITING}


def test_without_a_mail_server_the_page_says_that_everything_waits_safely(coordinator) -> None:
    letter()
    page = text_of(coordinator.get(ADDRESS))
    assert "1 e-mail waits: no mail server is set" in page
    assert "Nothing is lost" in page


def test_a_server_that_is_away_is_said_with_the_next_try(coordinator, settings) -> None:
    settings.OBRADY_SMTP_HOST = "127.0.0.1"
    letter()
    send_due(cast.NOW, server=nobody_listens())
    page = text_of(coordinator.get(ADDRESS))
    assert "The mail server cannot be reached" in page
    assert "Next try at 10:01" in page


def test_what_was_just_sent_can_be_called_back_from_the_hub(coordinator) -> None:
    draft = letter(LetterKind.SELECTED, review=True)
    coordinator.post(f"{ADDRESS}send/", {"kinds": ["selected"]})
    page = coordinator.get(ADDRESS)
    assert "1 letter can still be called back" in text_of(page)
    coordinator.post(f"{ADDRESS}recall/", {"batch": page.context["recallable"].batch})
    assert Letter.objects.get(pk=draft.pk).state == LetterState.DRAFT


def test_letters_of_another_meeting_are_not_here(coordinator) -> None:
    other = cast.meeting(slug="inne")
    written = letter(meeting=other)
    assert coordinator.get(ADDRESS).context["page"].paginator.count == 0
    assert coordinator.get(f"{ADDRESS}{written.pk}/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_letters(coordinator, django_assert_num_queries) -> None:
    letter(number=0)
    with django_assert_num_queries(13) as one:
        coordinator.get(ADDRESS)
    for number in range(1, 31):
        letter(number=number, to=person(f"Osoba {number}"))
    with django_assert_num_queries(len(one)):
        coordinator.get(ADDRESS)


def test_a_long_list_has_pages(coordinator) -> None:
    for number in range(52):
        letter(number=number)
    first = coordinator.get(ADDRESS)
    assert isinstance(first.context["page"].paginator, Paginator)
    assert "1–50 of 52" in text_of(first)
    assert len(coordinator.get(f"{ADDRESS}?page=2").context["rows"]) == 2


def test_the_export_is_the_list_as_filtered_and_holds_no_formula(coordinator) -> None:
    letter(number=1, to=person("=cmd|' /C calc'!A1"))
    letter(LetterKind.SELECTED, number=2, review=True)
    answer = coordinator.post(f"{ADDRESS}export/?kind=received")
    lines = answer.content.decode().splitlines()
    assert "attachment" in answer["Content-Disposition"]
    assert len(lines) == 2
    assert "'=cmd" in lines[1]
    assert "https://obrady.example/z/" not in answer.content.decode()
    assert Entry.objects.get(verb="letters.export").facts == {"rows": 1, "columns": 10, "format": "csv"}


def test_the_recall_is_offered_only_to_who_may_send(office) -> None:
    letter(LetterKind.SELECTED, review=True)
    actions.release(
        actor=cast.actor(cast.coordinator()), meeting=cast.meeting(), kinds=[LetterKind.SELECTED], now=cast.NOW
    )
    assert "Call them back" not in text_of(office.get(ADDRESS))


def test_the_grace_is_two_minutes_as_the_pages_say() -> None:
    assert timedelta(minutes=2) == actions.releasing.GRACE
