"""The script at the root, as somebody calls it from anywhere."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.architecture.house import ROOT


def call(script: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    bare = {"PATH": os.environ["PATH"], "HOME": str(cwd)}
    return subprocess.run([script, *arguments], cwd=cwd, env=bare, capture_output=True, text=True, check=False)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    folder = tmp_path / "a folder with spaces"
    folder.mkdir()
    (folder / "first").symlink_to(ROOT / "obrady")
    (folder / "second").symlink_to("first")
    return folder


def test_it_works_through_links_and_from_another_folder(elsewhere: Path) -> None:
    run = call(elsewhere / "second", cwd=elsewhere)
    assert run.returncode == 0
    assert run.stdout.startswith("Usage: ./obrady")


def test_once_installed_it_installs_nothing_more(elsewhere: Path) -> None:
    assert call(elsewhere / "first", cwd=elsewhere).returncode == 0
    assert call(elsewhere / "first", cwd=elsewhere).stderr == ""


def test_the_exit_status_of_the_command_is_its_own(elsewhere: Path) -> None:
    assert call(elsewhere / "first", "no-such-command", cwd=elsewhere).returncode == 1


def test_ci_runs_the_test_command() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert lines[-1] == "exec ./obrady test"
