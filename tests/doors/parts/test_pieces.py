"""The small pieces that rooms share: fields, summaries, short names, dates."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils.translation import override

from obrady.doors.web.parts import tags
from obrady.doors.web.parts.forms import MultilingualCharField
from obrady.doors.web.parts.slugs import slug_from


class Asked(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the badge.")
    phone = forms.CharField(label="Phone", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    yes = forms.BooleanField(label="I agree")
    title = MultilingualCharField(label="Title")


def piece(name: str, **context: object) -> str:
    with override("en"):
        return " ".join(render_to_string(f"parts/{name}.html", context).split())


def test_a_field_has_its_label_help_and_control_tied_together() -> None:
    field = piece("field", field=Asked()["name"])
    assert '<label for="id_name">' in field
    assert 'id="id_name_helptext"' in field
    assert 'aria-describedby="id_name_helptext"' in field


def test_an_error_is_tied_to_its_control() -> None:
    field = piece("field", field=Asked({})["name"])
    assert 'id="id_name_error"' in field
    assert 'aria-invalid="true"' in field
    assert "id_name_error" in field.split('aria-describedby="')[1].split('"')[0]


def test_what_may_be_left_out_says_so() -> None:
    assert "(optional)" in piece("field", field=Asked()["phone"])
    assert "(optional)" not in piece("field", field=Asked()["name"])
    assert "(optional)" not in piece("field", field=Asked()["title"])


def test_a_group_has_a_legend() -> None:
    assert "<legend>Kind" in piece("field", field=Asked()["kind"])


def test_a_text_in_every_language_has_a_label_for_each() -> None:
    field = piece("field", field=Asked()["title"])
    for number, language in enumerate(["polski", "українська", "English"]):
        assert f'<label for="id_title_{number}">{language}</label>' in field


def test_the_summary_leads_to_what_has_to_be_mended() -> None:
    summary = piece("error_summary", form=Asked({}))
    for target in ("#id_name", "#id_kind_0", "#id_yes", "#id_title_0"):
        assert f'href="{target}"' in summary
    assert "#id_phone" not in summary


def test_without_errors_there_is_no_summary() -> None:
    assert piece("error_summary", form=Asked()) == ""


@pytest.mark.parametrize(
    "text, slug",
    [
        ("Porozmawiajmy o integracji", "porozmawiajmy-o-integracji"),
        ("„Zażółć” gęślą — jaźń!", "zazolc-gesla-jazn"),
        ("Поговорімо про інтеграцію", "pogovorimo-pro-integratsiyu"),
        ("  ", ""),
        ("a" * 100, "a" * 60),
    ],
)
def test_a_short_name_is_made_of_latin_letters(text: str, slug: str) -> None:
    assert slug_from(text) == slug


@pytest.mark.parametrize(
    "language, expected",
    [("pl", "14 grudnia 2026 r., 9:30"), ("uk", "14 грудня 2026 р., 9:30"), ("en", "14 December 2026, 9:30")],
)
def test_a_moment_is_said_in_the_zone_of_the_meeting(language: str, expected: str) -> None:
    with override(language):
        said = tags.moment(datetime(2026, 12, 14, 8, 30, tzinfo=UTC), "Europe/Warsaw")
    assert said.replace("\u00a0", " ") == expected


def test_a_day_without_an_hour_needs_no_zone() -> None:
    with override("pl"):
        assert tags.day(date(2026, 12, 8)) == "8\u00a0grudnia\u00a02026\u00a0r."


@pytest.mark.parametrize("value, expected", [(0, "0%"), (0.00001, "< 0.01%"), (0.38249, "38.25%"), (1, "100%")])
def test_a_chance_is_never_rounded_to_none(value: float, expected: str) -> None:
    with override("en"):
        assert tags.chance(value) == expected


@pytest.mark.parametrize(
    "language, text, expected",
    [
        ("pl", "Rozmowa o integracji i o mieście", "Rozmowa o\u00a0integracji i\u00a0o\u00a0mieście"),
        ("pl", "W Toruniu", "W\u00a0Toruniu"),
        ("uk", "Розмова в місті", "Розмова в\u00a0місті"),
        ("en", "A talk", "A talk"),
    ],
)
def test_a_word_of_one_letter_is_held_to_the_next(language: str, text: str, expected: str) -> None:
    with override(language):
        assert tags.tied(text) == expected
