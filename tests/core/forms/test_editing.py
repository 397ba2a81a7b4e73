"""A form is changed part by part, and its parts still fit each other."""

from dataclasses import replace

import pytest

from obrady.core.forms import (
    AllOf,
    AnyOf,
    Asks,
    Cap,
    Consent,
    Feature,
    FormDefinition,
    Kind,
    Option,
    Question,
    Section,
    Test,
    add_question,
    add_section,
    duplicate_question,
    move_consent,
    move_feature,
    move_question,
    move_section,
    parse_definition,
    put_consent,
    put_feature,
    put_question,
    put_section,
    remove_consent,
    remove_feature,
    remove_questions,
    remove_section,
    review_definition,
    section_of,
    section_with,
    step_question,
    to_json,
    uses_of,
)


def words(text: str) -> dict[str, str]:
    return dict.fromkeys(("pl", "uk", "en"), text)


def keys(definition: FormDefinition, section: str) -> list[str]:
    return [question.key for question in section_of(definition, section).questions]


def still_fits(definition: FormDefinition) -> bool:
    """What comes out of every change can be read again as a finished form."""
    return parse_definition(to_json(definition)) == definition


NEW = Question(key="town", kind=Kind.SHORT_TEXT, label=words("Skąd?"))


def test_a_question_is_added_at_the_end_or_after_another(definition: FormDefinition) -> None:
    assert keys(add_question(definition, "contact", NEW), "contact")[-1] == "town"
    assert keys(add_question(definition, "contact", NEW, after="full_name"), "contact")[1] == "town"


def test_a_section_is_added_named_moved_and_removed(definition: FormDefinition) -> None:
    made = add_section(definition, Section("more", words("Więcej"), None, ()), before="office")
    assert [one.key for one in made.sections][-2:] == ["more", "office"]
    named = put_section(made, "more", title=words("Inne"), explanation=words("Opis"))
    assert section_of(named, "more").title["pl"] == "Inne"
    assert next(one.key for one in move_section(named, "more", 0).sections) == "more"
    assert still_fits(remove_section(named, "contact"))


@pytest.mark.parametrize("place, expected", [(-5, 0), (1, 1), (99, 4)])
def test_places_outside_mean_the_nearest_end(definition: FormDefinition, place: int, expected: int) -> None:
    moved = move_question(definition, "email", section="contact", place=place)
    assert keys(moved, "contact").index("email") == expected


def test_a_step_leads_from_the_end_of_a_section_into_the_next(definition: FormDefinition) -> None:
    down = step_question(definition, "language", 1)
    assert keys(down, "background")[0] == "language"
    assert step_question(down, "language", -1) == definition
    assert step_question(definition, "full_name", -1) == definition


def test_what_is_removed_leaves_conditions_consents_and_features(definition: FormDefinition) -> None:
    left = remove_questions(definition, ["applies_as", "diet"])
    assert left.question("organisation").required_unless is None
    assert left.question("began_after_2022").shown_if == Asks("founded_since_2022", Test.NOT_IN, ("yes",))
    assert "group" not in {feature.key for feature in left.features}
    assert next(one.covers for one in left.consents if one.key == "consent_sensitive") == ("needs",)
    assert still_fits(left)


def test_removing_one_part_keeps_the_others_of_a_condition(definition: FormDefinition) -> None:
    parts = (Asks("gender", Test.ANSWERED), Asks("area", Test.ANSWERED), Asks("role", Test.ANSWERED, answered=False))
    asked = put_question(definition, "solution", replace(definition.question("solution"), shown_if=AnyOf(parts)))
    assert remove_questions(asked, ["gender"]).question("solution").shown_if == AnyOf(parts[1:])
    assert remove_questions(asked, ["gender", "area", "role"]).question("solution").shown_if is None


def test_every_use_of_a_question_is_named(definition: FormDefinition) -> None:
    assert ("feature", "group", "from") in uses_of(definition, "applies_as")
    assert ("feature", "began_after_2022", "only_if") in uses_of(definition, "applies_as")
    assert uses_of(definition, "diet") == (("consent", "consent_sensitive", "covers"),)
    assert uses_of(definition, "solution") == ()


