"""`./obrady queue`: a register of applications kept as a CSV file, cleared into statuses, proposals, pool and links."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from obrady.core import forms, likeness
from obrady.workshop.officefiles import FileFault, FileRefused, Table, read_csv, write_csv, write_files
from obrady.workshop.territory import gmina, gminas

DONE, BAD_INPUT = 0, 1
MOST_FAULTS_SHOWN = 50
DECISION_COLUMNS = ("reference_a", "reference_b", "is_duplicate")
STRICTER_MODE = "one_of_us"


def queue(
    applications: Annotated[Path, typer.Argument(help="the register, a CSV file: one column per question and consent")],
    form: Annotated[Path, typer.Option(help="the form's definition, a JSON file")],
    opens: Annotated[str, typer.Option(help="when the window opens, e.g. 2023-11-29T09:00:00+01:00")],
    closes: Annotated[str, typer.Option(help="when it closes; this instant is still in time")],
    out: Annotated[Path, typer.Option(help="the folder for status, duplicates, pool, links and organisations")],
    decisions: Annotated[
        Path | None, typer.Option(help="which pairs are one person: reference_a, reference_b, is_duplicate (yes or no)")
    ] = None,
) -> int:
    """Clear a register: who is eligible, which records may be one person, and the pool for the draw.

    Nothing is merged but what DECISIONS says. With any fault nothing is written, and every fault is named.
    """
    try:
        window = read_window(opens, closes)
        definition = read_form(form)
        records = read_register(applications, definition)
        persons = read_decisions(decisions, {record.reference for record in records}) if decisions else []
        write_files(out, results(definition, records, window, persons))
    except Refused as refusal:
        return refuse(refusal.lines)
    except forms.DefinitionError as error:
        return refuse([f"{form}: {definition_words(error)}"])
    except OSError as error:
        return refuse([f"{error.filename or out}: {error.strerror or error}"])
    print(f"{len(records)} records read, the results are in {out}", file=sys.stderr)
    return DONE


class Refused(Exception):
    """The input cannot be used; `lines` say why, one fault each."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = list(lines)
        super().__init__(self.lines[0])


def refuse(lines: Sequence[str]) -> int:
    for line in lines[:MOST_FAULTS_SHOWN]:
        print(
            line.encode(sys.stderr.encoding or "utf-8", "backslashreplace").decode(sys.stderr.encoding or "utf-8"),
            file=sys.stderr,
        )
    if len(lines) > MOST_FAULTS_SHOWN:
        print(f"… and {len(lines) - MOST_FAULTS_SHOWN} more", file=sys.stderr)
    print("Nothing was written.", file=sys.stderr)
    return BAD_INPUT


# ---------------------------------------------------------------- gather


def read_window(opens: str, closes: str) -> forms.Window:
    times = {"--opens": opens, "--closes": closes}
    instants: dict[str, datetime] = {}
    for name, text in times.items():
        try:
            instants[name] = forms.parse_instant(text.strip())
        except forms.AnswerFault as fault:
            raise Refused([f"{name}: {words(fault.code, fault.params)}"]) from None
    try:
        return forms.Window(opens_at=instants["--opens"], closes_at=instants["--closes"])
    except forms.WindowError:
        raise Refused(["--closes: the window closes before it opens"]) from None


def read_form(path: Path) -> forms.FormDefinition:
    try:
        return forms.parse_definition(json.loads(path.read_bytes().decode("utf-8-sig")))
    except UnicodeDecodeError:
        raise Refused([f"{path}: the file is not in UTF-8"]) from None
    except (json.JSONDecodeError, RecursionError) as error:
        raise Refused([f"{path}: this is no JSON: {error}"]) from None


def read_register(path: Path, definition: forms.FormDefinition) -> tuple[forms.RegisterRecord, ...]:
    table = read_table(path)
    records, faults = forms.read_applications(definition, table.rows, columns=table.columns)
    if faults:
        raise Refused(located(path, fault) for fault in sorted(faults, key=lambda fault: fault.row))
    return records


