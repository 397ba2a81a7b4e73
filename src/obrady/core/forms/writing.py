"""From a `FormDefinition` back to the JSON object that `parse_definition` reads."""

from __future__ import annotations

from typing import Any

from .types import AllOf, AnyOf, Condition, Consent, Feature, FormDefinition, Question, Test, Text


def to_json(definition: FormDefinition) -> dict[str, Any]:
    """The JSON object of a definition; `parse_definition(to_json(d)) == d`, keys in the order of form.json."""
    return {
        "form": {
            "key": definition.key,
            "version": definition.version,
            "languages": list(definition.languages),
            "title": dict(definition.title),
            "intro": dict(definition.intro),
        },
        "sections": [
            {
                "key": section.key,
                "title": dict(section.title),
                "help": _words(section.help),
                "questions": [_question(question) for question in section.questions],
            }
            for section in definition.sections
        ],
        "consents": [_consent(consent) for consent in definition.consents],
        "notice": {
            "version": definition.notice.version,
            "short": dict(definition.notice.short),
            "full": dict(definition.notice.full),
        },
        "features": [_feature(feature) for feature in definition.features],
        "caps": [{"key": cap.key, "max": cap.max} for cap in definition.caps],
    }


def _words(text: Text | None) -> dict[str, str] | None:
    return dict(text) if text is not None else None


def _question(question: Question) -> dict[str, Any]:
    options = [{"code": option.code, "label": dict(option.label)} for option in question.options]
    return {
        "key": question.key,
        "kind": str(question.kind),
        "label": dict(question.label),
        "help": _words(question.help),
        "required": question.required,
        "required_unless": _condition(question.required_unless),
        "shown_if": _condition(question.shown_if),
        "options": options or None,
        "other_text": question.other_text,
        "max_choices": question.max_choices,
        "sensitive": question.sensitive,
        "consent": question.consent,
        "used_in_recruitment": question.used_in_recruitment,
        "phone_minimum": question.phone_minimum,
        "office_only": question.office_only,
        "max_length": question.max_length,
    }


def _consent(consent: Consent) -> dict[str, Any]:
    return {
        "key": consent.key,
        "label": dict(consent.label),
        "required": consent.required,
        "covers": list(consent.covers),
        "withdrawable": consent.withdrawable,
    }


def _feature(feature: Feature) -> dict[str, Any]:
    written: dict[str, Any] = {"key": feature.key, "from": feature.source}
    if feature.only_if is not None:
        written["only_if"] = _condition(feature.only_if)
    if feature.otherwise is not None:
        written["otherwise"] = feature.otherwise
    if feature.gmina_property is not None:
        written["gmina_property"] = str(feature.gmina_property)
    written["map"] = dict(feature.map) if feature.map is not None else None
    if feature.map_else is not None:
        written["map_else"] = feature.map_else
    return written | {"default": feature.default}


def _condition(condition: Condition | None) -> dict[str, Any] | None:
    match condition:
        case None:
            return None
        case AllOf(parts):
            return {"all": [_condition(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [_condition(part) for part in parts]}
    if condition.test is Test.ANSWERED:
        return {"question": condition.question, "answered": condition.answered}
    return {"question": condition.question, str(condition.test): list(condition.codes)}
