"""A register is read as a whole, and every fault of it is named by row and column."""

import copy
import csv
from pathlib import Path

import pytest

from obrady.core.forms import (
    DefinitionError,
    FormDefinition,
    RowFault,
    State,
    Window,
    derive_features,
    parse_definition,
    parse_instant,
    read_applications,
    settle,
)
from obrady.workshop.territory import gminas

MEETING = Path(__file__).parents[2] / "data" / "meeting"
WINDOW = Window(parse_instant("2023-11-29T09:00:00+01:00"), parse_instant("2023-12-07T17:00:00+01:00"))


def table(name: str) -> list[dict[str, str]]:
    with (MEETING / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return table("applications.csv")


def true_pairs() -> list[tuple[str, str]]:
    return [(row["reference_a"], row["reference_b"]) for row in table("duplicates.csv") if row["is_duplicate"] == "yes"]


def test_the_whole_register_is_read_without_a_fault(definition: FormDefinition, rows: list[dict[str, str]]) -> None:
    records, faults = read_applications(definition, rows)
    assert faults == ()
    assert [record.reference for record in records] == [row["reference"] for row in rows]
    assert [record.row for record in records] == list(range(2, 127))


def test_with_the_true_decisions_every_record_has_its_expected_state(
    definition: FormDefinition, rows: list[dict[str, str]]
) -> None:
    records, _ = read_applications(definition, rows)
    settled = settle(definition, [record.application for record in records], WINDOW, true_pairs())
    found = {key: "duplicate" if one.state is State.MERGED else str(one.state) for key, one in settled.items()}
    assert found == {row["reference"]: row["status"] for row in table("expected_status.csv")}


def test_the_eligible_give_the_pool_exactly(definition: FormDefinition, rows: list[dict[str, str]]) -> None:
    records, _ = read_applications(definition, rows)
    settled = settle(definition, [record.application for record in records], WINDOW, true_pairs())
    eligible = [one.record for one in settled.values() if one.state is State.ELIGIBLE]
    derived = [derive_features(definition, one.answers, one.consents, gminas()) for one in eligible]
    keys = [feature.key for feature in definition.features]
    assert derived == [{key: row[key] for key in keys} for row in table("pool.csv")]


def test_experience_answered_in_a_register_without_the_column_counts_as_consented(
    definition: FormDefinition, rows: list[dict[str, str]]
) -> None:
    records, _ = read_applications(definition, rows)
    consented = {record.reference for record in records if record.application.consents.get("consent_experience")}
    assert consented == {row["reference"] for row in rows if row["migration_experience"]}


@pytest.mark.parametrize(("cell", "consents"), [("yes", True), ("no", False), ("", None)])
def test_where_the_column_is_there_it_is_honoured(
    definition: FormDefinition, rows: list[dict[str, str]], cell: str, consents: bool | None
) -> None:
    records, faults = read_applications(definition, [rows[0] | {"consent_experience": cell}])
    assert faults == ()
    assert records[0].application.consents.get("consent_experience") is consents


@pytest.mark.parametrize(
    ("key", "change", "code"),
    [
        ("reference", {"key": "number"}, "missing"),
        ("received_at", {"office_only": False}, "missing"),
        ("channel", {"office_only": False}, "missing"),
        ("received_at", {"kind": "short_text"}, "wrong_type"),
        ("withdrawn_at", {"kind": "short_text"}, "wrong_type"),
    ],
)
def test_a_form_without_what_the_office_must_fill_in_reads_no_register(
    form_json: dict, key: str, change: dict[str, object], code: str
) -> None:
    form = copy.deepcopy(form_json)
    next(one for section in form["sections"] for one in section["questions"] if one["key"] == key).update(change)
    with pytest.raises(DefinitionError) as refusal:
        read_applications(parse_definition(form), [])
    assert refusal.value.code == code


FAULTS: list[tuple[dict[str, str], RowFault]] = [
    ({"received_at": "2023-12-07T17:00:00"}, RowFault(2, "received_at", "naive_time", {"text": "2023-12-07T17:00:00"})),
    ({"withdrawn_at": "tomorrow"}, RowFault(2, "withdrawn_at", "not_a_date", {"text": "tomorrow"})),
    ({"received_at": ""}, RowFault(2, "received_at", "required")),
    ({"reference": " "}, RowFault(2, "reference", "required")),
    ({"channel": ""}, RowFault(2, "channel", "required")),
    ({"channel": "fax"}, RowFault(2, "channel", "unknown_option", {"option": "fax"})),
    ({"hardest_cooperation": "gminas|moon"}, RowFault(2, "hardest_cooperation", "unknown_option", {"option": "moon"})),
    ({"gmina_teryt": "463011"}, RowFault(2, "gmina_teryt", "not_a_gmina", {"text": "463011"})),
    ({"consent_rules": "tak"}, RowFault(2, "consent_rules", "not_a_consent", {"text": "tak"})),
    ({"role": "x" * 121}, RowFault(2, "role", "too_long", {"limit": 120, "length": 121})),
]


@pytest.mark.parametrize(("change", "fault"), FAULTS)
def test_a_fault_is_named_and_its_row_gives_no_record(
    definition: FormDefinition, rows: list[dict[str, str]], change: dict[str, str], fault: RowFault
) -> None:
    records, faults = read_applications(definition, [rows[0] | change, rows[1]])
    assert faults == (fault,)
    assert [record.row for record in records] == [3]


def test_every_fault_of_every_row_is_named(definition: FormDefinition, rows: list[dict[str, str]]) -> None:
    bad = {"channel": "fax", "gender": "x", "consent_image": "?"}
    _, faults = read_applications(definition, [row | bad for row in rows[:3]])
    assert [(fault.row, fault.column) for fault in faults] == [
        (row, key) for row in (2, 3, 4) for key in ("gender", "channel", "consent_image")
    ]


def test_a_reference_stands_once(definition: FormDefinition, rows: list[dict[str, str]]) -> None:
    records, faults = read_applications(definition, [rows[0], rows[1], rows[2] | {"reference": rows[0]["reference"]}])
    assert faults == (RowFault(4, "reference", "repeated_reference", {"first_row": 2}),)
    assert len(records) == 2


def test_rows_of_empty_cells_are_passed_over(definition: FormDefinition, rows: list[dict[str, str]]) -> None:
    records, faults = read_applications(definition, [rows[0], dict.fromkeys(rows[0], " "), rows[1]])
    assert ([record.row for record in records], faults) == ([2, 4], ())


def test_wrong_columns_are_all_named_and_no_row_is_read(definition: FormDefinition, rows: list[dict[str, str]]) -> None:
    columns = [key for key in rows[0] if key not in {"phone", "consent_image"}] + ["nationality", "email"]
    records, faults = read_applications(definition, rows, columns=columns)
    assert records == ()
    assert faults == (
        RowFault(1, "phone", "missing_column"),
        RowFault(1, "consent_image", "missing_column"),
        RowFault(1, "nationality", "unknown_column", {"position": 34}),
        RowFault(1, "email", "repeated_column", {"position": 35}),
    )
