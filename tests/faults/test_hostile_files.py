"""The commands that read files, against files that nobody should have made: a reason in words, and nothing half written."""

import csv
import io
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from obrady.doors.console.importing import applications as import_applications
from obrady.doors.console.main import run
from obrady.stages.applications.models import Application, ImportBatch
from obrady.stages.ledger.models import Entry
from obrady.stages.ledger.queries import breaks
from obrady.stages.organisations.models import Spelling
from obrady.stages.people.models import Consent, Person
from tests.stages.applications import desk

MEETING = desk.DATA
WINDOW = ["--opens", "2023-11-29T09:00:00+01:00", "--closes", "2023-12-07T17:00:00+01:00"]
LARGE = "ż" * 1_000_000
Spoil = Callable[[str], bytes]


def cells_changed(change: Callable[[list[list[str]]], None]) -> Spoil:
    def spoil(text: str) -> bytes:
        table = list(csv.reader(io.StringIO(text, newline="")))
        change(table)
        out = io.StringIO(newline="")
        csv.writer(out).writerows(table)
        return out.getvalue().encode("utf-8", "surrogatepass")

    return spoil


def in_every_column(words: str) -> Spoil:
    """One row per column, with these words in it."""

    def change(table: list[list[str]]) -> None:
        for column in range(len(table[0])):
            row = table[1 + column % (len(table) - 1)]
            row[column] = words

    return cells_changed(change)


def add_columns(table: list[list[str]]) -> None:
    for row in table:
        row += ["x"] * 3000


def random_bytes(text: str) -> bytes:
    dice = random.Random(17)
    raw = bytearray(text.encode())
    for _ in range(400):
        raw[dice.randrange(len(raw))] = dice.randrange(256)
    return bytes(raw)


SPOILT: dict[str, Spoil] = {
    "empty": lambda text: b"",
    "only a header": lambda text: text.splitlines()[0].encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-32": lambda text: text.encode("utf-32"),
    "Windows-1250": lambda text: text.encode("cp1250", "replace") + b"\x9c\xb9\xea",
    "ISO-8859-2": lambda text: text.encode("iso-8859-2", "replace") + b"\xb6\xb1",
    "half a character": lambda text: text.encode() + b"\xc5",
    "lone surrogates": cells_changed(lambda table: table[1].__setitem__(0, "\ud800")),
    "a picture": lambda text: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
    "an archive": lambda text: b"PK\x03\x04" + b"\x00" * 500,
    "nothing but NUL": lambda text: b"\x00" * 5000,
    "an open quote": lambda text: text.encode() + b'"abc\n,,,\n',
    "semicolons": lambda text: text.replace(",", ";").encode(),
    "carriage returns alone": lambda text: text.replace("\r\n", "\n").replace("\n", "\r").encode(),
    "short rows": cells_changed(lambda table: table.append(["only one"])),
    "long rows": cells_changed(lambda table: table.append(["x"] * 500)),
    "a column twice": cells_changed(lambda table: [row.append(row[0]) for row in table]),
    "a column without a name": cells_changed(lambda table: [row.append("") for row in table]),
    "the first column gone": cells_changed(lambda table: [row.pop(0) for row in table]),
    "the last column gone": cells_changed(lambda table: [row.pop() for row in table]),
    "thousands of columns": cells_changed(add_columns),
    "a row twice": cells_changed(lambda table: table.append(table[1])),
    "markup": in_every_column("<script>alert(1)</script>"),
    "formulas": in_every_column("=HYPERLINK(1)"),
    "full-width formulas": in_every_column("＝1+1"),
    "turned text": in_every_column("\u202e\u2066kot"),
    "NUL in a cell": in_every_column("a\x00b"),
    "a megabyte in a cell": in_every_column(LARGE),
    "line breaks": in_every_column("a\nb\r\nc"),
    "numbers beyond all limits": in_every_column("9" * 5000),
    "negative numbers": in_every_column("-1"),
    "no numbers": in_every_column("NaN"),
    "infinity": in_every_column("1e999"),
    "ends of the calendar": in_every_column("0001-01-01T00:00:00+14:00"),
    "random bytes": random_bytes,
}


def spoilt(tmp_path: Path, name: str, kind: str) -> Path:
    file = tmp_path / f"spoilt-{Path(name).name}"
    file.write_bytes(SPOILT[kind]((MEETING / name).read_text(encoding="utf-8")))
    return file


def says_why(status: int, said: str) -> bool:
    return "Traceback" not in said and (status == 0 or len(said.strip()) > 10)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", SPOILT)
