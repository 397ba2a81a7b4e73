"""Organisations written in several ways."""

import pytest

from obrady.stages.applications import queries
from obrady.stages.organisations.models import Spelling
from tests import cast
from tests.doors.applications.reading import TEAM, queries_of, text_of
from tests.stages.applications import desk

ADDRESS = f"{TEAM}bodies/"


@pytest.fixture
def spelling(meeting) -> Spelling:
    """A second way of writing, which waits for a nod."""
    desk.apply(meeting, **{**desk.other_person(1), "organisation": "Fundacja Ciepły Piec"})
    desk.apply(meeting, **{**desk.other_person(2), "organisation": "FUNDACJA CIEPLY PIEC"})
    return queries.spellings_to_nod(meeting).get()


def test_with_nothing_to_decide_the_page_says_so(office) -> None:
    assert "No way of writing waits" in text_of(office.get(ADDRESS))


def test_the_proposal_stands_beside_the_way_it_is_written(office, spelling) -> None:
    page = text_of(office.get(ADDRESS))
    assert "FUNDACJA CIEPLY PIEC" in page
    assert "Fundacja Ciepły Piec" in page


def test_one_nod_unifies_what_is_ticked(office, spelling, meeting) -> None:
    answer = office.post(f"{ADDRESS}nod/", {"spelling": [spelling.pk]}, follow=True)
    assert "1 way of writing unified" in text_of(answer)
    spelling.refresh_from_db()
    assert spelling.body == spelling.proposed
    assert not queries.spellings_to_nod(meeting)


def test_what_is_not_ticked_stays(office, spelling, meeting) -> None:
    office.post(f"{ADDRESS}nod/", {"spelling": ["nonsense"]})
    assert queries.spellings_to_nod(meeting).count() == 1


def test_it_can_be_an_organisation_of_its_own(office, spelling) -> None:
    office.post(f"{ADDRESS}{spelling.pk}/", {"act": "apart"})
    spelling.refresh_from_db()
    assert spelling.body.name == "FUNDACJA CIEPLY PIEC"


def test_it_can_be_another_one_and_be_changed_later(office, spelling, meeting) -> None:
    desk.apply(meeting, **{**desk.other_person(3), "organisation": "Klub Pod Zegarem"})
    other = Spelling.objects.get(text="Klub Pod Zegarem").body
    for body in (other, spelling.proposed):
        assert office.post(f"{ADDRESS}{spelling.pk}/", {"act": "body", "body": body.pk}).status_code == 302
        spelling.refresh_from_db()
        assert spelling.body == body


def test_a_choice_must_be_made(office, spelling) -> None:
    answer = office.post(f"{ADDRESS}{spelling.pk}/", {"act": "body", "body": ""})
    assert answer.status_code == 422
    assert "Please choose an organisation." in text_of(answer)


def test_a_spelling_of_another_organiser_is_not_found(office, spelling) -> None:
    foreign = Spelling.objects.create(organiser=cast.organisation("inna", "Inna Fundacja"), text="Obca")
    assert office.get(f"{ADDRESS}{foreign.pk}/").status_code == 404


def test_thirty_organisations_ask_the_database_no_more_than_two(office, spelling, meeting) -> None:
    few = queries_of(office, ADDRESS)
    for number in range(4, 34):
        desk.apply(meeting, **{**desk.other_person(number), "organisation": f"Towarzystwo nr {number} Wisła"})
    assert queries_of(office, ADDRESS) == few
