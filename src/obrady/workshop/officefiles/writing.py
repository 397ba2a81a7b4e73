"""Writing CSV files for people who open them in a spreadsheet, and several files at once or none."""

import csv
import errno
import io
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX

from .cells import harmless

Cell = str | int | float | None
ROWS_AT_ONCE = 200
NARROWEST, WIDEST = 12, 60
# More does not fit into a cell of Excel.
LONGEST_TEXT = 32_767
KEPT_IN_MEMORY = 8 * 1024 * 1024
BOLD = Font(bold=True)


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 without a mark, commas, CRLF. Text is made harmless; numbers (not text that looks like one) stay numbers."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return written.getvalue().encode("utf-8")


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """The same as `write_csv`, some rows at a time, for files that are sent while they are written."""
    head = write_csv(columns, [])
    yield head
    for some in _batches(rows):
        yield write_csv((), some)[2:]


def _batches(rows: Iterable[Sequence[Cell]]) -> Iterator[list[Sequence[Cell]]]:
    waiting = iter(rows)
    while some := list(islice(waiting, ROWS_AT_ONCE)):
        yield some


def write_xlsx(columns: Sequence[str], rows: Iterable[Sequence[str]], *, title: str) -> IO[bytes]:
    """One sheet of text cells with a header that stays in sight; nothing in it is a formula or becomes a number."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(title))
    sheet.freeze_panes = "A2"
    for place, name in enumerate(columns, start=1):
        width = min(max(len(name) + 2, NARROWEST), WIDEST)
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([_text_cell(sheet, name, bold=True) for name in columns])
    for row in rows:
        sheet.append([_text_cell(sheet, cell) if cell else None for cell in row])
    written = tempfile.SpooledTemporaryFile(max_size=KEPT_IN_MEMORY)  # noqa: SIM115 the caller reads and closes it
    book.save(written)
    written.seek(0)
    return written


def _sheet_title(title: str) -> str:
    return INVALID_TITLE_REGEX.sub(" ", title).strip()[:31] or "1"


def _text_cell(sheet, text: str, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub(" ", harmless(text))[:LONGEST_TEXT])
    cell.data_type = "s"
    cell.number_format = "@"
    if bold:
        cell.font = BOLD
    return cell


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Puts all files into the folder, made if needed. Each is written aside first and renamed at the end, so that a full
    disk or a kill leaves no half file; a folder where a file has to go stops all (IsADirectoryError)."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in files:
        if (folder / name).is_dir():
            raise IsADirectoryError(errno.EISDIR, "a folder stands where a file has to go", str(folder / name))
    with tempfile.TemporaryDirectory(prefix=".writing-", dir=folder) as aside:
        for name, content in files.items():
            with (Path(aside) / name).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for name in files:
            (Path(aside) / name).replace(folder / name)
