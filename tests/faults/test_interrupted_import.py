"""An import that dies in the middle, and people who apply while one runs."""

import signal
import sqlite3
import time
from contextlib import closing

import pytest

from tests.faults.arena import Arena, result_of

pytestmark = pytest.mark.faults


@pytest.fixture
def arena(tmp_path) -> Arena:
    made = Arena(folder=tmp_path)
    made.run("prepare")
    return made


def start_import(arena: Arena):
    child = arena.start("take-file")
    assert child.stdout.readline().strip() == "ready"
    return child


def staged_rows(arena: Arena) -> int:
    """Read beside the product, which would take a second to start."""
    with closing(sqlite3.connect(arena.folder / "data" / "obrady.sqlite3")) as database:
        return database.execute("SELECT count(*) FROM applications_application").fetchone()[0]


def test_a_killed_import_leaves_nothing_to_see_and_the_next_one_takes_all(arena) -> None:
    child = start_import(arena)
    while staged_rows(arena) < 20:
        assert child.poll() is None
    child.send_signal(signal.SIGKILL)
    child.communicate()
    left = arena.run("look")
    assert 0 < left["rows"] < 125
    assert (left["register"], left["pairs"], left["breaks"]) == (0, 0, 0)
    assert arena.run("take-file") == {"imported": 125}
    found = arena.run("look")
    assert (found["register"], found["rows"], found["people"], found["batches"]) == (125, 125, 125, 1)


def test_people_apply_while_an_import_runs_and_see_none_of_it(arena) -> None:
    waiting = arena.start("submit", *[f"while importing {number}" for number in range(6)])
    assert waiting.stdout.readline().strip() == "ready"
    importing = start_import(arena)
    time.sleep(0.2)
    (arena.folder / "go").touch()
    told = result_of(waiting)
    assert len({answer[0] for answer in told.values()}) == 6
    assert result_of(importing) == {"imported": 125}
    found = arena.run("look")
    assert (found["register"], found["lines"], found["breaks"]) == (131, 6, 0)
