"""Everything that a draft lacks is named with its place, all at once."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from obrady.core.forms import FormDefinition, missing_languages, parse_definition, review_definition, texts_in
from tests.core.forms.test_definition import changed, question


def reviewed(form_json: dict, change: Callable[[dict], object]) -> list[tuple[str, str, str, bool]]:
    form = copy.deepcopy(form_json)
    change(form)
    found = review_definition(parse_definition(form, unfinished=True))
    return [(one.code, one.area, one.key, one.blocks) for one in found]


def without_ukrainian(key: str) -> Callable[[dict], object]:
    return lambda form: question(form, key)["label"].pop("uk")


def feature(number: int, **values: Any) -> Callable[[dict], object]:
    return lambda form: form["features"][number].update(values)


def texts(**values: str) -> dict[str, str]:
    return {"pl": "a", "uk": "b", "en": "c", **values}


def only(key: str) -> dict:
    return {"question": key, "answered": True}


FOUND: list[tuple[Callable[[dict], object], str, str, str, bool]] = [
    (without_ukrainian("diet"), "missing_words", "question", "diet", True),
    (lambda form: form["notice"]["short"].update(uk=" "), "missing_words", "notice", "", True),
    (lambda form: form["form"]["title"].update(pl="{town}"), "unknown_placeholder", "form", "", True),
    (lambda form: form["form"]["title"].update(pl="{places}"), "different_placeholders", "form", "", True),
    (lambda form: form["notice"].update(version=" "), "no_version", "notice", "", True),
    (lambda form: form["sections"].append({"key": "more", "title": texts(), "questions": []}), "empty_section", "section", "more", False),
    (changed("role", key="Role!"), "bad_key", "question", "Role!", True),
    (changed("role", key="act"), "reserved_key", "question", "act", True),
    (changed("gender", options=[]), "no_options", "question", "gender", True),
    (changed("area", options=[{"code": "a", "label": texts()}]), "one_option", "question", "area", False),
    (changed("area", options=[{"code": "a|b", "label": texts()}, {"code": "c", "label": texts()}]), "bad_code", "question", "area", True),
    (changed("area", sensitive=True), "sensitive_without_consent", "question", "area", True),
    (changed("role", shown_if=only("role")), "asks_itself", "question", "role", True),
    (changed("role", shown_if={"question": "problem", "in": ["x"]}), "asks_without_options", "question", "role", True),
    (changed("role", shown_if=only("area")), "asked_before", "question", "role", False),
    (changed("role", shown_if=only("channel")), "condition_on_the_office", "question", "role", False),
    (changed("role", max_length=0), "bad_limit", "question", "role", True),
    (changed("needs", max_choices=50), "limit_beyond_options", "question", "needs", False),
    (lambda form: form["consents"][3].update(covers=["area"]), "covered_without_consent", "consent", "consent_image", True),
    (lambda form: form["consents"][1].update(required=True), "required_consent_covers", "consent", "consent_experience", False),
    (lambda form: form["features"][0]["map"].pop("other"), "options_without_value", "feature", "group", True),
    (feature(4, map_else=None), "options_without_value", "feature", "outside_torun", True),
    (feature(5, map={"1": "no"}), "options_without_value", "feature", "rural_or_urban_rural", True),
    (feature(5, map={"1": "no", "2": "x", "3": "y", "4": "z"}), "unknown_code", "feature", "rural_or_urban_rural", True),
    (feature(7, default=" "), "options_without_value", "feature", "gender", True),
    (changed("gender", used_in_recruitment=False), "not_used_in_recruitment", "feature", "gender", True),
    (feature(7, gmina_property="type", map=None), "property_of_no_gmina", "feature", "gender", True),
    (lambda form: form["caps"][0].update(max=0), "bad_limit", "cap", "organisation_key", True),
]  # fmt: skip


@pytest.mark.parametrize("change, code, area, key, blocks", FOUND, ids=[f"{row[1]} {row[3]}" for row in FOUND])
def test_what_a_draft_lacks_is_found(form_json: dict, change, code: str, area: str, key: str, blocks: bool) -> None:
    assert (code, area, key, blocks) in reviewed(form_json, change)


def test_the_ready_form_lacks_nothing(definition: FormDefinition) -> None:
    assert review_definition(definition) == ()


def test_everything_is_named_at_once(form_json: dict) -> None:
    def twice(form: dict) -> None:
        without_ukrainian("diet")(form)
        changed("area", sensitive=True)(form)

    assert {row[0] for row in reviewed(form_json, twice)} == {"missing_words", "sensitive_without_consent"}


def test_questions_that_wait_for_each_other_are_found(form_json: dict) -> None:
    def circle(form: dict) -> None:
        changed("role", shown_if=only("area"))(form)
        changed("area", shown_if=only("solution"))(form)
        changed("solution", shown_if=only("role"))(form)

    found = {row[2] for row in reviewed(form_json, circle) if row[0] == "asks_in_a_circle"}
    assert found == {"role", "area", "solution"}


def test_a_feature_of_several_answers_is_advised_against(form_json: dict) -> None:
    def several(form: dict) -> None:
        changed("hardest_cooperation", used_in_recruitment=True)(form)
        form["features"].append({"key": "hardest", "from": "hardest_cooperation", "map": None, "default": "unknown"})

    assert reviewed(form_json, several) == [("several_answers", "feature", "hardest", False)]


@pytest.mark.parametrize("text, may, lacks", [
    ({"pl": "a", "uk": ""}, False, ("uk",)), ({"pl": "", "uk": ""}, True, ()), ({"pl": "", "uk": ""}, False, ("pl", "uk")),
    ({"pl": "a"}, True, ("uk",)),
])  # fmt: skip
def test_languages_that_a_text_lacks(text: dict, may: bool, lacks: tuple[str, ...]) -> None:
    assert missing_languages(text, ("pl", "uk"), may_be_empty=may) == lacks


def test_every_text_has_a_place(definition: FormDefinition) -> None:
    places = [(one.area, one.key, one.part) for one in texts_in(definition)]
    assert len(places) == len(set(places))
    assert ("question", "diet", "option:vegan") in places


def test_a_draft_without_words_and_options_is_read(form_json: dict) -> None:
    form = copy.deepcopy(form_json)
    question(form, "gender").update(options=None, label={"pl": "Płeć"})
    read = parse_definition(form, unfinished=True)
    assert (read.question("gender").label["uk"], read.question("gender").options) == ("", ())
