"""What is different between two versions of a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .types import FormDefinition
from .writing import to_json

_WORDS = frozenset({"title", "intro", "label", "help", "short", "full", "version", "languages"})


@dataclass(frozen=True)
class Difference:
    """One difference: `change` is added, removed, moved or changed; `part` and both values for what changed.

    Values are those of the JSON object of the form; an option is the part `option:<code>`, None where it is not.
    """

    area: str
    key: str
    change: str
    part: str = ""
    before: Any = None
    after: Any = None


def differences(before: FormDefinition, after: FormDefinition) -> tuple[Difference, ...]:
    """What is different in `after`, in its order; what is the same in both is left out.

    Example: a question that got an option -> `Difference("question", "diet", "changed", "option:kosher", None, {...})`.
    """
    old, new = to_json(before), to_json(after)
    return (
        *_parts("form", "", old["form"], new["form"], leave_out=("key", "version")),
        *_things("section", old["sections"], new["sections"], leave_out=("questions",)),
        *_things("question", _questions(before, old), _questions(after, new), leave_out=("options",)),
        *_things("consent", old["consents"], new["consents"]),
        *_parts("notice", "", old["notice"], new["notice"]),
        *_things("feature", old["features"], new["features"]),
        *_things("cap", old["caps"], new["caps"]),
    )


def only_words_differ(before: FormDefinition, after: FormDefinition) -> bool:
    """Whether two versions ask, require and derive exactly the same, so that only how it is said can differ."""
    return _without_words(to_json(before)) == _without_words(to_json(after))


def sections_of(definition: FormDefinition) -> Mapping[str, str]:
    """Question key -> the key of its section."""
    return {question.key: section.key for section in definition.sections for question in section.questions}


def _questions(definition: FormDefinition, written: Mapping[str, Any]) -> list[dict[str, Any]]:
    places = sections_of(definition)
    return [{**one, "section": places[one["key"]]} for section in written["sections"] for one in section["questions"]]


def _things(
    area: str, old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]], *, leave_out: tuple[str, ...] = ()
) -> Iterator[Difference]:
    before, after = {one["key"]: one for one in old}, {one["key"]: one for one in new}
    for key in before:
        if key not in after:
            yield Difference(area, key, "removed", before=before[key])
    moved = _moved([key for key in before if key in after], [key for key in after if key in before])
    for key, thing in after.items():
        if key not in before:
            yield Difference(area, key, "added", after=thing)
            continue
        if key in moved:
            yield Difference(area, key, "moved")
        yield from _parts(area, key, before[key], thing, leave_out=("key", *leave_out))
        yield from _options(area, key, before[key].get("options") or (), thing.get("options") or ())


def _moved(old: list[str], new: list[str]) -> frozenset[str]:
    """The fewest keys that have to be taken out for the rest to stand in the same order."""
    place = {key: number for number, key in enumerate(old)}
    best: list[list[str]] = []
    for key in new:
        ending = [run for run in best if place[run[-1]] < place[key]]
        best.append([*_longest(ending), key])
    return frozenset(new) - frozenset(_longest(best))


def _longest(runs: list[list[str]]) -> list[str]:
    return max(runs, key=lambda run: len(run), default=[])


def _parts(
    area: str, key: str, old: Mapping[str, Any], new: Mapping[str, Any], *, leave_out: tuple[str, ...] = ()
) -> Iterator[Difference]:
    for part in dict.fromkeys((*old, *new)):
        if part not in leave_out and old.get(part) != new.get(part):
            yield Difference(area, key, "changed", part, old.get(part), new.get(part))


def _options(area: str, key: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Difference]:
    before, after = ({one["code"]: one["label"] for one in options} for options in (old, new))
    for code in dict.fromkeys((*before, *after)):
        if before.get(code) != after.get(code):
            yield Difference(area, key, "changed", f"option:{code}", before.get(code), after.get(code))
    shared_before, shared_after = [code for code in before if code in after], [code for code in after if code in before]
    if shared_before != shared_after:
        yield Difference(area, key, "changed", "options_order", shared_before, shared_after)


def _without_words(part: Any) -> Any:
    if isinstance(part, Mapping):
        return {key: _without_words(value) for key, value in part.items() if key not in _WORDS}
    if isinstance(part, list):
        return [_without_words(value) for value in part]
    return part
