"""Changes to a form, one at a time: each takes a definition and gives the next, whose parts still fit each other.

What is removed is taken out of conditions, consents and features too. Keys that a caller names must exist
(`KeyError`); what is left unfinished is for `review_definition` to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from .types import (
    AllOf,
    AnyOf,
    Asks,
    Condition,
    Consent,
    Feature,
    FormDefinition,
    Question,
    Section,
    Test,
    Text,
)

Asking = Callable[[Asks], "Asks | None"]


def add_section(definition: FormDefinition, section: Section, *, before: str | None = None) -> FormDefinition:
    """A section more, at the end or before another one."""
    sections = list(definition.sections)
    place = [one.key for one in sections].index(before) if before is not None else len(sections)
    sections.insert(place, section)
    return replace(definition, sections=tuple(sections))


def put_section(definition: FormDefinition, key: str, *, title: Text, explanation: Text | None) -> FormDefinition:
    """A section's heading and description anew; its questions stay."""
    return _with_sections(definition, key, lambda one: replace(one, title=title, help=explanation))


def move_section(definition: FormDefinition, key: str, place: int) -> FormDefinition:
    """A section to a place (0 is the first); places outside mean the nearest end."""
    return replace(definition, sections=_moved(definition.sections, key, place))


def remove_section(definition: FormDefinition, key: str) -> FormDefinition:
    """A section with all its questions."""
    section = section_of(definition, key)
    emptied = remove_questions(definition, [question.key for question in section.questions])
    return replace(emptied, sections=tuple(one for one in emptied.sections if one.key != key))


def section_of(definition: FormDefinition, key: str) -> Section:
    """The section of this key; `KeyError` when there is none."""
    for section in definition.sections:
        if section.key == key:
            return section
    raise KeyError(key)


def section_with(definition: FormDefinition, question: str) -> Section:
    """The section that a question stands in."""
    for section in definition.sections:
        if any(one.key == question for one in section.questions):
            return section
    raise KeyError(question)


def add_question(
    definition: FormDefinition, section: str, question: Question, *, after: str | None = None
) -> FormDefinition:
    """A question more, at the end of a section or after another question of it."""

    def added(one: Section) -> Section:
        keys = [other.key for other in one.questions]
        place = keys.index(after) + 1 if after in keys else len(keys)
        return replace(one, questions=(*one.questions[:place], question, *one.questions[place:]))

    return _in_step(_with_sections(definition, section, added))


def put_question(
    definition: FormDefinition, key: str, question: Question, *, codes: Mapping[str, str] | None = None
) -> FormDefinition:
    """A question anew, under a new key where `question.key` differs from `key`.

    `codes` are options that got another code (old -> new). Whatever asks for the question follows; options that
    are gone leave conditions and features, and a condition on nothing is none.
    """
    renamed = dict(codes or {})
    before = definition.question(key)
    are_codes_known = bool(before.options)

    def asking(asks: Asks) -> Asks | None:
        if asks.question != key:
            return asks
        kept = tuple(renamed.get(code, code) for code in asks.codes)
        if are_codes_known:
            kept = tuple(code for code in kept if code in question.codes)
        return replace(asks, question=question.key, codes=kept) if kept or not asks.codes else None

    def features(one: Feature) -> Feature:
        if one.source != key:
            return one
        return replace(one, source=question.key, map=_map_of(one, before, question, renamed))

    changed = _each_question(definition, lambda one: question if one.key == key else one)
    changed = _each_condition(changed, asking)
    changed = replace(changed, features=tuple(features(one) for one in changed.features))
    consents = tuple(replace(one, covers=_renamed(one.covers, key, question.key)) for one in changed.consents)
    return _in_step(replace(changed, consents=consents))


