"""Names of people: which word is the first name, and how far two names agree."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from .given_names import is_given_name, is_spelled_as_known, name_groups
from .text import folded, has_cyrillic, sounds

_TITLE_WORDS = "dr mgr inz prof hab lek ks p pan pani panstwo s siostra brat mr mrs ms miss sir mec adw red doc gosp pp"
_TITLES = frozenset(_TITLE_WORDS.split())
_BETWEEN_WORDS = re.compile(r"[\s]+")
_NOISE = re.compile(r"\([^)]*\)|[„”\"«»“]")
_PATRONYMIC = re.compile(r".{2,}([oe]v[iy]ch|[iyoe]vna)")


class Agreement(StrEnum):
    """How far two first names, or two surnames, agree; the first that applies."""

    MISSING = "missing"
    SAME = "same"
    SOUND = "sound"
    VARIANT = "variant"
    PART = "part"
    GENDER = "gender"
    INITIAL = "initial"
    TYPO = "typo"
    ALIKE = "alike"
    DIFFERENT = "different"


@dataclass(frozen=True)
class PersonName:
    """A name taken apart: first names and parts of the surname, folded; `sure` = the order was recognised."""

    given: tuple[str, ...]
    surname: tuple[str, ...]
    cyrillic: bool = False
    sure: bool = True

    @property
    def readings(self) -> tuple[PersonName, ...]:
        """The name as it was read and, if that is not sure, with its words the other way round."""
        return (self,) if self.sure else (self, replace(self, given=self.surname, surname=self.given))


@lru_cache(maxsize=50_000)
def read_name(text: str) -> PersonName:
    """Take a name apart. Titles, quotes and brackets fall away; a double surname gives two parts.

    A word known as a first name decides the order ("Kowalski Jan", "KOWALSKI, Jan"); with none known the first
    word is the first name and `sure` is False; a single word is a first name only if it is known as one. A father's
    name beside first name and surname ("Жук Сергій Петрович") is left out: most people write it only at times.

    Example: `read_name("dr Barbara Cisowiak-Kulikowiec")` -> given ("barbara",), surname ("cisowiak", "kulikowiec").
    """
    cyrillic = has_cyrillic(text)
    before, _, after = _NOISE.sub(" ", text).partition(",")
    words, added = _without_patronymic(_words(before), beside=2), _without_patronymic(_words(after), beside=1)
    # "Kowalska, Anna" turns the order round; "Anna Kowalska, dyrektorka" only adds to it.
    if added and not (len(words) > 1 and _may_be_given(words[0])):
        return _named(given=added, surname=words, cyrillic=cyrillic)
    if len(words) < 2:
        known = bool(words) and is_given_name(words[0][0])
        return _named(given=words if known else [], surname=[] if known else words, cyrillic=cyrillic, sure=known)
    first_known, last_known = _may_be_given(words[0]), _may_be_given(words[-1])
    if last_known and not first_known:
        return _named(given=words[-1:], surname=words[:-1], cyrillic=cyrillic)
    count = 1
    while count < len(words) - 1 and first_known and _may_be_given(words[count]):
        count += 1
    return _named(given=words[:count], surname=words[count:], cyrillic=cyrillic, sure=first_known)


def compare_names(one: PersonName, other: PersonName) -> tuple[Agreement, Agreement]:
    """How the first names and how the surnames agree, under the reading that agrees best.

    The words are read the other way round too where that name's order was not recognised.
    """
    readings = [(mine, yours) for mine in one.readings for yours in other.readings]
    verdicts = [(given_agreement(mine, yours), surname_agreement(mine, yours)) for mine, yours in readings]
    # By the words themselves where two verdicts are equally good, so that it does not matter which name comes first.
    return min(verdicts, key=lambda verdict: (_ORDER[verdict[0]] + _ORDER[verdict[1]], verdict))


def given_agreement(one: PersonName, other: PersonName) -> Agreement:
    """How first names agree. Two known names of different people are different, however near their letters."""
    if not one.given or not other.given:
        return Agreement.MISSING
    if not set(one.given).isdisjoint(other.given):
        return Agreement.SAME
    pairs = [(a, b) for a in one.given for b in other.given]
    if any(name_groups(a) & name_groups(b) for a, b in pairs):
        return Agreement.VARIANT
    if any(len(a) > 2 and len(b) > 2 and sounds(a) == sounds(b) for a, b in pairs):
        return Agreement.SOUND
    if any(a[0] == b[0] and 1 in {len(a), len(b)} for a, b in pairs):
        return Agreement.INITIAL
    unsettled = [(a, b) for a, b in pairs if not (is_spelled_as_known(a) and is_spelled_as_known(b))]
    if any(_is_typo(a, b) for a, b in unsettled):
        return Agreement.TYPO
    if any(_is_alike(a, b) for a, b in unsettled):
        return Agreement.ALIKE
    return Agreement.DIFFERENT


def surname_agreement(one: PersonName, other: PersonName) -> Agreement:
    """How surnames agree: whole, by sound, in one part of a double one, in the other gender's form, or nearly."""
    if not one.surname or not other.surname:
        return Agreement.MISSING
    mine, yours = "".join(one.surname), "".join(other.surname)
    if mine == yours or set(one.surname) == set(other.surname):
        return Agreement.SAME
    if sounds(mine) == sounds(yours):
        return Agreement.SOUND
    ours, theirs = {sounds(part) for part in one.surname}, {sounds(part) for part in other.surname}
    if any(len(part) > 2 for part in ours & theirs):
        return Agreement.PART
    if surname_stem(mine) == surname_stem(yours):
        return Agreement.GENDER
    if any(a[0] == b[0] and 1 in {len(a), len(b)} for a in one.surname for b in other.surname):
        return Agreement.INITIAL
    if _is_typo(mine, yours) or any(_is_typo(a, b) for a in one.surname for b in other.surname):
        return Agreement.TYPO
    if (one.cyrillic or other.cyrillic) and OSA.distance(sounds(mine), sounds(yours)) <= 1:
        return Agreement.TYPO
    return Agreement.ALIKE if _is_alike(mine, yours) else Agreement.DIFFERENT


