"""The form is put together on pages: parts, questions, conditions, consents, features; nothing typed is lost."""

import pytest
from django.test import Client

from obrady.stages.applications import queries
from obrady.stages.applications.queries.form_parts import parse_draft
from tests import cast
from tests.doors.applications.conftest import client_of
from tests.doors.applications.reading import TEAM, queries_of, text_of

FORM = f"{TEAM}form/"
EDIT = f"{FORM}edit/"
HOSTILE = "<script>alert(1)</script> \u202etxt " + "ż" * 300


def draft(meeting):
    return parse_draft(queries.draft_of(meeting).definition)


def a_question(**changes: object) -> dict[str, object]:
    usual: dict[str, object] = {
        "kind": "short_text", "label_pl": "Skąd przyjedziesz?", "label_uk": "Звідки?", "label_en": "Where from?",
        "section": "practical", "builders": "yes",
    }  # fmt: skip
    return {**usual, **changes}


def test_the_outline_shows_marks_and_that_nothing_is_missing(coordinator, meeting) -> None:
    page = text_of(coordinator.get(EDIT))
    assert "Nothing is missing: this can be published." in page
    assert "No difference from the published version." in page
    assert '<li class="row" id="q-migration_experience">' in page


def test_a_new_question_gets_its_key_from_its_words(coordinator, meeting) -> None:
    answer = coordinator.post(f"{EDIT}new-question/", a_question())
    assert answer.status_code == 302
    assert draft(meeting).question("skad_przyjedziesz").label["uk"] == "Звідки?"


def test_a_question_without_words_comes_back(coordinator, meeting) -> None:
    answer = coordinator.post(f"{EDIT}new-question/", a_question(label_pl="", help_pl="Zostaję"))
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Write this at least in one language: polski" in page
    assert "Zostaję</textarea>" in page


def test_options_are_ordered_coded_and_removed(coordinator, meeting) -> None:
    said = {
        "kind": "single_choice", "options-total": "3",
        "option-0-pl": "Pociągiem", "option-0-place": "2", "option-1-pl": "Autobusem", "option-1-place": "1",
        "option-2-pl": "Pieszo", "option-2-gone": "yes",
    }  # fmt: skip
    coordinator.post(f"{EDIT}new-question/", a_question(**said))
    assert draft(meeting).question("skad_przyjedziesz").codes == ("autobusem", "pociagiem")


def test_an_option_moves_by_a_button_without_being_saved(coordinator, meeting) -> None:
    said = {"kind": "single_choice", "options-total": "2", "option-0-pl": "A", "option-1-pl": "B", "again": "down:0"}
    page = text_of(coordinator.post(f"{EDIT}new-question/", a_question(**said)))
    assert page.index('name="option-0-pl" value="B"') < page.index('name="option-1-pl" value="A"')
    assert queries.draft_of(meeting) is None


def test_a_condition_is_put_together_without_a_script(coordinator, meeting) -> None:
    chosen = {"shown_if-0-question": "gender", "shown_if-0-test": "in"}
    page = text_of(coordinator.post(f"{EDIT}question/role/", a_question(**chosen, again="shown_if")))
    assert 'name="shown_if-0-codes" value="woman"' in page
    refused = coordinator.post(f"{EDIT}question/role/", a_question(**chosen))
    assert "Choose at least one answer." in text_of(refused)
    coordinator.post(f"{EDIT}question/role/", a_question(**chosen, **{"shown_if-0-codes": ["woman", "man"]}))
    assert draft(meeting).question("role").shown_if.codes == ("woman", "man")


def test_several_conditions_are_joined(coordinator, meeting) -> None:
    said = {
        "shown_if-joint": "any", "shown_if-0-question": "gender", "shown_if-0-test": "answered",
        "shown_if-1-question": "email", "shown_if-1-test": "not_answered",
    }  # fmt: skip
    coordinator.post(f"{EDIT}question/role/", a_question(**said))
    assert [part.answered for part in draft(meeting).question("role").shown_if.parts] == [True, False]


def test_two_people_editing_the_second_is_told_and_loses_nothing(coordinator, meeting) -> None:
    office = client_of(cast.account(cast.Role.COORDINATOR, email="druga@example.org", name="Druga Osoba"))
    coordinator.post(
        f"{EDIT}part/needs/", {"revision": "0", "title_pl": "Nowy nagłówek", "title_uk": "А", "title_en": "A"}
    )
    answer = office.post(f"{EDIT}question/role/", a_question(revision="0", label_pl="Moje słowa"))
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Krystyna Koordynatorka changed the form meanwhile" in page
    assert "Nowy nagłówek" in page
    assert "Moje słowa</textarea>" in page
    assert 'name="revision" value="2"' in page
    assert office.post(f"{EDIT}question/role/", a_question(revision="2", label_pl="Moje słowa")).status_code == 302
    assert draft(meeting).question("role").label["pl"] == "Moje słowa"


def test_what_a_colleague_took_away_can_still_be_saved(coordinator, meeting) -> None:
    coordinator.post(f"{EDIT}remove-question/role/", {"revision": "0"})
    answer = coordinator.post(f"{EDIT}question/role/", a_question(revision="0", label_pl="Moje słowa", section="group"))
    assert answer.status_code == 409
    coordinator.post(
        f"{EDIT}question/role/", a_question(revision="2", opened="0", label_pl="Moje słowa", section="group")
    )
    assert draft(meeting).question("role").label["pl"] == "Moje słowa"


