"""People press twice, browsers try again, and all of them at once, over several processes."""

import os

import pytest

from tests.faults.arena import Arena, fresh_postgres

pytestmark = pytest.mark.faults
PROCESSES = 4
KEYS = [f"submission number {number}" for number in range(8)]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def arena(request, tmp_path) -> Arena:
    if request.param == "sqlite":
        made = Arena(folder=tmp_path)
    else:
        address = os.environ.get("OBRADY_TEST_POSTGRES_URL")
        assert address, "OBRADY_TEST_POSTGRES_URL is not set; ./obrady test sets it"
        made = Arena(folder=tmp_path, database=fresh_postgres(address))
    made.run("prepare")
    return made


def race(arena: Arena) -> list[dict]:
    return arena.all_at_once("submit", [KEYS] * PROCESSES)


def test_every_submission_is_there_once_and_all_are_told_the_same(arena) -> None:
    told = race(arena)
    found = arena.run("look")
    assert found["keys"] == sorted(KEYS)
    assert (found["people"], found["lines"], found["breaks"]) == (len(KEYS), len(KEYS), 0)
    for key in KEYS:
        assert len({(answer[key][0], answer[key][1]) for answer in told}) == 1
        assert [answer[key][2] for answer in told].count(False) == 1


def test_without_the_constraint_the_same_race_makes_doubles(arena) -> None:
    """The negative control: if this finds none, the test above proves nothing."""
    arena.run("loosen")
    race(arena)
    assert len(arena.run("look")["keys"]) > len(KEYS)
