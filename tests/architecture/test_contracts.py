"""Who may import whom, and that the contracts notice a break."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.house import CONTRACTS, HOUSE, ROOT

LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def broken_contracts(source: Path) -> set[str]:
    command = [sys.executable, "-c", LINT, "--no-cache", str(CONTRACTS)]
    run = subprocess.run(command, env={"PYTHONPATH": str(source)}, capture_output=True, text=True, check=False)
    assert "Contracts:" in run.stdout, run.stdout + run.stderr
    return {line.partition(" BROKEN")[0] for line in run.stdout.splitlines() if " BROKEN" in line}


def test_every_contract_is_kept() -> None:
    assert broken_contracts(ROOT / "src") == set()


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("stages/ledger/queries.py", "import obrady.doors.web", "A room imports only from the floors below it"),
        ("doors/web/__init__.py", "import obrady.doors.console.main", "Doors are strangers to each other"),
        ("stages/people/queries.py", "import obrady.stages.draws", "A later stage may call an earlier one"),
        ("stages/people/models.py", "import obrady.stages.people.actions", "Inside a stage"),
        ("stages/people/helpers.py", "", "Inside a stage"),
        ("core/chance/__init__.py", "import django", "Core computes"),
        ("core/chance/__init__.py", "import random", "Core computes"),
        ("core/forms/__init__.py", "import obrady.core.selection", "Core rooms are strangers"),
        ("doors/web/__init__.py", "import obrady.core.selection", "Only draws and the command line call the selection"),
    ],
)
def test_a_break_is_noticed(tmp_path: Path, file: str, line: str, contract: str) -> None:
    shutil.copytree(HOUSE, tmp_path / "obrady", ignore=shutil.ignore_patterns("static", "templates"))
    with (tmp_path / "obrady" / file).open("a") as planted:
        planted.write(f"\n{line}\n")
    assert any(broken.startswith(contract) for broken in broken_contracts(tmp_path))
