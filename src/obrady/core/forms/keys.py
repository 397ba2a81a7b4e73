"""Keys and codes made from words, so that nobody has to invent them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
"""The shape of a key of a question, section, consent or feature."""

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,59}")
"""The shape of an option's code: no `|`, which parts answers, and nothing that a spreadsheet would read as a formula."""

RESERVED_KEYS = frozenset(
    {
        *(
            "act",
            "arrived_at",
            "consent",
            "csrfmiddlewaretoken",
            "decision",
            "key",
            "language_of_page",
            "leave_out",
            "likely",
            "main",
        ),
        *("mode", "next", "other", "proof", "reason", "say", "search", "seen", "sheet", "speak", "spelling", "spoken"),
        *("ticket", "waiting", "website", "notice", "organisation_key", "viewport"),
    }
)
"""Names that pages and records have in use beside the keys of a form."""

_LONGEST = 40
_LETTERS = str.maketrans(
    {
        **{"ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "đ": "d"},
        **dict(zip("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch  iu ia".split(" "), strict=True)),
        **{"ы": "y", "э": "e", "ё": "e", "ъ": "", "’": "", "'": ""},
    }
)  # fmt: skip


def key_from(words: str, taken: Collection[str], *, fallback: str) -> str:
    """A key that no other has, made from words; `fallback` where they hold no letter that can be kept.

    Example: `key_from("Dlaczego Łódź?", {"dlaczego_lodz"}, fallback="question")` -> `"dlaczego_lodz_2"`.
    """
    plain = unicodedata.normalize("NFKD", words.lower().translate(_LETTERS)).lower()
    kept = "".join(
        mark if mark.isascii() and mark.isalnum() else "_" for mark in plain if not unicodedata.combining(mark)
    )
    parts = [part for part in kept.split("_") if part]
    stem = ""
    for part in parts:
        longer = f"{stem}_{part}" if stem else part[:_LONGEST]
        if len(longer) > _LONGEST:
            break
        stem = longer
    if not KEY.fullmatch(stem):
        stem = f"{fallback}_{stem}" if stem else fallback
    return _free(stem, set(taken) | RESERVED_KEYS)


def _free(stem: str, taken: Collection[str]) -> str:
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"
