"""`./obrady queue` clears a register to the answer key, proposes and never decides, and refuses bad input by its place."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from obrady.core.likeness import Reason
from obrady.doors.console.main import run

MEETING = Path(__file__).parents[2] / "data" / "meeting"
OPENS, CLOSES = "2023-11-29T09:00:00+01:00", "2023-12-07T17:00:00+01:00"
FILES = {"status.csv", "duplicates.csv", "pool.csv", "links.csv", "organisations.csv"}
Rows = list[dict[str, str]]


def table(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def register() -> Rows:
    return table(MEETING / "applications.csv")


def written(path: Path, rows: Rows) -> Path:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode())
    return path


def queue(applications: Path, out: Path, **options: object) -> int:
    given = {"form": MEETING / "form.json", "opens": OPENS, "closes": CLOSES, "out": out} | options
    return run(
        ["queue", str(applications), *(part for name, value in given.items() for part in (f"--{name}", str(value)))]
    )


def clear(rows: Rows, tmp_path: Path, **options: object) -> Path:
    assert queue(written(tmp_path / "in.csv", rows), tmp_path / "out", **options) == 0
    return tmp_path / "out"


@pytest.fixture(scope="module")
def cleared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("cleared")
    assert queue(MEETING / "applications.csv", out, decisions=MEETING / "duplicates.csv") == 0
    return out


def test_the_five_files_are_written(cleared: Path) -> None:
    assert {file.name for file in cleared.iterdir()} == FILES


def test_with_the_true_decisions_the_statuses_are_those_of_the_key(cleared: Path) -> None:
    found, expected = table(cleared / "status.csv"), table(MEETING / "expected_status.csv")
    assert [{**row, "note": ""} for row in found] == [{**row, "note": ""} for row in expected]


def test_the_pool_is_that_of_the_key_up_to_the_names_of_organisations(cleared: Path) -> None:
    found, expected = table(cleared / "pool.csv"), table(MEETING / "pool.csv")
    assert [{**row, "organisation_key": ""} for row in found] == [{**row, "organisation_key": ""} for row in expected]
    both = {(a["organisation_key"], b["organisation_key"]) for a, b in zip(found, expected, strict=True)}
    assert len(both) == len({ours for ours, _ in both}) == len({theirs for _, theirs in both})
    assert all((ours == theirs) for ours, theirs in both if theirs.startswith("self:"))


def test_the_links_are_those_of_the_key(cleared: Path) -> None:
    assert (cleared / "links.csv").read_bytes() == (MEETING / "links.csv").read_bytes()


def test_every_true_pair_is_proposed_with_its_reason(cleared: Path) -> None:
    proposed = {frozenset((row["reference_a"], row["reference_b"])): row for row in table(cleared / "duplicates.csv")}
    true = {
        frozenset((row["reference_a"], row["reference_b"]))
        for row in table(MEETING / "duplicates.csv")
        if row["is_duplicate"] == "yes"
    }
    assert true <= set(proposed)
    assert len(proposed) <= 2 * len(true)
    assert all(row["reason"] and 0 < float(row["score"]) <= 1 for row in proposed.values())


def test_every_spelling_has_a_key_and_a_score(cleared: Path) -> None:
    rows = table(cleared / "organisations.csv")
    assert {row["spelling"] for row in rows} == {row["organisation"] for row in register()} - {""}
    assert all(row["key"] and 0 < float(row["score"]) <= 1 for row in rows)


def test_without_decisions_nothing_is_merged(tmp_path: Path) -> None:
    statuses = [row["status"] for row in table(clear(register(), tmp_path) / "status.csv")]
    assert "duplicate" not in statuses
    assert len(statuses) == 125


def test_only_rows_that_say_yes_merge(tmp_path: Path) -> None:
    decisions = [
        {**row, "is_duplicate": "no" if number else "yes"}
        for number, row in enumerate(table(MEETING / "duplicates.csv"))
    ]
    out = clear(register(), tmp_path, decisions=written(tmp_path / "d.csv", decisions))
    assert [row["reference"] for row in table(out / "status.csv") if row["status"] == "duplicate"] == ["ZG23-0113"]


def test_three_records_of_one_person_are_one_person(tmp_path: Path) -> None:
    rows = register()
    pairs = [("ZG23-0001", "ZG23-0113"), ("ZG23-0113", "ZG23-0002")]
    decisions = [{"reference_a": a, "reference_b": b, "is_duplicate": "yes"} for a, b in pairs]
    out = clear(rows, tmp_path, decisions=written(tmp_path / "d.csv", decisions))
    merged = {
        row["reference"]: (row["pool_id"], row["note"])
        for row in table(out / "status.csv")
        if row["status"] == "duplicate"
    }
    assert merged == {"ZG23-0113": ("P001", "of ZG23-0001"), "ZG23-0002": ("P001", "of ZG23-0001")}


def test_the_same_input_gives_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    outputs = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        arguments = [
            str(MEETING / "applications.csv"),
            "--form",
            str(MEETING / "form.json"),
            "--opens",
            OPENS,
            "--closes",
            CLOSES,
            "--out",
            str(out),
        ]
        code = "import sys; from obrady.doors.console.main import run; sys.exit(run(['queue', *sys.argv[1:]]))"
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        subprocess.run([sys.executable, "-c", code, *arguments], check=True, env=environment, capture_output=True)
        outputs.append({file.name: file.read_bytes() for file in out.iterdir()})
    assert outputs[0] == outputs[1]
    assert set(outputs[0]) == FILES


# ---------------------------------------------------------------- links


def linked(tmp_path: Path, changes: dict[str, dict[str, str]]) -> tuple[Rows, dict[str, str]]:
    rows = [row | {"linked_with": "", "linked_mode": ""} | changes.get(row["reference"], {}) for row in register()[:20]]
    out = clear(rows, tmp_path)
    return table(out / "links.csv"), {row["reference"]: row["note"] for row in table(out / "status.csv")}


def names(who: str, mode: str = "together") -> dict[str, str]:
    return {"linked_with": who, "linked_mode": mode}


def test_one_naming_is_enough_and_a_second_adds_nothing(tmp_path: Path) -> None:
    links, _ = linked(tmp_path, {"ZG23-0005": names("Hanna Wierzbowka"), "ZG23-0001": names("E. Wrzosowiak")})
    assert links == [{"id_a": "P001", "id_b": "P005", "mode": "together"}]


def test_two_who_want_different_things_get_at_most_one_seat_and_it_is_noted(tmp_path: Path) -> None:
    links, notes = linked(
        tmp_path, {"ZG23-0001": names("Emil Wrzosowiak"), "ZG23-0005": names("Hanna Wierzbówka", "one_of_us")}
    )
    assert links == [{"id_a": "P001", "id_b": "P005", "mode": "one_of_us"}]
    assert notes["ZG23-0001"] == "linked_mode differs from P005: one_of_us is used"


@pytest.mark.parametrize(
    ("change", "note"),
    [
        (names("Jan Nieznany"), "linked_with: no eligible person has this name"),
        (names("Hanna Wierzbówka"), "linked_with: no eligible person has this name"),
        (names("Dorota"), "linked_with: several eligible people have this name"),
        (names("Emil Wrzosowiak", ""), "linked_with: linked_mode is missing"),
    ],
)
def test_what_cannot_be_a_link_is_noted(tmp_path: Path, change: dict[str, str], note: str) -> None:
    links, notes = linked(tmp_path, {"ZG23-0001": change})
    assert (links, notes["ZG23-0001"]) == ([], note)


def test_somebody_can_name_two(tmp_path: Path) -> None:
    links, _ = linked(tmp_path, {"ZG23-0001": names("Emil Wrzosowiak i Bartosz Kulikowiec", "one_of_us")})
    assert [(row["id_a"], row["id_b"]) for row in links] == [("P001", "P005"), ("P001", "P003")]


# ---------------------------------------------------------------- hostile text


def test_formulas_are_harmless_in_every_file_and_come_back(tmp_path: Path) -> None:
    rows = register()[:3]
    rows[0] |= {"organisation": "=HYPERLINK(1)", "reference": "@1"}
    rows[1] |= {"organisation": "＝1+1", "applies_as": "ngo_other"}
    out = clear(rows, tmp_path)
    cells = [
        cell
        for file in FILES
        for line in csv.reader(io.StringIO((out / file).read_text(encoding="utf-8"), newline=""))
        for cell in line
    ]
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "＝"))]
    assert {"'@1", "'=HYPERLINK(1)", "'＝1+1"} <= set(cells)


def test_a_register_that_we_wrote_harmless_is_read_as_it_was(tmp_path: Path) -> None:
    rows = register()[:2]
    rows[0] |= {"organisation": "'=Fundacja"}
    assert "'=Fundacja" in {row["spelling"] for row in table(clear(rows, tmp_path) / "organisations.csv")}


# ---------------------------------------------------------------- refusals


def refused(capsys: pytest.CaptureFixture[str], tmp_path: Path, applications: Path, **options: object) -> list[str]:
    assert queue(applications, tmp_path / "out", **options) == 1
    assert not (tmp_path / "out").exists()
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    return [line.replace(f"{tmp_path}/", "") for line in said.err.splitlines()]


CELLS: list[tuple[str, str, str]] = [
    ("received_at", "2023-12-07T17:00:00", "'2023-12-07T17:00:00' has no offset; write e.g. 2023-12-07T17:00:00+01:00"),
    ("received_at", "", "empty, but every record needs it"),
    (
        "withdrawn_at",
        "2023-02-30T10:00:00Z",
        "'2023-02-30T10:00:00Z' is not a date and time such as 2023-12-07T17:00:00+01:00",
    ),
    ("gender", "K", "'K' is not one of the options"),
    ("hardest_cooperation", "gminas|moon", "'moon' is not one of the options"),
    ("gmina_teryt", "463011", "'463011' is not a gmina code of six or seven digits (was a leading zero lost?)"),
    ("email", "hanna", "'hanna' is not an e-mail address"),
    ("phone", "brak", "'brak' is not a telephone number"),
    ("consent_rules", "1", "'1' is neither yes nor no nor empty"),
    ("reference", "ZG23-0002", "the same reference as in row 3"),
    ("role", "x" * 121, "121 characters, at most 120 are allowed"),
]


@pytest.mark.parametrize(("column", "cell", "words"), CELLS)
def test_a_bad_cell_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], column: str, cell: str, words: str
) -> None:
    rows = register()[:3]
    rows[2][column] = cell
    lines = refused(capsys, tmp_path, written(tmp_path / "in.csv", rows))
    assert lines == [f"in.csv, row 4, column {column}: {words}", "Nothing was written."]


def bytes_of(rows: Rows) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


SPOILT: list[tuple[str, Callable[[bytes], bytes], str]] = [
    ("UTF-16", lambda data: data.decode().encode("utf-16"), "in.csv: the file is in UTF-16; save it as CSV UTF-8"),
    ("Windows-1250", lambda data: data.decode().replace("Hanna Wierzbówka", "Hanna Świąder").encode("cp1250", "replace"),
     "in.csv, row 2, column full_name: this is not UTF-8 (the file looks like Windows-1250); save it as CSV UTF-8"),
    ("ISO-8859-2", lambda data: data.decode().replace("Hanna Wierzbówka", "Hanna Świąder").encode("iso-8859-2", "replace"),
     "in.csv, row 2, column full_name: this is not UTF-8 (the file looks like ISO-8859-2); save it as CSV UTF-8"),
    ("semicolons", lambda data: data.replace(b",", b";"), "in.csv, row 1: the columns are parted by ';'; save the file with commas"),
    ("NUL", lambda data: data.replace(b"Hanna", b"Ha\0nna", 1), "in.csv, row 2, column full_name: a NUL byte"),
    ("ragged", lambda data: data + b"x,y\r\n", "in.csv, row 4: 2 cells where the header has 35"),
    ("open quote", lambda data: data + b'"x', "in.csv, row 4: a quotation mark is opened and not closed, or text follows it (line 4)"),
    ("empty", lambda data: b"", "in.csv: the file is empty"),
    ("missing column", lambda data: data.replace(b"phone,", b"phon,", 1), "in.csv, row 1, column phone: the column is missing"),
    ("unknown column", lambda data: data.replace(b"phone,", b"phon,", 1), "in.csv, row 1, column phon: the form has no such question or consent"),
    ("repeated column", lambda data: data.replace(b",phone,", b",email,", 1), "in.csv, row 1, column email: the column occurs twice"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "line"), [case[1:] for case in SPOILT], ids=[case[0] for case in SPOILT])
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], spoil: Callable[[bytes], bytes], line: str
) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(spoil(bytes_of(register()[:2])))
    assert line in refused(capsys, tmp_path, path)


def test_a_byte_order_mark_is_welcome(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(b"\xef\xbb\xbf" + bytes_of(register()))
    assert queue(path, tmp_path / "out") == 0


def test_all_faults_are_named_up_to_fifty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [row | {"gender": "?"} for row in register()[:60]]
    lines = refused(capsys, tmp_path, written(tmp_path / "in.csv", rows))
    assert lines[:50] == [f"in.csv, row {row}, column gender: '?' is not one of the options" for row in range(2, 52)]
    assert lines[50:] == ["… and 10 more", "Nothing was written."]


DECISIONS: list[tuple[list[tuple[str, str, str]], str]] = [
    ([("ZG23-0001", "ZG99", "yes")], "d.csv, row 2, column reference_b: the register has no reference 'ZG99'"),
    ([("ZG23-0001", "ZG23-0001", "yes")], "d.csv, row 2, column reference_b: a record cannot be a duplicate of itself"),
    ([("ZG23-0001", "ZG23-0002", "maybe")], "d.csv, row 2, column is_duplicate: 'maybe' is neither yes nor no"),
    ([("ZG23-0001", "ZG23-0002", "yes"), ("ZG23-0003", "ZG23-0002", "yes"), ("ZG23-0001", "ZG23-0003", "no")],
     "d.csv, row 4, column is_duplicate: ZG23-0001 and ZG23-0003 are called two people here, but other rows make them one"),
]  # fmt: skip


@pytest.mark.parametrize(("decided", "line"), DECISIONS)
def test_bad_decisions_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], decided: list[tuple[str, str, str]], line: str
) -> None:
    path = written(
        tmp_path / "d.csv",
        [dict(zip(("reference_a", "reference_b", "is_duplicate"), one, strict=True)) for one in decided],
    )
    assert refused(capsys, tmp_path, MEETING / "applications.csv", decisions=path) == [line, "Nothing was written."]


def test_decisions_need_their_three_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path / "d.csv", [{"reference_a": "ZG23-0001", "reference_b": "ZG23-0002"}])
    lines = refused(capsys, tmp_path, MEETING / "applications.csv", decisions=path)
    assert lines == ["d.csv, row 1, column is_duplicate: the column is missing", "Nothing was written."]


WINDOWS = [
    (
        {"opens": "2023-11-29T09:00:00"},
        "--opens: '2023-11-29T09:00:00' has no offset; write e.g. 2023-12-07T17:00:00+01:00",
    ),
    ({"closes": "yesterday"}, "--closes: 'yesterday' is not a date and time such as 2023-12-07T17:00:00+01:00"),
    ({"opens": CLOSES, "closes": OPENS}, "--closes: the window closes before it opens"),
]


@pytest.mark.parametrize(("options", "line"), WINDOWS)
def test_a_bad_window_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: dict[str, str], line: str
) -> None:
    assert refused(capsys, tmp_path, MEETING / "applications.csv", **options) == [line, "Nothing was written."]


@pytest.mark.parametrize("missing", ["form", "opens", "closes", "out"])
def test_what_is_left_out_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str], missing: str) -> None:
    options = {"form": str(MEETING / "form.json"), "opens": OPENS, "closes": CLOSES, "out": str(tmp_path / "out")}
    arguments = [part for name, value in options.items() if name != missing for part in (f"--{name}", value)]
    assert run(["queue", str(MEETING / "applications.csv"), *arguments]) == 1
    assert f"--{missing}" in capsys.readouterr().err


def spoilt_form(change: Callable[[dict], object]) -> str:
    form = json.loads((MEETING / "form.json").read_text(encoding="utf-8"))
    change(form)
    return json.dumps(form)


FORMS = [
    ("not json", "{", "form.json: this is no JSON: "),
    ("a list", "[]", "form.json: form.json: wrong type: expected 'object'"),
    ("no notice", spoilt_form(lambda form: form.pop("notice")), "form.json: notice: missing"),
    (
        "no channel",
        spoilt_form(lambda form: form["sections"][-1]["questions"].pop(1)),
        "form.json: taken_by.required_unless: unknown",
    ),
    (
        "no reference",
        spoilt_form(lambda form: form["sections"][-1]["questions"].pop(0)),
        "form.json: office question reference: missing",
    ),
    ("nested without end", "[" * 200_000, "form.json: this is no JSON: "),
]


@pytest.mark.parametrize(("text", "start"), [case[1:] for case in FORMS], ids=[case[0] for case in FORMS])
def test_a_bad_form_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, start: str) -> None:
    path = tmp_path / "form.json"
    path.write_text(text, encoding="utf-8")
    assert refused(capsys, tmp_path, MEETING / "applications.csv", form=path)[0].startswith(start)


def test_a_form_in_another_encoding_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "form.json"
    path.write_bytes((MEETING / "form.json").read_text(encoding="utf-8").encode("utf-16"))
    assert (
        refused(capsys, tmp_path, MEETING / "applications.csv", form=path)[0] == "form.json: the file is not in UTF-8"
    )


@pytest.mark.parametrize("option", ["form", "decisions"])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str) -> None:
    lines = refused(capsys, tmp_path, MEETING / "applications.csv", **{option: tmp_path / "nowhere"})
    assert lines == ["nowhere: No such file or directory", "Nothing was written."]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("x")
    assert queue(MEETING / "applications.csv", tmp_path / "file") == 1
    assert "file: File exists" in capsys.readouterr().err


def test_earlier_results_survive_a_refusal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = clear(register(), tmp_path)
    before = {file.name: file.read_bytes() for file in out.iterdir()}
    bad = written(tmp_path / "bad.csv", [register()[0] | {"gender": "?"}])
    assert queue(bad, out) == 1
    assert {file.name: file.read_bytes() for file in out.iterdir()} == before


# ---------------------------------------------------------------- documentation


def test_the_reference_names_every_file_option_and_reason(cleared: Path) -> None:
    reference = (Path(__file__).parents[3] / "docs" / "reference" / "queue.md").read_text(encoding="utf-8")
    options = {f"--{name}" for name in ("form", "opens", "closes", "decisions", "out")}
    columns = {column for file in cleared.iterdir() if file.name != "pool.csv" for column in table(file)[0]}
    for word in FILES | options | columns | set(Reason):
        assert f"`{word}`" in reference
