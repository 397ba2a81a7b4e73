"""Conditions put together from rows: a question, a test and answers; works without JavaScript."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from obrady.doors.web.applications.form_editor.labels import JOINTS, TESTS, said
from obrady.doors.web.applications.sheet import condition_in_words
from obrady.stages.applications.queries.form_parts import (
    AllOf,
    AnyOf,
    Asks,
    Condition,
    FormDefinition,
    Question,
    Test,
    clean_text,
)

MOST_ROWS = 12


@dataclass(frozen=True)
class Row:
    """One row as shown; `answers` are (code, words, ticked) of the chosen question, none where it has no options."""

    prefix: str
    question: str = ""
    test: str = "in"
    codes: tuple[str, ...] = ()
    answers: tuple[tuple[str, str, bool], ...] = ()
    error: str = ""

    @property
    def typed_codes(self) -> str:
        return ", ".join(self.codes)

    @property
    def takes_codes(self) -> bool:
        return self.test in ("in", "not_in")


@dataclass(frozen=True)
class Builder:
    """One condition as the page shows it. `kept` is a condition of a shape that rows cannot hold."""

    name: str
    rows: tuple[Row, ...]
    joint: str
    choices: tuple[tuple[str, str], ...]
    kept: Condition | None = None
    kept_words: str = ""
    label: str = ""
    help: str = ""
    joints: tuple = field(default=tuple(JOINTS.items()))
    tests: tuple = field(default=tuple(TESTS.items()))

    @property
    def errors(self) -> list[tuple[str, str]]:
        return [(f"{row.prefix}-question", row.error) for row in self.rows if row.error]

    @property
    def condition(self) -> Condition | None:
        """What the rows say; rows with an error are left out."""
        if self.kept is not None:
            return self.kept
        parts = tuple(_asks(row) for row in self.rows if row.question and not row.error)
        if len(parts) < 2:
            return parts[0] if parts else None
        return AllOf(parts) if self.joint == "all" else AnyOf(parts)


def builder_of(
    name: str,
    definition: FormDefinition,
    condition: Condition | None,
    *,
    label: str,
    explanation: str = "",
    without: str = "",
    sent: QueryDict | None = None,
) -> Builder:
    """From what was sent, where there is something; otherwise from the condition as it stands."""
    language = get_language() or "pl"
    choices = tuple(
        (one.key, said(one.label, language) or one.key) for one in definition.questions if one.key != without
    )
    is_kept = condition is not None and not _is_flat(condition)
    shown = {"label": label, "help": explanation, "name": name, "choices": choices}
    if is_kept and (sent is None or sent.get(f"{name}-keep") == "yes"):
        words = condition_in_words(condition, definition, language)
        return Builder(rows=(), joint="all", kept=condition, kept_words=words, **shown)
    rows = list(_sent_rows(name, definition, sent) if sent is not None else _rows(name, definition, condition))
    if len(rows) < MOST_ROWS:
        rows.append(Row(prefix=f"{name}-{len(rows)}"))
    joint = sent.get(f"{name}-joint", "all") if sent is not None else _joint(condition)
    return Builder(rows=tuple(rows), joint="any" if joint == "any" else "all", **shown)


def _joint(condition: Condition | None) -> str:
    return "any" if isinstance(condition, AnyOf) else "all"


def _is_flat(condition: Condition) -> bool:
    parts = condition.parts if isinstance(condition, AllOf | AnyOf) else (condition,)
    return len(parts) <= MOST_ROWS and all(isinstance(part, Asks) for part in parts)


def _rows(name: str, definition: FormDefinition, condition: Condition | None) -> Iterator[Row]:
    parts = condition.parts if isinstance(condition, AllOf | AnyOf) else (condition,) if condition else ()
    for number, part in enumerate(parts):
        test = str(part.test)
        if part.test is Test.ANSWERED and not part.answered:
            test = "not_answered"
        yield _row(f"{name}-{number}", definition, part.question, test, part.codes)


def _row(prefix: str, definition: FormDefinition, key: str, test: str, codes: tuple[str, ...], error: str = "") -> Row:
    answers: tuple[tuple[str, str, bool], ...] = ()
    if definition.has_question(key) and test in ("in", "not_in"):
        language = get_language() or "pl"
        options = definition.question(key).options
        answers = tuple((one.code, said(one.label, language) or one.code, one.code in codes) for one in options)
    return Row(prefix=prefix, question=key, test=test, codes=codes, answers=answers, error=error)


def _sent_rows(name: str, definition: FormDefinition, sent: QueryDict) -> Iterator[Row]:
    number = 0
    for place in range(MOST_ROWS):
        prefix = f"{name}-{place}"
        key, test = sent.get(f"{prefix}-question", ""), sent.get(f"{prefix}-test", "in")
        if not key:
            continue
        codes = _codes(sent, prefix)
        known = definition.question(key) if definition.has_question(key) else None
        test = test if test in TESTS else "in"
        if known is not None and known.options:
            codes = tuple(code for code in codes if code in known.codes)
        yield _row(f"{name}-{number}", definition, key, test, codes, _fault(known, test, codes))
        number += 1


def _codes(sent: QueryDict, prefix: str) -> tuple[str, ...]:
    ticked = sent.getlist(f"{prefix}-codes")
    typed = [code.strip() for code in sent.get(f"{prefix}-typed", "")[:2000].split(",")]
    cleaned = (clean_text(code, one_line=True) for code in (*ticked, *typed))
    return tuple(dict.fromkeys(code for code in cleaned if code))


def _fault(question: Question | None, test: str, codes: tuple[str, ...]) -> str:
    if question is None:
        return _("Choose a question of this form.")
    if test in ("in", "not_in") and not codes:
        return _("Choose at least one answer.")
    return ""


def _asks(row: Row) -> Asks:
    if row.test in ("answered", "not_answered"):
        return Asks(question=row.question, test=Test.ANSWERED, answered=row.test == "answered")
    return Asks(question=row.question, test=Test(row.test), codes=row.codes)
