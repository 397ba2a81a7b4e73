"""Reading the files of `select`: everything wrong is named by file, row and column before anything is computed."""

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from obrady.core.selection import Candidate, Cap, Link, LinkKind, Quota, Rules

LINK_KINDS = {
    "together": LinkKind.TOGETHER,
    "one_of_us": LinkKind.AT_MOST_ONE,
    "exactly_one": LinkKind.EXACTLY_ONE,
}
YES_OR_NO = {"yes": True, "no": False, "": True}
MOST_DIGITS = 9
OTHER_UNICODE = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
FORMULA_STARTS = "=+-@"
BIDI_MARKS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class BadInput(Exception):
    """Something that the person at the command line has to mend; the message says where."""


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file as read: rows numbered as a spreadsheet shows them, the header being row 1."""

    path: Path
    header: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]

    def bad(self, row: int, column: str, message: str) -> BadInput:
        return BadInput(f"{self.path}, row {row}, column {column}: {message}")

    def require(self, columns: Sequence[str], why: str = "") -> None:
        """These columns are used, so they must be there and hold nothing invisible; the others are ignored."""
        for column in columns:
            if column not in self.header:
                hint = "; the file seems to use semicolons, not commas" if ";" in "".join(self.header) else ""
                raise BadInput(f"{self.path}, row 1: there is no column {column!r}{why}{hint}")
            for row, cells in self.rows:
                if hidden := _invisible(cells[column]):
                    raise self.bad(row, column, f"an invisible character U+{ord(hidden):04X} in {cells[column]!a}")


def read_table(path: Path) -> Table:
    text = _decoded(path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[tuple[int, list[str]]] = []
    try:
        for row, cells in enumerate(reader, start=1):
            if any(cells):
                records.append((row, [unicodedata.normalize("NFC", cell.strip()) for cell in cells]))
    except csv.Error as error:
        raise BadInput(f"{path}, row {len(records) + 1}: not a CSV record ({error})") from error
    if not records:
        raise BadInput(f"{path}: the file is empty")
    (header_row, header), *body = records
    for name in header:
        if header.count(name) > 1:
            raise BadInput(f"{path}, row {header_row}: the column {name!r} occurs twice")
    for row, cells in body:
        if len(cells) != len(header):
            raise BadInput(f"{path}, row {row}: {len(cells)} cells where the header has {len(header)}")
    return Table(path, tuple(header), tuple((row, dict(zip(header, cells, strict=True))) for row, cells in body))


def _decoded(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error.strerror or error})") from error
    encoding = OTHER_UNICODE.get(content[:2]) or ("UTF-16 or binary" if b"\0" in content else None)
    if encoding:
        raise BadInput(f"{path}: the file is {encoding}; save it as CSV UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        raise BadInput(
            f"{path}, line {row}: byte 0x{byte:02X} is not UTF-8 (perhaps Windows-1250); save the file as CSV UTF-8"
        ) from error


def _invisible(cell: str) -> str:
    """The first character that turns the direction of the text or controls a terminal, or nothing."""
    if cell.isprintable():
        return ""
    marks = (one for one in cell if one in BIDI_MARKS or (unicodedata.category(one) == "Cc" and one not in "\t\r\n"))
    return next(marks, "")


def read_quotas(path: Path) -> tuple[Quota, ...]:
    table = read_table(path)
    table.require(["feature", "value", "min", "max"])
    quotas: dict[tuple[str, str], Quota] = {}
    for row, cells in table.rows:
        feature, value = cells["feature"], cells["value"]
        if not feature:
            raise table.bad(row, "feature", "the cell is empty")
        if (feature, value) in quotas:
            raise table.bad(row, "value", f"{feature} = {value} already has a row")
        low, high = (_whole(table, row, column, cells[column]) for column in ("min", "max"))
        if low > high:
            raise table.bad(row, "min", f"the minimum {low} is above the maximum {high}")
        lowest, highest = (_limit(table, row, column, cells) for column in ("min_flex", "max_flex"))
        if lowest is not None and lowest > low:
            raise table.bad(
                row, "min_flex", f"{lowest} is above the minimum {low}; it says how far that may be lowered"
            )
        if highest is not None and highest < high:
            raise table.bad(
                row, "max_flex", f"{highest} is below the maximum {high}; it says how far that may be raised"
            )
        counts = _yes_or_no(table, row, "guests", cells)
        quotas[feature, value] = Quota(feature, value, low, high, lowest, highest, counts)
    return tuple(quotas.values())


def _limit(table: Table, row: int, column: str, cells: dict[str, str]) -> int | None:
    return _whole(table, row, column, cells[column]) if cells.get(column) else None


def _yes_or_no(table: Table, row: int, column: str, cells: dict[str, str]) -> bool:
    answer = cells.get(column, "").lower()
    if answer not in YES_OR_NO:
        raise table.bad(row, column, f"{cells[column]!r} is neither yes nor no")
    return YES_OR_NO[answer]


def _whole(table: Table, row: int, column: str, cell: str) -> int:
    if not (cell.isascii() and cell.isdigit()):
        raise table.bad(row, column, f"{cell!r} is not a whole number")
    if len(cell) > MOST_DIGITS:
        raise table.bad(row, column, f"{cell} is too large")
    return int(cell)


def read_pool(
    path: Path, *, features: Sequence[str], household: str | None, groups: Sequence[str]
) -> tuple[Candidate, ...]:
    table = read_table(path)
    table.require(["id"])
    table.require(features, " (a feature in the quotas)")
    table.require(groups, " (named by --cap)")
    table.require([household] if household else [], " (named by --household)")
    first_row: dict[str, int] = {}
    pool = []
    for row, cells in table.rows:
        code = cells["id"]
        _check_code(table, row, code)
        if code in first_row:
            raise table.bad(row, "id", f"{code} already stands in row {first_row[code]}")
        first_row[code] = row
        pool.append(
            Candidate(
                code=code,
                features={feature: cells[feature] for feature in features},
                household=(cells[household] or None) if household else None,
                groups={key: cells[key] for key in groups if cells[key]},
            )
        )
    return tuple(pool)


def _check_code(table: Table, row: int, code: str) -> None:
    if not code:
        raise table.bad(row, "id", "the cell is empty")
    if code[0] in FORMULA_STARTS:
        raise table.bad(row, "id", f"{code!r} would be a formula in a spreadsheet; ids may not begin with = + - @")
    if not code.isprintable():
        raise table.bad(row, "id", f"{code!a} holds invisible characters")


def read_links(path: Path, pool: Sequence[Candidate]) -> tuple[Link, ...]:
    table = read_table(path)
    table.require(["id_a", "id_b", "mode"])
    known = {one.code for one in pool}
    return tuple(dict.fromkeys(_links(table, known)))


def _links(table: Table, known: set[str]) -> Iterator[Link]:
    for row, cells in table.rows:
        for column in ("id_a", "id_b"):
            if cells[column] not in known:
                raise table.bad(row, column, f"{cells[column]!r} is not in the pool")
        if cells["id_a"] == cells["id_b"]:
            raise table.bad(row, "id_b", f"{cells['id_b']} is linked with itself")
        if cells["mode"] not in LINK_KINDS:
            raise table.bad(row, "mode", f"{cells['mode']!r} is neither together, one_of_us nor exactly_one")
        first, second = sorted((cells["id_a"], cells["id_b"]))
        yield Link(first, second, LINK_KINDS[cells["mode"]])


def read_must(path: Path, pool: Sequence[Candidate]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who is on every panel, and who of these is a guest; without a column `guest` all of them are."""
    rows = _people(path, pool)
    table = read_table(path)
    must = tuple(cells["id"] for _, cells in rows)
    return must, tuple(cells["id"] for row, cells in rows if _yes_or_no(table, row, "guest", cells))


