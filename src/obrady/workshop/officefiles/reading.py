"""Reading a CSV file: UTF-8, commas, a header; everything that is wrong is named by row and column."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .cells import armed

_WIDE_ENCODINGS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_UNDECODED = re.compile("[\udc80-\udcff]")
# Polish letters that the two old encodings put in different places: ą Ą ś Ś ź Ź.
_ONLY_WINDOWS_1250 = frozenset(b"\xb9\xa5\x9c\x8c\x9f\x8f")
_ONLY_ISO_8859_2 = frozenset(b"\xb1\xa1\xb6\xa6\xbc\xac")
# What .xlsx, .ods and .zip begin with.
_ARCHIVE = b"PK\x03\x04"
LONGEST_CELL = 131_072


@dataclass(frozen=True)
class FileFault:
    """`row` counts as in a spreadsheet (1 = header; 0 = the file as a whole), `column` is "" for a whole row."""

    row: int
    column: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


class FileRefused(Exception):
    """The file cannot be read as a table. Fault codes: empty, spreadsheet, wide_encoding (encoding), not_utf8 (guess),
    separator (separator), nul, ragged (expected, found), quotes, long_cell (limit)."""

    def __init__(self, faults: Sequence[FileFault]) -> None:
        self.faults = tuple(faults)
        super().__init__(", ".join(f"{fault.code} at row {fault.row}" for fault in self.faults[:3]))


@dataclass(frozen=True)
class Table:
    """`rows` begin with the row after the header, each a mapping from column to cell."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    faults: tuple[FileFault, ...] = ()


def read_csv(data: bytes, *, good_rows_only: bool = False) -> Table:
    """Reads a whole file. A byte order mark is fine; the apostrophe that `harmless` puts before formulas is taken away.

    `good_rows_only`: a row with a fault below the header becomes a row of empty cells, and its fault stands in `faults`.
    """
    _refuse_wide_encoding(data)
    text = data.decode("utf-8-sig", errors="surrogateescape")
    rows, faults = _split(text)
    if not faults and not rows:
        faults = [FileFault(0, "", "empty")]
    if faults:
        raise FileRefused(faults)
    columns = tuple(cell.strip() for cell in rows[0])
    _refuse_other_separator(columns)
    faults = list(_faults(columns, rows, _guessed_encoding(data)))
    if faults and not (good_rows_only and all(fault.row > 1 for fault in faults)):
        raise FileRefused(faults)
    left_out = {fault.row for fault in faults}
    # An empty line stays as a row of empty cells, so that the rows after it keep their numbers.
    blank = [""] * len(columns)
    full = (row if row and number not in left_out else blank for number, row in enumerate(rows[1:], start=2))
    filled = tuple(dict(zip(columns, map(armed, row), strict=True)) for row in full)
    return Table(columns=columns, rows=filled, faults=tuple(faults))


def _refuse_wide_encoding(data: bytes) -> None:
    if data.startswith(_ARCHIVE):
        raise FileRefused([FileFault(0, "", "spreadsheet")])
    found = next((name for mark, name in _WIDE_ENCODINGS if data.startswith(mark)), None)
    # Without a mark, UTF-16 shows by its zero bytes: every second one of a Latin text.
    if found is None and data and data.count(0) > len(data) // 5:
        found = "UTF-16"
    if found is not None:
        raise FileRefused([FileFault(0, "", "wide_encoding", {"encoding": found})])


def _split(text: str) -> tuple[list[list[str]], list[FileFault]]:
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows.extend(reader)
    except csv.Error as error:
        long = "field larger" in str(error)
        code, params = ("long_cell", {"limit": LONGEST_CELL}) if long else ("quotes", {})
        return rows, [FileFault(len(rows) + 1, "", code, {"line": reader.line_num, **params})]
    while rows and not rows[-1]:
        rows.pop()
    return rows, []


def _refuse_other_separator(columns: Sequence[str]) -> None:
    if len(columns) > 1:
        return
    separator = next((mark for mark in (";", "\t", "|") if columns and mark in columns[0]), None)
    if separator is not None:
        raise FileRefused([FileFault(1, "", "separator", {"separator": separator})])


def _faults(columns: Sequence[str], rows: Sequence[Sequence[str]], guess: str) -> Iterator[FileFault]:
    for number, cells in enumerate(rows, start=1):
        if cells and len(cells) != len(columns):
            yield FileFault(number, "", "ragged", {"expected": len(columns), "found": len(cells)})
        for position, cell in enumerate(cells):
            column = columns[position] if position < len(columns) and number > 1 else f"{position + 1}"
            if "\0" in cell:
                yield FileFault(number, _printable(column), "nul")
            if _UNDECODED.search(cell):
                yield FileFault(number, _printable(column), "not_utf8", {"guess": guess})


def _printable(column: str) -> str:
    return _UNDECODED.sub("\ufffd", column).replace("\0", "\ufffd")


def _guessed_encoding(data: bytes) -> str:
    windows = sum(data.count(byte) for byte in _ONLY_WINDOWS_1250)
    iso = sum(data.count(byte) for byte in _ONLY_ISO_8859_2)
    return "Windows-1250" if windows > iso else "ISO-8859-2" if iso else "Windows-1250 or ISO-8859-2"
