"""Certificate files for HTTPS: looked at before the start, so that what is wrong with them is said in words."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

SOON = timedelta(days=14)


class CertificateRefused(Exception):
    """The two files cannot be served with; the message says which and why."""


@dataclass(frozen=True)
class Certificate:
    file: Path
    key: Path
    names: tuple[str, ...]
    ends: datetime

    def warnings(self, *, host: str, now: datetime) -> list[str]:
        found = []
        if self.ends - now < SOON:
            found.append(f"the certificate ends on {self.ends:%Y-%m-%d}; renew it and start again")
        if self.names and not any(_covers(name, host) for name in self.names):
            found.append(f"the certificate is for {', '.join(self.names)}, not for {host}: browsers will refuse it")
        return found


def _covers(name: str, host: str) -> bool:
    if name.startswith("*."):
        return host.partition(".")[2].lower() == name[2:].lower()
    return name.lower() == host.lower()


def read_certificate(file: Path, key: Path, *, now: datetime | None = None) -> Certificate:
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    moment = now or datetime.now(UTC)
    try:
        first = x509.load_pem_x509_certificates(_bytes_of(file))[0]
    except (ValueError, IndexError):
        raise CertificateRefused(f"{file} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)") from None
    try:
        private = serialization.load_pem_private_key(_bytes_of(key), password=None)
    except TypeError:
        raise CertificateRefused(
            f"{key} is protected by a password; store it without one, readable by you alone"
        ) from None
    except ValueError:
        raise CertificateRefused(f"{key} holds no private key in PEM form (-----BEGIN PRIVATE KEY-----)") from None
    if _public(private.public_key()) != _public(first.public_key()):
        raise CertificateRefused(f"{key} is not the key of {file}: they come from two different requests")
    if first.not_valid_after_utc <= moment:
        raise CertificateRefused(f"{file} ended on {first.not_valid_after_utc:%Y-%m-%d}; renew the certificate")
    if first.not_valid_before_utc > moment:
        raise CertificateRefused(
            f"{file} begins on {first.not_valid_before_utc:%Y-%m-%d}; is this computer's clock right?"
        )
    return Certificate(file=file.resolve(), key=key.resolve(), names=_names(first), ends=first.not_valid_after_utc)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CertificateRefused(f"{path} cannot be read: {error.strerror or error}") from None


def _public(key) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _names(certificate) -> tuple[str, ...]:
    from cryptography import x509

    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    numbers = [str(number) for number in names.get_values_for_type(x509.IPAddress)]
    return (*names.get_values_for_type(x509.DNSName), *numbers)
