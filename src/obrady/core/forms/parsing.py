"""From the JSON object of a form to a checked `FormDefinition`, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar

from .types import (
    CHOICE_KINDS,
    AllOf,
    AnyOf,
    Asks,
    Cap,
    Condition,
    Consent,
    DefinitionError,
    Feature,
    FormDefinition,
    GminaProperty,
    Kind,
    Notice,
    Option,
    Question,
    Section,
    Test,
    Text,
)

T = TypeVar("T")
_REQUIRED = object()


def parse_definition(json_dict: Mapping[str, Any], *, unfinished: bool = False) -> FormDefinition:
    """Read a form's definition (the object of form.json) and check it as a whole.

    `unfinished` reads a draft: a text that lacks a language is "" in it, and a choice may have no options yet.

    Raises `DefinitionError` with `params["at"]` = the place, for: `missing` (a part or key), `wrong_type`,
    `unknown_kind`, `unknown_test`, `no_options`, `duplicate_key`, `unknown_question`, `unknown_consent`,
    `unknown_code`, `missing_language`, `consent_does_not_cover`.

    Example: `parse_definition(json.load(file)).question("email").kind` -> `Kind.EMAIL`.
    """
    part = _Part(json_dict, "", unfinished=unfinished)
    form = part.child("form")
    languages = tuple(form.strings("languages"))
    definition = FormDefinition(
        key=form.text("key"),
        version=form.text("version"),
        languages=languages,
        title=form.words("title", languages),
        intro=form.words("intro", languages),
        sections=part.each("sections", lambda one: _section(one, languages)),
        consents=part.each("consents", lambda one: _consent(one, languages)),
        notice=_notice(part.child("notice"), languages),
        features=part.each("features", _feature),
        caps=part.each("caps", lambda one: Cap(key=one.text("key"), max=one.number("max"))),
    )
    _check_whole(definition)
    return definition


class _Part:
    """One JSON object with the place where it stands, so that every error can name it."""

    def __init__(self, value: object, at: str, *, unfinished: bool) -> None:
        if not isinstance(value, Mapping):
            raise DefinitionError(code="wrong_type", at=at or "form.json", expected="object")
        self.value = value
        self.at = at
        self.unfinished = unfinished

    def place(self, key: str) -> str:
        return f"{self.at}.{key}" if self.at else key

    def get(self, key: str, kind: type[T], default: Any = _REQUIRED) -> T:
        found = self.value.get(key)
        if found is None:
            if default is _REQUIRED:
                raise DefinitionError(code="missing", at=self.place(key))
            return default  # type: ignore[no-any-return]
        if not isinstance(found, kind) or (isinstance(found, bool) and kind is int):
            raise DefinitionError(code="wrong_type", at=self.place(key), expected=kind.__name__)
        return found

    def text(self, key: str) -> str:
        return self.get(key, str)

    def number(self, key: str) -> int:
        return self.get(key, int)

    def child(self, key: str) -> _Part:
        found = self.get(key, Mapping)  # type: ignore[type-abstract]
        return _Part(found, self.place(key), unfinished=self.unfinished)

    def strings(self, key: str) -> Iterator[str]:
        for number, item in enumerate(self.get(key, list)):
            if not isinstance(item, str):
                raise DefinitionError(code="wrong_type", at=f"{self.place(key)}[{number}]", expected="str")
            yield item

    def each(self, key: str, read: Callable[[_Part], T]) -> tuple[T, ...]:
        items = self.get(key, list)
        return tuple(
            read(_Part(item, f"{self.place(key)}[{number}]", unfinished=self.unfinished))
            for number, item in enumerate(items)
        )

    def words(self, key: str, languages: Sequence[str]) -> Text:
        part = self.child(key)
        for language in languages:
            words = part.value.get(language)
            if not isinstance(words, str) and not (self.unfinished and words is None):
                raise DefinitionError(code="missing_language", at=part.at, language=language)
        return MappingProxyType({language: part.value.get(language) or "" for language in languages})

    def words_or_none(self, key: str, languages: Sequence[str]) -> Text | None:
        return self.words(key, languages) if self.value.get(key) is not None else None

    def condition(self, key: str) -> Condition | None:
        return _condition(self.child(key)) if self.value.get(key) is not None else None


def _section(part: _Part, languages: Sequence[str]) -> Section:
    return Section(
        key=part.text("key"),
        title=part.words("title", languages),
        help=part.words_or_none("help", languages),
        questions=part.each("questions", lambda one: _question(one, languages)),
    )


def _question(part: _Part, languages: Sequence[str]) -> Question:
    try:
        kind = Kind(part.text("kind"))
    except ValueError:
        raise DefinitionError(code="unknown_kind", at=part.place("kind"), kind=part.text("kind")) from None
    options = part.each("options", lambda one: _option(one, languages)) if part.value.get("options") else ()
    if kind in CHOICE_KINDS and not options and not part.unfinished:
        raise DefinitionError(code="no_options", at=part.place("options"))
    return Question(
        key=part.text("key"),
        kind=kind,
        label=part.words("label", languages),
        help=part.words_or_none("help", languages),
        required=part.get("required", bool, False),
        required_unless=part.condition("required_unless"),
        shown_if=part.condition("shown_if"),
        options=options,
        other_text=part.get("other_text", bool, False),
        max_choices=part.get("max_choices", int, None),
        max_length=part.get("max_length", int, None),
        sensitive=part.get("sensitive", bool, False),
        consent=part.get("consent", str, None),
        used_in_recruitment=part.get("used_in_recruitment", bool, False),
        phone_minimum=part.get("phone_minimum", bool, False),
        office_only=part.get("office_only", bool, False),
    )


def _option(part: _Part, languages: Sequence[str]) -> Option:
    return Option(code=part.text("code"), label=part.words("label", languages))


def _consent(part: _Part, languages: Sequence[str]) -> Consent:
    return Consent(
        key=part.text("key"),
        label=part.words("label", languages),
        required=part.get("required", bool, False),
        covers=tuple(part.strings("covers")),
        withdrawable=part.get("withdrawable", bool, True),
    )


def _notice(part: _Part, languages: Sequence[str]) -> Notice:
    return Notice(
        version=part.text("version"), short=part.words("short", languages), full=part.words("full", languages)
    )


def _feature(part: _Part) -> Feature:
    name = part.get("gmina_property", str, None)
    if name is not None and name not in set(GminaProperty):
        raise DefinitionError(code="unknown_gmina_property", at=part.place("gmina_property"), name=name)
    only_if = part.condition("only_if")
    mapping = part.child("map") if part.value.get("map") is not None else None
    return Feature(
        key=part.text("key"),
        source=part.text("from"),
        default=part.text("default"),
        only_if=only_if,
        otherwise=part.text("otherwise") if only_if is not None else part.get("otherwise", str, None),
        gmina_property=GminaProperty(name) if name else None,
        map=MappingProxyType({code: mapping.text(code) for code in mapping.value}) if mapping else None,
        map_else=part.get("map_else", str, None),
    )


def _condition(part: _Part) -> Condition:
    for key, build in (("all", AllOf), ("any", AnyOf)):
        if key in part.value:
            return build(part.each(key, _condition))
    question = part.text("question")
    for test in (Test.IN, Test.NOT_IN):
        if test in part.value:
            return Asks(question=question, test=test, codes=tuple(part.strings(test)))
    if Test.ANSWERED in part.value:
        return Asks(question=question, test=Test.ANSWERED, answered=part.get("answered", bool))
    raise DefinitionError(code="unknown_test", at=part.at)


def _check_whole(definition: FormDefinition) -> None:
    _no_twice("question", [question.key for question in definition.questions] + [c.key for c in definition.consents])
    _no_twice("section", [section.key for section in definition.sections])
    _no_twice("feature", [feature.key for feature in definition.features])
    for question in definition.questions:
        _no_twice(f"{question.key}.options", question.codes)
        _check_question(definition, question)
    for consent in definition.consents:
        for key in consent.covers:
            _known(definition, key, f"{consent.key}.covers")
    for feature in definition.features:
        _known(definition, feature.source, f"{feature.key}.from")
        _check_condition(definition, feature.only_if, f"{feature.key}.only_if")
        _check_mapped_codes(definition, feature)


def _check_question(definition: FormDefinition, question: Question) -> None:
    _check_condition(definition, question.required_unless, f"{question.key}.required_unless")
    _check_condition(definition, question.shown_if, f"{question.key}.shown_if")
    if question.consent is None:
        return
    consent = next((consent for consent in definition.consents if consent.key == question.consent), None)
    if consent is None:
        raise DefinitionError(code="unknown_consent", at=f"{question.key}.consent", consent=question.consent)
    if question.key not in consent.covers:
        raise DefinitionError(code="consent_does_not_cover", at=f"{consent.key}.covers", question=question.key)


def _check_condition(definition: FormDefinition, condition: Condition | None, at: str) -> None:
    match condition:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                _check_condition(definition, part, at)
        case Asks(question=key, codes=codes):
            options = _known(definition, key, at).codes
            for code in codes:
                if options and code not in options:
                    raise DefinitionError(code="unknown_code", at=at, question=key, option=code)


def _check_mapped_codes(definition: FormDefinition, feature: Feature) -> None:
    question = definition.question(feature.source)
    if feature.map is None or not question.options or question.other_text:
        return
    for code in feature.map:
        if code not in question.codes:
            raise DefinitionError(code="unknown_code", at=f"{feature.key}.map", question=question.key, option=code)


def _known(definition: FormDefinition, key: str, at: str) -> Question:
    if not definition.has_question(key):
        raise DefinitionError(code="unknown_question", at=at, question=key)
    return definition.question(key)


def _no_twice(what: str, keys: Sequence[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise DefinitionError(code="duplicate_key", at=what, key=key)
        seen.add(key)
