"""The one key file: it lies beside the data folder, never in it, so that a backup of the data opens nothing."""

import base64
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32


def load_or_create(*, key_file: Path, data: Path) -> bytes:
    """A new installation gets a new key; an installation that has data but lost its key is refused."""
    if not key_file.exists():
        if (data / "obrady.sqlite3").exists():
            raise ImproperlyConfigured(
                f"The key file {key_file} is missing, and {data} holds data sealed with it. Put the key file back "
                "(or set OBRADY_KEY_FILE); a new key could not open the old data."
            )
        _create(key_file)
    key = key_file.read_bytes()
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(f"The key file {key_file} must hold exactly {KEY_BYTES} bytes.")
    return key


def derive(key: bytes, *, purpose: str) -> str:
    kdf = HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=b"obrady " + purpose.encode())
    return base64.urlsafe_b64encode(kdf.derive(key)).decode()


def _create(key_file: Path) -> None:
    key_file.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
