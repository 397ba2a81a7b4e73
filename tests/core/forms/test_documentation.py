"""The reference of the form names every kind, field, fault and placeholder rule that the code has."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from obrady.core import forms

REFERENCE = (Path(__file__).parents[3] / "docs" / "reference" / "form-definition.md").read_text(encoding="utf-8")
SOURCES = Path(forms.__file__).parent


def codes_in(name: str, error: str) -> set[str]:
    return set(re.findall(rf'{error}\(\s*code="(\w+)"', (SOURCES / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("kind", list(forms.Kind))
def test_every_kind_has_a_row(kind: forms.Kind) -> None:
    assert f"\n| `{kind}` |" in REFERENCE


def test_every_field_of_a_question_is_explained() -> None:
    named = set(re.findall(r"`(\w+)`", REFERENCE))
    assert {field.name for field in fields(forms.Question)} <= named


@pytest.mark.parametrize(
    ("source", "error"),
    [("answers.py", "AnswerFault"), ("parsing.py", "DefinitionError"), ("placeholders.py", "PlaceholderError")],
)
def test_every_fault_is_named(source: str, error: str) -> None:
    codes = codes_in(source, error)
    assert codes
    assert {code for code in codes if f"`{code}`" not in REFERENCE} == set()