def test_moving_by_a_button_keeps_the_focus(coordinator, meeting) -> None:
    answer = coordinator.post(f"{EDIT}act/", {"do": "down question full_name"}, follow=True)
    page = text_of(answer)
    assert [one.key for one in draft(meeting).sections[0].questions[:2]] == ["email", "full_name"]
    assert 'value="down question full_name" aria-label="One place down: First name and surname" autofocus>' in page


def test_a_question_is_copied_and_undone(coordinator, meeting) -> None:
    coordinator.post(f"{EDIT}act/", {"do": "copy question diet"})
    assert draft(meeting).has_question("diet_2")
    coordinator.post(f"{EDIT}act/", {"do": "undo"})
    assert not draft(meeting).has_question("diet_2")


@pytest.mark.parametrize("act", ["up question nothing", "fly away", "", "up section <b>", "copy question"])
def test_an_act_on_nothing_changes_nothing(coordinator, meeting, act) -> None:
    assert coordinator.post(f"{EDIT}act/", {"do": act}).status_code == 302
    assert queries.draft_of(meeting) is None


def test_removing_a_question_says_what_goes_with_it(coordinator, meeting) -> None:
    page = text_of(coordinator.get(f"{EDIT}remove-question/applies_as/"))
    assert "What follows from it for the recruitment goes too: “group”." in page
    coordinator.post(f"{EDIT}remove-question/applies_as/")
    assert "group" not in {one.key for one in draft(meeting).features}


def test_the_name_cannot_be_removed(coordinator, meeting) -> None:
    assert coordinator.post(f"{EDIT}remove-question/full_name/").status_code == 404


def test_a_consent_covers_what_is_ticked(coordinator, meeting) -> None:
    said = {
        "label_pl": "Zgadzam się",
        "label_uk": "Так",
        "label_en": "I agree",
        "covers": ["problem"],
        "withdrawable": "on",
    }
    coordinator.post(f"{EDIT}new-consent/", said)
    made = draft(meeting).question("problem").consent
    assert next(one for one in draft(meeting).consents if one.key == made).covers == ("problem",)


def test_a_feature_groups_answers_into_values(coordinator, meeting) -> None:
    said = {
        "name": "Czy kobieta", "source": "gender", "default": "unknown", "map_else": "no", "builders": "yes",
        "value-0-code": "woman", "value-0-value": "yes",
    }  # fmt: skip
    coordinator.post(f"{EDIT}new-feature/", said)
    feature = draft(meeting).features[-1]
    assert (feature.key, dict(feature.map), feature.map_else) == ("czy_kobieta", {"woman": "yes"}, "no")


def test_ready_questions_bring_their_consent_and_features(db) -> None:
    from tests.stages.applications import desk

    meeting = desk.meeting(with_form=False)
    client = client_of(cast.coordinator())
    client.post(f"{FORM}begin/", {"source": "empty"})
    client.post(f"{EDIT}ready-questions/", {"question": ["migration_experience", "gender"]})
    form = draft(meeting)
    assert form.question("migration_experience").consent == "consent_experience"
    assert [one.key for one in form.features] == ["migration_experience", "gender"]
    assert [one.code for one in queries.review_form(meeting, form) if one.blocks] == []


def test_missing_words_are_counted_and_led_to(coordinator, meeting) -> None:
    coordinator.post(f"{EDIT}new-question/", a_question(label_uk=""))
    assert "texts missing: українська" in text_of(coordinator.get(EDIT))
    page = text_of(coordinator.get(f"{FORM}check/?language=uk"))
    assert f'<a href="{EDIT}question/skad_przyjedziesz/#id_label_uk">' in page


def test_hostile_words_are_text_and_too_long_ones_come_back(coordinator, meeting) -> None:
    coordinator.post(f"{EDIT}new-question/", a_question(label_pl=HOSTILE, label_uk="<b>", label_en="x"))
    pages = [coordinator.get(EDIT), coordinator.get(f"{FORM}preview/?in=pl")]
    for page in map(text_of, pages):
        assert "<script>alert" not in page
        assert "\u202e" not in page
    answer = coordinator.post(f"{EDIT}new-question/", a_question(label_pl="x" * 10_000))
    assert answer.status_code == 422


def test_a_hundred_questions_with_forty_options_cost_no_more_queries(coordinator, meeting) -> None:
    few = queries_of(coordinator, EDIT)
    options = {f"option-{n}-pl": f"Odpowiedź {n}" for n in range(40)}
    coordinator.post(f"{EDIT}new-question/", a_question(kind="multiple_choice", **{"options-total": "40", **options}))
    for _ in range(100):
        coordinator.post(f"{EDIT}act/", {"do": "copy question skad_przyjedziesz"})
    assert len(draft(meeting).questions) > 130
    assert queries_of(coordinator, EDIT) <= few + 1


def test_the_preview_is_the_web_form_or_what_is_read_out(coordinator, meeting) -> None:
    web, phone = (text_of(coordinator.get(f"{FORM}preview/?as={way}&in=uk")) for way in ("web", "phone"))
    assert "Ім’я та прізвище" in web
    assert "Read out first" in phone
    assert "Asked first" in phone


def test_the_preview_follows_what_is_typed(coordinator, meeting) -> None:
    page = text_of(coordinator.post(f"{EDIT}question/role/", a_question(label_pl="Świeże słowa", again="preview")))
    assert page.count("Świeże słowa") >= 1
    assert queries.draft_of(meeting) is None


def test_without_a_form_the_editor_leads_to_the_beginning(db) -> None:
    cast.meeting()
    client: Client = client_of(cast.coordinator())
    assert client.get(EDIT).status_code == 302
    assert client.get(f"{EDIT}question/role/").status_code == 404
