"""The team's questions: the list, one thread, the answer by the person's way and in their language."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from obrady.stages.applications import queries as register
from obrady.stages.intake.actions import say_more
from obrady.stages.intake.models import Thread
from obrady.stages.intake.states import ThreadChannel, ThreadKind, ThreadState
from obrady.stages.ledger.models import Entry
from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import LetterKind
from tests import cast
from tests.stages.applications import desk
from tests.stages.intake.asking import ask
from tests.stages.intake.incoming import LATER, collected, written
from tests.workshop.imap_peer import Folder

HERE = "/en/team/integracja/questions/"


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def answered(client, **said):
    return client.post(f"{HERE}1/", {"act": "answer", "answer-way": "letter", "answer-text": "Tak, jest.", **said})


def test_an_empty_list_teaches_what_comes_here(office) -> None:
    page = text_of(office.get(HERE))
    assert "Nobody has asked anything yet" in page
    assert f'href="{HERE}new/"' in page


def test_what_is_overdue_is_counted_and_marked(office, own, settings) -> None:
    ask(own)
    settings.OBRADY_FIXED_NOW = (cast.NOW + timedelta(days=5)).isoformat()
    page = text_of(office.get(HERE))
    assert "1 is overdue." in page
    assert office.get(f"{HERE}?whose=overdue").context["page"].paginator.count == 1


@pytest.mark.parametrize(
    "asked, found",
    [
        ("?search=winda", 1),
        ("?search=sprzeciw", 1),
        ("?kind=objection", 1),
        ("?state=answered", 0),
        ("?kind=nonsense", 2),
    ],
)
def test_the_list_is_searched_and_filtered(office, own, asked: str, found: int) -> None:
    ask(own)
    ask(own, "Sprzeciw wobec reguł.", kind=ThreadKind.OBJECTION)
    assert office.get(HERE + asked).context["page"].paginator.count == found


def test_what_waits_stands_first_by_its_day_and_shows_how_it_begins(office, own) -> None:
    ask(own, "Czy jest winda?")
    ask(own, "Kto losuje?", kind=ThreadKind.OBJECTION)
    ask(own, "Słowo " * 100)
    answered(office)
    response = office.get(HERE)
    assert [row.thread.number for row in response.context["rows"]] == [3, 2, 1]
    assert "Czy jest winda?" in text_of(response)
    assert text_of(response).count("Słowo") < 20


def test_the_number_of_queries_does_not_grow_with_rows(office, meeting) -> None:
    counts = []
    for number in (1, 30):
        while Thread.objects.count() < number:
            ask(desk.apply(meeting, **desk.other_person(Thread.objects.count())).application)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            office.get(HERE)
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_the_export_holds_no_words_of_anybody(office, own) -> None:
    ask(own, "=cmd moje tajne pytanie")
    content = office.post(f"{HERE}export/").content.decode()
    assert "question" in content
    assert "tajne" not in content
    assert Entry.objects.get(verb="intake.export").facts == {"rows": 1, "columns": 10, "format": "csv"}


def test_a_call_of_somebody_who_applied_lands_on_the_record(office, own) -> None:
    said = {"subject": "right:correction", "channel": "phone", "language": "uk", "text": "Zły telefon."}
    office.post(f"{HERE}new/", {**said, "reference": own.reference})
    thread = Thread.objects.get()
    assert (thread.right, thread.person, thread.about_key) == ("correction", own.person, own.about)


def test_a_call_of_somebody_unknown_keeps_how_to_reach_them(office) -> None:
    said = {"subject": "question", "channel": "phone", "language": "uk", "text": "Коли?", "phone": "+48 600 000 009"}
    office.post(f"{HERE}new/", said)
    person = Thread.objects.get().person
    assert (person.phone, person.language) == ("+48 600 000 009", "uk")


def test_a_wrong_number_comes_back_with_words_and_what_was_typed(office) -> None:
    said = {"subject": "question", "channel": "phone", "language": "pl", "text": "Kiedy?", "reference": "X-1"}
    response = office.post(f"{HERE}new/", said)
    assert response.status_code == 422
    assert "There is no application with this number." in text_of(response)
    assert "Kiedy?" in text_of(response)


def test_an_answer_leaves_as_a_letter_and_stands_in_the_thread(office, own) -> None:
    ask(own)
    answered(office)
    letter = Letter.objects.get(kind=LetterKind.ANSWER)
    assert (letter.person, letter.about) == (own.person, own.about)
    assert "Tak, jest." in letter.body
    assert "/z/" in letter.body
    assert Thread.objects.get().state == ThreadState.ANSWERED


def test_their_reply_by_mail_goes_on_in_the_same_thread(office, own) -> None:
    ask(own)
    answered(office)
    letter = Letter.objects.get(kind=LetterKind.ANSWER)
    collected(Folder(), written("A o której?", answers=letter.message_id), now=LATER)
    assert Thread.objects.get().state == ThreadState.WAITS_FOR_US
    assert "A o której?" in text_of(office.get(f"{HERE}1/"))


def test_two_who_answer_at_once_the_second_is_told(office, coordinator, own) -> None:
    ask(own)
    seen = office.get(f"{HERE}1/").context["seen"]
    answered(office, **{"answer-seen": seen})
    second = answered(coordinator, **{"answer-seen": seen, "answer-text": "Nie ma."})
    assert second.status_code == 422
    assert "Something came or was answered in the meantime" in text_of(second)
    assert "Nie ma." in text_of(second)
    assert Letter.objects.filter(kind=LetterKind.ANSWER).count() == 1


def test_whoever_answers_what_a_colleague_closed_is_told_and_may_do_it_all_the_same(office, coordinator, own) -> None:
    ask(own)
    seen = coordinator.get(f"{HERE}1/").context["seen"]
    office.post(f"{HERE}1/", {"act": "close", "seen": seen})
    told = answered(coordinator, **{"answer-seen": seen})
    assert told.status_code == 422
    assert "Something came or was answered in the meantime" in text_of(told)
    assert answered(coordinator, **{"answer-seen": told.context["seen"]}).status_code == 302


def test_what_came_meanwhile_is_not_closed_unread(office, own) -> None:
    thread = ask(own)
    seen = office.get(f"{HERE}1/").context["seen"]
    say_more(actor=register.applicant(own), thread=thread, text="I jeszcze.", channel=ThreadChannel.PAGE, now=LATER)
    page = text_of(office.post(f"{HERE}1/", {"act": "close", "seen": seen}, follow=True))
    assert "Something came or was answered in the meantime" in page
    assert "I jeszcze." in page
    assert Thread.objects.get().state == ThreadState.WAITS_FOR_US


def test_what_was_said_on_the_telephone_writes_no_letter(office, own) -> None:
    ask(own)
    answered(office, **{"answer-way": "phone"})
    assert not Letter.objects.filter(kind=LetterKind.ANSWER).exists()
    assert Thread.objects.get().state == ThreadState.ANSWERED


def test_an_empty_answer_comes_back(office, own) -> None:
    ask(own)
    response = answered(office, **{"answer-text": " "})
    assert response.status_code == 422
    assert 'href="#id_answer-text"' in text_of(response)


def test_owner_day_and_summary_are_kept_and_strangers_cannot_own(office, own) -> None:
    ask(own)
    said = {"act": "arrange", "arrange-due": "2026-12-24", "arrange-summary": "Winda jest."}
    office.post(f"{HERE}1/", {**said, "arrange-owner": cast.office().pk})
    thread = Thread.objects.get()
    assert (thread.owner, str(thread.due_on), thread.summary) == (cast.office(), "2026-12-24", "Winda jest.")
    assert office.post(f"{HERE}1/", {**said, "arrange-owner": cast.outsider().pk}).status_code == 422


def test_whoever_arranges_second_is_told_and_loses_nothing(office, own) -> None:
    ask(own)
    stale = office.get(f"{HERE}1/").context["arrange_seen"]
    said = {"act": "arrange", "arrange-due": "2026-12-24", "arrange-owner": "", "arrange-seen": stale}
    assert office.post(f"{HERE}1/", {**said, "arrange-summary": "First."}).status_code == 302
    refused = office.post(f"{HERE}1/", {**said, "arrange-summary": "Second."})
    page = text_of(refused)
    assert refused.status_code == 422
    assert "Stands now: “First.”." in page
    assert 'value="Second."' in page
    assert Thread.objects.get().summary == "First."
    again = {**said, "arrange-summary": "Second.", "arrange-seen": refused.context["arrange_seen"]}
    assert office.post(f"{HERE}1/", again).status_code == 302
    assert Thread.objects.get().summary == "Second."


def test_notes_stay_among_colleagues_and_closing_is_undone(office, own, visitor) -> None:
    ask(own)
    office.post(f"{HERE}1/", {"act": "note", "note-text": "Zadzwonić do biura."})
    office.post(f"{HERE}1/", {"act": "close"})
    office.post(f"{HERE}1/", {"act": "reopen"})
    assert Thread.objects.get().state == ThreadState.WAITS_FOR_US
    assert "Zadzwonić do biura." in text_of(office.get(f"{HERE}1/"))


def test_it_waits_on_the_first_page_and_stands_on_the_application(office, own) -> None:
    ask(own)
    assert "1 question, objection or request waits for an answer" in text_of(office.get("/en/team/integracja/"))
    assert "No. 1: question" in text_of(office.get(f"/en/team/integracja/applications/{own.reference}/"))
