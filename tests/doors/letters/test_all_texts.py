"""Many texts on one page: saved at once, nothing lost on an error, looked at, taken back, copied, shared."""

import pytest

from obrady.stages.letters.models import LetterTemplate
from obrady.stages.letters.states import LetterKind
from tests import cast
from tests.stages.letters.post import letter

HERE = "/en/team/integracja/letters/texts/all/"
TWO = {"subject-selected-pl": "Masz miejsce", "body-selected-pl": "Hej, {name}!", "body-reserve-uk": "Вітаємо, {name}!"}


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("group", ["", "applying", "draw", "course", "many", "inviting", "nonsense"])
def test_every_group_opens_with_its_texts_in_each_language(coordinator, group: str) -> None:
    page = coordinator.get(f"{HERE}?group={group}")
    assert page.status_code == 200
    assert {box.language for box in page.context["boxes"]} == {"pl", "uk", "en"}


def test_every_kind_stands_in_a_group() -> None:
    from obrady.doors.web.letters.wording import GROUPS

    assert sorted(kind for _label, kinds in GROUPS.values() for kind in kinds) == sorted(LetterKind)


def test_all_changes_are_saved_at_once_and_drafts_follow(coordinator) -> None:
    letter(LetterKind.SELECTED, review=True)
    answer = coordinator.post(f"{HERE}?group=draw", {**TWO, "act": "save"}, follow=True)
    assert "2 texts are saved. 1 draft is written anew." in text_of(answer)
    assert LetterTemplate.objects.count() == 2


def test_one_error_saves_nothing_and_loses_nothing(coordinator) -> None:
    page = coordinator.post(f"{HERE}?group=draw", {**TWO, "body-reserve-uk": "Cześć {imie}", "act": "save"})
    assert "{imie}" in text_of(page)
    assert "Hej, {name}!" in text_of(page)
    assert 'href="#body-reserve-uk"' in text_of(page)
    assert not LetterTemplate.objects.exists()


def test_an_invitation_without_a_way_out_is_refused(coordinator) -> None:
    typed = {"body-invitation-pl": "Zapraszamy! {invitation_url}", "act": "save"}
    page = coordinator.post(f"{HERE}?group=inviting", typed)
    assert "This letter cannot do without: {unsubscribe_url}." in text_of(page)


def test_a_preview_saves_nothing_and_keeps_what_was_typed(coordinator) -> None:
    page = coordinator.post(f"{HERE}?group=draw", {**TWO, "act": "preview:selected-pl"})
    assert "Hej, ‹name, as the person wrote it›!" in text_of(page)
    assert "Вітаємо, {name}!" in text_of(page)
    assert not LetterTemplate.objects.exists()


def test_every_text_stands_beside_its_filled_letter(coordinator) -> None:
    page = coordinator.get(f"{HERE}?group=draw")
    assert text_of(page).count('class="letter-paper"') == len(page.context["boxes"])
    assert "Kawiarnia Przykład" in page.context["boxes"][0].sketch.body
    assert not any("‹meeting_" in box.sketch.body for box in page.context["boxes"])


def test_going_back_keeps_the_other_boxes(coordinator) -> None:
    coordinator.post(f"{HERE}?group=draw", {"body-selected-pl": "Hej, {name}!", "act": "save"})
    page = coordinator.post(f"{HERE}?group=draw", {"body-reserve-uk": "Вітаємо!", "act": "reset:selected-pl"})
    assert "Вітаємо!" in text_of(page)
    assert not LetterTemplate.objects.exists()


def test_words_of_another_meeting_are_copied_and_become_the_organisations(coordinator) -> None:
    other = cast.meeting(slug="inne")
    coordinator.post(HERE.replace("integracja", "inne") + "?group=draw", {**TWO, "act": "save"})
    coordinator.post(HERE, {"act": "copy", "source": "inne"})
    assert LetterTemplate.objects.filter(meeting=cast.meeting()).count() == 2
    coordinator.post(HERE, {"act": "share"})
    assert LetterTemplate.objects.filter(meeting=None).count() == 2
    assert LetterTemplate.objects.filter(meeting=other).count() == 2


def test_words_of_another_organisation_are_not_there(coordinator) -> None:
    cast.meeting(slug="obce", of=cast.organisation("inna", "Inna Fundacja"))
    answer = coordinator.post(HERE, {"act": "copy", "source": "obce"}, follow=True)
    assert "Choose the meeting whose words you want." in text_of(answer)
