"""A form is data: it is read whole, refused with a named error at its place, and written back unchanged."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from obrady.core.forms import DefinitionError, FormDefinition, Kind, parse_definition, to_json


def test_the_ready_form_survives_reading_and_writing(form_json: dict) -> None:
    assert to_json(parse_definition(form_json)) == form_json


def test_reading_what_was_written_gives_an_equal_definition(definition: FormDefinition) -> None:
    assert parse_definition(to_json(definition)) == definition


def test_the_phone_minimum_comes_in_the_order_of_the_form(definition: FormDefinition) -> None:
    keys = [question.key for question in definition.phone_minimum]
    assert keys == ["full_name", "email", "phone", "answer_channel", "language", "applies_as", "gmina_teryt"]


def test_what_the_office_fills_in_is_not_asked(definition: FormDefinition) -> None:
    office = {question.key for question in definition.questions} - {q.key for q in definition.asked_questions}
    assert office == {"reference", "channel", "received_at", "taken_by", "notice_version", "withdrawn_at"}


def test_a_question_is_found_by_its_key(definition: FormDefinition) -> None:
    assert definition.question("hardest_cooperation").kind is Kind.MULTIPLE_CHOICE
    assert not definition.has_question("nationality")
    with pytest.raises(KeyError):
        definition.question("nationality")


def question(form: dict, key: str) -> dict:
    return next(one for section in form["sections"] for one in section["questions"] if one["key"] == key)


def changed(which: str, **values: Any) -> Callable[[dict], object]:
    return lambda form: question(form, which).update(values)


BROKEN: list[tuple[str, Callable[[dict], object], str, str]] = [
    ("no notice", lambda form: form.pop("notice"), "missing", "notice"),
    ("a list of sections that is none", lambda form: form.update(sections={}), "wrong_type", "sections"),
    ("a section that is none", lambda form: form["sections"].append("x"), "wrong_type", "sections[7]"),
    ("a language left out", lambda form: form["form"]["title"].pop("uk"), "missing_language", "form.title"),
    ("a language that is no text", lambda form: form["form"].update(languages=[1]), "wrong_type", "form.languages[0]"),
    ("an unknown kind", changed("email", kind="telex"), "unknown_kind", "sections[0].questions[1].kind"),
    ("a limit that is yes", changed("email", max_length=True), "wrong_type", "sections[0].questions[1].max_length"),
    ("a choice without options", changed("gender", options=[]), "no_options", "sections[3].questions[1].options"),
    ("a condition on nothing", changed("role", shown_if={"question": "fax", "answered": True}), "unknown_question", "role.shown_if"),
    ("a condition on no code", changed("role", shown_if={"question": "gender", "in": ["x"]}), "unknown_code", "role.shown_if"),
    ("a condition that asks nothing", changed("role", shown_if={"question": "gender"}), "unknown_test", "sections[1].questions[2].shown_if"),
    ("a consent that is not there", changed("diet", consent="consent_food"), "unknown_consent", "diet.consent"),
    ("a consent that does not cover", lambda form: form["consents"][2].update(covers=["needs"]), "consent_does_not_cover", "consent_sensitive.covers"),
    ("a consent over no question", lambda form: form["consents"][3].update(covers=["photo"]), "unknown_question", "consent_image.covers"),
    ("one key twice", changed("role", key="email"), "duplicate_key", "question"),
    ("one code twice", lambda form: question(form, "gender")["options"].append(question(form, "gender")["options"][0]), "duplicate_key", "gender.options"),
    ("a feature of nothing", lambda form: form["features"][0].update({"from": "fax"}), "unknown_question", "group.from"),
    ("a feature that maps no code", lambda form: form["features"][0]["map"].update(x="y"), "unknown_code", "group.map"),
    ("a feature without a fallback", lambda form: form["features"][1].pop("otherwise"), "missing", "features[1].otherwise"),
    ("an unknown property", lambda form: form["features"][5].update(gmina_property="mayor"), "unknown_gmina_property", "features[5].gmina_property"),
]  # fmt: skip


@pytest.mark.parametrize(("break_it", "code", "at"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_broken_definition_is_refused_at_its_place(
    form_json: dict, break_it: Callable[[dict], object], code: str, at: str
) -> None:
    broken = copy.deepcopy(form_json)
    break_it(broken)
    with pytest.raises(DefinitionError) as refusal:
        parse_definition(broken)
    assert (refusal.value.code, refusal.value.params["at"]) == (code, at)


@pytest.mark.parametrize("nonsense", [None, [], "form", 7, {}])
def test_what_is_no_form_at_all_is_refused(nonsense: Any) -> None:
    with pytest.raises(DefinitionError):
        parse_definition(nonsense)


def test_every_kind_of_condition_survives_writing(form_json: dict) -> None:
    form = copy.deepcopy(form_json)
    condition = {
        "any": [{"question": "gender", "not_in": ["man"]}, {"all": [{"question": "phone", "answered": False}]}]
    }
    question(form, "role")["shown_if"] = condition
    assert question(to_json(parse_definition(form)), "role")["shown_if"] == condition
