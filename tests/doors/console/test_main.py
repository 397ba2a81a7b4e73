"""The entry to the command line: what it offers, how it refuses, and what it does not load."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from obrady.doors.console import main
from tests.architecture.house import ROOT

PROGRAM = (
    "import sys; from obrady.doors.console.main import run; status = run(sys.argv[1:]);"
    "print(sorted({name.split('.')[0] for name in sys.modules} & {'django', 'numpy', 'PIL'})); sys.exit(status)"
)


def test_the_overview_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run([]) == 0
    shown = capsys.readouterr().out
    assert [name for name in [*main.COMMANDS, *main.DONE_ELSEWHERE] if f"\n  {name} " not in shown] == []


@pytest.mark.parametrize("name", main.COMMANDS)
def test_every_command_is_there(name: str) -> None:
    command = main.COMMANDS[name]
    assert callable(getattr(import_module(command.module), command.function))


@pytest.mark.parametrize("arguments", [["no-such"], ["import"], ["select", "--no-such"], ["queue"]])
def test_bad_use_ends_with_status_1_and_says_why(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(arguments) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("obrady")


@pytest.mark.parametrize("command", ["select", "queue"])
def test_computing_commands_start_without_django(command: str, tmp_path: Path) -> None:
    program = [sys.executable, "-c", PROGRAM, command, "--help"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    run = subprocess.run(program, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert "django" not in run.stdout.splitlines()[-1]
