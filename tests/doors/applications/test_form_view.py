"""The form as people see it, and publishing it."""

import json

import pytest

from obrady.stages.applications import queries
from tests import cast
from tests.doors.applications.conftest import client_of
from tests.doors.applications.reading import TEAM, text_of
from tests.stages.applications import desk

ADDRESS = f"{TEAM}form/"


def test_questions_and_versions_are_shown(office, meeting) -> None:
    page = text_of(office.get(ADDRESS))
    assert "First name and surname" in page
    assert "Sealed; kept only with consent" in page
    assert queries.current_form(meeting).sha256 in page


def test_a_coordinator_publishes_the_ready_form(db) -> None:
    meeting = desk.meeting(with_form=False)
    client = client_of(cast.coordinator())
    assert "Publish the form of a general meeting" in text_of(client.get(ADDRESS))
    page = text_of(client.post(ADDRESS, follow=True))
    assert "Version 1 of the form is published" in page
    assert queries.current_form(meeting).version == 1


def test_the_office_is_told_who_publishes(db) -> None:
    desk.meeting(with_form=False)
    page = text_of(client_of(cast.office()).get(ADDRESS))
    assert "A coordinator of the organiser publishes it" in page


def test_what_the_texts_lack_is_listed_with_where_to_fill_it_in(db) -> None:
    meeting = cast.meeting()
    answer = client_of(cast.coordinator()).post(ADDRESS)
    page = text_of(answer)
    assert answer.status_code == 422
    assert f'<a href="{ADDRESS}controller/">whom to ask about personal data</a>' in page
    assert queries.current_form(meeting) is None


@pytest.mark.parametrize("moved, version", [(False, 1), (True, 2)])
def test_publishing_once_more_makes_a_version_only_when_words_change(coordinator, meeting, moved, version) -> None:
    if moved:
        type(meeting).objects.filter(pk=meeting.pk).update(phone="+48 600 000 999")
    coordinator.post(ADDRESS)
    assert queries.current_form(meeting).version == version


def test_who_answers_for_the_data_is_filled_in_here(db) -> None:
    meeting = cast.meeting()
    client = client_of(cast.coordinator())
    said = {
        "name_0": "Fundacja Szkolimy", "address_0": "ul. Wymyślona 112", "email": "biuro@example.org",
        "phone": "+48 600 000 112", "data_protection_contact_0": "Pytania: biuro@example.org",
    }  # fmt: skip
    client.post(f"{ADDRESS}controller/", said)
    client.post(ADDRESS)
    assert queries.current_form(meeting).version == 1


def test_a_wrong_address_comes_back(db) -> None:
    cast.meeting()
    client = client_of(cast.coordinator())
    answer = client.post(f"{ADDRESS}controller/", {"name_0": "", "email": "nothing"})
    assert answer.status_code == 422
    assert 'value="nothing"' in text_of(answer)


@pytest.mark.parametrize("act, sent", [("", {"flavour": "general"}), ("begin/", {"source": "general"})])
def test_a_general_meeting_is_asked_under_its_own_title_and_nothing_about_migration(db, act: str, sent: dict) -> None:
    meeting = desk.meeting(with_form=False, title=cast.words("Rzeka w mieście"))
    client_of(cast.coordinator()).post(f"{ADDRESS}{act}", sent)
    definition, _revision = queries.draft_or_form(meeting)
    assert definition["form"]["title"]["pl"] == "Formularz zgłoszeniowy: „Rzeka w mieście”"
    text = json.dumps(definition, ensure_ascii=False).lower()
    assert not [word for word in ("migra", "мігра", "uchod", "integra", "18 lat", "toruń") if word in text]


def test_the_form_of_a_talk_about_integration_has_the_title_of_the_meeting_too(db) -> None:
    meeting = desk.meeting(with_form=False, title=cast.words("Rozmowa w Chełmnie"))
    client_of(cast.coordinator()).post(ADDRESS, {"flavour": "integration"})
    definition = queries.definition_of(queries.current_form(meeting))
    assert definition.title["uk"] == "Форма заявки: «Rozmowa w Chełmnie (uk)»"
    assert definition.has_question("migration_experience")
