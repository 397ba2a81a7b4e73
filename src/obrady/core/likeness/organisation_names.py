"""One spelling of an organisation taken apart: legal form, place, numbers, and the words that name it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from .text import folded

# Short forms, written out. Keys match the folded text word by word.
_SHORT_FORMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b(?:{short})\b"), full)
    for short, full in (
        (r"(?:sp|spoldz|spoldzielnia) soc(?:j|jal|jalna)?", "spoldzielnia socjalna"),
        (r"sp z o ?o", "spolka"),
        (r"stow(?:arz|arzysz)?|association|asotsiatsiia|hromadska orhanizatsiia", "stowarzyszenie"),
        (r"fund|foundation|fundatsiia", "fundacja"),
        (r"sp(?= (?:nr |numer )?\d)", "szkola podstawowa"),
        (r"szk podst|szkola podst", "szkola podstawowa"),
        (r"lo(?= (?:nr )?\d)|(?<=i )lo|(?<=v )lo|(?<=x )lo", "liceum ogolnoksztalcace"),
        (r"zs(?= (?:nr )?\d)", "zespol szkol"),
        (r"mops", "miejski osrodek pomocy spolecznej"),
        (r"gops", "gminny osrodek pomocy spolecznej"),
        (r"mgops", "miejsko gminny osrodek pomocy spolecznej"),
        (r"rops", "regionalny osrodek polityki spolecznej"),
        (r"mopr", "miejski osrodek pomocy rodzinie"),
        (r"pcpr", "powiatowe centrum pomocy rodzinie"),
        (r"cus", "centrum uslug spolecznych"),
        (r"^um(?= )", "urzad miasta"),
        (r"^ug(?= )", "urzad gminy"),
        (r"pup", "powiatowy urzad pracy"),
        (r"wup", "wojewodzki urzad pracy"),
        (r"kgw", "kolo gospodyn wiejskich"),
        (r"osp", "ochotnicza straz pozarna"),
        (r"utw", "uniwersytet trzeciego wieku"),
        (r"mdk", "mlodziezowy dom kultury"),
        (r"gok", "gminny osrodek kultury"),
        (r"mok", "miejski osrodek kultury"),
        (r"zaz", "zaklad aktywnosci zawodowej"),
        (r"wtz", "warsztat terapii zajeciowej"),
        (r"numer|no(?= \d)", "nr"),
    )
)
_LEGAL_FORMS = {
    "fundacja": "fundacja",
    "stowarzyszenie": "stowarzyszenie",
    "spoldzielnia": "spoldzielnia",
    "socjalna": "spoldzielnia",
    "spolka": "spolka",
    "towarzystwo": "towarzystwo",
    "zwiazek": "zwiazek",
    "grupa": "grupa",
    "nieformalna": "grupa",
}
_LONG_FORMS = tuple(form for form in _LEGAL_FORMS if len(form) >= 8)
_JOINING = "i w we z ze na nad pod dla do o u od przy po za im imienia nr oraz a the of and"
_SMALL_WORDS = frozenset(_JOINING.split())
_PLACE_WORDS = frozenset({"w", "we", "z"})
# Words that say what an institution is, not which one it is: such names need a number or a place to be told apart.
_KINDS = (
    "szkol podstaw przedszkol zlob liceum ogolnoksztal technik zespol urzad gmin miast miejsk powiat wojewod "
    "starost bibliotek publiczn osrodek osrodk pomoc spoleczn centrum rodzin kultur sport rekreac dom poradni "
    "psycholog pedagog uslug prac samorzad specjaln zaklad aktywnos zawodow warsztat terap zajeciow uniwersytet "
    "trzeci wiek kolo gospodyn wiejsk ochotnicz straz pozarn parafi klub senior swietlic"
)
_GENERIC = tuple(_KINDS.split())
_NOTHING_PHRASES = frozenset(
    {
        *(
            "brak",
            "nie dotyczy",
            "nd",
            "n d",
            "n a",
            "na",
            "nic",
            "zadna",
            "zadne",
            "none",
            "no",
            "nema",
            "nemaie",
            "ni",
        ),
        *(
            "nie mam",
            "nie naleze",
            "osoba prywatna",
            "prywatnie",
            "wlasne imie",
            "we wlasnym imieniu",
            "w swoim imieniu",
        ),
        *("indywidualnie", "x", "xx", "xxx", "null", "not applicable", "bez organizacji", "brak organizacji", "nie"),
    }
)


@dataclass(frozen=True)
class Word:
    """One word of a name, folded; `cut` = written with a full stop, so that it may begin a longer word."""

    text: str
    cut: bool = False


@dataclass(frozen=True)
class OrganisationName:
    """A spelling taken apart. `words` are those that name it, `place` the town at its end, `all_words` everything."""

    spelling: str
    all_words: tuple[str, ...]
    legal_form: str
    words: tuple[Word, ...]
    numbers: tuple[str, ...]
    place: tuple[str, ...]
    shortened: bool

    @property
    def generic(self) -> bool:
        """Whether nothing but kind of institution, number and place names it: "Szkoła Podstawowa nr 88"."""
        return all(is_small(word.text) or word.text.startswith(_GENERIC) for word in self.words)

    @property
    def fullness(self) -> tuple[int, ...]:
        """The larger, the better this spelling stands for the organisation."""
        letters = [mark for mark in self.spelling if mark.isalpha()]
        diacritics = any(unicodedata.decomposition(mark) or mark in "łŁ" for mark in letters)
        return (
            bool(self.place),
            bool(self.legal_form),
            len(self.words),
            len(self.all_words),
            not self.shortened,
            diacritics,
            not all(mark.isupper() for mark in letters),
        )


def is_small(word: str) -> bool:
    """Whether a word only joins others: prepositions, "i", "im.", "nr"."""
    return word in _SMALL_WORDS


@lru_cache(maxsize=20_000)
def names_nothing(text: str) -> bool:
    """Whether a text says that there is no organisation. Example: `names_nothing("nie dotyczy")`, `("-")`, `("")`."""
    plain = folded(text)
    return not plain or plain in _NOTHING_PHRASES


def read_organisation(spelling: str, towns: Collection[str] = ()) -> OrganisationName:
    """Take a spelling apart; `towns` are folded names of towns, by which a place at the end is recognised.

    Example: "Stow. Mosty z Chleba" -> legal form "stowarzyszenie", words mosty, z, chleba.
    """
    cut = frozenset(folded(found[1]) for found in re.finditer(r"(\w{2,})\.(?!\w\.)", spelling))
    plain = re.sub(r"(?<=[a-z])(?=\d)", " ", folded(spelling))
    written = plain
    for short, full in _SHORT_FORMS:
        written = short.sub(full, written)
    words_written = written.split()
    all_words = (*(_legal_word(word) for word in words_written[:2]), *words_written[2:])
    rest, place = _split_place(all_words, towns)
    numbers = tuple(sorted(word.lstrip("0") for word in rest if word.isdigit()))
    forms = [_LEGAL_FORMS[word] for word in rest[:3] if word in _LEGAL_FORMS]
    words = tuple(
        Word(word, cut=word in cut and word not in _SMALL_WORDS)
        for position, word in enumerate(rest)
        if not word.isdigit() and word != "nr" and not (position < 3 and word in _LEGAL_FORMS)
    )
    return OrganisationName(
        spelling=spelling,
        all_words=all_words,
        legal_form=forms[0] if forms else "",
        words=words or tuple(Word(word) for word in rest if not word.isdigit()),
        numbers=numbers,
        place=place,
        shortened=written != plain or any(word.cut for word in words),
    )


def is_form_of_town(words: Sequence[str], town: str) -> bool:
    """Whether words are a (declined) form of a town's folded name.

    Example: `is_form_of_town(("lubiance",), "lubianka")`; never Chełmno for Chełmża.
    """
    names = town.split()
    return len(words) == len(names) and all(
        _common_start(word, name) >= _needed_start(name) and abs(len(word) - len(name)) <= 3
        for word, name in zip(words, names, strict=True)
    )


def _legal_word(word: str) -> str:
    """A legal form with a slip or a case ending ("Stowarzyseznie", "Fundacji") as it is spelled."""
    if len(word) < 7 or word in _LEGAL_FORMS:
        return word
    return next((form for form in _LONG_FORMS if OSA.distance(word, form, score_cutoff=2) <= 2), word)


def _needed_start(name: str) -> int:
    return len(name) - (2 if len(name) >= 8 else 1) if len(name) > 3 else len(name)


def _common_start(one: str, other: str) -> int:
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _split_place(words: tuple[str, ...], towns: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    for start in range(1, len(words)):
        tail = words[start:]
        found = next((town for town in towns if is_form_of_town(tail, town)), None)
        if found is not None:
            end = start - 1 if words[start - 1] in _PLACE_WORDS and start > 1 else start
            return words[:end], tuple(found.split())
    return words, ()