def test_an_import_takes_all_or_nothing(kind: str, tmp_path: Path, capsys) -> None:
    meeting = desk.meeting_of_the_register()
    before, file = counted(), spoilt(tmp_path, "applications.csv", kind)
    status = import_applications(file=file, meeting=meeting.slug)
    said = capsys.readouterr().err
    assert status in (0, 1)
    assert says_why(status, said), said
    if status:
        assert counted() == before
    assert not ImportBatch.objects.filter(visible_at=None).exists()
    assert list(breaks()) == []


def counted() -> list[int]:
    return [model.objects.count() for model in (Application, Person, Consent, Spelling, ImportBatch, Entry)]


QUEUE = {"applications.csv": "register", "duplicates.csv": "--decisions", "form.json": "--form"}


@pytest.mark.parametrize("name", QUEUE)
@pytest.mark.parametrize("kind", SPOILT)
def test_the_queue_refuses_in_words_or_writes_whole_files(name: str, kind: str, tmp_path: Path, capsys) -> None:
    file, out = spoilt(tmp_path, name, kind), tmp_path / "out"
    given = {"register": MEETING / "applications.csv", "--form": MEETING / "form.json"}
    given[QUEUE[name]] = file
    register = given.pop("register")
    options = [str(part) for pair in given.items() for part in pair]
    status = run(["queue", str(register), *options, *WINDOW, "--out", str(out)])
    said = capsys.readouterr().err
    assert status in (0, 1)
    assert says_why(status, said), said
    assert status == 0 or not out.exists() or not any(out.iterdir())


SELECT = ("pool.csv", "quotas.csv", "links.csv")


@pytest.mark.parametrize("name", SELECT)
@pytest.mark.parametrize("kind", SPOILT)
def test_the_selection_refuses_in_words_or_writes_whole_files(name: str, kind: str, tmp_path: Path, capsys) -> None:
    """Twelve people and two quotas, so that a file that is good after all takes no time."""
    files = small_selection(tmp_path)
    files[name].write_bytes(SPOILT[kind](files[name].read_text(encoding="utf-8")))
    out = tmp_path / "out"
    positional = [str(files["pool.csv"]), str(files["quotas.csv"])]
    status = run(["select", *positional, "--seats", "4", "--links", str(files["links.csv"]), "--out", str(out)])
    said = capsys.readouterr().err
    assert status in (0, 1, 2)
    assert says_why(status, said), said
    names = {file.name for file in out.iterdir()} if out.exists() else set()
    assert names == {1: set(), 2: {"result.json", "timing.json"}}.get(status, names)


def small_selection(folder: Path) -> dict[str, Path]:
    people = "".join(f"P{number},{'woman' if number % 2 else 'man'}\n" for number in range(12))
    texts = {
        "pool.csv": f"id,gender\n{people}",
        "quotas.csv": "feature,value,min,max\ngender,woman,2,2\ngender,man,2,2\n",
        "links.csv": "id_a,id_b,mode\nP1,P2,together\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return {name: folder / name for name in texts}


@pytest.mark.parametrize(
    "words",
    [
        ["select"],
        ["select", "nie-ma.csv", "nie-ma.csv", "--seats", "3", "--out", "x"],
        ["select", ".", ".", "--seats", "3", "--out", "x"],
        ["select", "a", "b", "--seats", "-1", "--out", "x"],
        ["select", "a", "b", "--seats", "9" * 5000, "--out", "x"],
        ["queue", "\x00", "--form", "x", *WINDOW, "--out", "x"],
        ["queue", "nie-ma.csv", "--form", ".", *WINDOW, "--out", "x"],
        ["import", "applications"],
        ["import", "applications", "nie-ma.csv", "--meeting", "\u202e"],
        ["demo", "--at", "nowhere", "--no-serve"],
        ["demo", "--port", "99999999", "--no-serve"],
        ["nothing-like-this"],
        ["--nothing"],
    ],
    ids=lambda words: " ".join(words)[:40].replace("\x00", "NUL"),
)
@pytest.mark.django_db
def test_a_bad_command_line_is_answered_in_words(words: list[str], capsys, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    status = run(words)
    assert status == 1
    assert says_why(status, capsys.readouterr().err)
    assert list(tmp_path.iterdir()) == []


def test_silence_or_a_traceback_would_be_noticed() -> None:
    assert not says_why(1, "")
    assert not says_why(1, "Traceback (most recent call last): boom, and a long line of it")
