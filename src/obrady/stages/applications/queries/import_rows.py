"""From the cells of one row to one application, by the mapping; nothing is written here."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.conf import settings

from obrady.core.forms import (
    FormDefinition,
    Kind,
    RegisterRecord,
    RowFault,
    answers_without_consent,
    clean_text,
    parse_definition,
    read_applications,
)
from obrady.stages.applications.queries.forms import ready_form
from obrady.stages.applications.queries.import_targets import (
    ANSWERED,
    CHANNEL,
    EVERYBODY,
    LANGUAGE,
    NOBODY,
    RECEIVED_AT,
    REFERENCE,
    TAKEN_BY,
    ColumnMapping,
    targets,
)
from obrady.stages.applications.queries.import_values import Asked, as_answer, consent_in
from obrady.stages.applications.states import EMAIL, NAME, PHONE
from obrady.stages.meetings.models import Meeting

# Where the form sets no limit the register does.
LONGEST = {REFERENCE: 32, NAME: 200, EMAIL: 254, PHONE: 40, "notice_version": 32, LANGUAGE: 12}
LONGEST_TAKER = 120


def importable(definition: FormDefinition) -> FormDefinition:
    """The form with all questions of the office that a register has, whether its makers thought of them or not."""
    ready = parse_definition(ready_form())
    lacking = tuple(one for one in ready.questions if one.office_only and not definition.has_question(one.key))
    if not lacking:
        return definition
    office = next(one for one in ready.sections if any(question.office_only for question in one.questions))
    return replace(definition, sections=(*definition.sections, replace(office, questions=lacking)))


@dataclass(frozen=True)
class FileRow:
    """One row as it was read; `fault` where the file itself is odd there."""

    number: int
    cells: tuple[str, ...] = ()
    fault: RowFault | None = None


@dataclass(frozen=True)
class Understood:
    """What became of one row: a record, or faults. `identity` is the same for the same cells in the same meeting;
    `cells` are the answers as they will be read, `unkept` the questions whose answers have no consent."""

    row: int
    record: RegisterRecord | None = None
    faults: tuple[RowFault, ...] = ()
    identity: str = ""
    taken_by: str = ""
    has_own_reference: bool = False
    cells: Mapping[str, str] = field(default_factory=dict)
    unkept: tuple[str, ...] = ()

    @property
    def idempotency_key(self) -> str:
        reference = self.record.reference if self.record else ""
        return f"import:{reference}" if self.has_own_reference else f"row:{self.identity}"


@dataclass
class RowReader:
    """Reads the rows of one file in their order; remembers what must not occur twice."""

    meeting: Meeting
    definition: FormDefinition
    columns: Sequence[str]
    mapping: ColumnMapping
    uploaded_at: datetime
    seen: dict[str, int] = field(default_factory=dict)
    twice: dict[str, int] = field(default_factory=dict)
    again: Mapping[int, int] | None = None

    def __post_init__(self) -> None:
        self.header = targets(self.definition)
        places = {name: place for place, name in enumerate(self.columns)}
        self.sources = {
            key: [(places[name], self.mapping.columns[name]) for name in self.mapping.columns_to(key) if name in places]
            for key in self.header
        }
        self.asked = {one.key: Asked.of(one) for one in self.definition.questions}
        self.consents = {one.key: one for one in self.definition.consents}

    def understood(self, row: FileRow) -> Understood:
        if row.fault is not None:
            return Understood(row.number, faults=(row.fault,))
        canonical = self.canonical(row)
        identity, given = self.identity(row), canonical[REFERENCE]
        taken_by = clean_text(canonical[TAKEN_BY], one_line=True)[:LONGEST_TAKER] or self.mapping.taken_by
        checked = {**canonical, REFERENCE: given or identity[:32], TAKEN_BY: ""}
        records, faults = read_applications(
            self.definition, [checked], columns=self.header, implied_consents=(), first_row=row.number
        )
        faults = (*faults, *self.odd(row.number, canonical, given))
        if faults or not records:
            return Understood(row.number, faults=faults, cells=canonical)
        record = self.with_consents(records[0])
        answers, consents = record.application.answers, record.application.consents
        return Understood(
            row=row.number,
            record=record,
            identity=identity,
            taken_by=taken_by,
            has_own_reference=bool(given),
            cells={**canonical, **{key: "yes" if said else "no" for key, said in consents.items()}},
            unkept=answers_without_consent(self.definition, answers, consents),
        )

    def canonical(self, row: FileRow) -> dict[str, str]:
        """Every question and consent with the text that the form's own check reads."""
        found = {key: self.cell(key, row) for key in self.header}
        for key in (CHANNEL, LANGUAGE):
            if key in found and not found[key]:
                found[key] = self.mapping.constants.get(key, "")
        found[RECEIVED_AT] = found[RECEIVED_AT] or self.uploaded_at.isoformat()
        for key, how in self.mapping.consents.items():
            if how == EVERYBODY and key in found and not self.sources[key]:
                found[key] = "yes"
        return found

    def cell(self, key: str, row: FileRow) -> str:
        texts = []
        for place, placed in self.sources[key]:
            text = row.cells[place]
            if key in self.consents:
                texts.append(consent_in(self.consents[key], text, placed.values))
            else:
                order, zone = self.mapping.order, self.meeting.tz
                texts.append(as_answer(self.asked[key], text, placed.values, order=order, zone=zone))
        kind = self.definition.question(key).kind if key not in self.consents else None
        return {Kind.MULTIPLE_CHOICE: "|", Kind.LONG_TEXT: "\n"}.get(kind, " ").join(text for text in texts if text)

    def with_consents(self, record: RegisterRecord) -> RegisterRecord:
        """A consent that no column tells, given by whoever answered what it covers: only where somebody said so."""
        said = dict(record.application.consents)
        for key, consent in self.consents.items():
            is_implied = not self.sources[key] and self.mapping.consents.get(key, NOBODY) == ANSWERED
            if is_implied and any(covered in record.application.answers for covered in consent.covers):
                said[key] = True
        return replace(record, application=replace(record.application, consents=said))

    def odd(self, number: int, canonical: Mapping[str, str], reference: str) -> Iterator[RowFault]:
        for key, limit in LONGEST.items():
            if len(canonical.get(key, "")) > limit and not self.has_limit(key):
                yield RowFault(number, key, "too_long", {"limit": limit, "length": len(canonical[key])})
        if reference and self.seen.setdefault(reference, number) != number:
            yield RowFault(number, REFERENCE, "repeated_reference", {"first_row": self.seen[reference]})

    def has_limit(self, key: str) -> bool:
        limit = self.definition.question(key).max_length if self.definition.has_question(key) else None
        return limit is not None and limit <= LONGEST[key]

    def identity(self, row: FileRow) -> str:
        """Keyed, so that nobody guesses from it who is in the register. The same cells again are another application."""
        said = json.dumps(
            [[name, cell] for name, cell in zip(self.columns, row.cells, strict=False)], ensure_ascii=False
        )
        text = f"{self.meeting.pk} {said}"
        found = hmac.new(settings.OBRADY_MASTER_KEY, text.encode(), hashlib.sha256).hexdigest()
        self.twice[found] = self.twice.get(found, 0) + 1
        times = self.twice[found] if self.again is None else self.again.get(row.number, 1)
        return found if times == 1 else f"{times}-{found}"


def problems_of(definition: FormDefinition, mapping: ColumnMapping, joined: Iterable[Kind]) -> dict[str, str]:
    """What makes a mapping unusable, code by the column or key that it is about."""
    known, faults, used = set(targets(definition)), {}, {}
    for name, placed in mapping.columns.items():
        if not placed.to:
            continue
        if placed.to not in known:
            faults[name] = "unknown_target"
        elif placed.to in used and not _joins(definition, placed.to, joined):
            faults[name] = "target_twice"
        used.setdefault(placed.to, name)
    if not any(definition.has_question(key) and not definition.question(key).office_only for key in used):
        faults[""] = "nothing_placed"
    if CHANNEL not in used and mapping.constants.get(CHANNEL, "") not in definition.question(CHANNEL).codes:
        faults[CHANNEL] = "required"
    on_paper = any(how == EVERYBODY for key, how in mapping.consents.items() if key not in used)
    if on_paper and not mapping.taken_by.strip():
        faults[TAKEN_BY] = "who_took_consents"
    return faults


def _joins(definition: FormDefinition, key: str, joined: Iterable[Kind]) -> bool:
    return definition.has_question(key) and definition.question(key).kind in joined and key != REFERENCE
