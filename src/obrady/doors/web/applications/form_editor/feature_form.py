"""What follows from an answer for the recruitment: values for answers, on one page."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from obrady.doors.web.announcements.forms.wording import TidyField
from obrady.doors.web.applications.form_editor.conditions import Builder, builder_of
from obrady.doors.web.applications.form_editor.labels import GMINA_TYPES, PROPERTIES, said
from obrady.stages.applications.queries.form_parts import (
    KEY,
    Feature,
    FormDefinition,
    GminaProperty,
    Kind,
    clean_text,
    key_from,
)
from obrady.workshop.territory import gminas

MOST_ROWS, BLANK, LONGEST = 200, 3, 80


@dataclass(frozen=True)
class ValueRow:
    """An answer and the value that it counts as; `words` is empty where the answer itself is typed."""

    number: int
    code: str
    value: str
    words: str = ""

    @property
    def prefix(self) -> str:
        return f"value-{self.number}"


class FeatureForm(forms.Form):
    name = TidyField(most=60, label=_("Name"), help_text=_("As it stands in rules and tables, for example: powiat."))
    source = forms.ChoiceField(label=_("Follows from the question"))
    gmina_property = forms.ChoiceField(
        label=_("What of the gmina counts"),
        choices=[("", _("the code as it stands")), *((str(key), label) for key, label in PROPERTIES.items())],
        required=False,
    )
    as_it_stands = forms.BooleanField(
        label=_("The answer itself is the value"), help_text=_("Then the values below are not used."), required=False
    )
    map_else = TidyField(most=LONGEST, label=_("Every other answer counts as"), required=False)
    default = TidyField(most=LONGEST, label=_("No answer counts as"))
    otherwise = TidyField(
        most=LONGEST,
        label=_("If the condition does not hold it counts as"),
        required=False,
    )

    def __init__(self, data: Any, *, definition: FormDefinition, base: Feature, is_name_open: bool) -> None:
        self.definition, self.base = definition, base
        initial = {
            "name": base.key, "source": base.source, "gmina_property": str(base.gmina_property or ""),
            "as_it_stands": base.map is None, "map_else": base.map_else or "", "default": base.default,
            "otherwise": base.otherwise or "",
        }  # fmt: skip
        super().__init__(data, initial=initial)
        language = get_language() or "pl"
        asked = [one for one in definition.questions if one.used_in_recruitment or one.key == base.source]
        self.fields["source"].choices = [(one.key, said(one.label, language) or one.key) for one in asked]  # type: ignore[attr-defined]
        if not is_name_open:
            del self.fields["name"]

    @property
    def question(self):
        key = self["source"].value()
        if key and self.definition.has_question(key):
            return self.definition.question(key)
        choices = self.fields["source"].choices  # type: ignore[attr-defined]
        return self.definition.question(choices[0][0]) if choices else None

    @property
    def looks_at(self) -> GminaProperty | None:
        value = self["gmina_property"].value()
        is_gmina = self.question is not None and self.question.kind is Kind.GMINA
        return GminaProperty(value) if is_gmina and value in set(GminaProperty) else None

    @property
    def is_of_gmina(self) -> bool:
        return self.question is not None and self.question.kind is Kind.GMINA

    @property
    def picks_gminas(self) -> bool:
        return self.is_of_gmina and self.looks_at in (None, GminaProperty.CODE6)

    @property
    def gminas(self) -> list[tuple[str, str]]:
        return sorted(((one.code6, f"{one.name} – {one.powiat}") for one in gminas().values()), key=lambda row: row[1])

    @property
    def fixed_answers(self) -> list[tuple[str, str]]:
        """The answers that can be given, where they are known."""
        if self.question is None or self.looks_at is GminaProperty.POWIAT or self.picks_gminas:
            return []
        if self.looks_at is GminaProperty.TYPE:
            return [(code, str(words)) for code, words in GMINA_TYPES.items()]
        language = get_language() or "pl"
        return [(one.code, said(one.label, language) or one.code) for one in self.question.options]

    @property
    def rows(self) -> list[ValueRow]:
        if not hasattr(self, "_rows"):
            self._rows = self._made_rows()
        return self._rows

    def _made_rows(self) -> list[ValueRow]:
        given = _sent(self.data) if self.is_bound else dict(self.base.map or {})
        fixed = self.fixed_answers
        rows = [ValueRow(number, code, given.get(code, ""), words) for number, (code, words) in enumerate(fixed)]
        if fixed and not (self.question and self.question.other_text):
            return rows
        known = {code for code, _words in fixed}
        open_rows = [(code, value) for code, value in given.items() if code not in known]
        open_rows += [("", "")] * BLANK
        start = len(rows)
        return rows + [ValueRow(start + n, code, value) for n, (code, value) in enumerate(open_rows[:MOST_ROWS])]

    @property
    def builder(self) -> Builder:
        if not hasattr(self, "_builder"):
            self._builder = builder_of(
                "only_if", self.definition, self.base.only_if, label=_now("Looked at only if"),
                explanation=_now("Without a condition it is looked at for everybody."),
                sent=self.data if self.is_bound and "builders" in self.data else None,
            )  # fmt: skip
        return self._builder

    def forgive(self) -> None:
        """Looked at, not sent: nothing is called wrong yet."""
        self.full_clean()
        self._errors = ErrorDict()

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        taken = {one.key for one in self.definition.features} - {self.base.key}
        key = name if KEY.fullmatch(name) and name not in taken else ""
        if not key and name in taken:
            raise forms.ValidationError(_now("Another feature has this name."))
        return key or key_from(name, taken, fallback="feature")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if self.builder.condition is not None and not typed.get("otherwise"):
            self.add_error("otherwise", _now("Say which value counts when it is not looked at."))
        return typed

    def problems(self) -> list[tuple[str, str]]:
        long = [
            (row.prefix, _now("A value has at most 80 characters.")) for row in self.rows if len(row.value) > LONGEST
        ]
        return [*long, *self.builder.errors] if self.is_bound else []

    def feature(self) -> Feature:
        typed, condition = self.cleaned_data, self.builder.condition
        return Feature(
            key=typed.get("name") or self.base.key,
            source=typed["source"],
            default=typed["default"],
            only_if=condition,
            otherwise=typed.get("otherwise") or None if condition is not None else None,
            gmina_property=self.looks_at,
            map=None if typed["as_it_stands"] else {row.code: row.value for row in self.rows if row.code and row.value},
            map_else=None if typed["as_it_stands"] else typed.get("map_else") or None,
        )


def _sent(sent: QueryDict) -> dict[str, str]:
    given = {}
    for number in range(MOST_ROWS):
        code = clean_text(sent.get(f"value-{number}-code", ""), one_line=True)[:200]
        if code:
            given[code] = clean_text(sent.get(f"value-{number}-value", ""), one_line=True)
    return given
