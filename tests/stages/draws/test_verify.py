"""The program of one file, as a stranger runs it on the published file."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from obrady.stages.draws.queries.finding import verify_script
from obrady.stages.draws.queries.minutes import frozen_file
from tests.stages.draws import office

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "verify.py").write_bytes(verify_script())
    return tmp_path


def verify(folder: Path, content: bytes, *more: str) -> subprocess.CompletedProcess[str]:
    (folder / "bundle.json").write_bytes(content)
    command = [sys.executable, "-I", "verify.py", "bundle.json", *more]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_stranger_finds_the_same_row_and_people(folder: Path) -> None:
    draw = office.published(office.draft_with_shares(office.meeting_with(8), ("gender", "woman", 2, 2)), "042")
    (folder / "frozen.json").write_bytes(frozen_file(draw))
    code = office.members(draw)[0].code
    run = verify(
        folder, bytes(draw.bundle), "--commitment", draw.commitment, "--dice", "042", "--code", code,
        "--frozen", "frozen.json",
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    row = next(line for line in run.stdout.splitlines() if line.startswith("Row 042"))
    assert set(row.rstrip(".").partition(": ")[2].split(", ")) == office.codes_in(draw)


@pytest.mark.parametrize("place", [0, 50, 400, -1])
def test_one_flipped_bit_is_refused(folder: Path, place: int) -> None:
    draw = office.committed(office.draft(office.meeting_with(6)))
    content = bytearray(draw.bundle)
    content[place] ^= 1
    run = verify(folder, bytes(content), "--commitment", draw.commitment)
    assert run.returncode == 1
    assert "REFUSED" in run.stdout


def test_another_table_under_its_own_hash_is_refused(folder: Path) -> None:
    draw = office.committed(office.draft(office.meeting_with(6)))
    document = json.loads(bytes(draw.bundle))
    document["rows"][0], document["rows"][1] = document["rows"][1], document["rows"][0]
    if document["rows"][0] == document["rows"][1]:
        document["rows"][0] = sorted({*document["rows"][0][1:], *range(6)})[:4][::-1]
    from obrady.core.chance import canonical, commitment

    content = canonical(document)
    assert verify(folder, content, "--commitment", commitment(content)).returncode == 1
