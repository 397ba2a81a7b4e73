"""Nobody who writes a form meets a place in braces, but for the boxes where it is written."""

import re

import pytest

from obrady.stages.applications import queries
from obrady.stages.organisations.models import Organisation
from tests.doors.applications.reading import text_of
from tests.doors.applications.test_form_publishing import EDIT, FORM, a_question

BRACES = re.compile(r"\{[a-z_]+\}")


@pytest.fixture
def nameless_house(meeting):
    Organisation.objects.filter(pk=meeting.organisation_id).update(email="", address={})
    return meeting


@pytest.mark.parametrize("way", ["web", "phone"])
@pytest.mark.parametrize("language", ["pl", "uk", "en"])
def test_a_preview_says_what_it_knows_and_marks_the_rest(coordinator, nameless_house, way: str, language: str) -> None:
    page = text_of(coordinator.get(f"{FORM}preview/?as={way}&in={language}"))
    assert BRACES.search(page) is None
    assert "Fundacja Szkolimy" in page


def test_what_is_missing_is_marked_and_leads_to_where_it_is_filled_in(coordinator, nameless_house) -> None:
    nameless_house.email = ""
    nameless_house.save()
    page = coordinator.get(f"{FORM}preview/?in=en").content.decode()
    assert "[the organiser’s e-mail address – still to be filled in]" in page
    assert f'<a href="{FORM}controller/">the organiser’s e-mail address</a>' in page


@pytest.mark.parametrize("page", ["", "new-question/", "question/diet/", "check/", "remove-consent/consent_sensitive/"])
def test_lists_and_names_are_filled_in_too(coordinator, nameless_house, page: str) -> None:
    address = f"{FORM}check/" if page == "check/" else f"{EDIT}{page}"
    assert BRACES.search(text_of(coordinator.get(address))) is None


def test_a_name_that_stands_for_nothing_is_called_so(coordinator, meeting) -> None:
    coordinator.post(f"{EDIT}new-question/", a_question(label_en="Where from, {homeland}?"))
    assert "Where from, [“homeland” does not stand for anything]?" in text_of(coordinator.get(f"{FORM}preview/?in=en"))


def test_differences_read_as_the_form_does(coordinator, meeting) -> None:
    coordinator.post(f"{EDIT}new-question/", a_question(label_en="Does {controller_name} know you?"))
    page = text_of(coordinator.get(f"{FORM}compare/"))
    assert "Does Fundacja Szkolimy (en) know you?" in page


def test_what_can_stand_in_braces_is_explained_with_its_value(coordinator, nameless_house) -> None:
    page = coordinator.get(f"{EDIT}notice/").content.decode()
    assert "<code>{controller_name}</code> the organiser’s name" in page
    assert "<dd>Fundacja Szkolimy (en)</dd>" in page
    assert f'href="{FORM}controller/" aria-label="Fill in: the organiser’s address"' in page


def test_a_template_says_what_will_stand_there(coordinator, meeting) -> None:
    coordinator.post(f"{FORM}template/", {"name": "Nasz", "revision": "0"})
    (kept,) = queries.templates_of(meeting.organisation)
    page = text_of(coordinator.get(f"/en/organisation/szkolimy/form-templates/{kept.pk}/?in=en"))
    assert BRACES.search(page) is None
    assert "[the organiser’s name]" in page


def test_what_the_texts_need_is_named_before_anybody_tries_to_publish(coordinator, nameless_house) -> None:
    page = text_of(coordinator.get(f"{FORM}publish/"))
    assert "the texts of the form need" in page
    assert f'<a href="{FORM}controller/">the organiser’s address</a>' in page
