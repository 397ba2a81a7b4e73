"""What people write in spreadsheets, as the answers of a form: labels in any language, dates as the office types them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from obrady.core.forms import SEPARATOR, Consent, Kind, Question, clean_text
from obrady.core.likeness import folded
from obrady.workshop.territory import gmina, gminas

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"
DATE_ORDERS = (DAY_FIRST, MONTH_FIRST)
YES = frozenset({"yes", "y", "tak", "t", "true", "prawda", "1", "x", "tak.", "so", "ok", "zgoda", "zgadzam sie"})
NO = frozenset({"no", "n", "nie", "false", "falsz", "0", "ni", "brak zgody", "nie zgadzam sie"})
YES_SIGNS = frozenset("✓✔☑✅")
YES_BEGINS = (
    "tak ",
    "yes ",
    "tak,",
    "zgadzam sie",
    "wyrazam zgode",
    "akceptuje",
    "potwierdzam",
    "oswiadczam",
    "i agree",
)
NO_BEGINS = ("nie ", "no ", "ne ")
_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)")
_DATE = re.compile(
    r"(?P<a>\d{1,4})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{2,4})"
    r"(?:[T, ]+(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:\.\d+)?)?\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?"
    r"(?:\s*(?P<zone>Z|UTC|GMT|CET|CEST|EET|EEST|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d\d)?))?"
)
_ZONES = {"Z": 0, "UTC": 0, "GMT": 0, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3}
_GMINA_WORDS = re.compile(r"\b(gmina|miasto|miejska|wiejska|miejsko|m|gm)\b")


@dataclass(frozen=True)
class Asked:
    """A question with everything by which its options can be meant: folded code or label in any language -> code."""

    question: Question
    words: Mapping[str, str]

    @classmethod
    def of(cls, question: Question) -> "Asked":
        return cls(question, labels_of(question))


def labels_of(question: Question) -> Mapping[str, str]:
    known: dict[str, str] = {}
    for option in question.options:
        for text in option.label.values():
            known.setdefault(folded(text), option.code)
    if {"yes", "no"} <= set(question.codes):
        known = {**dict.fromkeys(YES, "yes"), **dict.fromkeys(NO, "no"), **known}
    return known | {folded(option.code): option.code for option in question.options if folded(option.code)}


def one_option(asked: Asked, text: str) -> str | None:
    return text if text in asked.question.codes else asked.words.get(folded(text))


def options_in(asked: Asked, text: str, chosen: Mapping[str, str]) -> list[str]:
    """The parts of a cell with several answers; a label may hold the sign that parts them. Unknown parts stay as typed."""
    parts: list[str] = []
    for piece in re.split(r"[|;\n]", text):
        if piece.strip():
            parts += _greedy(asked, piece.strip(), chosen)
    return parts


def _greedy(asked: Asked, text: str, chosen: Mapping[str, str]) -> list[str]:
    if text in chosen:
        return [chosen[text]] if chosen[text] else []
    if code := one_option(asked, text):
        return [code]
    words = [word.strip() for word in text.split(",")]
    found: list[str] = []
    unknown: list[str] = []
    start = 0
    while start < len(words):
        for end in range(len(words), start, -1):
            joined = ", ".join(words[start:end])
            code = chosen[joined] if joined in chosen else one_option(asked, joined)
            if code is not None:
                if unknown:
                    found.append(", ".join(unknown))
                    unknown = []
                if code:
                    found.append(code)
                start = end
                break
        else:
            unknown.append(words[start])
            start += 1
    return [*found, *([", ".join(unknown)] if unknown else [])]


def as_answer(asked: Asked, text: str, chosen: Mapping[str, str], *, order: str, zone: tzinfo) -> str:
    """The cell as `check_answer` wants it; what cannot be understood stays as it is and becomes a fault there."""
    question = asked.question
    text = clean_text(text, one_line=question.kind is not Kind.LONG_TEXT)
    if not text:
        return ""
    if question.kind is Kind.MULTIPLE_CHOICE:
        return SEPARATOR.join(dict.fromkeys(part.replace(SEPARATOR, "/") for part in options_in(asked, text, chosen)))
    if text in chosen:
        return chosen[text]
    if question.options:
        return one_option(asked, text) or text
    if question.kind is Kind.GMINA:
        return gmina_code(text) or text
    if question.kind is Kind.DATE:
        moment = moment_in(text, order=order, zone=zone)
        if moment is None:
            return text
        return moment.isoformat() if question.office_only else moment.date().isoformat()
    return text


def unresolved(asked: Asked, values: Iterable[str], chosen: Mapping[str, str]) -> list[str]:
    """Parts of these cells that no option, no gmina and no choice made before explains; own words are no trouble."""
    question = asked.question
    found: dict[str, None] = {}
    for value in values:
        text = clean_text(value, one_line=True)
        if not text:
            continue
        if question.kind is Kind.MULTIPLE_CHOICE:
            found |= dict.fromkeys(part for part in options_in(asked, text, chosen) if part not in question.codes)
        elif (question.options and text not in chosen and one_option(asked, text) is None) or (
            question.kind is Kind.GMINA and text not in chosen and gmina_code(text) is None
        ):
            found[text] = None
    return list(found)


@cache
def _gminas_by_name() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in gminas().values():
        for name in {folded(one.name), folded(f"{one.name} {one.powiat}")}:
            found[name] = (*found.get(name, ()), one.code)
    return found


def gmina_code(text: str) -> str | None:
    """The code that is meant: also one that lost its first zero, or a name that only one gmina has."""
    digits = text.replace(" ", "")
    if digits.isdecimal() and digits.isascii():
        fits = [code for code in (digits, f"0{digits}") if gmina(code)]
        return fits[0] if fits else (digits if len(digits) in (6, 7) else None)
    for name in (folded(text), " ".join(_GMINA_WORDS.sub(" ", folded(text)).split())):
        codes = _gminas_by_name().get(name, ())
        if len(codes) == 1:
            return codes[0]
    return None


def moment_in(text: str, *, order: str, zone: tzinfo) -> datetime | None:
    """A day with or without an hour, in any usual way of writing; without an offset it is the meeting's own time."""
    try:
        if _ISO.fullmatch(text):
            return datetime.fromisoformat(text)
        shape = _DATE.fullmatch(text.strip())
        return _built(shape, order, zone) if shape else None
    except (ValueError, OverflowError):
        return None