def test_whatever_asks_for_a_question_follows_its_new_key(definition: FormDefinition) -> None:
    renamed = put_question(definition, "applies_as", replace(definition.question("applies_as"), key="on_behalf"))
    assert renamed.question("organisation").shown_if == Asks("on_behalf", Test.NOT_IN, ("own_name",))
    assert renamed.features[0].source == "on_behalf"
    moved = put_question(definition, "diet", replace(definition.question("diet"), key="food"))
    assert next(one.covers for one in moved.consents if one.key == "consent_sensitive") == ("needs", "food")
    assert still_fits(renamed)


def test_conditions_and_features_follow_the_new_code_of_an_option(definition: FormDefinition) -> None:
    question = definition.question("applies_as")
    options = tuple(replace(one, code="myself") if one.code == "own_name" else one for one in question.options)
    changed = put_question(definition, "applies_as", replace(question, options=options), codes={"own_name": "myself"})
    assert changed.question("organisation").shown_if == Asks("applies_as", Test.NOT_IN, ("myself",))
    assert changed.features[0].map is not None
    assert changed.features[0].map["myself"] == "own_name"


def test_an_option_that_is_gone_leaves_conditions_and_features(definition: FormDefinition) -> None:
    question = definition.question("applies_as")
    options = tuple(one for one in question.options if one.code != "own_name")
    changed = put_question(definition, "applies_as", replace(question, options=options))
    assert changed.question("organisation").shown_if is None
    assert changed.features[0].map is not None
    assert "own_name" not in changed.features[0].map
    assert still_fits(changed)


def test_a_copy_stands_after_its_question_and_is_asked_for_by_nobody(definition: FormDefinition) -> None:
    copied = duplicate_question(definition, "diet", new_key="diet_2")
    assert keys(copied, "needs") == ["needs", "diet", "diet_2"]
    assert next(one.covers for one in copied.consents if one.key == "consent_sensitive") == ("needs", "diet", "diet_2")
    assert still_fits(copied)


def test_a_consent_and_what_stands_under_it_stay_in_step(definition: FormDefinition) -> None:
    consent = Consent("consent_area", words("Zgoda"), required=False, covers=("area", "diet"), withdrawable=True)
    changed = put_consent(definition, consent)
    assert changed.question("area").consent == "consent_area"
    assert next(one.covers for one in changed.consents if one.key == "consent_sensitive") == ("needs",)
    narrowed = put_consent(changed, replace(consent, covers=("area",)))
    assert narrowed.question("diet").consent is None
    assert remove_consent(narrowed, "consent_area").question("area").consent is None
    assert move_consent(changed, "consent_area", 0).consents[0].key == "consent_area"


def test_features_are_put_renamed_moved_and_removed(definition: FormDefinition) -> None:
    feature = Feature(key="woman", source="gender", default="unknown", map={"woman": "yes"}, map_else="no")
    made = put_feature(replace(definition, caps=(Cap("gender", 3),)), feature)
    assert made.features[-1] == feature
    renamed = put_feature(made, replace(made.features[7], key="sex"), instead_of="gender")
    assert renamed.caps == (Cap("sex", 3),)
    assert remove_feature(renamed, "sex").caps == ()
    assert move_feature(made, "woman", 0).features[0] == feature


def test_a_key_that_is_not_there_is_refused(definition: FormDefinition) -> None:
    for act in (
        lambda: section_of(definition, "x"),
        lambda: section_with(definition, "x"),
        lambda: move_consent(definition, "x", 0),
        lambda: put_section(definition, "x", title={}, explanation=None),
    ):
        with pytest.raises(KeyError):
            act()


def test_a_condition_of_conditions_loses_only_what_is_gone(definition: FormDefinition) -> None:
    nested = AllOf((AnyOf((Asks("gender", Test.ANSWERED), Asks("area", Test.ANSWERED))), Asks("role", Test.ANSWERED)))
    asked = put_question(definition, "solution", replace(definition.question("solution"), shown_if=nested))
    expected = AllOf((Asks("area", Test.ANSWERED), Asks("role", Test.ANSWERED)))
    assert remove_questions(asked, ["gender"]).question("solution").shown_if == expected
    assert [one for one in review_definition(asked) if one.blocks] == []


def test_an_option_needs_no_words_to_be_put(definition: FormDefinition) -> None:
    bare = replace(definition.question("gender"), options=(Option("x", {}),), kind=Kind.SINGLE_CHOICE)
    changed = put_question(definition, "gender", bare)
    assert changed.question("gender").codes == ("x",)
