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
    key = hashlib.sha256(SALT + canonical(frozen)).digest()
    return {code: hmac.new(key, code.encode(), hashlib.sha256).hexdigest() for code in codes}


def leaf(entry: object, *, salt: str) -> str:
    """SHA-256(salt + "|" + canonical bytes of the person's entry), 64 hexadecimal digits."""
    return hashlib.sha256(salt.encode() + b"|" + canonical(entry)).hexdigest()


def salted_leaves(frozen: object, *, entries: Mapping[str, object]) -> dict[str, str]:
    """code -> leaf of the person's entry. `frozen` is the document that the fingerprint was taken of."""
    salt = salts(frozen, codes=list(entries))
    return {code: leaf(entry, salt=salt[code]) for code, entry in entries.items()}
