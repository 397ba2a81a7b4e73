"""The page on which a person says where each column of a file goes, and what odd values in it mean."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from obrady.stages.applications.models import ImportJob
from obrady.stages.applications.queries.import_targets import (
    ANSWERED,
    CHANNEL,
    EVERYBODY,
    LANGUAGE,
    NOBODY,
    TAKEN_BY,
    ColumnMapping,
    ColumnRead,
    Placed,
)
from obrady.stages.applications.queries.import_values import (
    DATE_ORDERS,
    DAY_FIRST,
    MONTH_FIRST,
    Asked,
    unclear_consents,
    unresolved,
)
from obrady.stages.applications.states import FormDefinition, Kind
from obrady.workshop.territory import gminas

MOST_VALUES = 60
EMPTY = "-"
FAULTS = {
    "unknown_target": gettext_lazy("The form has no such question any more."),
    "target_twice": gettext_lazy("Another column goes to this question already."),
    "nothing_placed": gettext_lazy("Choose for at least one column which question it answers."),
    "required": gettext_lazy("Please choose one."),
    "who_took_consents": gettext_lazy("Please say who has these consents, with first name and surname."),
}
ORDERS = {
    DAY_FIRST: gettext_lazy("day first: 4/11 is 4 November"),
    MONTH_FIRST: gettext_lazy("month first: 4/11 is 11 April"),
}
HOW = {
    NOBODY: pgettext_lazy("consent", "nobody gave it"),
    EVERYBODY: pgettext_lazy("consent", "everybody gave it; I have the proof"),
    ANSWERED: pgettext_lazy("consent", "given by whoever answered what it covers"),
}


@dataclass
class ValueShown:
    text: str
    name: str
    chosen: str


@dataclass
class ColumnShown:
    place: int
    read: ColumnRead
    placed: Placed
    error: str = ""
    values: list[ValueShown] = field(default_factory=list)
    options: list[tuple[str, str]] = field(default_factory=list)
    more: int = 0


class MappingForm:
    """The columns in their order. `sent` is what was posted; without it the mapping that is kept or was guessed."""

    def __init__(
        self, job: ImportJob, columns: Sequence[ColumnRead], definition: FormDefinition, sent: QueryDict | None = None
    ) -> None:
        self.job, self.read, self.definition, self.sent = job, columns, definition, sent
        self.language = get_language() or definition.languages[0]
        kept = ColumnMapping.of_json(job.mapping)
        self.mapping = kept if sent is None else self._typed(sent)
        self.errors: dict[str, str] = {}
        self.remember_as = sent.get("remember_as", "") if sent else ""
        self.columns = [self._column(place, column) for place, column in enumerate(columns)]
        shown = set(sent.getlist("shown")) if sent else set()
        self.has_unseen_values = any(
            value.name not in shown for column in self.columns for value in column.values if not value.chosen
        )

    @classmethod
    def of(cls, job: ImportJob, columns: Sequence[ColumnRead], definition: FormDefinition) -> "MappingForm":
        return cls(job, columns, definition)

    # ------------------------------------------------------------ from what was sent

    def _typed(self, sent: QueryDict) -> ColumnMapping:
        return ColumnMapping(
            columns={column.name: self._placed(place, sent) for place, column in enumerate(self.read)},
            constants={key: sent.get(f"constant-{key}", "") for key in (CHANNEL, LANGUAGE)},
            consents={
                one.key: how if (how := sent.get(f"consent-{one.key}", NOBODY)) in HOW else NOBODY
                for one in self.definition.consents
            },
            order=sent.get("order", DAY_FIRST) if sent.get("order") in DATE_ORDERS else DAY_FIRST,
            taken_by=" ".join(sent.get("taken_by", "").split())[:120],
        )

    def _placed(self, place: int, sent: QueryDict) -> Placed:
        values = {}
        for number in range(MOST_VALUES):
            text, code = sent.get(f"text-{place}-{number}"), sent.get(f"value-{place}-{number}", "")
            if text is not None and code:
                values[text] = "" if code == EMPTY else code
        return Placed(sent.get(f"to-{place}", ""), values)

    # ------------------------------------------------------------ to the page

    def _column(self, place: int, column: ColumnRead) -> ColumnShown:
        placed = self.mapping.columns.get(column.name, Placed())
        options = self._options(placed.to)
        odd = self._odd(column, placed.to) if options else []
        known = [text for text in placed.values if text not in odd]
        texts = [*known, *odd][:MOST_VALUES]
        values = [
            ValueShown(text, f"{place}-{number}", self._chosen(placed, text)) for number, text in enumerate(texts)
        ]
        return ColumnShown(place, column, placed, "", values, options, max(0, len(odd) + len(known) - MOST_VALUES))

    @staticmethod
    def _chosen(placed: Placed, text: str) -> str:
        return (placed.values[text] or EMPTY) if text in placed.values else ""

    def _odd(self, column: ColumnRead, key: str) -> list[str]:
        values = list(column.values or column.examples)
        for consent in self.definition.consents:
            if consent.key == key:
                return unclear_consents(consent, values, {})
        question = self.definition.question(key)
        takes_own_words = question.other_text and question.kind is not Kind.GMINA
        return [] if takes_own_words or key == TAKEN_BY else unresolved(Asked.of(question), values, {})

    def _options(self, key: str) -> list[tuple[str, str]]:
        if any(one.key == key for one in self.definition.consents):
            return [("yes", _("yes")), ("no", _("no"))]
        if not self.definition.has_question(key):
            return []
        question = self.definition.question(key)
        if question.kind is Kind.GMINA:
            return gminas_to_choose()
        return [(option.code, self._words(option.label)) for option in question.options]

    def _words(self, text: Mapping[str, str]) -> str:
        return text.get(self.language) or text.get(self.definition.languages[0]) or next(iter(text.values()), "")

    def targets(self) -> Iterator[dict]:
        """The places where a column can go, in groups as in the form."""
        for section in self.definition.sections:
            options = [(one.key, self._words(one.label)[:90]) for one in section.questions]
            yield {"label": self._words(section.title), "options": options}
        yield {
            "label": _("Consents"),
            "options": [(one.key, self._words(one.label)[:90]) for one in self.definition.consents],
        }

    def constants(self) -> list[dict]:
        """What no column tells and all rows share."""
        return [
            {
                "key": key,
                "label": self._words(self.definition.question(key).label),
                "options": [(one.code, self._words(one.label)) for one in self.definition.question(key).options],
                "chosen": self.mapping.constants.get(key, ""),
                "error": self.errors.get(key, ""),
            }
            for key in (CHANNEL, LANGUAGE)
            if self.definition.has_question(key) and not self.mapping.columns_to(key)
        ]

    def consents(self) -> list[dict]:
        return [
            {
                "key": one.key,
                "label": self._words(one.label),
                "required": one.required,
                "options": [(how, label) for how, label in HOW.items() if how != ANSWERED or one.covers],
                "chosen": self.mapping.consents.get(one.key, NOBODY),
            }
            for one in self.definition.consents
            if not self.mapping.columns_to(one.key)
        ]

    @property
    def orders(self) -> list[tuple[str, str]]:
        return [(code, str(label)) for code, label in ORDERS.items()]

    @property
    def dates_are_ambiguous(self) -> bool:
        """Only dates with strokes can be meant in two ways."""
        places = [column.read for column in self.columns if self._is_date(column.placed.to)]
        return any("/" in text[:6] and not text[:4].isdecimal() for column in places for text in column.examples)

    def _is_date(self, key: str) -> bool:
        return self.definition.has_question(key) and self.definition.question(key).kind is Kind.DATE

    def refuse(self, faults: Mapping[str, str]) -> None:
        self.errors = {name: str(FAULTS[code]) for name, code in faults.items()}
        for column in self.columns:
            column.error = self.errors.get(column.read.name, "")

    @property
    def summary(self) -> list[dict]:
        """Every error with the field to go to."""
        fields = {CHANNEL: ("constant-channel", ""), TAKEN_BY: ("taken_by", ""), "": ("to-0", "")}
        by_column = {column.read.name: (f"to-{column.place}", column.read.name) for column in self.columns}
        return [
            {"field": place[0], "name": place[1], "text": text}
            for name, text in self.errors.items()
            if (place := by_column.get(name) or fields.get(name))
        ]


def gminas_to_choose() -> list[tuple[str, str]]:
    return sorted(
        ((one.code, f"{one.name} ({one.powiat}, {one.code})") for one in gminas().values()), key=lambda one: one[1]
    )
