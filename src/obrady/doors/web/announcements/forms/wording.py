"""Texts in every language of the installation: one box each, tidied, limited, and shown together."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, pgettext
from i18nfield.strings import LazyI18nString

from obrady.doors.web.announcements.forms.overtaken import marks_of, overtaken, seen_marks
from obrady.doors.web.parts.words import is_right_to_left
from obrady.stages.announcements.models import MOST_IN_A_NAME, MOST_IN_A_TEXT

BEFORE_PUBLISHING = gettext_lazy("needed before publishing")

# What turns the direction of writing around, or cannot be seen, has no place in what others will read.
UNSEEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


def tidy(text: str) -> str:
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return UNSEEN.sub("", text).strip()


class TidyField(forms.CharField):
    """Limits are checked, never enforced by the browser, which would cut what is pasted without a word."""

    def __init__(self, *, most: int = MOST_IN_A_NAME, **options: Any) -> None:
        super().__init__(**options)
        self.validators.append(MaxLengthValidator(most))

    def to_python(self, value: object) -> str:
        return tidy(super().to_python(value))


@dataclass(frozen=True)
class Words:
    """One text as an organiser writes it: `lines` > 1 makes it a box for paragraphs; a name `may_stay` untranslated.

    `note` stands behind the label instead of "optional": a draft may be saved without what publishing needs.
    """

    label: Promise
    help: Promise | str = ""
    required: bool = False
    lines: int = 1
    most: int = MOST_IN_A_NAME
    may_stay: bool = False
    note: Promise | str = ""


def paragraphs(label: Promise, explanation: Promise | str = "", **options: Any) -> Words:
    return Words(label, explanation, **({"lines": 8, "most": MOST_IN_A_TEXT} | options))


@dataclass(frozen=True)
class Box:
    """One language's box within a text."""

    field: forms.BoundField
    language: str
    language_name: str
    is_missing: bool


@dataclass(frozen=True)
class Piece:
    """What the template draws next: a heading, a text in its languages, or plain fields side by side."""

    heading: str = ""
    words: Words | None = None
    name: str = ""
    boxes: tuple[Box, ...] = ()
    fields: tuple[tuple[forms.BoundField, Promise | str], ...] = ()


class SectionForm(forms.Form):
    """A form of texts and plain fields; `layout` is the order on the page, a tuple stands side by side."""

    words: ClassVar[dict[str, Words]] = {}
    layout: ClassVar[tuple[str | tuple[str, ...] | Promise, ...]] = ()
    notes: ClassVar[dict[str, Promise]] = {}
    is_overtaken = False

    def __init__(
        self,
        *args: Any,
        texts: Mapping[str, LazyI18nString] | None = None,
        languages: Sequence[tuple[str, str]] | None = None,
        **options: Any,
    ) -> None:
        """`languages` are those that the organiser writes in, as (code, name); by default those of the installation."""
        super().__init__(*args, **options)
        self.languages = [(code, str(name)) for code, name in languages or settings.LANGUAGES]
        self.before = {name: _known(text) for name, text in (texts or {}).items()}
        for name, words in self.words.items():
            for language, language_name in self.languages:
                self.fields[f"{name}_{language}"] = _box(words, language, language_name)
                self.initial.setdefault(f"{name}_{language}", self.before.get(name, {}).get(language, ""))

    def said(self, name: str) -> LazyI18nString:
        """Languages that the organiser no longer writes in keep their words."""
        kept = {key: text for key, text in self.before.get(name, {}).items() if key not in dict(self.languages)}
        typed = {language: self.cleaned_data[f"{name}_{language}"] for language, _name in self.languages}
        return LazyI18nString({language: text for language, text in {**kept, **typed}.items() if text})

    def accepts(self, write: Callable[[], object]) -> bool:
        """Do the one act; what the rows themselves refuse is shown like any other error of the form."""
        if not self.is_valid():
            return False
        if "preview" not in self.data and overtaken(self):
            self.is_overtaken = True
            return False
        try:
            write()
        except ValidationError as refusal:
            self.add_error(None, ValidationError(refusal.messages))
            return False
        return True

    @property
    def seen(self) -> str:
        """For the page: the marks that it was drawn with. A form that comes back for another reason keeps the first ones."""
        marks = marks_of(self) if self.is_overtaken else seen_marks(self) or marks_of(self)
        return json.dumps(marks)

    def pieces(self) -> Iterator[Piece]:
        for part in self.layout or (*self.words, *self.base_fields):
            if isinstance(part, Promise):
                yield Piece(heading=str(part))
            elif isinstance(part, tuple):
                yield Piece(
                    fields=tuple((self[name], self.notes.get(name, "")) for name in part if name in self.fields)
                )
            elif part in self.words:
                yield Piece(words=self.words[part], name=f"id_{part}", boxes=tuple(self._boxes(part)))
            elif part in self.fields:
                yield Piece(fields=((self[part], self.notes.get(part, "")),))

    def _boxes(self, name: str) -> Iterator[Box]:
        boxes = [(language, label, self[f"{name}_{language}"]) for language, label in self.languages]
        has_words = bool(boxes[0][2].value()) and not self.words[name].may_stay
        for language, label, field in boxes:
            yield Box(field, language, label, is_missing=has_words and not field.value())


def _known(text: LazyI18nString | str | None) -> dict[str, str]:
    data = text.data if isinstance(text, LazyI18nString) else text
    if isinstance(data, dict):
        return {language: str(said) for language, said in data.items() if said}
    return {settings.LANGUAGE_CODE: str(data)} if data else {}


def _box(words: Words, language: str, language_name: str) -> TidyField:
    spoken = {"lang": language, **({"dir": "rtl"} if is_right_to_left(language) else {})}
    widget: forms.Widget = forms.TextInput(attrs=spoken)
    if words.lines > 1:
        widget = forms.Textarea(attrs={**spoken, "rows": words.lines})
    required = words.required and language == settings.LANGUAGE_CODE
    label = pgettext("a text and its language", "%(text)s (%(language)s)")
    return TidyField(
        label=label % {"text": words.label, "language": language_name},
        required=required,
        most=words.most,
        widget=widget,
        error_messages={
            "required": gettext("Write this at least in one language: %(language)s.") % {"language": language_name}
        },
    )
