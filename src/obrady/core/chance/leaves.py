"""Salted hashes that tie each code to its entry in the frozen pool without showing the entry."""

import hashlib
import hmac
from collections.abc import Mapping

from obrady.core.chance.canonical import canonical

SALT = b"obrady/1|salt|"


def salts(frozen: object, *, codes: list[str]) -> dict[str, str]:
    """One salt per code, 64 hexadecimal digits.

    The key of all salts is SHA-256("obrady/1|salt|" + canonical bytes of the frozen document). It follows from the
    whole pool, so no randomness from outside is needed; it is not the fingerprint and cannot be computed from it. Whoever
    holds the frozen pool (the organiser, an auditor) can recompute every salt; a person is told only their own.
    """
    content = frozen if isinstance(frozen, bytes) else canonical(frozen)
    key = hashlib.sha256(SALT + content).digest()
    return {code: hmac.new(key, code.encode(), hashlib.sha256).hexdigest() for code in codes}


def leaf(entry: object, *, salt: str) -> str:
    """SHA-256(salt + "|" + canonical bytes of the person's entry), 64 hexadecimal digits."""
    return _leaf(canonical(entry), salt=salt)


def _leaf(content: bytes, *, salt: str) -> str:
    return hashlib.sha256(salt.encode() + b"|" + content).hexdigest()


def salted_leaves(frozen: object, *, entries: Mapping[str, object]) -> dict[str, str]:
    """code -> leaf of the person's entry. `frozen` is the document that the fingerprint was taken of, or its bytes."""
    salt = salts(frozen, codes=list(entries))
    # In a large pool many entries are equal, and finding that out is quicker than writing each anew.
    written: dict[str, bytes] = {}
    found = {}
    for code, entry in entries.items():
        key = repr(entry)
        if key not in written:
            written[key] = canonical(entry)
        found[code] = _leaf(written[key], salt=salt[code])
    return found
