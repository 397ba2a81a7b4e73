"""CSV files: read strictly with every fault at its place, written so that nothing in them is a formula."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obrady.workshop.officefiles import FileFault, FileRefused, armed, harmless, read_csv, write_csv, write_files

POLISH = "imię,miasto\r\nŁucja,Toruń\r\nMirosława,Świecie\r\n"


def refused(data: bytes) -> tuple[FileFault, ...]:
    with pytest.raises(FileRefused) as refusal:
        read_csv(data)
    return refusal.value.faults


def test_a_file_is_read_with_its_line_breaks_and_quotes() -> None:
    table = read_csv(b'a,b\r\n"x\r\ny","say ""hi"", please"\r\n1,2\n')
    assert table.columns == ("a", "b")
    assert table.rows == ({"a": "x\r\ny", "b": 'say "hi", please'}, {"a": "1", "b": "2"})


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_byte_order_mark_is_no_part_of_the_first_column(mark: bytes) -> None:
    assert read_csv(mark + POLISH.encode()).columns == ("imię", "miasto")


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_any_line_ending_will_do(ending: str) -> None:
    assert len(read_csv(POLISH.replace("\r\n", ending).encode()).rows) == 2


def test_an_empty_line_keeps_its_number_and_lines_at_the_end_are_nothing() -> None:
    assert read_csv(b"a,b\n1,2\n\n3,4\n\n\n").rows == ({"a": "1", "b": "2"}, {"a": "", "b": ""}, {"a": "3", "b": "4"})


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_named(encoding: str) -> None:
    (fault,) = refused(POLISH.encode(encoding))
    assert (fault.code, fault.row) == ("wide_encoding", 0)
    assert str(fault.params["encoding"]) == encoding[:6].upper()


@pytest.mark.parametrize(("encoding", "guess"), [("cp1250", "Windows-1250"), ("iso-8859-2", "ISO-8859-2")])
def test_old_polish_encodings_are_guessed_and_every_such_cell_is_named(encoding: str, guess: str) -> None:
    text = "name,town\r\nŁucja Ślaz,Toruń\r\nJan,Świecie\r\nEwa,Rypin\r\n"
    assert refused(text.encode(encoding)) == (
        FileFault(2, "name", "not_utf8", {"guess": guess}),
        FileFault(2, "town", "not_utf8", {"guess": guess}),
        FileFault(3, "town", "not_utf8", {"guess": guess}),
    )


def test_where_the_letters_do_not_tell_the_old_encodings_apart_both_are_named() -> None:
    (fault,) = refused("name,town\r\nŻaneta,Rypin\r\n".encode("cp1250"))
    assert fault.params["guess"] == "Windows-1250 or ISO-8859-2"


FAULTY: list[tuple[str, bytes, FileFault]] = [
    ("nothing", b"", FileFault(0, "", "empty")),
    ("nothing but lines", b"\r\n\r\n", FileFault(0, "", "empty")),
    ("a spreadsheet's own format", b"PK\x03\x04" + b"\0" * 60, FileFault(0, "", "spreadsheet")),
    ("a row too short", b"a,b\r\n1\r\n", FileFault(2, "", "ragged", {"expected": 2, "found": 1})),
    ("a row too long", b"a,b\r\n1,2\r\n1,2,3\r\n", FileFault(3, "", "ragged", {"expected": 2, "found": 3})),
    ("a NUL byte", b"a,b\r\n1,x\0y\r\n", FileFault(2, "b", "nul")),
    ("semicolons", b"a;b\r\n1;2\r\n", FileFault(1, "", "separator", {"separator": ";"})),
    ("tabs", b"a\tb\r\n1\t2\r\n", FileFault(1, "", "separator", {"separator": "\t"})),
    ("an open quote", b'a,b\r\n1,"2\r\n3,4\r\n', FileFault(2, "", "quotes", {"line": 3})),
    ("text after a quote", b'a,b\r\n1,2\r\n"3"x,4\r\n', FileFault(3, "", "quotes", {"line": 3})),
    (
        "a cell without end",
        b'a,b\r\n1,"' + b"x" * 140_000,
        FileFault(2, "", "long_cell", {"line": 2, "limit": 131_072}),
    ),
]


@pytest.mark.parametrize(("data", "fault"), [case[1:] for case in FAULTY], ids=[case[0] for case in FAULTY])
def test_a_fault_is_named_at_its_place(data: bytes, fault: FileFault) -> None:
    assert refused(data) == (fault,)


def test_all_faults_are_named_not_only_the_first() -> None:
    faults = refused(b"a,b\r\n1\r\n\0,2\r\n1,2,3\r\n")
    assert [(fault.row, fault.code) for fault in faults] == [(2, "ragged"), (3, "nul"), (4, "ragged")]


@given(st.binary(max_size=200))
def test_whatever_is_in_a_file_it_is_read_or_refused(data: bytes) -> None:
    try:
        table = read_csv(data)
    except FileRefused as refusal:
        faults, rows = refusal.faults, []
    else:
        faults, rows = (), [set(row) == set(table.columns) for row in table.rows]
    assert faults or all(rows)


DANGEROUS = ["=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1+1", "＋1", "－1", "＠x", "﹢1",
             "\u200b=1", "\u00a0@x", "'=1", "''=1", "-", "=", "−5"]  # fmt: skip
HARMLESS = [
    "",
    "Jan",
    "'Jan",
    "a=b",
    "1+1",
    "+48 000 000 490",
    "+48000000490",
    "+48 (56) 622-00-00",
    "2023-12-07",
    "'",
    "3.14",
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_formula_becomes_text_and_comes_back(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert armed(harmless(text)) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text
    assert armed(text) == text


@given(st.text())
def test_every_text_comes_back_from_its_harmless_form(text: str) -> None:
    assert armed(harmless(text)) == text
    assert not harmless(text).lstrip().startswith(("=", "@", "\t", "\r"))


def test_what_is_written_is_read_back() -> None:
    rows = [["=HYPERLINK()", "+48 000 000 490"], ['two\nlines, „quotes” "too"', ""], ["'=x", "Łódź"]]
    data = write_csv(("text", "phone"), rows)
    assert [list(row.values()) for row in read_csv(data).rows] == rows


def test_the_file_is_utf8_with_crlf_and_numbers_stay_numbers() -> None:
    assert (
        write_csv(("a", "b"), [[-5, 1.5], ["-5", None], ["ą", "b,c"]])
        == 'a,b\r\n-5,1.5\r\n\'-5,\r\ną,"b,c"\r\n'.encode()
    )


def test_a_reader_that_knows_nothing_of_us_sees_the_same_table() -> None:
    data = write_csv(("a", "b"), [["x\r\ny", "1"], ["z", "2"]])
    assert list(csv.reader(io.StringIO(data.decode(), newline=""))) == [["a", "b"], ["x\r\ny", "1"], ["z", "2"]]


def test_files_are_written_together_and_nothing_else_is_left(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "out"
    write_files(folder, {"a.csv": b"1", "b.csv": b"2"})
    write_files(folder, {"a.csv": b"3"})
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {"a.csv": b"3", "b.csv": b"2"}


def test_when_one_file_cannot_be_written_none_is(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.csv": b"old"})
    with pytest.raises(OSError, match="No such file"):
        write_files(tmp_path, {"a.csv": b"new", "no/such.csv": b"new"})
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("a.csv", b"old")]


def test_a_folder_in_the_way_of_one_file_keeps_all_from_being_written(tmp_path: Path) -> None:
    (tmp_path / "b.csv").mkdir()
    with pytest.raises(IsADirectoryError, match="a folder stands"):
        write_files(tmp_path, {"a.csv": b"new", "b.csv": b"new"})
    assert [file.name for file in tmp_path.iterdir()] == ["b.csv"]
