"""Workbooks of Excel and LibreOffice (.xlsx): looked at before they are opened, read row by row, shown as people see them."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook

from .reading import FileFault, FileRefused

LARGEST_INSIDE = 300 * 1024 * 1024
LARGEST_STRINGS = 100 * 1024 * 1024
MOST_PARTS = 2_000
_LOOKED_AT = 1 << 20
_TOO_MUCH = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.')
_DATE_SIGNS = re.compile(r"[hHsS]|(?<![a-zA-Z])AM/PM")
_BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, IndexError, AttributeError, ParseError)


@dataclass(frozen=True)
class Workbook:
    sheet: str
    sheets: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]]


def open_workbook(data: bytes, *, sheet: str, most_columns: int) -> Workbook:
    """The sheet asked for, or the first that is shown. Formulas come as what they last showed; nothing is computed.

    Raises `FileRefused`: spreadsheet (of another kind), bomb, broken, no_sheet, too_many_columns.
    """
    _look_inside(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        shown = [one for one in book.worksheets if one.sheet_state == "visible"]
    except (*_BROKEN, MemoryError, OSError, NotImplementedError, RuntimeError):
        raise _refused("broken") from None
    chosen = next((one for one in shown if one.title == sheet), None) if sheet else next(iter(shown), None)
    if chosen is None:
        raise _refused("no_sheet")
    return Workbook(chosen.title, tuple(one.title for one in shown), _rows(chosen, most_columns))


def _refused(code: str, **params: object) -> FileRefused:
    return FileRefused([FileFault(0, "", code, params)])


def _look_inside(data: bytes) -> None:
    """What a small file could grow into is seen from its list of contents; unpacking stops at the sizes told there."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in {name.lower() for name in names}:
                kind = "ods" if "content.xml" in names else "docx" if "word/document.xml" in names else "zip"
                raise _refused("spreadsheet", kind=kind)
            strings = sum(part.file_size for part in parts if "sharedstrings" in part.filename.lower())
            whole = sum(part.file_size for part in parts)
            if len(parts) > MOST_PARTS or whole > LARGEST_INSIDE or strings > LARGEST_STRINGS:
                raise _refused("bomb")
            if any(part.flag_bits & 1 for part in parts):
                raise _refused("broken")
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _refuse_entities(archive, part)
    except (*_BROKEN, NotImplementedError, RuntimeError, OSError):
        raise _refused("broken") from None


def _refuse_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Office programs declare no entities: where there are some, they are meant to grow or to reach out."""
    with archive.open(part) as file:
        head = file.read(_LOOKED_AT)
    if _TOO_MUCH.search(head.replace(b"\0", b"")):
        raise _refused("bomb")


def _rows(sheet, most_columns: int) -> Iterator[tuple[int, list[str]]]:
    sheet.reset_dimensions()
    try:
        for number, cells in enumerate(sheet.iter_rows(max_col=most_columns + 1), start=1):
            row = [_shown(cell) for cell in cells]
            if len(row) > most_columns and row[most_columns].strip():
                raise _refused("too_many_columns", limit=most_columns)
            while row and not row[-1]:
                row.pop()
            yield number, row[:most_columns]
    except (*_BROKEN, OSError, EOFError, RuntimeError):
        raise _refused("broken") from None


def _shown(cell) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number_shown(value, cell.number_format or "General")
    return date_shown(value, cell.number_format or "")


def date_shown(value: object, number_format: str) -> str:
    if isinstance(value, datetime):
        # Excel's own arithmetic leaves parts of a second that nobody typed.
        value = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
        if value.time() == time() and not _DATE_SIGNS.search(_QUOTED.sub("", number_format)):
            return value.date().isoformat()
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.replace(microsecond=0).isoformat()
    return str(value)


def number_shown(value: int | float, number_format: str) -> str:
    """With the zeros, the plus and the hyphens that the cell's format shows: a telephone number, a postal code."""
    if isinstance(value, float) and not (abs(value) < 1e300):
        return ""
    shape = number_format.split(";")[0]
    bare = _QUOTED.sub("", shape)
    if "%" in bare:
        return f"{_plain(round(value * 100, 9))}%"
    if float(value).is_integer() and value >= 0 and "." not in bare and not re.search(r"[a-zA-Z?/,]", bare):
        places = bare.count("0") + bare.count("#")
        if bare.count("0") > 1 or (places > 1 and re.search(r"[-+() ]", bare)):
            return _masked(str(int(value)), _QUOTED.sub(lambda found: _literal(found[1] or found[2] or ""), shape))
    decimals = re.search(r"\.(0+)", bare)
    if decimals and not re.search(r"[a-zA-Z]", bare):
        return f"{value:.{len(decimals[1])}f}"
    return _plain(value)


def _literal(text: str) -> str:
    # Zeros and hashes that are quoted are text; they must not be filled with digits.
    return text.replace("0", "\ue000").replace("#", "\ue001")


def _masked(digits: str, shape: str) -> str:
    left, out = list(digits), []
    first = min((shape.find(sign) for sign in "0#" if sign in shape), default=0)
    for place in range(len(shape) - 1, -1, -1):
        sign = shape[place]
        if sign in "0#":
            out.append(left.pop() if left else ("0" if sign == "0" else ""))
        else:
            out.append(sign)
        if place == first:
            out.extend(reversed(left))
            left = []
    return "".join(reversed(out)).replace("\ue000", "0").replace("\ue001", "#").strip()


def _plain(value: int | float) -> str:
    if isinstance(value, int) or float(value).is_integer():
        return str(int(value))
    return format(Decimal(repr(value)), "f")
