"""Inviting to apply by the pages: chosen, sent, called back, answered, counted."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from freezegun import freeze_time

from obrady.stages.ledger.models import Entry
from obrady.stages.letters.models import Letter
from obrady.stages.meetings.models import Meeting
from obrady.stages.outreach import actions, queries
from obrady.stages.outreach.models import Invitation
from obrady.stages.outreach.states import Basis, ContactKind
from tests import cast
from tests.stages.outreach import book

pytestmark = pytest.mark.django_db
SLUG = {"slug": "integracja"}


@pytest.fixture
def coordinator(client, settings):
    settings.OBRADY_DEMO = True
    cast.meeting()
    with freeze_time(cast.NOW):
        yield cast.sign_in(client, cast.coordinator())


def page(name: str, **kwargs) -> str:
    return reverse(name, kwargs=SLUG | kwargs)


def test_without_contacts_the_page_leads_to_the_book(coordinator) -> None:
    assert "Książka kontaktów jest pusta" in coordinator.get(page("spread")).content.decode()


def test_the_choice_shows_who_gets_it_who_does_not_and_the_letter_in_each_language(coordinator) -> None:
    book.contact(1, language="pl")
    book.contact(2, language="uk")
    book.contact(3, basis=Basis.NONE)
    shown = coordinator.get(page("spread-choose"))
    assert [letter["language"] for letter in shown.context["letters"]] == ["pl", "uk"]
    assert shown.context["number"] == 2
    assert "bez podstawy" in shown.content.decode()
    assert not Invitation.objects.exists()


def test_before_sending_the_page_says_how_many_would_leave_too_late(coordinator) -> None:
    book.limits(most_a_day=1)
    book.contact(1)
    book.contact(2)
    Meeting.objects.update(closes_at=cast.NOW + timedelta(hours=1))
    shown = coordinator.get(page("spread-choose"))
    assert (shown.context["number"], shown.context["too_late"]) == (1, 1)
    assert "1 list wyszedłby po zamknięciu zgłoszeń" in shown.content.decode()


def test_send_plans_what_the_filter_found_and_call_back_takes_it_back(coordinator) -> None:
    book.contact(1, kind=ContactKind.MEDIA)
    book.contact(2, kind=ContactKind.NGO)
    answer = coordinator.post(page("spread-send"), {"query": "kind=media"}, follow=True)
    assert "1 list jest zaplanowany" in answer.content.decode()
    assert [one.contact.kind for one in Invitation.objects.all()] == ["media"]
    coordinator.post(page("spread-call-back"))
    assert not Invitation.objects.exists()
    assert "Nic już nie jest zaplanowane" in coordinator.post(page("spread-call-back"), follow=True).content.decode()


def test_a_second_press_sends_nothing_twice(coordinator) -> None:
    book.contact(1)
    coordinator.post(page("spread-send"), {"query": ""})
    again = coordinator.post(page("spread-send"), {"query": ""}, follow=True)
    assert "żadnego nie napisano" in again.content.decode()
    book.write_all()
    assert Letter.objects.count() == 1


def test_a_meeting_that_is_not_announced_invites_nobody(coordinator) -> None:
    book.contact(1)
    cast.meeting(slug="szkic", announced=False)
    answer = coordinator.post(reverse("spread-send", kwargs={"slug": "szkic"}), {"query": ""}, follow=True)
    assert "nie jest jeszcze ogłoszone" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_an_answer_by_phone_is_noted(coordinator) -> None:
    (one,) = book.invite(book.contact(1))
    coordinator.post(page("spread-reply", key=one.pk), {"reply": "will_come"})
    assert book.states() == {"Instytucja 001": "will_come"}
    answer = coordinator.post(page("spread-reply", key=one.pk), {"reply": "applied"})
    assert answer.status_code == 200
    assert book.states() == {"Instytucja 001": "will_come"}


def invited() -> None:
    book.contact(1, institution="Gmina Lubicz", kind=ContactKind.GMINA, area="041504")
    book.contact(2, institution="=Fundacja", kind=ContactKind.NGO)
    by_name = {one.institution: one for one in queries.contacts(cast.organisation())}
    _, other = book.invite(by_name["Gmina Lubicz"], by_name["=Fundacja"])
    actions.decline(invitation=other, now=book.LATER)
    book.plan(contacts=[book.contact(3)])


def test_the_list_is_filtered_by_state(coordinator) -> None:
    invited()
    shown = coordinator.get(page("spread-invitations") + "?state=planned").content.decode()
    assert "Instytucja 003" in shown
    assert "Gmina Lubicz" not in shown


def test_the_report_says_how_many_gminas_were_invited(coordinator) -> None:
    invited()
    shown = coordinator.get(page("spread-report")).content.decode()
    assert "Gminy, których urząd zaproszono: 1 z\N{NO-BREAK SPACE}144" in shown
    assert "Instytucja 003" not in shown


def test_the_evidence_holds_institution_day_way_and_state_but_no_address(coordinator) -> None:
    invited()
    text = coordinator.post(page("spread-evidence")).content.decode()
    rows = list(csv.reader(io.StringIO(text)))[1:]
    assert {(row[0], row[3], row[4], row[5]) for row in rows} == {
        ("Gmina Lubicz", "2026-11-30 10:03", "E-mail", "Zaproszono"),
        ("'=Fundacja", "2026-11-30 10:03", "E-mail", "Odmowa"),
    }
    assert "@" not in text
    line = Entry.objects.get(verb="outreach.export")
    assert line.facts == {"what": "invitations", "rows": 2, "columns": 8, "format": "csv"}


@pytest.mark.parametrize("name", ["spread", "spread-choose", "spread-invitations", "spread-report"])
def test_thirty_need_no_more_queries_than_one(coordinator, name: str) -> None:
    book.invite(book.contact(0, tags=("a",)))
    book.contact(1, tags=("a",))
    one = queries_for(coordinator, name)
    book.invite(*[book.contact(number, tags=("a",)) for number in range(2, 31)])
    for number in range(31, 61):
        book.contact(number, tags=("a",))
    assert queries_for(coordinator, name) == one


def queries_for(client, name: str) -> int:
    client.get(page(name))
    with CaptureQueriesContext(connection) as seen:
        client.get(page(name))
    return len(seen)