def read_table(path: Path) -> Table:
    try:
        return read_csv(path.read_bytes())
    except FileRefused as refusal:
        raise Refused(located(path, fault) for fault in refusal.faults) from None


def read_decisions(path: Path, references: set[str]) -> list[tuple[str, str]]:
    """The pairs decided to be one person; no such pair may be, directly or over others, what a row calls two people."""
    table = read_table(path)
    missing = [column for column in DECISION_COLUMNS if column not in table.columns]
    if missing:
        raise Refused(located(path, FileFault(1, column, "missing_column")) for column in missing)
    faults: list[FileFault] = []
    decided: dict[bool, list[tuple[int, str, str]]] = {True: [], False: []}
    for row, cells in enumerate(table.rows, start=2):
        first, second, answer = (cells[column].strip() for column in DECISION_COLUMNS)
        if not (first or second or answer):
            continue
        faults += [
            FileFault(row, column, "unknown_reference", {"reference": reference})
            for column, reference in zip(DECISION_COLUMNS, (first, second), strict=False)
            if reference not in references
        ]
        if first == second:
            faults.append(FileFault(row, "reference_b", "same_reference"))
        if answer not in {"yes", "no", ""}:
            faults.append(FileFault(row, "is_duplicate", "not_yes_or_no", {"text": answer}))
        elif answer:
            decided[answer == "yes"].append((row, first, second))
    pairs = [(first, second) for _, first, second in decided[True]]
    person_of = {key: number for number, group in enumerate(forms.joined(pairs)) for key in group}
    faults += [
        FileFault(row, "is_duplicate", "contradicting_decision", {"first": first, "second": second})
        for row, first, second in decided[False]
        if first != second and first in person_of and person_of[first] == person_of.get(second)
    ]
    if faults:
        raise Refused(located(path, fault) for fault in sorted(faults, key=lambda fault: fault.row))
    return pairs


# ---------------------------------------------------------------- decide


@dataclass(frozen=True)
class Cleared:
    """The whole register after the decisions: outcome per reference, and the pool id of everybody who is eligible."""

    definition: forms.FormDefinition
    records: Mapping[str, forms.RegisterRecord]
    outcome: Mapping[str, forms.Settled]
    pool_ids: Mapping[str, str]

    def pool_id(self, reference: str) -> str:
        settled = self.outcome[reference]
        return self.pool_ids.get(settled.merged_into or reference, "")


def results(
    definition: forms.FormDefinition,
    records: Sequence[forms.RegisterRecord],
    window: forms.Window,
    persons: Sequence[tuple[str, str]],
) -> dict[str, bytes]:
    outcome = forms.settle(definition, [record.application for record in records], window, persons)
    eligible = [key for key, settled in outcome.items() if settled.state is forms.State.ELIGIBLE]
    width = max(3, len(str(len(eligible))))
    cleared = Cleared(
        definition=definition,
        records={record.reference: record for record in records},
        outcome=outcome,
        pool_ids={key: f"P{number:0{width}}" for number, key in enumerate(eligible, start=1)},
    )
    spellings = likeness.organisation_keys([named_organisation(record.application) for record in records])
    links, link_notes = linked_pairs(cleared)
    return {
        "status.csv": write_csv(("reference", "status", "pool_id", "note"), status_rows(cleared, window, link_notes)),
        "duplicates.csv": write_csv(("reference_a", "reference_b", "score", "reason"), proposal_rows(records)),
        "pool.csv": pool_file(cleared, spellings),
        "links.csv": write_csv(("id_a", "id_b", "mode"), links),
        "organisations.csv": write_csv(
            ("spelling", "key", "score"), [(one.spelling, one.key, f"{one.score:.2f}") for one in spellings if one.key]
        ),
    }


