"""What is different between two versions, and keys made from words."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obrady.core.forms import (
    KEY,
    RESERVED_KEYS,
    FormDefinition,
    differences,
    key_from,
    move_question,
    only_words_differ,
    put_question,
    remove_questions,
)


def test_a_form_does_not_differ_from_itself(definition: FormDefinition) -> None:
    assert differences(definition, definition) == ()


def test_a_changed_part_is_named_with_both_values(definition: FormDefinition) -> None:
    after = put_question(definition, "role", replace(definition.question("role"), required=True))
    (found,) = differences(definition, after)
    assert (found.area, found.key, found.change, found.part) == ("question", "role", "changed", "required")
    assert (found.before, found.after) == (False, True)


def test_options_differ_one_by_one(definition: FormDefinition) -> None:
    question = definition.question("gender")
    first, second, *rest = question.options
    after = put_question(definition, "gender", replace(question, options=(second, first, *rest[:-1])))
    found = [(one.part, one.after) for one in differences(definition, after) if one.area == "question"]
    assert found == [("option:prefer_not", None), ("options_order", ["man", "woman", "other"])]


def test_what_is_gone_comes_with_what_followed_from_it(definition: FormDefinition) -> None:
    found = {
        (one.area, one.key, one.change) for one in differences(definition, remove_questions(definition, ["gender"]))
    }
    assert found == {("question", "gender", "removed"), ("feature", "gender", "removed")}


def test_only_what_was_moved_counts_as_moved(definition: FormDefinition) -> None:
    after = move_question(definition, "full_name", section="contact", place=4)
    assert [(one.key, one.change) for one in differences(definition, after)] == [("full_name", "moved")]


def test_other_words_are_only_words(definition: FormDefinition) -> None:
    worded = put_question(
        definition, "role", replace(definition.question("role"), label={"pl": "?", "uk": "?", "en": "?"})
    )
    required = put_question(definition, "role", replace(definition.question("role"), required=True))
    assert only_words_differ(definition, worded)
    assert not only_words_differ(definition, required)


@pytest.mark.parametrize(
    "words, key",
    [
        ("Dlaczego Łódź?", "dlaczego_lodz"), ("Чому Харків", "chomu_kharkiv"), ("مرحبا", "question"),
        ("2022 rok", "question_2022_rok"), ("act", "act_2"), ("", "question"),
    ],
)  # fmt: skip
def test_a_key_is_made_from_words(words: str, key: str) -> None:
    assert key_from(words, (), fallback="question") == key


@given(st.text(max_size=200), st.sets(st.sampled_from(["question", "a", "question_2", "b"])))
def test_whatever_is_typed_gives_a_free_key(words: str, taken: set[str]) -> None:
    key = key_from(words, taken, fallback="question")
    assert KEY.fullmatch(key)
    assert key not in taken | RESERVED_KEYS
