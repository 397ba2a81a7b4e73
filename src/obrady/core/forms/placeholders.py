"""Texts with placeholders: one pass over a whitelist, never a template engine."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from .types import PlaceholderError

PLACEHOLDERS = frozenset(
    {
        *(
            "meeting_date",
            "meeting_place",
            "start_time",
            "end_time",
            "places",
            "closes_at",
            "answer_by",
            "office_phone",
        ),
        *("controller_name", "controller_address", "controller_email", "controller_phone", "dpo_contact"),
        *("projects", "recipients", "transfers", "notice_version", "notice_url", "status_url"),
        *("retention_needs", "retention_experience", "retention_not_selected", "retention_selected"),
        "retention_image",
    }
)
"""The placeholders that the texts of a form may hold (data/meeting/FORM.md, "Placeholders")."""

_MARK = re.compile(r"\{([^{}\n]{0,80})\}")
_MARK_AND_STOP = re.compile(r"\{([^{}\n]{0,80})\}(\.(?!\.))?")


def placeholders_in(text: str) -> tuple[str, ...]:
    """The names that stand in braces in a text, each once, in the order of appearance."""
    return tuple(dict.fromkeys(_MARK.findall(text)))


def fill_placeholders(text: str, values: Mapping[str, str], *, allowed: Collection[str] = PLACEHOLDERS) -> str:
    """Put values in the place of `{names}`, in one pass: a value that holds braces is not filled again.

    Raises `PlaceholderError`: `unknown_placeholder` (name) for a name that is not allowed, `missing_value`
    (name) for one whose value is absent or blank. A text with a gap must stop publication, not reach a page.
    A lone brace is text. A value that ends with a full stop ("8 grudnia 2026 r.") also ends the sentence: the full
    stop that follows it in the text is left out.

    Example: `fill_placeholders("do {closes_at}", {"closes_at": "7 grudnia"})` -> `"do 7 grudnia"`.
    """

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name not in allowed:
            raise PlaceholderError(code="unknown_placeholder", name=name)
        filled = values.get(name)
        if filled is None or not str(filled).strip():
            raise PlaceholderError(code="missing_value", name=name)
        stop = found[2] or ""
        return str(filled) if str(filled).endswith(".") else f"{filled}{stop}"

    return _MARK_AND_STOP.sub(value, text)
