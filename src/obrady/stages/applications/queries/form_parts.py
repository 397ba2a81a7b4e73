"""What a form is made of, and the changes that can be made to it: for the doors through which forms are edited."""

import re
from collections.abc import Mapping
from typing import Any

from obrady.core.forms import (
    CHOICE_KINDS,
    CODE,
    KEY,
    PLACEHOLDERS,
    RESERVED_KEYS,
    AllOf,
    AnyOf,
    Asks,
    Cap,
    Condition,
    Consent,
    DefinitionError,
    Difference,
    Feature,
    Finding,
    FormDefinition,
    GminaProperty,
    Kind,
    Notice,
    Option,
    PlacedText,
    Question,
    Section,
    Test,
    Text,
    add_question,
    add_section,
    clean_text,
    differences,
    duplicate_question,
    key_from,
    missing_languages,
    move_consent,
    move_feature,
    move_question,
    move_section,
    parse_definition,
    put_consent,
    put_feature,
    put_question,
    put_section,
    questions_in,
    remove_consent,
    remove_feature,
    remove_questions,
    remove_section,
    section_of,
    section_with,
    step_question,
    texts_in,
    to_json,
    uses_of,
)
from obrady.stages.applications.queries.forms import placeholder_values
from obrady.stages.meetings.models import Meeting

__all__ = [
    "CHOICE_KINDS",
    "CODE",
    "KEY",
    "PLACEHOLDERS",
    "RESERVED_KEYS",
    "AllOf",
    "AnyOf",
    "Asks",
    "Cap",
    "Condition",
    "Consent",
    "DefinitionError",
    "Difference",
    "Feature",
    "Finding",
    "FormDefinition",
    "GminaProperty",
    "Kind",
    "Notice",
    "Option",
    "PlacedText",
    "Question",
    "Section",
    "Test",
    "Text",
    "add_question",
    "add_section",
    "clean_text",
    "differences",
    "duplicate_question",
    "key_from",
    "missing_languages",
    "move_consent",
    "move_feature",
    "move_question",
    "move_section",
    "parse_definition",
    "parse_draft",
    "preview_of",
    "put_consent",
    "put_feature",
    "put_question",
    "put_section",
    "questions_in",
    "remove_consent",
    "remove_feature",
    "remove_questions",
    "remove_section",
    "section_of",
    "section_with",
    "step_question",
    "texts_in",
    "to_json",
    "uses_of",
]
_MARK = re.compile(r"\{([a-z_]{1,40})\}")


def parse_draft(definition: Mapping[str, Any]) -> FormDefinition:
    return parse_definition(definition, unfinished=True)


def preview_of(meeting: Meeting, definition: FormDefinition) -> FormDefinition:
    """The draft with the meeting's details filled in as far as they are known; what is not known stays in braces."""
    values = {language: placeholder_values(meeting, language) for language in definition.languages}
    for known in values.values():
        known["notice_version"] = definition.notice.version
    return parse_draft(_filled(to_json(definition), values))


def _filled(part: Any, values: Mapping[str, Mapping[str, str]]) -> Any:
    if isinstance(part, Mapping):
        return {
            key: _MARK.sub(lambda found, known=values[key]: known.get(found[1], "").strip() or found[0], value)
            if key in values and isinstance(value, str)
            else _filled(value, values)
            for key, value in part.items()
        }
    return [_filled(value, values) for value in part] if isinstance(part, list) else part
