"""The trial breaks code in every small way, says which breaks were not noticed, and is itself noticed when it sleeps."""

import ast
import subprocess
import sys

import pytest

from obrady.doors.console.trial_mutants import Mutant, mutants
from obrady.doors.console.trial_mutation import ROOT, TRIALS, Trial, equivalents, report, source_of

SOURCE = '''
"""What it is for."""
LIMIT: int = 3

def fits(values: list[int], *, strict: bool = False) -> bool:
    """Whether they fit."""
    if not values or len(values) > LIMIT:
        raise ValueError(f"{len(values)} values are too many")
    return all(value >= 0 for value in values if value != 7)
'''


def breaks() -> list[str]:
    return [mutant.key for mutant in mutants(SOURCE)]


@pytest.mark.parametrize(
    "key",
    [
        ": 3 -> 4",
        "fits: False -> True",
        "fits: not values or len(values) > LIMIT -> not values and len(values) > LIMIT",
        "fits: not values or len(values) > LIMIT -> len(values) > LIMIT",
        "fits: not values -> values",
        "fits: len(values) > LIMIT -> len(values) >= LIMIT",
        "fits: raise ValueError(f'{len(values)} values are too many') -> pass",
        "fits: value >= 0 -> value > 0",
        "fits: 0 -> 1",
        "fits: for value in values if value != 7 -> for value in values",
    ],
)
def test_every_small_break_is_made(key: str) -> None:
    assert key in breaks()


def test_each_break_is_another_program_and_texts_for_people_stay_whole() -> None:
    made = list(mutants(SOURCE))
    whole = ast.unparse(ast.parse(SOURCE))
    assert all(mutant.source != whole and ast.parse(mutant.source) for mutant in made)
    assert len({mutant.source for mutant in made}) == len(made)
    assert all("What it is for." in mutant.source and "Whether they fit." in mutant.source for mutant in made)


def fared(*, is_killed: bool) -> Trial:
    return Trial(module="m", mutant=Mutant(function="f", line=1, before="1", after="2", source=""), is_killed=is_killed)


@pytest.mark.parametrize(
    "is_killed, known, status",
    [
        (True, {}, 0),
        (False, {}, 1),
        (False, {"f: 1 -> 2": "nothing changes"}, 0),
        (True, {"f: 1 -> 2": "nothing changes"}, 1),
    ],
    ids=["noticed", "not noticed", "changes nothing", "said to change nothing, but noticed"],
)
def test_what_is_not_noticed_is_named(is_killed: bool, known: dict[str, str], status: int, capsys) -> None:
    assert report("m", [fared(is_killed=is_killed)], known, seconds=1) == status
    assert ("f: 1 -> 2" in capsys.readouterr().out) == bool(status)


def test_every_break_said_to_change_nothing_exists_and_has_a_reason() -> None:
    for module, known in equivalents().items():
        there = {mutant.key for mutant in mutants(source_of(module).read_text(encoding="utf-8"))}
        assert known.keys() <= there
        assert all(len(reason) > 20 for reason in known.values())
    assert equivalents().keys() <= TRIALS.keys()


@pytest.mark.faults
def test_no_break_of_the_salted_hashes_goes_unnoticed() -> None:
    command = [sys.executable, "-m", "obrady", "trial", "mutation", "--module", "chance.leaves"]
    run = subprocess.run(command, cwd=ROOT / "src", capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "10 noticed" in run.stdout
