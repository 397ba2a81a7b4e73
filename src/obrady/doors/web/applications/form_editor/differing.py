"""What is different between two versions, in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from obrady.doors.web.applications.form_editor.labels import KINDS, called, part_in_words
from obrady.doors.web.applications.form_editor.wording import name_of
from obrady.doors.web.applications.sheet import as_json, condition_in_words
from obrady.stages.applications.queries.form_parts import Difference, FormDefinition, Kind, differences

Fill = Callable[[str, str], str]
"""(text, language): the text as it reads, without places in braces."""
CONDITIONS = ("shown_if", "required_unless", "only_if")


@dataclass(frozen=True)
class Told:
    """One difference: of what, which part of it, and how it was and is."""

    area: str
    name: str
    change: str
    part: str = ""
    before: str = ""
    after: str = ""
    key: str = ""


def told(before: FormDefinition, after: FormDefinition, *, fill: Fill) -> list[Told]:
    return [one for difference in differences(before, after) for one in _told(difference, before, after, fill)]


def _told(one: Difference, before: FormDefinition, after: FormDefinition, fill: Fill) -> Iterator[Told]:
    language = get_language() or "pl"
    source = before if one.change == "removed" else after
    name = fill(called(source, one.area, one.key, language), language)
    if one.change != "changed":
        yield Told(one.area, name, one.change, key=one.key)
        return
    texts = [value for value in (one.before, one.after) if isinstance(value, dict)]
    if one.part.startswith("option:") or one.part in ("title", "intro", "label", "help", "short", "full"):
        yield from _words(one, name, texts, fill)
        return
    was, is_ = _value(one.part, one.before, before), _value(one.part, one.after, after)
    yield Told(one.area, name, one.change, part_in_words(one.part), fill(was, language), fill(is_, language), one.key)


def _words(one: Difference, name: str, texts: list[dict], fill: Fill) -> Iterator[Told]:
    part = part_in_words(one.part)
    if one.part.startswith("option:"):
        part = _("answer “%(code)s”") % {"code": one.part.partition(":")[2]}
    for language in dict.fromkeys(key for text in texts for key in text):
        was, is_ = (one.before or {}).get(language, ""), (one.after or {}).get(language, "")
        if was != is_:
            label = _("%(part)s (%(language)s)") % {"part": part, "language": name_of(language)}
            yield Told(one.area, name, one.change, label, fill(was, language), fill(is_, language), one.key)


def _value(part: str, value: object, definition: FormDefinition) -> str:
    if value is None or value == [] or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    language = get_language() or "pl"
    if part in CONDITIONS and isinstance(value, dict):
        return _condition(value, definition, language)
    if part == "kind":
        return str(KINDS.get(Kind(str(value)), value))
    if part == "consent":
        return called(definition, "consent", str(value), language)
    if part == "section":
        return called(definition, "section", str(value), language)
    if part in ("from", "covers"):
        keys = value if isinstance(value, list) else [value]
        return "; ".join(called(definition, "question", str(key), language) for key in keys)
    if isinstance(value, dict):
        return "; ".join(f"{key} → {one}" for key, one in value.items())
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)


def _condition(value: dict, definition: FormDefinition, language: str) -> str:
    """The condition as it is written lies in one of the definition's own; found by its shape."""
    for question in definition.questions:
        for condition in (question.shown_if, question.required_unless):
            if condition is not None and as_json(condition) == value:
                return condition_in_words(condition, definition, language)
    for feature in definition.features:
        if feature.only_if is not None and as_json(feature.only_if) == value:
            return condition_in_words(feature.only_if, definition, language)
    return str(value)
