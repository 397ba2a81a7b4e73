"""Placeholders are filled once, from a whitelist; a text with a gap never reaches a page."""

import pytest

from obrady.core.forms import PLACEHOLDERS, FormDefinition, PlaceholderError, fill_placeholders, placeholders_in


def test_values_take_the_place_of_names() -> None:
    assert (
        fill_placeholders("{places} miejsc do {closes_at}", {"places": "40", "closes_at": "7 grudnia"})
        == "40 miejsc do 7 grudnia"
    )


def test_a_value_that_looks_like_a_placeholder_is_not_filled_again() -> None:
    assert fill_placeholders("{projects}", {"projects": "{places}", "places": "40"}) == "{places}"


@pytest.mark.parametrize("text", ["{", "}", "a { b", "{a\nb}", "{ {", ""])
def test_a_lone_brace_is_text(text: str) -> None:
    assert fill_placeholders(text, {}) == text


@pytest.mark.parametrize("name", ["nationality", "places.__class__", "0", "", " places", "PLACES"])
def test_an_unknown_name_is_refused(name: str) -> None:
    with pytest.raises(PlaceholderError) as refusal:
        fill_placeholders(f"x {{{name}}}", {"places": "40"})
    assert (refusal.value.code, refusal.value.params) == ("unknown_placeholder", {"name": name})


@pytest.mark.parametrize("values", [{}, {"places": ""}, {"places": "  "}])
def test_a_name_without_a_value_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(PlaceholderError) as refusal:
        fill_placeholders("{places}", values)
    assert (refusal.value.code, refusal.value.params) == ("missing_value", {"name": "places"})


def test_letters_may_bring_their_own_names() -> None:
    assert fill_placeholders("{first_name}", {"first_name": "Ola"}, allowed={"first_name"}) == "Ola"


def test_the_ready_form_uses_only_names_that_exist_and_the_same_in_every_language(definition: FormDefinition) -> None:
    texts = [
        definition.intro,
        definition.notice.short,
        definition.notice.full,
        *(one.label for one in definition.consents),
    ]
    texts += [question.help for question in definition.questions if question.help]
    for text in texts:
        names = {language: set(placeholders_in(words)) for language, words in text.items()}
        assert set().union(*names.values()) <= PLACEHOLDERS
        assert len({frozenset(found) for found in names.values()}) == 1


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Odpowiemy do {answer_by}.", "Odpowiemy do 8 grudnia 2026 r."),
        ("Do {answer_by}. Potem cisza.", "Do 8 grudnia 2026 r. Potem cisza."),
        ("Do {answer_by}, potem cisza.", "Do 8 grudnia 2026 r., potem cisza."),
        ("Do {answer_by}...", "Do 8 grudnia 2026 r...."),
        ("Miejsc jest {places}.", "Miejsc jest 40."),
    ],
)
def test_a_date_that_ends_with_a_full_stop_ends_the_sentence(text: str, filled: str) -> None:
    assert fill_placeholders(text, {"answer_by": "8 grudnia 2026 r.", "places": "40"}) == filled
