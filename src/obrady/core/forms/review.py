"""Everything that a form's draft still lacks, in one list, each thing with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from .editing import asks_with_codes, questions_in
from .keys import CODE, KEY, RESERVED_KEYS
from .placeholders import PLACEHOLDERS, placeholders_in
from .types import (
    CHOICE_KINDS,
    Condition,
    Consent,
    Feature,
    FormDefinition,
    GminaProperty,
    Kind,
    Question,
    Text,
)

AREAS = ("form", "section", "question", "consent", "notice", "feature", "cap")
GMINA_TYPES = ("1", "2", "3")


@dataclass(frozen=True)
class Finding:
    """One thing to mend: `code`, and where: the area (of `AREAS`), the key within it, the part of that.

    `blocks` = the form cannot be published with it; else it is a word of advice.
    """

    code: str
    area: str
    key: str = ""
    part: str = ""
    blocks: bool = True
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class PlacedText:
    """One text of a form with its place; `part` is title, intro, label, help, short, full or `option:<code>`."""

    area: str
    key: str
    part: str
    text: Text
    may_be_empty: bool = False


def texts_in(definition: FormDefinition) -> Iterator[PlacedText]:
    """Every text of a form in the order of the page; a help that is None is none."""
    yield PlacedText("form", "", "title", definition.title)
    yield PlacedText("form", "", "intro", definition.intro, may_be_empty=True)
    for section in definition.sections:
        yield PlacedText("section", section.key, "title", section.title)
        if section.help is not None:
            yield PlacedText("section", section.key, "help", section.help, may_be_empty=True)
        for question in section.questions:
            yield PlacedText("question", question.key, "label", question.label)
            if question.help is not None:
                yield PlacedText("question", question.key, "help", question.help, may_be_empty=True)
            for option in question.options:
                yield PlacedText("question", question.key, f"option:{option.code}", option.label)
    for consent in definition.consents:
        yield PlacedText("consent", consent.key, "label", consent.label)
    yield PlacedText("notice", "", "short", definition.notice.short)
    yield PlacedText("notice", "", "full", definition.notice.full)


def missing_languages(text: Text, languages: tuple[str, ...], *, may_be_empty: bool = False) -> tuple[str, ...]:
    """The languages that a text lacks; one that may be empty and is, in all of them, lacks none.

    Example: `{"pl": "Dieta", "uk": " "}` in pl and uk -> `("uk",)`.
    """
    lacks = tuple(language for language in languages if not text.get(language, "").strip())
    return () if may_be_empty and len(lacks) == len(languages) else lacks


def review_definition(definition: FormDefinition) -> tuple[Finding, ...]:
    """What stops a form from being published (`blocks`) and what an organiser should look at, in the form's order.

    Takes a definition read with `unfinished=True` or changed by the functions of `editing`. Codes that block:
    `missing_words` (language), `unknown_placeholder` (name, language), `different_placeholders` (language, names),
    `no_languages`, `no_questions`, `bad_key`, `reserved_key`, `duplicate_key`, `no_options`, `bad_code` (option),
    `duplicate_code` (option), `unknown_question` (question), `unknown_code` (question, option),
    `asks_without_options` (question), `asks_itself`, `asks_in_a_circle` (questions), `sensitive_without_consent`,
    `unknown_consent` (consent), `consent_does_not_cover` (consent), `covered_without_consent` (question),
    `bad_limit` (number), `options_without_value` (options), `not_used_in_recruitment` (question),
    `otherwise_missing`, `property_of_no_gmina` (question), `no_version`. Words of advice: `one_option`,
    `empty_section`, `asked_before` (question), `required_consent_covers`, `several_answers` (question),
    `condition_on_the_office` (question), `limit_beyond_options`.
    """
    return (
        *_of_the_form(definition),
        *(finding for section in definition.sections if not section.questions for finding in _empty(section.key)),
        *(finding for question in definition.questions for finding in _of_a_question(definition, question)),
        *_circles(definition),
        *(finding for consent in definition.consents for finding in _of_a_consent(definition, consent)),
        *(finding for feature in definition.features for finding in _of_a_feature(definition, feature)),
        *(Finding("bad_limit", "cap", one.key, params={"number": one.max}) for one in definition.caps if one.max < 1),
        *(finding for placed in texts_in(definition) for finding in _of_a_text(placed, definition.languages)),
    )


def _of_the_form(definition: FormDefinition) -> Iterator[Finding]:
    if not definition.languages:
        yield Finding("no_languages", "form")
    if not definition.asked_questions:
        yield Finding("no_questions", "form")
    if not definition.notice.version.strip():
        yield Finding("no_version", "notice")
    yield from _keys("section", [one.key for one in definition.sections])
    yield from _keys("feature", [one.key for one in definition.features])
    yield from _keys("cap", [one.key for one in definition.caps], reserved=frozenset())
    questions = [one.key for one in definition.questions]
    yield from _keys("question", questions)
    yield from _keys("consent", [one.key for one in definition.consents], taken=frozenset(questions))


def _keys(
    area: str, keys: list[str], *, taken: frozenset[str] = frozenset(), reserved: frozenset[str] = RESERVED_KEYS
) -> Iterator[Finding]:
    seen = set(taken)
    for key in keys:
        if not KEY.fullmatch(key):
            yield Finding("bad_key", area, key)
        elif key in reserved and area in ("question", "consent"):
            yield Finding("reserved_key", area, key)
        if key in seen:
            yield Finding("duplicate_key", area, key)
        seen.add(key)


def _empty(section: str) -> Iterator[Finding]:
    yield Finding("empty_section", "section", section, blocks=False)


def _of_a_question(definition: FormDefinition, question: Question) -> Iterator[Finding]:
    yield from _of_options(question)
    for part in ("max_choices", "max_length"):
        number = getattr(question, part)
        if number is not None and number < 1:
            yield Finding("bad_limit", "question", question.key, part, params={"number": number})
    if question.max_choices and question.options and question.max_choices > len(question.options) + question.other_text:
        yield Finding("limit_beyond_options", "question", question.key, "max_choices", blocks=False)
    if question.sensitive and question.consent is None and not question.office_only:
        yield Finding("sensitive_without_consent", "question", question.key, "consent")
    if question.consent is not None:
        consent = next((one for one in definition.consents if one.key == question.consent), None)
        named = {"consent": question.consent}
        if consent is None:
            yield Finding("unknown_consent", "question", question.key, "consent", params=named)
        elif question.key not in consent.covers:
            yield Finding("consent_does_not_cover", "question", question.key, "consent", params=named)
    for part in ("shown_if", "required_unless"):
        yield from _of_a_condition(definition, getattr(question, part), "question", question.key, part)
    yield from _order(definition, question)


def _of_options(question: Question) -> Iterator[Finding]:
    if question.kind not in CHOICE_KINDS:
        return
    if not question.options:
        yield Finding("no_options", "question", question.key, "options")
    if len(question.options) == 1 and not question.other_text:
        yield Finding("one_option", "question", question.key, "options", blocks=False)
    for place, code in enumerate(question.codes):
        if not CODE.fullmatch(code):
            yield Finding("bad_code", "question", question.key, "options", params={"option": code})
        if code in question.codes[:place]:
            yield Finding("duplicate_code", "question", question.key, "options", params={"option": code})


def _of_a_condition(
    definition: FormDefinition, condition: Condition | None, area: str, key: str, part: str
) -> Iterator[Finding]:
    for name in sorted(questions_in(condition)):
        if not definition.has_question(name):
            yield Finding("unknown_question", area, key, part, params={"question": name})
        elif area == "question" and name == key:
            yield Finding("asks_itself", area, key, part)
        elif definition.question(name).office_only and not (
            area == "question" and definition.question(key).office_only
        ):
            yield Finding("condition_on_the_office", area, key, part, blocks=False, params={"question": name})
    for asks in asks_with_codes(condition):
        if not definition.has_question(asks.question):
            continue
        asked = definition.question(asks.question)
        if not asked.options and asked.kind is not Kind.GMINA:
            yield Finding("asks_without_options", area, key, part, params={"question": asked.key})
        for code in asks.codes:
            if asked.options and code not in asked.codes:
                yield Finding("unknown_code", area, key, part, params={"question": asked.key, "option": code})


def _order(definition: FormDefinition, question: Question) -> Iterator[Finding]:
    keys = [one.key for one in definition.questions]
    for name in sorted(questions_in(question.shown_if)):
        if name in keys and keys.index(name) > keys.index(question.key):
            yield Finding("asked_before", "question", question.key, "shown_if", blocks=False, params={"question": name})


def _circles(definition: FormDefinition) -> Iterator[Finding]:
    """Questions that are shown only if each other are: nobody would ever see them."""
    looks = {one.key: questions_in(one.shown_if) - {one.key} for one in definition.questions}
    for start in looks:
        reached: set[str] = set()
        ahead = list(looks[start])
        while ahead:
            key = ahead.pop()
            if key not in reached:
                reached.add(key)
                ahead.extend(looks.get(key, ()))
        if start in reached:
            yield Finding("asks_in_a_circle", "question", start, "shown_if")


def _of_a_consent(definition: FormDefinition, consent: Consent) -> Iterator[Finding]:
    for key in consent.covers:
        if not definition.has_question(key):
            yield Finding("unknown_question", "consent", consent.key, "covers", params={"question": key})
        elif definition.question(key).consent != consent.key:
            yield Finding("covered_without_consent", "consent", consent.key, "covers", params={"question": key})
    if consent.required and consent.covers:
        yield Finding("required_consent_covers", "consent", consent.key, "required", blocks=False)


def _of_a_feature(definition: FormDefinition, feature: Feature) -> Iterator[Finding]:
    yield from _of_a_condition(definition, feature.only_if, "feature", feature.key, "only_if")
    if feature.only_if is not None and feature.otherwise is None:
        yield Finding("otherwise_missing", "feature", feature.key, "otherwise")
    if not feature.default.strip():
        yield Finding("options_without_value", "feature", feature.key, "default", params={"options": ()})
    if not definition.has_question(feature.source):
        yield Finding("unknown_question", "feature", feature.key, "from", params={"question": feature.source})
        return
    question = definition.question(feature.source)
    named = {"question": question.key}
    for name in sorted({question.key, *questions_in(feature.only_if)}):
        if definition.has_question(name) and not definition.question(name).used_in_recruitment:
            yield Finding("not_used_in_recruitment", "feature", feature.key, "from", params={"question": name})
    if feature.gmina_property is not None and question.kind is not Kind.GMINA:
        yield Finding("property_of_no_gmina", "feature", feature.key, "gmina_property", params=named)
    if question.kind is Kind.MULTIPLE_CHOICE:
        yield Finding("several_answers", "feature", feature.key, "from", blocks=False, params=named)
    yield from _values(feature, question)


def _values(feature: Feature, question: Question) -> Iterator[Finding]:
    """Every answer that can be given has a value that somebody chose."""
    if feature.map is None:
        return
    known = question.codes if feature.gmina_property is None else ()
    if feature.gmina_property is GminaProperty.TYPE:
        known = GMINA_TYPES
    if known and not (question.other_text and question.options):
        for code in feature.map:
            if code not in known:
                params = {"question": question.key, "option": code}
                yield Finding("unknown_code", "feature", feature.key, "map", params=params)
    without = tuple(code for code in known if code not in feature.map)
    is_open = not known or question.other_text
    if feature.map_else is None and (without or (is_open and not known)):
        yield Finding("options_without_value", "feature", feature.key, "map", params={"options": without})


def _of_a_text(placed: PlacedText, languages: tuple[str, ...]) -> Iterator[Finding]:
    where = (placed.area, placed.key, placed.part)
    for language in missing_languages(placed.text, languages, may_be_empty=placed.may_be_empty):
        yield Finding("missing_words", *where, params={"language": language})
    written = {language: set(placeholders_in(words)) for language, words in placed.text.items() if words.strip()}
    for language, names in written.items():
        for name in sorted(names - PLACEHOLDERS):
            yield Finding("unknown_placeholder", *where, params={"name": name, "language": language})
    first = next(iter(written.values()), set())
    for language, names in written.items():
        if differing := sorted((names ^ first) & PLACEHOLDERS):
            yield Finding("different_placeholders", *where, params={"language": language, "names": tuple(differing)})
