"""Names that an applicant typed, matched to the other applicants."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from .names import Agreement, PersonName, compare_names, read_name
from .text import folded
from .types import LinkedName

_BETWEEN = re.compile(r"[,;/&+\n]|\s(?:i|oraz|and|та|і|й|a także|razem z|wraz z)\s", re.IGNORECASE)
_BEFORE = re.compile(r"^\s*(?:razem z|wraz z|together with|with|разом з|ze?|з|із)\s+", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_STRONG = {Agreement.SAME, Agreement.SOUND}
_FAIR = _STRONG | {Agreement.VARIANT, Agreement.PART, Agreement.INITIAL, Agreement.GENDER, Agreement.TYPO}
_ENDINGS = ("iem", "em", "ego", "owi", "iej", "ej", "a", "e", "im", "ym", "u", "y", "i", "om")


def match_name(typed: str, candidates: Mapping[str, str]) -> tuple[LinkedName, ...]:
    """Which of the candidates (key -> full name) a typed text names; one entry per name in it.

    Several names are parted by commas, semicolons, "i", "oraz", "and", "та". Order of the words, diacritics,
    alphabet, short first names, an initial and a small slip do not matter, nor the Polish cases. Exact fits
    come before loose ones; what fits several people equally gives all of them, and nobody may be chosen by
    the machine.

    Example: `match_name("S. Okoaloe", {"a": "Samuel Okoaloe", "b": "Olga Perzanek"})` -> keys ("a",).
    """
    people = {key: read_name(name) for key, name in candidates.items()}
    found = []
    for part in _BETWEEN.split(_BRACKETS.sub(" ", typed)):
        words = _BEFORE.sub("", f" {part} ").strip()
        if folded(words):
            found.append(LinkedName(typed=words, keys=_fits(read_name(words), people)))
    return tuple(found)


def _fits(name: PersonName, people: Mapping[str, PersonName]) -> tuple[str, ...]:
    ranks = {key: rank for key, person in people.items() if (rank := _rank(name, person)) is not None}
    best = min(ranks.values(), default=None)
    return tuple(key for key, rank in ranks.items() if rank == best)


def _rank(name: PersonName, person: PersonName) -> int | None:
    """How good a fit: 0 exact, then looser; None = another person."""
    if sorted(name.given + name.surname) == sorted(person.given + person.surname):
        return 0
    given, surname = compare_names(name, person)
    if given in _STRONG and surname in _STRONG:
        return 1
    if given in _FAIR and surname in _FAIR:
        return 2
    if Agreement.MISSING in (given, surname) and (given in _STRONG or surname in _STRONG):
        return 4
    return 3 if _nominative(name) & _nominative(person) == _nominative(person) else None


@lru_cache(maxsize=20_000)
def _nominative(name: PersonName) -> frozenset[str]:
    """The words of a name without their case endings, so that "z Olgą Perzanek" finds Olga Perzanek."""
    return frozenset(_without_ending(word) for word in name.given + name.surname)


def _without_ending(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
