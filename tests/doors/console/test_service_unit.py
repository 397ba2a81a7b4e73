"""The service unit that is printed is one that systemd accepts."""

import shutil
import subprocess
from pathlib import Path

import pytest

from obrady.doors.console.service_unit import service_unit


def unit(capsys: pytest.CaptureFixture[str], **options) -> str:
    said = {"public_address": "", "port": 0, "host": "", "user": "obrady", "certificate": None, "key": None}
    assert service_unit(**(said | options)) == 0
    return capsys.readouterr().out


@pytest.fixture
def placed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("OBRADY_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("OBRADY_KEY_FILE", str(tmp_path / "secret" / "key"))
    return tmp_path


def test_behind_a_proxy_it_listens_on_this_computer_alone(placed: Path, capsys) -> None:
    shown = unit(capsys, public_address="https://obrady.example.org")
    assert "--host 127.0.0.1 --port 8000" in shown
    assert "Environment=OBRADY_BEHIND_PROXY=yes" in shown
    assert f"OBRADY_DATA={placed / 'data'}" in shown
    assert "CAP_NET_BIND_SERVICE" not in shown


def test_with_certificate_files_it_may_take_port_443(placed: Path, capsys) -> None:
    shown = unit(
        capsys, public_address="https://obrady.example.org", certificate=Path("/etc/a.pem"), key=Path("/etc/a.key")
    )
    assert "--port 443 --certificate /etc/a.pem --key /etc/a.key" in shown
    assert "AmbientCapabilities=CAP_NET_BIND_SERVICE" in shown
    assert "BEHIND_PROXY" not in shown


def test_no_password_is_taken_over(placed: Path, capsys, monkeypatch) -> None:
    monkeypatch.setenv("OBRADY_SMTP_PASSWORD", "very secret")
    monkeypatch.setenv("OBRADY_DATABASE_URL", "postgresql://obrady:secret@localhost/obrady")
    assert "secret@" not in unit(capsys)
    assert "very secret" not in unit(capsys)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
@pytest.mark.parametrize("files", [{}, {"certificate": Path("/etc/a.pem"), "key": Path("/etc/a.key")}])
def test_systemd_accepts_it(placed: Path, capsys, files: dict) -> None:
    file = placed / "obrady.service"
    file.write_text(unit(capsys, user="root", **files))
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", file], capture_output=True, text=True, check=False
    )
    assert [line for line in checked.stderr.splitlines() if "obrady" in line] == []
