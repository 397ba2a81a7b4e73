"""Texts of a form in its own languages: one box each, tidied, limited, shown together."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.forms.utils import ErrorDict
from django.utils.translation import get_language_info, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from obrady.doors.web.announcements.forms.wording import Box, Piece, TidyField, Words
from obrady.stages.applications.queries.form_parts import Text

LABEL, HELP, OPTION, INTRO, CONSENT, NOTICE = 500, 1500, 300, 4000, 4000, 40000


def name_of(language: str) -> str:
    known = dict(settings.LANGUAGES)
    if language in known:
        return str(known[language])
    try:
        return str(get_language_info(language)["name_local"])
    except KeyError:
        return language


class TextsForm(forms.Form):
    """`words` are its texts; other fields are declared as ever. `layout` is the order on the page."""

    words: ClassVar[dict[str, Words]] = {}
    layout: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self, *args: Any, languages: tuple[str, ...], texts: Mapping[str, Text | None] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.languages = languages
        before = texts or {}
        for name, words in self.words.items():
            for place, language in enumerate(languages):
                self.fields[f"{name}_{language}"] = box(words, language, is_first=place == 0)
                self.initial.setdefault(f"{name}_{language}", (before.get(name) or {}).get(language, ""))

    def text(self, name: str) -> dict[str, str]:
        """As typed, also where something else is still to be mended."""
        return {language: self.cleaned_data.get(f"{name}_{language}", "") for language in self.languages}

    def text_or_none(self, name: str) -> dict[str, str] | None:
        text = self.text(name)
        return text if any(words.strip() for words in text.values()) else None

    def pieces(self) -> Iterator[Piece]:
        for part in self.layout or (*self.words, *self.base_fields):
            if part in self.words:
                yield Piece(words=self.words[part], name=f"id_{part}", boxes=tuple(self.boxes(part)))
            elif part in self.fields:
                yield Piece(fields=(self[part],))

    def boxes(self, name: str) -> Iterator[Box]:
        fields = [(language, self[f"{name}_{language}"]) for language in self.languages]
        has_words = any(field.value() for _language, field in fields)
        for language, field in fields:
            yield Box(field, language, name_of(language), is_missing=has_words and not field.value())

    def forgive(self) -> None:
        """Looked at, not sent: what is typed is read, and nothing is called wrong yet."""
        self.full_clean()
        self._errors = ErrorDict()


def box(words: Words, language: str, *, is_first: bool) -> TidyField:
    attributes = {"lang": language}
    widget: forms.Widget = forms.TextInput(attrs=attributes)
    if words.lines > 1:
        widget = forms.Textarea(attrs={**attributes, "rows": words.lines})
    label = pgettext("a text and its language", "%(text)s (%(language)s)")
    return TidyField(
        label=label % {"text": words.label, "language": name_of(language)},
        required=words.required and is_first,
        most=words.most,
        widget=widget,
        error_messages={
            "required": gettext("Write this at least in one language: %(language)s.") % {"language": name_of(language)}
        },
    )


class SectionTexts(TextsForm):
    words: ClassVar[dict[str, Words]] = {
        "title": Words(_("Heading"), required=True, most=LABEL),
        "help": Words(_("Description"), _("Stands under the heading, before the questions."), lines=2, most=HELP),
    }


class FormTexts(TextsForm):
    words: ClassVar[dict[str, Words]] = {
        "title": Words(_("Title of the form"), required=True, most=LABEL),
        "intro": Words(_("What people read first"), lines=5, most=INTRO),
    }

    speaks = forms.MultipleChoiceField(
        label=_("Languages of the form"),
        help_text=_("A language that you take away loses its words; undoing brings them back."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["speaks"].choices = offered  # type: ignore[attr-defined]
        self.initial.setdefault("speaks", list(self.languages))


class NoticeTexts(TextsForm):
    words: ClassVar[dict[str, Words]] = {
        "short": Words(
            _("In short"), _("Stands on the form, and is read out on the phone."), required=True, lines=6, most=NOTICE
        ),
        "full": Words(
            _("The whole notice"),
            _("An empty line parts paragraphs; the first line of each is its heading."),
            required=True,
            lines=16,
            most=NOTICE,
        ),
    }
    layout = ("version", "short", "full")

    version = TidyField(
        most=16,
        label=_("Version of the notice"),
        help_text=_("Goes up by itself when the words change; each application keeps the version that was accepted."),
    )


class CapForm(forms.Form):
    most = forms.IntegerField(
        label=_("At most this many people of one organisation"),
        help_text=_("Leave it empty for no limit. All spellings of an organisation that you unified count as one."),
        min_value=1,
        max_value=1000,
        required=False,
    )
