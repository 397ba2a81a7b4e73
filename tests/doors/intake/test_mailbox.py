"""The mailbox page: what came as words, whose it is, and what becomes of it."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from obrady.stages.intake.actions import collecting
from obrady.stages.intake.models import RawMessage, Thread
from obrady.stages.intake.states import MessageState
from obrady.stages.ledger.models import Entry
from tests import cast
from tests.stages.intake.asking import ask, message

HERE = "/en/organisation/szkolimy/mailbox/"


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_without_a_mailbox_the_page_says_how_to_get_one(office) -> None:
    page = text_of(office.get(HERE))
    assert "No mailbox is set up" in page
    assert "Nothing has come yet" in page


def test_a_trouble_is_said_in_words_with_the_next_try(office, monkeypatch) -> None:
    from obrady.doors.web.intake import mailbox

    row = collecting.begin(cast.organisation(), "box", now=cast.NOW)
    collecting.failed(row, trouble="refused", answer="wrong password", now=cast.NOW)
    monkeypatch.setattr(mailbox, "mailbox_of", lambda organisation: object())
    page = text_of(office.get(HERE))
    assert "refuses the sign-in" in page
    assert "Next try at 10:01" in page
    office.post(f"{HERE}collect/")
    assert collecting.begin(cast.organisation(), "box", now=cast.NOW) is not None
    assert Entry.objects.filter(verb="intake.try_at_once").count() == 1


def test_the_list_is_searched_and_filtered(office) -> None:
    message("Czy jest winda?", number=1)
    message("Wypisz", number=2, subject="Stop")
    for asked, found in (("?search=winda", 1), ("?state=waiting", 2), ("?kind=bounce", 0), ("?kind=nonsense", 2)):
        assert office.get(HERE + asked).context["page"].paginator.count == found, asked


def test_the_number_of_queries_does_not_grow_with_rows(office) -> None:
    counts = []
    for number in (1, 30):
        while (have := RawMessage.objects.count()) < number:
            message(number=have + 1)
        with CaptureQueriesContext(connection) as caught:
            office.get(HERE)
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_markup_and_scripts_in_a_message_stay_words(office) -> None:
    raw = b"From: <a@example.net>\r\nSubject: <b>x</b>\r\n\r\n<script>alert(1)</script>"
    page = office.get(f"{HERE}{message(raw=raw).pk}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page


def test_the_raw_message_is_only_ever_a_file(office) -> None:
    found = message()
    response = office.get(f"{HERE}{found.pk}/raw/")
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert "attachment" in response.headers["Content-Disposition"]
    assert b"czy jest winda" in response.content


def sort(client, found, **said):
    return client.post(f"{HERE}{found.pk}/", {"subject": "question", "meeting": cast.meeting().pk, **said})


def test_it_is_given_to_an_application_by_its_number(office, own) -> None:
    sort(office, message(), reference=own.reference, subject="objection")
    thread = Thread.objects.get()
    assert (thread.kind, thread.about_key, thread.person) == ("objection", own.about, own.person)


def test_a_number_that_does_not_exist_comes_back_with_words(office) -> None:
    response = sort(office, message(), reference="X-9")
    assert response.status_code == 422
    assert "There is no application with this number." in text_of(response)


def test_somebody_unknown_is_answered_at_the_address_it_came_from(office) -> None:
    sort(office, message(), whose="sender")
    assert Thread.objects.get().person.email == "oksana@example.net"


def test_it_goes_on_in_a_thread_that_is_there(office, own) -> None:
    thread = ask(own)
    own.person.email = "oksana@example.net"
    own.person.save()
    found = message()
    assert "Does it go on in one of these?" in text_of(office.get(f"{HERE}{found.pk}/"))
    office.post(f"{HERE}{found.pk}/", {"thread": str(thread.pk)})
    assert thread.entries.count() == 2


def test_setting_aside_is_undone_on_the_same_page(office) -> None:
    found = message()
    office.post(f"{HERE}{found.pk}/", {"act": "aside"})
    assert RawMessage.objects.get().state == MessageState.ASIDE
    office.post(f"{HERE}{found.pk}/", {"act": "back"})
    assert RawMessage.objects.get().state == MessageState.WAITING


def test_a_message_of_another_organisation_does_not_exist(office, meeting) -> None:
    found = message()
    other = cast.outsider()
    from tests.doors.intake.conftest import client_of

    assert client_of(other).get(f"/en/organisation/inna/mailbox/{found.pk}/").status_code == 404