def _built(shape: re.Match, order: str, zone: tzinfo) -> datetime | None:
    a, b, c = int(shape["a"]), int(shape["b"]), int(shape["c"])
    if len(shape["a"]) == 4:
        year, month, day = a, b, c
    elif len(shape["a"]) > 2:
        return None
    else:
        month, day = (a, b) if shape["sep"] == "/" and order == MONTH_FIRST else (b, a)
        year = c + 2000 if c < 100 else c
    hour = int(shape["hour"] or 0)
    if half := (shape["half"] or "").lower():
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    known = _zone(shape["zone"]) if shape["zone"] else zone
    return datetime(year, month, day, hour, int(shape["minute"] or 0), int(shape["second"] or 0), tzinfo=known)


def _zone(text: str) -> tzinfo:
    if text in ("CET", "CEST"):
        return ZoneInfo("Europe/Warsaw")
    if text in _ZONES:
        return timezone(timedelta(hours=_ZONES[text])) if _ZONES[text] else UTC
    sign, digits = (-1 if "-" in text else 1), re.sub(r"[^\d]", "", text)
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    return timezone(sign * timedelta(hours=hours, minutes=minutes))


def guessed_order(values: Iterable[str]) -> str:
    """American only where some day could not be a month otherwise."""
    for value in values:
        shape = _DATE.fullmatch(value.strip())
        if shape and shape["sep"] == "/" and len(shape["a"]) <= 2:
            if int(shape["a"]) > 12:
                return DAY_FIRST
            if int(shape["b"]) > 12:
                return MONTH_FIRST
    return DAY_FIRST


def consent_in(consent: Consent, text: str, chosen: Mapping[str, str]) -> str:
    """yes, no or nothing; a sentence of agreement as forms elsewhere keep it counts as yes. What is unclear stays."""
    text = clean_text(text, one_line=True)
    if not text or text in chosen:
        return chosen.get(text, "")
    if text in YES_SIGNS:
        return "yes"
    bare = folded(text)
    if bare in NO or bare.startswith(NO_BEGINS):
        return "no"
    if bare in YES or bare.startswith(YES_BEGINS) or bare in {folded(label) for label in consent.label.values()}:
        return "yes"
    return text


def unclear_consents(consent: Consent, values: Sequence[str], chosen: Mapping[str, str]) -> list[str]:
    said = {clean_text(value, one_line=True) for value in values}
    return sorted(one for one in said if consent_in(consent, one, chosen) not in ("yes", "no", ""))
