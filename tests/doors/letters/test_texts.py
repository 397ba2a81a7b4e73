"""The organiser's own words: the overview, the editor, the preview on a real person."""

import pytest

from obrady.doors.web.letters import wording
from obrady.stages.ledger.states import Role
from obrady.stages.letters.models import LetterTemplate
from obrady.stages.letters.states import PLACEHOLDERS, LetterKind
from tests import cast
from tests.stages.letters.post import again, letter, person

TEXTS = "/en/team/integracja/letters/texts/"
ONE = f"{TEXTS}selected/pl/"


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_every_kind_in_every_language_can_be_opened(coordinator) -> None:
    page = text_of(coordinator.get(TEXTS))
    for kind in LetterKind:
        for language in ("pl", "uk", "en"):
            assert f'href="{TEXTS}{kind}/{language}/"' in page


@pytest.mark.parametrize("address", ["selected/xx/", "nonsense/pl/"])
def test_what_does_not_exist_is_not_found(coordinator, address: str) -> None:
    assert coordinator.get(TEXTS + address).status_code == 404


def test_the_editor_explains_every_placeholder() -> None:
    assert set(wording.PLACEHOLDERS) == PLACEHOLDERS


def test_before_anybody_applied_the_preview_shows_what_will_be_filled_in(coordinator) -> None:
    page = text_of(coordinator.get(ONE))
    assert "Nobody has a letter yet" in page
    assert "‹number of the application›" in page
    assert "‹reference›" not in page
    assert "Kawiarnia Przykład" in page


def test_the_preview_is_on_a_real_person_and_saves_nothing(coordinator) -> None:
    written = letter(LetterKind.SELECTED, to=person("Żaneta Ćwikła"), review=True)
    page = coordinator.post(ONE, {"act": "preview", "subject": "Hej {name}", "body": "Do {withdraw_by} {missing_answers}", "letter": written.pk})  # fmt: skip
    assert "Hej Żaneta Ćwikła" in text_of(page)
    assert page.context["missing"] == []
    assert not LetterTemplate.objects.exists()


def test_saving_changes_the_drafts_and_says_how_many(coordinator) -> None:
    draft = letter(LetterKind.SELECTED, review=True)
    answer = coordinator.post(ONE, {"act": "save", "subject": "Hej", "body": "Masz miejsce, {name}."}, follow=True)
    assert "The words are saved. 1 draft is written anew." in text_of(answer)
    assert again(draft).body == "Masz miejsce, Oksana Testowa."
    assert "own, this meeting" in text_of(coordinator.get(TEXTS))


def test_a_wrong_placeholder_is_named_and_what_was_typed_stays(coordinator) -> None:
    page = coordinator.post(ONE, {"act": "save", "subject": "Hej", "body": "Cześć {imie}"})
    assert "There is no such placeholder: {imie}." in text_of(page)
    assert "Cześć {imie}</textarea>" in text_of(page)
    assert not LetterTemplate.objects.exists()


def test_words_can_be_given_to_all_meetings_and_thrown_away_for_one(coordinator) -> None:
    coordinator.post(ONE, {"act": "save", "subject": "Wszędzie", "body": "Wszędzie", "everywhere": "on"})
    assert "own, all meetings" in text_of(coordinator.get(TEXTS))
    coordinator.post(ONE, {"act": "save", "subject": "Tutaj", "body": "Tutaj"})
    answer = coordinator.post(ONE, {"act": "drop"}, follow=True)
    assert "The earlier words hold again." in text_of(answer)
    assert answer.context["form"].initial["body"] == "Wszędzie"


@pytest.mark.django_db
def test_who_coordinates_one_meeting_only_is_not_offered_all_of_them(client) -> None:
    cast.sign_in(client, cast.guest_of(cast.meeting(), Role.COORDINATOR))
    assert 'name="everywhere"' not in client.get(ONE).content.decode()
    client.post(ONE, {"act": "save", "subject": "x", "body": "Słowa", "everywhere": "on"})
    assert LetterTemplate.objects.get().meeting == cast.meeting()


def test_html_in_a_text_stays_text(coordinator) -> None:
    page = coordinator.post(ONE, {"act": "preview", "subject": "x", "body": "<img src=x onerror=alert(1)>"})
    assert "<img src=x" not in page.content.decode()
