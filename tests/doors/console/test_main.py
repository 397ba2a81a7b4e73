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


def worker_with(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    known = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    environment = {**known, "PYTHONPATH": str(ROOT / "src"), "OBRADY_DATA": str(folder / "data"), **settings}
    program = [sys.executable, "-m", "obrady", "worker"]
    return subprocess.run(program, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "setting, words",
    [
        ({"OBRADY_DATABASE_URL": "mysql://x"}, "OBRADY_DATABASE_URL must start with postgresql://"),
        ({"OBRADY_SMTP_PORT": "many"}, "OBRADY_SMTP_PORT must be a whole number"),
        ({"OBRADY_BEHIND_PROXY": "perhaps"}, "OBRADY_BEHIND_PROXY must be yes or no"),
    ],
)
def test_a_setting_that_cannot_be_used_ends_the_command_with_its_reason(setting, words, tmp_path: Path) -> None:
    run = worker_with(tmp_path, **setting)
    assert run.returncode == 1
    assert run.stderr.startswith(f"obrady: {words}")


def test_data_without_its_key_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "obrady.sqlite3").touch()
    run = worker_with(tmp_path)
    assert run.returncode == 1
    assert run.stderr.startswith("obrady: The key file")
    assert "Traceback" not in run.stderr
