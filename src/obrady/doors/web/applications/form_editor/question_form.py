"""Everything about one question, on one page."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from obrady.doors.web.announcements.forms.wording import TidyField, Words
from obrady.doors.web.applications.form_editor.conditions import Builder, builder_of
from obrady.doors.web.applications.form_editor.labels import KINDS, said
from obrady.doors.web.applications.form_editor.options import FIXED, Options, rows_of, sent_rows
from obrady.doors.web.applications.form_editor.wording import HELP, LABEL, TextsForm
from obrady.stages.applications.queries.form_parts import (
    CHOICE_KINDS,
    KEY,
    RESERVED_KEYS,
    FormDefinition,
    Kind,
    Question,
    key_from,
    section_with,
)

TEXT_KINDS = frozenset(
    {Kind.SHORT_TEXT, Kind.LONG_TEXT, Kind.EMAIL, Kind.PHONE, Kind.ORGANISATION, Kind.LINKED_APPLICANTS}
)
FLAGS = ("required", "phone_minimum", "used_in_recruitment", "sensitive", "office_only", "other_text")


def taken_keys(definition: FormDefinition) -> set[str]:
    return {one.key for one in definition.questions} | {one.key for one in definition.consents}


class QuestionForm(TextsForm):
    words: ClassVar[dict[str, Words]] = {
        "label": Words(_("Question"), required=True, lines=2, most=LABEL),
        "help": Words(_("Explanation"), _("Stands under the question in small print."), lines=2, most=HELP),
    }

    kind = forms.ChoiceField(label=_("Kind of answer"), choices=[(str(kind), label) for kind, label in KINDS.items()])
    required = forms.BooleanField(label=_("Must be answered"), required=False)
    phone_minimum = forms.BooleanField(
        label=_("Asked first on the phone"), help_text=_("The rest may be completed later."), required=False
    )
    used_in_recruitment = forms.BooleanField(
        label=_("Counts in the recruitment"),
        help_text=_("Only such answers may take part in choosing people. Nothing else does."),
        required=False,
    )
    sensitive = forms.BooleanField(
        label=_("Sensitive"),
        help_text=_("Sealed, seen by few, deleted early. It needs a consent."),
        required=False,
    )
    consent = forms.ChoiceField(
        label=_("Kept and used only with this consent"),
        required=False,
        help_text=_("Stands right beside the question."),
    )
    office_only = forms.BooleanField(
        label=_("Filled in by the office"), help_text=_("Nobody who applies sees it."), required=False
    )
    other_text = forms.BooleanField(label=_("People may also answer in their own words"), required=False)
    max_choices = forms.IntegerField(label=_("At most this many answers"), min_value=1, max_value=80, required=False)
    max_length = forms.IntegerField(
        label=_("At most this many characters"), min_value=1, max_value=20000, required=False
    )
    section = forms.ChoiceField(label=_("Part of the form"))
    place = forms.IntegerField(
        label=_("Place in this part"), min_value=1, max_value=500, required=False, help_text=_("1 is the first.")
    )
    key = TidyField(
        most=60, label=_("Key"), required=False, help_text=_("Stands in exports. Made from the words when it is empty.")
    )

    def __init__(
        self, data: Any, *, definition: FormDefinition, base: Question, section: str, published: FormDefinition | None
    ) -> None:
        self.definition, self.base = definition, base
        self.is_new = not definition.has_question(base.key)
        self.before = published.question(base.key) if published and published.has_question(base.key) else None
        texts = {"label": base.label, "help": base.help}
        super().__init__(data, languages=definition.languages, texts=texts, initial=self.known(section))
        language = get_language() or "pl"
        sections = [(one.key, said(one.title, language) or one.key) for one in definition.sections]
        self.fields["section"].choices = sections  # type: ignore[attr-defined]
        consents = [(one.key, said(one.label, language)[:90] or one.key) for one in definition.consents]
        self.fields["consent"].choices = [("", _("none")), *consents]  # type: ignore[attr-defined]
        if self.before is not None:
            del self.fields["key"]

    def known(self, section: str) -> dict[str, Any]:
        base = self.base
        keys = [one.key for one in next((s.questions for s in self.definition.sections if s.key == section), ())]
        place = keys.index(base.key) + 1 if base.key in keys else len(keys) + 1
        flags = {name: getattr(base, name) for name in FLAGS}
        limits = {"max_choices": base.max_choices, "max_length": base.max_length}
        return {
            "kind": str(base.kind), "section": section, "place": place, "consent": base.consent or "",
            "key": "" if self.is_new else base.key, **flags, **limits,
        }  # fmt: skip

    @property
    def chosen_kind(self) -> Kind:
        value = self["kind"].value()
        return Kind(value) if value in set(Kind) else self.base.kind

    @property
    def has_options(self) -> bool:
        return self.chosen_kind in CHOICE_KINDS

    @property
    def takes_own_words(self) -> bool:
        return (self.has_options and self.chosen_kind not in FIXED) or self.chosen_kind is Kind.GMINA

    @property
    def takes_several(self) -> bool:
        return self.chosen_kind is Kind.MULTIPLE_CHOICE

    @property
    def takes_length(self) -> bool:
        return self.chosen_kind in TEXT_KINDS or self.takes_own_words

    @property
    def options(self) -> Options:
        """The rows as they were sent, once they were on the page; before that as they are stored."""
        if not hasattr(self, "_options"):
            was_shown = self.is_bound and "options-total" in self.data
            if was_shown:
                self._options = sent_rows(self.data, self.languages, self.before, self.chosen_kind)
            else:
                self._options = rows_of(self.base, self.languages, self.before, self.chosen_kind)
        return self._options

    @property
    def builders(self) -> tuple[Builder, Builder]:
        if not hasattr(self, "_builders"):
            sent = self.data if self.is_bound and "builders" in self.data else None
            without = self.base.key
            self._builders = (
                builder_of(
                    "shown_if", self.definition, self.base.shown_if, label=_now("Asked only if"), without=without, sent=sent,
                    explanation=_now("Without a condition everybody is asked. On paper and in imports an answer is never removed."),
                ),
                builder_of(
                    "required_unless", self.definition, self.base.required_unless, label=_now("Need not be answered if"),
                    without=without, sent=sent, explanation=_now("Counts only where the question must be answered."),
                ),
            )  # fmt: skip
        return self._builders

    def clean_key(self) -> str:
        key = self.cleaned_data["key"]
        if key and not KEY.fullmatch(key):
            raise forms.ValidationError(_now("A key holds small letters a–z, digits and _ only, a letter first."))
        if key in RESERVED_KEYS or key in taken_keys(self.definition) - {self.base.key}:
            raise forms.ValidationError(_now("This key is taken. Please choose another one."))
        return key

    def problems(self) -> list[tuple[str, str]]:
        """Faults in rows: (where, what)."""
        if not self.is_bound:
            return []
        rows = self.options.errors if self.has_options else []
        return [*rows, *(error for builder in self.builders for error in builder.errors)]

    def is_whole(self) -> bool:
        return self.is_valid() and not self.problems()

    def new_key(self, label: dict[str, str]) -> str:
        if typed := self.cleaned_data.get("key"):
            return str(typed)
        if self.base.key:
            return self.base.key
        words = next((text for text in label.values() if text), "")
        return key_from(words, taken_keys(self.definition), fallback="question")

    def question(self) -> Question:
        """The question as typed, as far as it can be read."""
        typed, kind = self.cleaned_data, self.chosen_kind
        label = {language: " ".join(words.split()) for language, words in self.text("label").items()}
        shown_if, required_unless = (builder.condition for builder in self.builders)
        return Question(
            key=self.new_key(label),
            kind=kind,
            label=label,
            help=self.text_or_none("help"),
            required_unless=required_unless,
            shown_if=shown_if,
            options=self.options.chosen if self.has_options else (),
            max_choices=typed.get("max_choices") if self.takes_several else None,
            max_length=typed.get("max_length") if self.takes_length else None,
            consent=typed.get("consent") or None,
            other_text=bool(typed.get("other_text")) and self.takes_own_words,
            **{name: bool(typed.get(name)) for name in FLAGS if name != "other_text"},
        )


def section_of_question(definition: FormDefinition, base: Question, *, otherwise: str = "") -> str:
    if definition.has_question(base.key):
        return section_with(definition, base.key).key
    keys = [one.key for one in definition.sections]
    return otherwise if otherwise in keys else keys[0] if keys else ""
