"""Sealed bytes: AES-GCM with a random key per person, which is itself wrapped by the installation's key.

Destroying the wrapped key makes everything sealed with it unreadable, in old backups as well.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"
NONCE_BYTES = 12


class CannotBeOpened(Exception):
    """The key is another one, the bytes were changed, or they were moved to another place."""


def new_key() -> bytes:
    return AESGCM.generate_key(bit_length=256)


def seal(key: bytes, plain: bytes, *, place: str) -> bytes:
    """`place` (table, row, field) is bound in, so that sealed bytes cannot be moved to another row."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def unseal(key: bytes, sealed: bytes, *, place: str) -> bytes:
    sealed = bytes(sealed)
    if sealed[:1] != VERSION:
        raise CannotBeOpened(place)
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], place.encode())
    except InvalidTag:
        raise CannotBeOpened(place) from None