@lru_cache(maxsize=50_000)
def surname_stem(surname: str) -> str:
    """What the forms of one family's surname share. Example: Szałwiński, Szałwińska, Szałwińscy."""
    sound = sounds(surname)
    for ending, stem in (("sci", "sk"), ("ci", "ck"), ("skih", "sk"), ("ski", "sk"), ("ska", "sk"), ("cki", "ck")):
        if sound.endswith(ending):
            return sound[: -len(ending)] + stem
    for ending in ("cka", "ova", "eva", "ina", "aia", "ova", "ni", "na", "ii", "i", "a"):
        if sound.endswith(ending) and len(sound) - len(ending) >= 3:
            return sound[: -len(ending)] + {
                "cka": "ck",
                "ova": "ov",
                "eva": "ev",
                "ina": "in",
                "ni": "n",
                "na": "n",
            }.get(ending, "")
    return sound


_ORDER = {agreement: place for place, agreement in enumerate(Agreement)} | {
    Agreement.MISSING: 5,
    Agreement.DIFFERENT: 20,
}


def _words(text: str) -> list[tuple[str, ...]]:
    found = []
    for word in _BETWEEN_WORDS.split(text.replace(".", ". ")):
        parts = tuple(part for part in folded(word).split() if part)
        if parts and not (len(parts) == 1 and parts[0] in _TITLES and not _is_initial(word)):
            found.append(parts)
    return found


def _without_patronymic(words: list[tuple[str, ...]], *, beside: int) -> list[tuple[str, ...]]:
    """Without a father's name, if enough stands beside it; after two first names that ending is a surname's."""
    kept = [word for word in words if not (len(word) == 1 and _PATRONYMIC.fullmatch(word[0]))]
    return words if len(kept) < beside or (beside > 1 and all(map(_may_be_given, kept))) else kept


def _is_initial(word: str) -> bool:
    return len(word) == 2 and word[0].isupper() and word[1] == "."


def _may_be_given(word: tuple[str, ...]) -> bool:
    return len(word[0]) == 1 or is_given_name(word[0])


def _named(
    *, given: list[tuple[str, ...]], surname: list[tuple[str, ...]], cyrillic: bool, sure: bool = True
) -> PersonName:
    return PersonName(
        given=tuple(part for word in given for part in word),
        surname=tuple(part for word in surname for part in word),
        cyrillic=cyrillic,
        sure=sure,
    )


def _is_alike(one: str, other: str) -> bool:
    """Two slips in one word, or a few in a long one."""
    allowed = max(len(one), len(other)) // 3
    return min(len(one), len(other)) > 4 and OSA.distance(sounds(one), sounds(other), score_cutoff=allowed) <= allowed


def _is_typo(one: str, other: str) -> bool:
    longer = max(len(one), len(other))
    if min(len(one), len(other)) < 3:
        return False
    allowed = 1 if longer <= 7 else 2
    return OSA.distance(one, other, score_cutoff=allowed) <= allowed or (
        longer > 5 and OSA.distance(sounds(one), sounds(other), score_cutoff=1) <= 1 and one[:1] == other[:1]
    )
