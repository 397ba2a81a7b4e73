"""HTTPS by certificate files, for real on loopback; and what is wrong with them is said in words."""

import http.client
import os
import re
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from obrady.doors.console.certificates import CertificateRefused, read_certificate
from obrady.doors.console.run import default_address, warnings
from tests.architecture.house import ROOT
from tests.workshop.smtp_peer import free_port

NOW = datetime.now(UTC)


def write(
    folder: Path, name: str, *, key=None, starts: int = -1, ends: int = 90, traditional: bool = False
) -> tuple[Path, Path]:
    """A self-signed certificate for localhost; the days count from now."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(NOW + timedelta(days=starts))
        .not_valid_after(NOW + timedelta(days=ends))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    form = serialization.PrivateFormat.TraditionalOpenSSL if traditional else serialization.PrivateFormat.PKCS8
    file, key_file = folder / f"{name}.pem", folder / f"{name}.key"
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))
    return file, key_file


def test_a_good_pair_is_read(tmp_path: Path) -> None:
    read = read_certificate(*write(tmp_path, "good"))
    assert read.names == ("localhost", "127.0.0.1")
    assert read.warnings(host="localhost", now=NOW) == []


@pytest.mark.parametrize(
    "spoil, words",
    [
        (lambda file, key: file.unlink(), "cannot be read"),
        (lambda file, key: key.unlink(), "cannot be read"),
        (lambda file, key: file.write_bytes(b"\x00\xff"), "no certificate"),
        (lambda file, key: key.write_text("no key"), "no private key"),
        (lambda file, key: key.write_bytes(write(key.parent, "other")[1].read_bytes()), "is not the key of"),
    ],
)
def test_a_spoilt_pair_is_refused_in_words(tmp_path: Path, spoil, words: str) -> None:
    pair = write(tmp_path, "pair")
    spoil(*pair)
    with pytest.raises(CertificateRefused, match=words):
        read_certificate(*pair)


@pytest.mark.parametrize("days, words", [({"starts": -9, "ends": -1}, "ended on"), ({"starts": 1}, "begins on")])
def test_a_certificate_out_of_its_time_is_refused(tmp_path: Path, days: dict, words: str) -> None:
    with pytest.raises(CertificateRefused, match=words):
        read_certificate(*write(tmp_path, "pair", **days))


def test_another_name_and_a_near_end_are_warned_of(tmp_path: Path) -> None:
    read = read_certificate(*write(tmp_path, "pair", ends=5))
    found = read.warnings(host="obrady.example.org", now=NOW)
    assert ["ends on" in found[0], "not for obrady.example.org" in found[1]] == [True, True]


@pytest.mark.parametrize(
    "address, host, count",
    [
        ("http://127.0.0.1:8000", "127.0.0.1", 0),
        ("http://obrady.example.org", "127.0.0.1", 1),
        ("http://127.0.0.1:8000", "0.0.0.0", 1),  # noqa: S104
        ("https://obrady.example.org", "127.0.0.1", 0),
        ("http://192.168.1.5:8000", "192.168.1.5", 0),
    ],
)
def test_the_start_warns_when_people_could_be_read(address: str, host: str, count: int) -> None:
    assert len(warnings(address, host=host, certificate=None)) == count


@pytest.mark.parametrize(
    "host, port, is_https, address",
    [
        ("127.0.0.1", 8000, False, "http://127.0.0.1:8000"),
        ("0.0.0.0", 443, True, "https://127.0.0.1"),  # noqa: S104
        ("::", 8443, True, "https://[::1]:8443"),
    ],
)
def test_the_address_when_none_is_set(host: str, port: int, is_https: bool, address: str) -> None:
    assert default_address(host, port, is_https=is_https) == address


def environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OBRADY_", "DJANGO_"))}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "OBRADY_DATA": str(tmp_path / "data")}


def start(tmp_path: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "obrady", "run", "--web-workers", "1", *options]
    return subprocess.Popen(command, env=environment(tmp_path), stderr=subprocess.PIPE, text=True)


@pytest.fixture(params=["ec", "rsa in the old form"])
def served(tmp_path: Path, request) -> Iterator[tuple[int, Path, list[str]]]:
    is_old = request.param != "ec"
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048) if is_old else None
    file, key_file = write(tmp_path, "pair", key=key, traditional=is_old)
    port, said = free_port(), []
    process = start(tmp_path, "--port", str(port), "--certificate", str(file), "--key", str(key_file))
    try:
        for line in process.stderr:
            said.append(line)
            if "one-time code" in line:
                break
        yield port, file, said
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


@pytest.mark.slow
def test_pages_are_served_over_https_with_secure_cookies(served) -> None:
    port, file, said = served
    assert re.search(rf"ready at https://127\.0\.0\.1:{port}/", "".join(said))
    trusting = ssl.create_default_context(cafile=str(file))
    connection = http.client.HTTPSConnection("127.0.0.1", port, context=trusting, timeout=30)
    connection.request("GET", "/en/sign-in/")
    answer = connection.getresponse()
    assert answer.status == 200
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    assert "Secure" in answer.headers["Set-Cookie"]
    connection.close()


@pytest.mark.parametrize(
    "options, words",
    [
        (["--certificate", "nowhere.pem", "--key", "nowhere.key"], "cannot be read"),
        (["--key", "x.key"], "needs both files"),
    ],
)
def test_a_start_with_bad_files_ends_with_the_reason(tmp_path: Path, options: list[str], words: str) -> None:
    process = start(tmp_path, *options)
    _out, said = process.communicate(timeout=60)
    assert (process.returncode, words in said, "Traceback" in said) == (1, True, False)
