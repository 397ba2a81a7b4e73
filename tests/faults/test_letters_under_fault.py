"""A sample of the long run under bench/: a mail server that fails in every way, and a worker that is killed again and again.

It runs as a process of its own on a temporary installation, on SQLite.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.faults, pytest.mark.slow]


def run(*arguments: str) -> subprocess.CompletedProcess:
    world = {name: value for name, value in os.environ.items() if name != "OBRADY_DATABASE_URL"}
    command = [sys.executable, "bench/letters_under_fault.py", "--letters", "60", "--kills", "3", *arguments]
    return subprocess.run(command, cwd=ROOT, env=world, capture_output=True, text=True, timeout=400, check=False)


def test_nothing_is_lost_doubles_are_at_most_kills_and_every_state_is_right() -> None:
    done = run()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "letters lost: 0" in done.stdout


@pytest.mark.parametrize(
    ("safeguard", "noticed"),
    [
        ("leases", "doubles besides those that the server never acknowledged"),
        ("numbers", "readers who got two Message-IDs"),
        ("early", "letters lost"),
    ],
)
def test_with_one_safeguard_off_the_check_fails(safeguard: str, noticed: str) -> None:
    """The negative controls: the check above must be able to fail."""
    # Two workers without leases double in any case; a double is forgiven for each kill, so one kill shows it best.
    done = run("--control", safeguard, "--letters", "150", "--kills", "1" if safeguard == "leases" else "3")
    assert done.returncode == 1, done.stdout + done.stderr
    broken = [line for line in done.stdout.splitlines() if line.endswith("NOT KEPT")]
    assert any(line.startswith(noticed) for line in broken), done.stdout
