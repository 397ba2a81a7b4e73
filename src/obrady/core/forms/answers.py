"""From what was typed to an answer, or to a named fault."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from .types import Answer, AnswerFault, Kind, Question

SEPARATOR = "|"
"""Between several answers in one cell."""

_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_BIDI_AND_INVISIBLE = frozenset(
    "\u061c\u200b\u200e\u200f\u2060\ufeff"
    + "\u202a\u202b\u202c\u202d\u202e"
    + "\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f"
)
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\]+\.[^\s@<>()\[\],;:\"\\.]{2,}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(?P<offset>Z|[+-]\d\d:?\d\d)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_GMINA = re.compile(r"(?P<voivodeship>\d\d)\d{4}\d?", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,15}([.,]\d{1,9})?", re.ASCII)


def clean_text(raw: str, *, one_line: bool) -> str:
    """Text that is safe to show: NFC, line breaks as `\\n`, no control, bidi or invisible characters, trimmed.

    `one_line` turns breaks and runs of white space into single spaces. Markup and formulas stay as typed:
    they are made harmless where they are written, not here.

    Example: `clean_text("Jan\\u202e\\r\\nKot ", one_line=True)` -> `"Jan Kot"`.
    """
    text = _LINE_BREAKS.sub("\n", raw).replace("\t", " ")
    kept = unicodedata.normalize("NFC", "".join(mark for mark in text if mark == "\n" or _is_visible(mark)))
    return " ".join(kept.split()) if one_line else "\n".join(line.rstrip() for line in kept.split("\n")).strip()


def check_answer(question: Question, raw: object) -> Answer | AnswerFault | None:
    """Check what was typed or ticked; None = not answered.

    `raw` is text, or for multiple_choice also a sequence of texts (text is split at `|`). The answer is
    canonical: choices without repetition in the order given; an office date (`office_only`) as ISO 8601 with
    its offset, any other date as `YYYY-MM-DD`; a number with a decimal point; a gmina as six or seven digits, or
    with `other_text` a place in words (no digits: a mistyped code stays a fault).
    Nothing is guessed: an unknown code is a fault unless the question takes own words (`other_text`), of which
    `|` becomes `/`.

    A fault is returned, not raised. Codes: `wrong_type`, `too_long` (limit, length), `unknown_option` (option),
    `too_many_choices` (limit, count), `not_an_email`, `not_a_phone`, `not_a_gmina`, `not_a_date`, `naive_time`,
    `not_a_number`. Required or shown is not looked at here: see `missing_answers`.

    Example: for `hardest_cooperation`, `"gminas|gminas|communities"` -> `("gminas", "communities")`.
    """
    if raw is None:
        return None
    if question.kind is Kind.MULTIPLE_CHOICE:
        return _several_choices(question, raw)
    if not isinstance(raw, str):
        return AnswerFault(code="wrong_type")
    text = clean_text(raw, one_line=question.kind is not Kind.LONG_TEXT)
    if not text:
        return None
    if question.options:
        return _one_choice(question, text)
    checked = _CHECKS.get(question.kind, _as_typed)(question, text)
    return checked if isinstance(checked, AnswerFault) else _within_length(question, checked)


def parse_instant(text: str) -> datetime:
    """The instant that a canonical office date names. Raises `AnswerFault`: `not_a_date` or `naive_time`.

    Example: `parse_instant("2023-12-07T15:58:30Z")` equals 16:58:30 at +01:00.
    """
    shape = _INSTANT.fullmatch(text)
    if shape is None and not _DAY.fullmatch(text):
        raise AnswerFault(code="not_a_date", text=text)
    try:
        moment = datetime.fromisoformat(text)
        if shape is None or shape["offset"] is None:
            raise AnswerFault(code="naive_time", text=text)
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise AnswerFault(code="not_a_date", text=text) from None
    return moment


def _is_visible(mark: str) -> bool:
    return mark not in _BIDI_AND_INVISIBLE and unicodedata.category(mark) not in {"Cc", "Cs", "Cn"}


def _as_typed(_question: Question, text: str) -> str | AnswerFault:
    return text


def _email(_question: Question, text: str) -> str | AnswerFault:
    local, _, domain = text.partition("@")
    if not _EMAIL.fullmatch(text) or ".." in domain or domain.startswith((".", "-")) or len(local) > 64:
        return AnswerFault(code="not_an_email", text=text)
    return text


def _phone(_question: Question, text: str) -> str | AnswerFault:
    digits = sum(mark.isdecimal() for mark in text)
    if not 5 <= digits <= 20 or "@" in text:
        return AnswerFault(code="not_a_phone", text=text)
    return text


def _gmina(question: Question, text: str) -> str | AnswerFault:
    if question.other_text and not any(mark.isdigit() for mark in text):
        return text
    shape = _GMINA.fullmatch(text)
    # Voivodeships are numbered 02, 04 ... 32: anything else is a code that lost its leading zero in a spreadsheet.
    if shape is None or int(shape["voivodeship"]) not in range(2, 33, 2):
        return AnswerFault(code="not_a_gmina", text=text)
    return text


def _date(question: Question, text: str) -> str | AnswerFault:
    try:
        return parse_instant(text).isoformat() if question.office_only else _day(text)
    except AnswerFault as fault:
        return fault


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text if _DAY.fullmatch(text) else "").isoformat()
    except ValueError:
        raise AnswerFault(code="not_a_date", text=text) from None


def _number(_question: Question, text: str) -> str | AnswerFault:
    packed = text.replace(" ", "").replace("\u2212", "-")
    if not _NUMBER.fullmatch(packed):
        return AnswerFault(code="not_a_number", text=text)
    return format(Decimal(packed.replace(",", ".")).normalize() + 0, "f")


_CHECKS: dict[Kind, Callable[[Question, str], str | AnswerFault]] = {
    Kind.EMAIL: _email,
    Kind.PHONE: _phone,
    Kind.GMINA: _gmina,
    Kind.DATE: _date,
    Kind.NUMBER: _number,
}


def _one_choice(question: Question, text: str) -> str | AnswerFault:
    if text in question.codes:
        return text
    if not question.other_text:
        return AnswerFault(code="unknown_option", option=text)
    return _within_length(question, text)


def _several_choices(question: Question, raw: object) -> Answer | AnswerFault | None:
    if isinstance(raw, str):
        parts: list[object] = list(raw.split(SEPARATOR))
    elif isinstance(raw, Sequence):
        parts = list(raw)
    else:
        return AnswerFault(code="wrong_type")
    if not all(isinstance(part, str) for part in parts):
        return AnswerFault(code="wrong_type")
    cleaned = (clean_text(str(part), one_line=True).replace(SEPARATOR, "/") for part in parts)
    chosen = tuple(dict.fromkeys(text for text in cleaned if text))
    own_words = [text for text in chosen if text not in question.codes]
    if own_words and not question.other_text:
        return AnswerFault(code="unknown_option", option=own_words[0])
    if question.max_choices is not None and len(chosen) > question.max_choices:
        return AnswerFault(code="too_many_choices", limit=question.max_choices, count=len(chosen))
    length = _within_length(question, SEPARATOR.join(own_words))
    return length if isinstance(length, AnswerFault) else (chosen or None)


def _within_length(question: Question, text: str) -> str | AnswerFault:
    if question.max_length is not None and len(text) > question.max_length:
        return AnswerFault(code="too_long", limit=question.max_length, length=len(text))
    return text