def move_question(definition: FormDefinition, key: str, *, section: str, place: int) -> FormDefinition:
    """A question to a place within a section, its own or another; places outside mean the nearest end."""
    question = definition.question(key)
    without = _with_sections(
        definition,
        section_with(definition, key).key,
        lambda one: replace(one, questions=tuple(other for other in one.questions if other.key != key)),
    )

    def put(one: Section) -> Section:
        spot = max(0, min(place, len(one.questions)))
        return replace(one, questions=(*one.questions[:spot], question, *one.questions[spot:]))

    return _with_sections(without, section, put)


def step_question(definition: FormDefinition, key: str, step: int) -> FormDefinition:
    """A question one place up (-1) or down (1); from the end of a section into the next one."""
    section = section_with(definition, key)
    place = [one.key for one in section.questions].index(key) + step
    if 0 <= place < len(section.questions):
        return move_question(definition, key, section=section.key, place=place)
    keys = [one.key for one in definition.sections]
    other = keys.index(section.key) + step
    if not 0 <= other < len(keys):
        return definition
    target = definition.sections[other]
    return move_question(definition, key, section=target.key, place=len(target.questions) if step < 0 else 0)


def remove_questions(definition: FormDefinition, keys: Iterable[str]) -> FormDefinition:
    """Questions, and with them the features that follow from them and what conditions and consents said of them."""
    gone = set(keys)
    changed = replace(
        definition,
        sections=tuple(
            replace(one, questions=tuple(q for q in one.questions if q.key not in gone)) for one in definition.sections
        ),
        features=tuple(one for one in definition.features if one.source not in gone),
    )
    changed = _each_condition(changed, lambda asks: None if asks.question in gone else asks)
    consents = tuple(
        replace(one, covers=tuple(key for key in one.covers if key not in gone)) for one in changed.consents
    )
    return replace(changed, consents=consents)


def put_consent(definition: FormDefinition, consent: Consent) -> FormDefinition:
    """A consent anew or more, by its key; the questions that it covers stand under it, the others no longer."""

    def under(one: Question) -> Question:
        if one.key in consent.covers:
            return replace(one, consent=consent.key)
        return replace(one, consent=None) if one.consent == consent.key else one

    keys = [one.key for one in definition.consents]
    consents = list(definition.consents)
    if consent.key in keys:
        consents[keys.index(consent.key)] = consent
    else:
        consents.append(consent)
    return _in_step(_each_question(replace(definition, consents=tuple(consents)), under))


def move_consent(definition: FormDefinition, key: str, place: int) -> FormDefinition:
    """A consent to a place (0 is the first)."""
    return replace(definition, consents=_moved(definition.consents, key, place))


def remove_consent(definition: FormDefinition, key: str) -> FormDefinition:
    """A consent; its questions stay, without one."""
    changed = _each_question(definition, lambda one: replace(one, consent=None) if one.consent == key else one)
    return replace(changed, consents=tuple(one for one in changed.consents if one.key != key))


def put_feature(definition: FormDefinition, feature: Feature, *, instead_of: str | None = None) -> FormDefinition:
    """A feature anew (in the place of `instead_of`) or more."""
    keys = [one.key for one in definition.features]
    if instead_of in keys:
        features = tuple(feature if one.key == instead_of else one for one in definition.features)
        caps = tuple(replace(one, key=feature.key) if one.key == instead_of else one for one in definition.caps)
        return replace(definition, features=features, caps=caps)
    return replace(definition, features=(*definition.features, feature))


def move_feature(definition: FormDefinition, key: str, place: int) -> FormDefinition:
    """A feature to a place (0 is the first)."""
    return replace(definition, features=_moved(definition.features, key, place))


def remove_feature(definition: FormDefinition, key: str) -> FormDefinition:
    """A feature, and the limit of seats that goes by it."""
    return replace(
        definition,
        features=tuple(one for one in definition.features if one.key != key),
        caps=tuple(one for one in definition.caps if one.key != key),
    )