def status_rows(
    cleared: Cleared, window: forms.Window, link_notes: Mapping[str, str]
) -> Iterator[tuple[str, str, str, str]]:
    for reference, settled in cleared.outcome.items():
        merged = settled.state is forms.State.MERGED
        status = "duplicate" if merged else str(settled.state)
        yield reference, status, cleared.pool_id(reference), "; ".join(notes(cleared, window, reference, link_notes))


def notes(cleared: Cleared, window: forms.Window, reference: str, link_notes: Mapping[str, str]) -> Iterator[str]:
    settled = cleared.outcome[reference]
    application = cleared.records[reference].application
    if settled.merged_into is not None:
        yield f"of {settled.merged_into}"
        if application.withdrawn_at is not None:
            yield "this record was withdrawn"
    if settled.state is forms.State.INCOMPLETE:
        yield f"missing: {', '.join(gap.key for gap in settled.gaps)}"
    if window.is_early(application.received_at):
        yield "received before the opening"
    usable = forms.usable_answers(cleared.definition, application.answers, application.consents)
    unusable = [key for key in application.answers if key not in usable]
    if unusable:
        yield f"not used without consent: {', '.join(unusable)}"
    if reference in link_notes:
        yield link_notes[reference]


def proposal_rows(records: Sequence[forms.RegisterRecord]) -> Iterator[tuple[str, str, str, str]]:
    people = [
        likeness.Record(
            key=record.reference,
            name=answer_text(record.application, "full_name"),
            email=answer_text(record.application, "email"),
            phone=answer_text(record.application, "phone"),
            town=town_of(record.application),
            organisation=answer_text(record.application, "organisation"),
        )
        for record in records
    ]
    for pair in likeness.candidate_duplicates(people):
        yield pair.first, pair.second, f"{pair.score:.4f}", "|".join(pair.reasons)


def pool_file(cleared: Cleared, spellings: Sequence[likeness.Spelling]) -> bytes:
    keys = {(one.spelling, likeness.folded(one.town)): one.key for one in spellings}
    features = [feature.key for feature in cleared.definition.features]
    rows = []
    for reference, pool_id in cleared.pool_ids.items():
        record = cleared.outcome[reference].record
        values = forms.derive_features(cleared.definition, record.answers, record.consents, gminas())
        named = named_organisation(record)
        key = keys.get((named.spelling, likeness.folded(named.town)), keys.get((named.spelling, ""), ""))
        rows.append([pool_id, *(values[feature] for feature in features), key or f"self:{pool_id}"])
    return write_csv(("id", *features, "organisation_key"), rows)


def linked_pairs(cleared: Cleared) -> tuple[list[tuple[str, str, str]], dict[str, str]]:
    """Links between the eligible, in the order of who named whom first; one naming is enough. What could not be made a
    link, and two who want different things, is noted at the record that said so."""
    modes: dict[tuple[str, str], list[str]] = {}
    remarks: dict[str, list[str]] = {}
    for reference, pool_id in cleared.pool_ids.items():
        record = cleared.outcome[reference].record
        mode = answer_text(record, "linked_mode")
        for named in named_people(cleared, reference, pool_id):
            others = {cleared.pool_id(key) for key in named.keys}
            if len(others) != 1:
                how_many = "several eligible people have" if others else "no eligible person has"
                remarks.setdefault(reference, []).append(f"linked_with: {how_many} this name")
            elif not mode:
                remarks.setdefault(reference, []).append("linked_with: linked_mode is missing")
            else:
                pair = (pool_id, *others)
                modes.setdefault(pair if pair[::-1] not in modes else pair[::-1], []).append(mode)  # type: ignore[arg-type]
    by_pool_id = {pool_id: reference for reference, pool_id in cleared.pool_ids.items()}
    links = []
    for (one, other), wishes in modes.items():
        differ = len(set(wishes)) > 1
        links.append((one, other, STRICTER_MODE if differ else wishes[0]))
        if differ:
            remarks.setdefault(by_pool_id[one], []).append(f"linked_mode differs from {other}: {STRICTER_MODE} is used")
    return links, {reference: "; ".join(dict.fromkeys(said)) for reference, said in remarks.items()}