def read_excluded(path: Path, pool: Sequence[Candidate]) -> dict[str, str]:
    """Who is on no panel, and why (the column `reason` may be missing)."""
    return {cells["id"]: cells.get("reason", "") for _, cells in _people(path, pool)}


def _people(path: Path, pool: Sequence[Candidate]) -> list[tuple[int, dict[str, str]]]:
    table = read_table(path)
    table.require(["id"])
    known = {one.code for one in pool}
    first_row: dict[str, int] = {}
    for row, cells in table.rows:
        if cells["id"] not in known:
            raise table.bad(row, "id", f"{cells['id']!r} is not in the pool")
        if cells["id"] in first_row:
            raise table.bad(row, "id", f"{cells['id']} already stands in row {first_row[cells['id']]}")
        first_row[cells["id"]] = row
    return list(table.rows)


def read_caps(given: Sequence[str]) -> tuple[Cap, ...]:
    caps: dict[str, Cap] = {}
    for text in given:
        column, equals, number = text.rpartition("=")
        number = number.strip()
        column = unicodedata.normalize("NFC", column.strip())
        if not equals or not column or not (number.isascii() and number.isdigit()) or len(number) > MOST_DIGITS:
            raise BadInput(f"--cap {text}: write it as COLUMN=N with a whole number N, for example organisation_key=2")
        if column in caps:
            raise BadInput(f"--cap {text}: the column already has a cap")
        caps[column] = Cap(column, int(number))
    return tuple(caps.values())


@dataclass(frozen=True, slots=True)
class Case:
    """Pool and rules as the solver takes them, and why people are excluded (code -> reason)."""

    pool: tuple[Candidate, ...]
    rules: Rules
    excluded: Mapping[str, str]


def read_case(
    *,
    pool: Path,
    quotas: Path,
    seats: int,
    caps: Sequence[str],
    household: str | None,
    links: Path | None,
    must: Path | None = None,
    exclude: Path | None = None,
) -> Case:
    if seats < 1:
        raise BadInput(f"--seats {seats}: at least one seat is needed")
    if seats >= 10**MOST_DIGITS:
        raise BadInput(f"--seats {seats}: the number is too large")
    wanted = read_quotas(quotas)
    capped = read_caps(caps)
    people = read_pool(
        pool,
        features=list(dict.fromkeys(quota.feature for quota in wanted)),
        household=unicodedata.normalize("NFC", household.strip()) if household else None,
        groups=[cap.key for cap in capped],
    )
    inside, guests = read_must(must, people) if must else ((), ())
    excluded = read_excluded(exclude, people) if exclude else {}
    for code in inside:
        if code in excluded:
            raise BadInput(f"{exclude}: {code} must be in by {must} and is excluded here; take one of the two away")
    rules = Rules(
        seats=seats,
        quotas=wanted,
        caps=capped,
        links=read_links(links, people) if links else (),
        households=household is not None,
        must=inside,
        guests=guests,
        excluded=tuple(excluded),
    )
    return Case(pool=people, rules=rules, excluded=excluded)
