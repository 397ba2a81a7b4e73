"""Experts: the team's list of answers, and the page behind the link of their letter."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from obrady.stages.announcements.actions import answer_invitation, publish_announcement
from obrady.stages.announcements.models import Expert, PartyEntry
from obrady.stages.announcements.queries.experts import token_of
from obrady.stages.announcements.states import Answer
from obrady.stages.ledger.models import Entry
from obrady.stages.ledger.states import CONSOLE
from obrady.stages.letters.models import Letter
from tests import cast
from tests.cast import NOW
from tests.stages.announcements import scene
from tests.stages.announcements.speaking import invited, listed

pytestmark = pytest.mark.django_db
HERE = "/team/integracja/announcement/experts/"
BIO = {"name_pl": "Halina Zmyślona", "role_pl": "Prezeska", "description_pl": "Zna się na rzeczy.", "agreed": "on"}


@pytest.fixture
def team(client):
    return cast.sign_in(client, cast.coordinator())


@pytest.fixture
def meeting():
    return scene.whole()


def page_of(expert: Expert) -> str:
    return f"/e/{token_of(expert)}/"


def test_the_invitation_is_written_from_the_page(team, meeting) -> None:
    entry = listed(meeting)
    team.post(f"{HERE}{entry.pk}/", {"email": "h@example.org", "language": "uk", "write": "yes"})
    expert = Expert.objects.get(entry=entry)
    assert Letter.objects.get(about=expert.about).person.email == "h@example.org"


def test_a_second_letter_on_one_day_is_refused_in_words(team, meeting) -> None:
    entry = listed(meeting)
    said = {"email": "h@example.org", "language": "uk", "write": "yes"}
    team.post(f"{HERE}{entry.pk}/", said)
    again = team.post(f"{HERE}{entry.pk}/", said)
    assert (again.status_code, "już dziś list" in again.content.decode()) == (400, True)
    assert "już dziś list" in team.post(f"{HERE}{entry.pk}/write/", follow=True).content.decode()
    assert Letter.objects.filter(about=Expert.objects.get(entry=entry).about).count() == 1


def test_without_mail_the_link_stands_there_to_pass_on(team, meeting) -> None:
    entry = listed(meeting)
    team.post(f"{HERE}{entry.pk}/", {"language": "pl", "save": "yes"})
    expert = Expert.objects.get(entry=entry)
    assert page_of(expert) in team.get(f"{HERE}{entry.pk}/").content.decode()
    assert not Letter.objects.filter(about=expert.about).exists()


def test_a_bad_address_comes_back_with_its_error(team, meeting) -> None:
    entry = listed(meeting)
    answer = team.post(f"{HERE}{entry.pk}/", {"email": "nie-adres", "language": "pl", "write": "yes"})
    assert answer.status_code == 400
    assert 'value="nie-adres"' in answer.content.decode()
    assert not Expert.objects.filter(entry=entry).exists()


def test_the_list_says_who_answered_what(team, meeting) -> None:
    answer_invitation(expert=invited(meeting), answer=Answer.DECLINED, now=NOW)
    page = team.get(HERE).content.decode()
    assert "nie przyjdzie" in page
    assert page.count("jeszcze bez zaproszenia") == 2


def test_the_list_asks_the_database_as_often_for_many(team, meeting, django_assert_max_num_queries) -> None:
    invited(meeting, "Osoba 0")
    team.get(HERE)
    with CaptureQueriesContext(
        connection,
    ) as one:
        team.get(HERE)
    for number in range(1, 15):
        invited(meeting, f"Osoba {number}")
    with django_assert_max_num_queries(len(one)):
        assert "Osoba 14" in team.get(HERE).content.decode()


def test_looking_changes_nothing(meeting) -> None:
    expert, lines = invited(meeting), Entry.objects.count
    before = lines()
    for method in ("get", "head"):
        assert getattr(Client(), method)(page_of(expert)).status_code == 200
    assert (Expert.objects.get(pk=expert.pk).answer, lines()) == ("", before)


def test_saying_yes_and_then_no(meeting) -> None:
    expert = invited(meeting)
    for act, answer in (("accept", "accepted"), ("decline", "declined")):
        Client().post(page_of(expert), {"act": act})
        assert Expert.objects.get(pk=expert.pk).answer == answer
    assert "description_pl" not in Client().get(page_of(expert)).content.decode()


def test_approving_needs_the_agreement_and_keeps_what_was_typed(meeting) -> None:
    expert = invited(meeting)
    answer = Client().post(page_of(expert), {"act": "approve", **BIO, "agreed": ""})
    assert answer.status_code == 400
    assert "Zna się na rzeczy." in answer.content.decode()
    assert not PartyEntry.objects.get(pk=expert.entry_id).may_be_named


def test_an_approved_text_with_a_square_picture_reaches_the_page(meeting) -> None:
    expert = invited(meeting)
    file = SimpleUploadedFile("twarz.png", scene.picture("twarz", size=(300, 500)), content_type="image/png")
    assert Client().post(page_of(expert), {"act": "approve", **BIO, "picture": file}).status_code == 302
    publish_announcement(actor=CONSOLE, meeting=meeting, now=NOW)
    logo = PartyEntry.objects.get(pk=expert.entry_id).logo
    assert (logo.width, logo.height) == (300, 300)
    assert logo.sha256 in Client().get("/m/integracja/").content.decode()


def test_taking_the_agreement_back_takes_the_name_off_the_page(meeting) -> None:
    expert = invited(meeting)
    Client().post(page_of(expert), {"act": "approve", **BIO, "name_pl": "Halina Jedyna"})
    publish_announcement(actor=CONSOLE, meeting=meeting, now=NOW)
    assert "Halina Jedyna" in Client().get("/m/integracja/").content.decode()
    Client().post(page_of(expert), {"act": "take-back"})
    assert "Halina Jedyna" not in Client().get("/m/integracja/").content.decode()


def test_a_wrong_link_tells_nothing(meeting) -> None:
    answer = Client().get(page_of(invited(meeting))[:-2] + "x/")
    assert answer.status_code == 404
    assert "Halina" not in answer.content.decode()


def test_the_page_is_not_for_search_engines_and_sends_no_address_on(meeting) -> None:
    answer = Client().get(page_of(invited(meeting)))
    assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex", "same-origin")


def test_markup_stays_text(team, meeting) -> None:
    expert = invited(meeting, "<script>alert(1)</script>")
    for page in (team.get(HERE), team.get(f"{HERE}{expert.entry_id}/"), Client().get(page_of(expert))):
        assert "<script>alert" not in page.content.decode()