def uses_of(definition: FormDefinition, key: str) -> tuple[tuple[str, str, str], ...]:
    """Where a question is named: ("question", its key, "shown_if" | "required_unless"), ("feature", key, "from" |
    "only_if"), ("consent", key, "covers"). What follows from removing it, before it is removed."""
    found = [
        ("question", question.key, part)
        for question in definition.questions
        for part in ("shown_if", "required_unless")
        if question.key != key and key in questions_in(getattr(question, part))
    ]
    for feature in definition.features:
        if feature.source == key:
            found.append(("feature", feature.key, "from"))
        elif key in questions_in(feature.only_if):
            found.append(("feature", feature.key, "only_if"))
    found += [("consent", one.key, "covers") for one in definition.consents if key in one.covers]
    return tuple(found)


def questions_in(condition: Condition | None) -> frozenset[str]:
    """The keys of the questions that a condition looks at."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return frozenset(key for part in parts for key in questions_in(part))
        case Asks(question=key):
            return frozenset({key})
    return frozenset()


def _moved(things: tuple, key: str, place: int) -> tuple:
    thing = next((one for one in things if one.key == key), None)
    if thing is None:
        raise KeyError(key)
    others = [one for one in things if one.key != key]
    others.insert(max(0, min(place, len(others))), thing)
    return tuple(others)


def _with_sections(definition: FormDefinition, key: str, change: Callable[[Section], Section]) -> FormDefinition:
    section_of(definition, key)
    return replace(definition, sections=tuple(change(one) if one.key == key else one for one in definition.sections))


def _each_question(definition: FormDefinition, change: Callable[[Question], Question]) -> FormDefinition:
    return replace(
        definition,
        sections=tuple(
            replace(one, questions=tuple(change(question) for question in one.questions)) for one in definition.sections
        ),
    )


def _each_condition(definition: FormDefinition, asking: Asking) -> FormDefinition:
    def question(one: Question) -> Question:
        return replace(one, shown_if=_asked(one.shown_if, asking), required_unless=_asked(one.required_unless, asking))

    def feature(one: Feature) -> Feature:
        only_if = _asked(one.only_if, asking)
        return replace(one, only_if=only_if, otherwise=one.otherwise if only_if is not None else None)

    changed = _each_question(definition, question)
    return replace(changed, features=tuple(feature(one) for one in changed.features))


def _asked(condition: Condition | None, asking: Asking) -> Condition | None:
    match condition:
        case AllOf(parts) | AnyOf(parts):
            kept = tuple(part for part in (_asked(one, asking) for one in parts) if part is not None)
            if kept == parts:
                return condition
            return kept[0] if len(kept) == 1 else replace(condition, parts=kept) if kept else None
        case Asks():
            return asking(condition)
    return None


def _map_of(
    feature: Feature, before: Question, after: Question, renamed: Mapping[str, str]
) -> Mapping[str, str] | None:
    if feature.map is None or not after.options or not before.options:
        return feature.map
    mapped = {renamed.get(code, code): value for code, value in feature.map.items()}
    return {code: value for code, value in mapped.items() if code in after.codes or after.other_text}


def _renamed(keys: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return tuple(new if key == old else key for key in keys)


def _in_step(definition: FormDefinition) -> FormDefinition:
    """What a consent covers is what stands under it, in the order of the form."""
    consents = tuple(
        replace(one, covers=tuple(q.key for q in definition.questions if q.consent == one.key))
        if any(q.consent == one.key for q in definition.questions) or one.covers
        else one
        for one in definition.consents
    )
    return replace(definition, consents=consents)


def duplicate_question(definition: FormDefinition, key: str, *, new_key: str) -> FormDefinition:
    """A copy right after a question, under a key of its own; nothing asks for the copy yet."""
    question = definition.question(key)
    copy = replace(question, key=new_key, phone_minimum=False)
    return add_question(definition, section_with(definition, key).key, copy, after=key)


def asks_with_codes(condition: Condition | None) -> tuple[Asks, ...]:
    """Every part of a condition that asks for codes."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return tuple(one for part in parts for one in asks_with_codes(part))
        case Asks(test=Test.IN | Test.NOT_IN):
            return (condition,)
    return ()
