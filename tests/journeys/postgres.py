"""A journey once more on PostgreSQL, in a run of its own."""

import os
import subprocess
import sys
from pathlib import Path

from tests.faults.arena import fresh_postgres

ROOT = Path(__file__).resolve().parents[2]


def passes_on_postgresql(file: str, test: str) -> None:
    address = os.environ.get("OBRADY_TEST_POSTGRES_URL")
    assert address, "OBRADY_TEST_POSTGRES_URL is not set; ./obrady test sets it"
    world = {**os.environ, "OBRADY_DATABASE_URL": fresh_postgres(address), "OBRADY_EXPECTED_DATABASE": "postgresql"}
    world.pop("OBRADY_DATA", None)
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", f"{file}::{test}", "-p", "no:cacheprovider"],
        cwd=ROOT,
        env=world,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout
    assert "1 passed" in run.stdout
