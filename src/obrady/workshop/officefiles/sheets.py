"""A table out of whatever an office has, CSV or XLSX: row by row, with bounded memory, and what is odd named by row."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .cells import armed
from .encodings import UNDECODED, guessed_encoding, guessed_separator
from .reading import LONGEST_CELL, FileFault, FileRefused
from .workbooks import open_workbook

LARGEST_FILE = 50 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 300
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class SheetRow:
    """`number` counts as in a spreadsheet. A row with a fault has no cells."""

    number: int
    cells: tuple[str, ...]
    fault: FileFault | None = None


@dataclass(frozen=True)
class Sheet:
    """`rows` can be gone through once; it raises `FileRefused` where the file ends badly. `details` say what was found:
    encoding and separator, or sheet and sheets."""

    format: str
    columns: tuple[str, ...]
    rows: Iterator[SheetRow]
    details: Mapping[str, object] = field(default_factory=dict)


def read_sheet(data: bytes, *, sheet: str = "", encoding: str = "") -> Sheet:
    """Rows of empty cells are passed over, but counted.

    Raises `FileRefused`: empty, old_office, spreadsheet (kind), broken, bomb, no_sheet, quotes, long_cell, wide_encoding,
    too_large (limit), too_many_rows (limit), too_many_columns (limit), no_rows.
    """
    if len(data) > LARGEST_FILE:
        raise refused("too_large", limit=LARGEST_FILE)
    if not data.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise refused("empty")
    if data.startswith(_OLD_OFFICE):
        raise refused("old_office")
    if data.startswith(_ZIP):
        return _read_workbook(data, sheet)
    return _read_text(data, encoding)


def refused(code: str, *, row: int = 0, **params: object) -> FileRefused:
    return FileRefused([FileFault(row, "", code, params)])


def _read_workbook(data: bytes, wanted: str) -> Sheet:
    book = open_workbook(data, sheet=wanted, most_columns=MOST_COLUMNS)
    filled = (row for row in book.rows if any(cell.strip() for cell in row[1]))
    first = next(filled, None)
    if first is None:
        raise refused("empty")
    columns = named_columns(first[1])
    rows = _first_filled(_limited(SheetRow(number, _fitted(cells, len(columns))) for number, cells in filled))
    return Sheet("xlsx", columns, rows, {"sheet": book.sheet, "sheets": list(book.sheets), "header_row": first[0]})


def _read_text(data: bytes, wanted: str) -> Sheet:
    encoding = wanted or guessed_encoding(data)
    if not encoding.startswith("utf-16") and data.count(0, 0, 4000) > min(len(data), 4000) // 5:
        raise refused("wide_encoding", encoding="UTF-16")
    text = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, errors="surrogateescape", newline="")
    separator = guessed_separator(text.read(200_000))
    text.seek(0)
    records = _records(text, separator)
    header = next((one for one in records if any(cell.strip() for cell in one[1])), None)
    if header is not None and len(header[1]) <= 2 and header[1][0].strip().lower().startswith("sep="):
        header = next((one for one in records if any(cell.strip() for cell in one[1])), None)
    if header is None:
        raise refused("empty")
    while header[1] and not header[1][-1].strip():
        header[1].pop()
    if len(header[1]) > MOST_COLUMNS:
        raise refused("too_many_columns", limit=MOST_COLUMNS)
    columns = named_columns([UNDECODED.sub("\ufffd", cell).replace("\0", "\ufffd") for cell in header[1]])
    rows = (_text_row(number, cells, len(columns)) for number, cells in records if any(cell.strip() for cell in cells))
    details = {"encoding": encoding, "separator": separator, "header_row": header[0]}
    return Sheet("csv", columns, _first_filled(_limited(rows)), details)


def _records(text: io.TextIOWrapper, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text, delimiter=separator, strict=True)
    number = 0
    while True:
        number += 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except UnicodeError:
            raise refused("wide_encoding", encoding="UTF-16") from None
        except csv.Error as error:
            long = "field larger" in str(error)
            code, params = ("long_cell", {"limit": LONGEST_CELL}) if long else ("quotes", {})
            raise refused(code, row=number, line=reader.line_num, **params) from None


def _text_row(number: int, cells: Sequence[str], width: int) -> SheetRow:
    if len(cells) != width and (len(cells) < width or any(cell.strip() for cell in cells[width:])):
        return SheetRow(number, (), FileFault(number, "", "ragged", {"expected": width, "found": len(cells)}))
    whole = "".join(cells)
    if "\0" in whole:
        return SheetRow(number, (), FileFault(number, "", "nul"))
    if UNDECODED.search(whole):
        return SheetRow(number, (), FileFault(number, "", "undecoded"))
    return SheetRow(number, tuple(armed(cell) for cell in cells[:width]))


def _limited(rows: Iterator[SheetRow]) -> Iterator[SheetRow]:
    for taken, row in enumerate(rows, start=1):
        if taken > MOST_ROWS:
            raise refused("too_many_rows", limit=MOST_ROWS)
        yield row


def _first_filled(rows: Iterator[SheetRow]) -> Iterator[SheetRow]:
    """A header with nothing under it is most often a file exported too early."""
    first = next(rows, None)
    if first is None:
        raise refused("no_rows")
    return _again(first, rows)


def _again(first: SheetRow, rows: Iterator[SheetRow]) -> Iterator[SheetRow]:
    yield first
    yield from rows


def _fitted(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return tuple(armed(cell) for cell in [*cells[:width], *([""] * (width - len(cells)))])


def named_columns(cells: Sequence[str]) -> tuple[str, ...]:
    """Every column gets a name of its own: a column without one its place, a repeated one a number."""
    names: dict[str, None] = {}
    for place, cell in enumerate(cells, start=1):
        name = base = " ".join(cell.split())[:300] or f"#{place}"
        again = 1
        while name in names:
            again += 1
            name = f"{base} ({again})"
        names[name] = None
    return tuple(names)
