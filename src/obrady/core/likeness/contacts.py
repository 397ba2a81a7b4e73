"""Telephone numbers and e-mail addresses reduced to what they reach."""

from __future__ import annotations

import re
from functools import lru_cache

_EXTENSION = re.compile(r"(?:wew|w|ext|x|вн|дод)\.?\s*\d{1,6}\s*$", re.IGNORECASE)
_BETWEEN_NUMBERS = re.compile(r"[,;/|\n]|\b(?:lub|albo|i|oraz|or|and|або|та)\b", re.IGNORECASE)
_SIGNIFICANT = 9
_FEWEST = 5
_DOTLESS_DOMAINS = frozenset({"gmail.com", "googlemail.com"})


def phone_key(text: str) -> str:
    """The number that a text reaches: its last nine digits (fewer where it has fewer), "" for none.

    Country code, `00`, trunk zero, spaces, hyphens and an extension fall away: Polish and Ukrainian subscriber
    numbers have nine digits, and longer ones elsewhere still differ in their last nine. Of several numbers in
    one text the first counts; `phone_keys` gives all.

    Example: `phone_key("0048 000-000-490") == phone_key("+48 000 000 490") == phone_key("000000490")`.
    """
    keys = phone_keys(text)
    return keys[0] if keys else ""


@lru_cache(maxsize=50_000)
def phone_keys(text: str) -> tuple[str, ...]:
    """The keys of all numbers in a text, each once. Example: `"000 000 111, 000 000 222"` -> two keys."""
    whole = _key(text)
    if len(_digits(text)) <= 15:
        return (whole,) if whole else ()
    parts = (_key(part) for part in _BETWEEN_NUMBERS.split(text))
    return tuple(dict.fromkeys(key for key in parts if key)) or ((whole,) if whole else ())


@lru_cache(maxsize=50_000)
def email_key(text: str) -> str:
    """The mailbox that an address reaches: case and `+tag` fall away, at Gmail the dots too; "" for none.

    Example: `email_key("Jola.Z+spotkanie@Example.org")` -> `"jola.z@example.org"`.
    """
    local, at, domain = text.strip().strip("<>.,;").lower().rpartition("@")
    local = local.removeprefix("mailto:").partition("+")[0]
    domain = domain.strip().rstrip(".")
    if not at or not local or not domain:
        return ""
    if domain in _DOTLESS_DOMAINS:
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"


def _digits(text: str) -> str:
    return "".join(str(int(mark)) for mark in text if mark.isdecimal())


def _key(text: str) -> str:
    digits = _digits(_EXTENSION.sub("", text))
    return digits[-_SIGNIFICANT:] if len(digits) >= _FEWEST else ""
