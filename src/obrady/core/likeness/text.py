"""Text reduced to what two people who write the same thing agree on."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

# Resolution 55 of the Cabinet of Ministers of Ukraine (2010), with Russian and Belarusian letters added.
_LETTERS = (
    "а=a б=b в=v г=h ґ=g д=d е=e ж=zh з=z и=y і=i ї=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts "
    "ч=ch ш=sh щ=shch ю=iu я=ia є=ie ь= ё=io ъ= ы=y э=e ў=u"
)
_CYRILLIC = dict(pair.split("=") for pair in _LETTERS.split())
_FIRST_LETTER = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya", "ё": "yo"}
_CYRILLIC_WORD = re.compile(r"[\u0400-\u04ff][\u0400-\u04ff'’ʼ`]*")
_NOT_A_WORD = re.compile(r"[^0-9a-z]+")

_SOUNDS = (
    (re.compile("shch|szcz|sch"), "s"),
    (re.compile("sh|sz"), "s"),
    (re.compile("dzh|dz"), "d"),
    (re.compile("zh|rz"), "z"),
    (re.compile("tch|cz|ch|kh|h|g"), "h"),
    (re.compile("ts|tz"), "c"),
    (re.compile("ck|q"), "k"),
    (re.compile("x"), "ks"),
    (re.compile("ph"), "f"),
    (re.compile("w"), "v"),
    (re.compile("[jy]"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile("i(?=[aeou])"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """Text for searching: Latin small letters and digits, words parted by single spaces.

    Diacritics, case, punctuation and width of letters fall away; Cyrillic is written in Latin letters by the
    Ukrainian rules of 2010 (Russian and Belarusian letters as there), other scripts as anyascii writes them.

    Example: `folded("Żółw-Grzęda")` -> `"zolw grzeda"`; `folded("Ясенова")` -> `"yasenova"`.
    """
    lowered = unicodedata.normalize("NFKC", text).lower()
    latin = anyascii(_CYRILLIC_WORD.sub(lambda found: _romanised(found[0]), lowered)).lower()
    return _NOT_A_WORD.sub(" ", latin.replace("'", "")).strip()


@lru_cache(maxsize=50_000)
def sounds(word: str) -> str:
    """A coarse key of how a folded word sounds, the same for Polish, English and Ukrainian ways of writing it.

    Several letters fall together (sh/sz/s, ch/cz/kh/h/g, v/w, j/y/i ...), so equal keys say "may be the same",
    not "is the same".

    Example: `sounds("szewczenko") == sounds("shevchenko")`, `sounds("jasenowa") == sounds("yasenova")`.
    """
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return word


def has_cyrillic(text: str) -> bool:
    """Whether any letter is Cyrillic."""
    return _CYRILLIC_WORD.search(text.lower()) is not None


def slug(text: str) -> str:
    """A folded text with hyphens, fit for a key or an address. Example: `slug("Ciepły Piec")` -> `"cieply-piec"`."""
    return folded(text).replace(" ", "-")


def _romanised(word: str) -> str:
    # The apostrophe and the soft sign are not written; `зг` is `zgh`, so that it is not read as `zh`.
    letters = word.translate({ord(mark): None for mark in "'’ʼ`"}).replace("зг", "з\u0000")
    written = []
    for place, letter in enumerate(letters):
        first = place == 0 and letter in _FIRST_LETTER
        written.append(
            _FIRST_LETTER[letter] if first else "gh" if letter == "\u0000" else _CYRILLIC.get(letter, letter)
        )
    return "".join(written)