def named_people(cleared: Cleared, reference: str, pool_id: str) -> tuple[likeness.LinkedName, ...]:
    typed = answer_text(cleared.outcome[reference].record, "linked_with")
    if not typed:
        return ()
    candidates = {
        key: answer_text(record.application, "full_name")
        for key, record in cleared.records.items()
        if cleared.pool_id(key) not in {"", pool_id}
    }
    return likeness.match_name(typed, candidates)


def answer_text(record: forms.ApplicationRecord, key: str) -> str:
    answer = record.answers.get(key, "")
    return answer if isinstance(answer, str) else "|".join(answer)


def town_of(record: forms.ApplicationRecord) -> str:
    code = answer_text(record, "gmina_teryt")
    found = gmina(code)
    return found.name if found is not None else code[:6]


def named_organisation(record: forms.ApplicationRecord) -> likeness.Named:
    return likeness.Named(spelling=answer_text(record, "organisation"), town=town_of(record))


# ---------------------------------------------------------------- say what is wrong

FAULT_WORDS = {
    "empty": "the file is empty",
    "spreadsheet": "this is a spreadsheet or an archive (.xlsx, .ods, .zip); save it as CSV UTF-8",
    "wide_encoding": "the file is in {encoding}; save it as CSV UTF-8",
    "not_utf8": "this is not UTF-8 (the file looks like {guess}); save it as CSV UTF-8",
    "separator": "the columns are parted by {separator!r}; save the file with commas",
    "nul": "a NUL byte",
    "ragged": "{found} cells where the header has {expected}",
    "quotes": "a quotation mark is opened and not closed, or text follows it (line {line})",
    "long_cell": "a cell of more than {limit} characters (line {line}); is a quotation mark not closed?",
    "missing_column": "the column is missing",
    "unknown_column": "the form has no such question or consent",
    "repeated_column": "the column occurs twice",
    "required": "empty, but every record needs it",
    "repeated_reference": "the same reference as in row {first_row}",
    "not_a_consent": "{text!r} is neither yes nor no nor empty",
    "wrong_type": "not text",
    "too_long": "{length} characters, at most {limit} are allowed",
    "unknown_option": "{option!r} is not one of the options",
    "too_many_choices": "{count} choices, at most {limit} are allowed",
    "not_an_email": "{text!r} is not an e-mail address",
    "not_a_phone": "{text!r} is not a telephone number",
    "not_a_gmina": "{text!r} is not a gmina code of six or seven digits (was a leading zero lost?)",
    "not_a_date": "{text!r} is not a date and time such as 2023-12-07T17:00:00+01:00",
    "naive_time": "{text!r} has no offset; write e.g. 2023-12-07T17:00:00+01:00",
    "not_a_number": "{text!r} is not a number",
    "unknown_reference": "the register has no reference {reference!r}",
    "same_reference": "a record cannot be a duplicate of itself",
    "not_yes_or_no": "{text!r} is neither yes nor no",
    "contradicting_decision": "{first} and {second} are called two people here, but other rows make them one",
}


def words(code: str, params: Mapping[str, object]) -> str:
    return FAULT_WORDS[code].format(**params)


def definition_words(error: forms.DefinitionError) -> str:
    about = ", ".join(f"{key} {value!r}" for key, value in error.params.items() if key != "at")
    return f"{error.params['at']}: {error.code.replace('_', ' ')}{': ' + about if about else ''}"


def located(path: Path, fault: FileFault | forms.RowFault) -> str:
    row = f", row {fault.row}" if fault.row else ""
    column = f", column {fault.column}" if fault.column else ""
    return f"{path}{row}{column}: {words(fault.code, fault.params)}"
