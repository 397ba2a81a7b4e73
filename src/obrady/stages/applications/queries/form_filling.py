"""The texts of a draft as people will read them, with words in the place of what nobody has given yet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from obrady.core.forms import (
    PLACEHOLDERS,
    FormDefinition,
    fill_placeholders,
    parse_definition,
    placeholders_in,
    texts_in,
    to_json,
)
from obrady.stages.applications.queries.forms import placeholder_values
from obrady.stages.meetings.models import Meeting

GapInWords = Callable[[str, str], str]
"""(name, language): what stands where a value is missing."""


@dataclass(frozen=True)
class Filling:
    """What is known of each placeholder, by language; `gap` words what is not known, so that braces never show."""

    values: Mapping[str, Mapping[str, str]]
    gap: GapInWords

    def text(self, text: str, language: str) -> str:
        names = placeholders_in(text)
        if not names:
            return text
        words = {name: self.known(name, language) or self.gap(name, language) for name in names}
        return fill_placeholders(text, words, allowed=names)

    def known(self, name: str, language: str) -> str:
        return self.values.get(language, {}).get(name, "").strip()

    def definition(self, definition: FormDefinition) -> FormDefinition:
        return parse_definition(self._part(to_json(definition)), unfinished=True)

    def gaps(self, definition: FormDefinition, language: str) -> list[str]:
        """The placeholders that the texts use in this language and that have no value yet, each once, in order."""
        texts = (placed.text.get(language, "") for placed in texts_in(definition))
        names = dict.fromkeys(name for text in texts for name in placeholders_in(text))
        return [name for name in names if name in PLACEHOLDERS and not self.known(name, language)]

    def _part(self, part: Any) -> Any:
        if isinstance(part, Mapping):
            return {
                key: self.text(value, key) if key in self.values and isinstance(value, str) else self._part(value)
                for key, value in part.items()
            }
        return [self._part(value) for value in part] if isinstance(part, list) else part


def filling_of(meeting: Meeting, definition: FormDefinition, *, gap: GapInWords) -> Filling:
    version = {"notice_version": definition.notice.version}
    values = {language: {**placeholder_values(meeting, language), **version} for language in definition.languages}
    return Filling(values=values, gap=gap)
