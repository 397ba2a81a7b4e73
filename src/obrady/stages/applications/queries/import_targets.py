"""Where the columns of a file may go, and where each probably belongs."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from obrady.core.forms import IMPLIED_CONSENTS, FormDefinition, Kind
from obrady.core.likeness import folded
from obrady.stages.applications.queries.import_values import Asked, guessed_order, one_option, options_in
from obrady.stages.applications.states import Channel

REFERENCE, RECEIVED_AT, CHANNEL, TAKEN_BY = "reference", "received_at", "channel", "taken_by"
LANGUAGE = "language"
NOBODY, EVERYBODY, ANSWERED = "nobody", "everybody", "answered"
# Several columns may be put together into one answer of these kinds.
JOINED = frozenset({Kind.SHORT_TEXT, Kind.LONG_TEXT, Kind.MULTIPLE_CHOICE, Kind.LINKED_APPLICANTS, Kind.ORGANISATION})
OTHER_NAMES: Mapping[str, Sequence[str]] = {
    "full_name": (
        *("imie i nazwisko", "nazwisko i imie", "imie nazwisko", "name", "full name", "first name", "last name"),
        *("imie", "nazwisko", "surname", "імʼя та прізвище", "імʼя", "прізвище", "ПІБ"),
    ),
    "email": ("email", "e mail", "mail", "adres email", "adres e mail", "email address", "nazwa uzytkownika", "пошта"),
    "phone": ("telefon", "tel", "numer telefonu", "nr telefonu", "nr tel", "phone number", "mobile", "номер телефону"),
    "received_at": (
        *("sygnatura czasowa", "znacznik czasu", "timestamp", "позначка часу", "data zgloszenia", "data wplywu"),
        *("data", "data i godzina", "godzina ukonczenia", "completion time", "submitted at", "date"),
    ),
    "reference": ("numer zgloszenia", "nr zgloszenia", "numer", "nr", "id", "lp"),
    "gmina_teryt": ("gmina", "miejscowosc", "teryt", "kod teryt", "gmina teryt", "громада", "municipality"),
    "organisation": ("organizacja", "instytucja", "nazwa organizacji", "organization", "організація"),
    "language": ("jezyk", "language", "мова", "jezyk kontaktu"),
    "channel": ("kanal", "sposob zgloszenia", "channel"),
    "consent_rules": (
        *("zgoda na regulamin", "regulamin", "akceptacja regulaminu", "akceptuje regulamin", "oswiadczenie"),
        *("zgoda na udzial", "rules", "i accept the rules", "згода з правилами"),
    ),
    "consent_image": ("zgoda na wizerunek", "wizerunek", "zgoda na zdjecia", "zgoda na publikacje wizerunku", "image"),
    "consent_mailing": ("newsletter", "zgoda na newsletter", "zgoda na wiadomosci", "mailing"),
    "taken_by": ("kto przyjal", "przyjal", "przyjela"),
}
# These say nothing certain where the header is only this one word.
_LONELY = frozenset({"id", "lp", "nr", "numer", "data", "date"})
_NUMBERED = re.compile(r"^\s*\d{1,3}\s*[.)]\s*")
SURE, LIKELY = 1.0, 0.55
MOST_MULTIPLE = 3


@dataclass(frozen=True)
class ColumnRead:
    """One column of the file: how many cells say something, and what (`values` with counts; None: too many)."""

    name: str
    filled: int = 0
    values: Mapping[str, int] | None = None
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Placed:
    """Where one column goes ("": nowhere), and what single values in it mean (text -> code, "" = leave empty)."""

    to: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ColumnMapping:
    """The whole of it; `constants` hold what all rows share, `consents` what holds where no column tells."""

    columns: Mapping[str, Placed]
    constants: Mapping[str, str] = field(default_factory=dict)
    consents: Mapping[str, str] = field(default_factory=dict)
    order: str = "dmy"
    taken_by: str = ""

    def to_json(self) -> dict:
        return {
            "columns": {name: {"to": one.to, "values": dict(one.values)} for name, one in self.columns.items()},
            "constants": dict(self.constants),
            "consents": dict(self.consents),
            "order": self.order,
            "taken_by": self.taken_by,
        }

    @classmethod
    def of_json(cls, data: Mapping) -> "ColumnMapping":
        return cls(
            columns={name: Placed(one["to"], one["values"]) for name, one in data.get("columns", {}).items()},
            constants=data.get("constants", {}),
            consents=data.get("consents", {}),
            order=data.get("order", "dmy"),
            taken_by=data.get("taken_by", ""),
        )

    def columns_to(self, key: str) -> list[str]:
        return [name for name, placed in self.columns.items() if placed.to == key]


def targets(definition: FormDefinition) -> list[str]:
    """Every key that a column can go to, in the order of the form."""
    return [question.key for question in definition.questions] + [consent.key for consent in definition.consents]


def guessed(definition: FormDefinition, columns: Sequence[ColumnRead], remembered: Iterable[Mapping]) -> ColumnMapping:
    """The best remembered mapping first, then names and labels in any language, then what stands in the cells."""
    placed: dict[str, Placed] = {}
    known, former = set(targets(definition)), best_remembered(columns, remembered)
    if former:
        for column in columns:
            one = former.columns.get(column.name)
            if one is not None and (one.to in known or not one.to):
                placed[column.name] = one
    taken = {one.to for one in placed.values() if one.to}
    scored = sorted(
        ((score, column.name, key) for column in columns if column.name not in placed and column.filled
         for key in known - taken if (score := likeliness(definition, column, key)) >= LIKELY),
        key=lambda one: (-one[0], one[1], one[2]),
    )  # fmt: skip
    for score, name, key in scored:
        joins = score == SURE and key in ("full_name",) and _is_part_of_name(name)
        if name not in placed and (key not in taken or (joins and _all_parts_of_name(placed, key))):
            placed[name] = Placed(key)
            taken.add(key)
    return ColumnMapping(
        columns={column.name: placed.get(column.name, Placed()) for column in columns},
        constants=former.constants if former else usual_constants(definition, taken),
        consents=usual_consents(definition) | dict(former.consents if former else {}),
        order=guessed_order_of(columns, placed) if not former else former.order,
    )


def usual_constants(definition: FormDefinition, taken: set[str]) -> dict[str, str]:
    """What came with a time stamp was filled in on the web; anything else lay in the office."""
    constants = {CHANNEL: str(Channel.WEB if RECEIVED_AT in taken else Channel.OFFICE)}
    if definition.has_question(LANGUAGE):
        constants[LANGUAGE] = definition.languages[0]
    return constants


def usual_consents(definition: FormDefinition) -> dict[str, str]:
    return {one.key: ANSWERED if one.key in IMPLIED_CONSENTS else NOBODY for one in definition.consents}


def guessed_order_of(columns: Sequence[ColumnRead], placed: Mapping[str, Placed]) -> str:
    times = [column for column in columns if placed.get(column.name, Placed()).to == RECEIVED_AT]
    return guessed_order(value for column in times for value in (column.values or column.examples))


def best_remembered(columns: Sequence[ColumnRead], remembered: Iterable[Mapping]) -> ColumnMapping | None:
    """The one that knows most of these columns, if it knows most of them."""
    names = {column.name for column in columns}
    found = [(len(names & set(one.get("columns", {}))), number, one) for number, one in enumerate(remembered)]
    shared, _, best = max(found, key=lambda one: one[:2], default=(0, 0, None))
    return ColumnMapping.of_json(best) if best and 2 * shared > len(names) else None


def likeliness(definition: FormDefinition, column: ColumnRead, key: str) -> float:
    by_name = max((alike(column.name, text) for text in names_of(definition, key)), default=0.0)
    question = definition.question(key) if definition.has_question(key) else None
    if question is None or not question.options or not column.values:
        return by_name
    share = share_of_labels(Asked.of(question), column.values)
    # Answers that are not the question's own speak against a similar name; its own long labels for it.
    if share < 0.5 and not question.other_text:
        return by_name * 0.5 if by_name < SURE else by_name
    own = {folded(label) for option in question.options for label in option.label.values()}
    telling = [value for value in column.values if len(folded(value)) > 8 and folded(value) in own]
    return max(by_name, 0.9 * share if telling else 0.0)


def share_of_labels(asked: Asked, values: Mapping[str, int]) -> float:
    question = asked.question
    codes, known = set(question.codes), 0
    for value in values:
        multiple = question.kind is Kind.MULTIPLE_CHOICE
        parts = options_in(asked, value, {}) if multiple else [one_option(asked, value) or ""]
        known += all(part in codes for part in parts)
    return known / len(values)


def names_of(definition: FormDefinition, key: str) -> list[str]:
    if definition.has_question(key):
        labels = list(definition.question(key).label.values())
    else:
        labels = [label for one in definition.consents if one.key == key for label in one.label.values()]
    return [key, *labels, *OTHER_NAMES.get(key, ())]


def alike(name: str, text: str) -> float:
    """1.0 = the same words; less where one says more than the other."""
    one, other = folded(_NUMBERED.sub("", name)), folded(text)
    if not one or not other:
        return 0.0
    if one == other:
        return 0.8 if one in _LONELY else SURE
    words, wanted = set(one.split()), set(other.split())
    shared = len(words & wanted)
    if shared < 2 and min(len(words), len(wanted)) > 1:
        return 0.0
    if len(other) > 5 and (other in one) and len(wanted) > 0:
        return 0.6 + 0.3 * len(other) / len(one)
    if len(one) > 5 and one in other:
        return 0.6 + 0.3 * len(one) / len(other)
    return 0.95 * shared / len(words | wanted)


def _is_part_of_name(name: str) -> bool:
    return folded(name) in {"imie", "nazwisko", "first name", "last name", "surname", "imya", "prizvyshche"}


def _all_parts_of_name(placed: Mapping[str, Placed], key: str) -> bool:
    return all(_is_part_of_name(name) for name, one in placed.items() if one.to == key)
