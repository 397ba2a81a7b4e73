"""Reading a register of applications: one row of cells per record, checked against the form's definition."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from .answers import check_answer, parse_instant
from .types import Answer, AnswerFault, ApplicationRecord, DefinitionError, FormDefinition, Kind

IMPLIED_CONSENTS = frozenset({"consent_experience"})
"""Consents that a register may have no column for: given where a question that they cover was answered."""

REFERENCE, RECEIVED_AT, CHANNEL, WITHDRAWN_AT = "reference", "received_at", "channel", "withdrawn_at"
_CONSENT_VALUES: Mapping[str, bool | None] = {"yes": True, "no": False, "": None}


@dataclass(frozen=True)
class RegisterRecord:
    """One row of a register: the application, what the office filled in, and the row it stands in."""

    row: int
    application: ApplicationRecord
    office: Mapping[str, Answer]

    @property
    def reference(self) -> str:
        """The reference, unique in the register."""
        return self.application.key


@dataclass(frozen=True)
class RowFault:
    """What is wrong, and where: `row` counts as in a spreadsheet (1 = header), `column` is "" for a whole row."""

    row: int
    column: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


def read_applications(
    definition: FormDefinition,
    rows: Sequence[Mapping[str, str]],
    *,
    columns: Sequence[str] | None = None,
    implied_consents: Collection[str] = IMPLIED_CONSENTS,
    first_row: int = 2,
) -> tuple[tuple[RegisterRecord, ...], tuple[RowFault, ...]]:
    """Read rows (column -> cell text) into records; every fault of every row is named.

    Columns are the keys of all questions (the office's too) and consents; a consent in `implied_consents` may
    have none, and then counts as given where a question it covers was answered. `columns` is the header; left
    out, the keys of the first row. An empty cell is "not answered". Rows of empty cells are passed over.

    Raises `DefinitionError` (`missing`) for a form whose office does not fill in reference, received_at and
    channel, `wrong_type` where a time among them is no office date. A row with a fault gives no record. With faults in the header (`missing_column`, `unknown_column`,
    `repeated_column`: row 1) no row is read. Other codes: those of `check_answer`, `required` (reference,
    received_at, channel), `repeated_reference` (first_row: where it stood first), `not_a_consent`.

    Example: `records, faults = read_applications(definition, table.rows, columns=table.columns)`.
    """
    _check_office_questions(definition)
    header = list(columns) if columns is not None else list(rows[0]) if rows else []
    faults = _header_faults(definition, header, implied_consents)
    if faults:
        return (), tuple(faults)
    absent = [key for key in implied_consents if key not in header]
    records: list[RegisterRecord] = []
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, start=first_row):
        if not any(cell.strip() for cell in row.values()):
            continue
        record = _read_row(definition, number, row, absent, faults)
        if record is None:
            continue
        if record.reference in seen:
            faults.append(RowFault(number, REFERENCE, "repeated_reference", {"first_row": seen[record.reference]}))
            continue
        seen[record.reference] = number
        records.append(record)
    return tuple(records), tuple(faults)


def _check_office_questions(definition: FormDefinition) -> None:
    office = {question.key: question for question in definition.questions if question.office_only}
    for key in (REFERENCE, RECEIVED_AT, CHANNEL):
        if key not in office:
            raise DefinitionError(code="missing", at=f"office question {key}")
    for key in (RECEIVED_AT, WITHDRAWN_AT):
        if key in office and office[key].kind is not Kind.DATE:
            raise DefinitionError(code="wrong_type", at=f"{key}.kind", expected="date")


def _header_faults(
    definition: FormDefinition, header: Sequence[str], implied_consents: Iterable[str]
) -> list[RowFault]:
    wanted = [question.key for question in definition.questions] + [consent.key for consent in definition.consents]
    optional = set(implied_consents)
    faults = [RowFault(1, key, "missing_column") for key in wanted if key not in header and key not in optional]
    for position, key in enumerate(header):
        if key not in wanted:
            faults.append(RowFault(1, key, "unknown_column", {"position": position + 1}))
        elif key in header[:position]:
            faults.append(RowFault(1, key, "repeated_column", {"position": position + 1}))
    return faults


def _read_row(
    definition: FormDefinition,
    number: int,
    row: Mapping[str, str],
    absent_consents: Iterable[str],
    faults: list[RowFault],
) -> RegisterRecord | None:
    before = len(faults)
    answers: dict[str, Answer] = {}
    office: dict[str, Answer] = {}
    for question in definition.questions:
        answer = check_answer(question, row.get(question.key, ""))
        if isinstance(answer, AnswerFault):
            faults.append(RowFault(number, question.key, answer.code, answer.params))
        elif answer is not None:
            (office if question.office_only else answers)[question.key] = answer
        elif question.key in (REFERENCE, RECEIVED_AT, CHANNEL):
            faults.append(RowFault(number, question.key, "required"))
    consents = _read_consents(definition, number, row, faults)
    if len(faults) > before:
        return None
    for consent in definition.consents:
        if consent.key in absent_consents and any(key in answers for key in consent.covers):
            consents[consent.key] = True
    application = ApplicationRecord(
        key=str(office[REFERENCE]),
        received_at=parse_instant(str(office[RECEIVED_AT])),
        answers=answers,
        consents=consents,
        withdrawn_at=parse_instant(str(office[WITHDRAWN_AT])) if WITHDRAWN_AT in office else None,
    )
    return RegisterRecord(row=number, application=application, office=office)


def _read_consents(
    definition: FormDefinition, number: int, row: Mapping[str, str], faults: list[RowFault]
) -> dict[str, bool]:
    consents: dict[str, bool] = {}
    for consent in definition.consents:
        cell = row.get(consent.key, "").strip()
        if cell not in _CONSENT_VALUES:
            faults.append(RowFault(number, consent.key, "not_a_consent", {"text": cell}))
            continue
        given = _CONSENT_VALUES[cell]
        if given is not None:
            consents[consent.key] = given
    return consents
