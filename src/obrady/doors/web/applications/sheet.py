"""A form's definition as a page shows it: one language, what was typed, what is wrong. The same for web and office."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from obrady.doors.web.applications.faults import consent_in_words, in_words
from obrady.stages.applications.states import AnswerFault
from obrady.workshop.territory import gminas

OWN_WORDS = "__own"
CHOICES = {"single_choice", "yes_no", "yes_no_prefer_not"}


@dataclass(frozen=True)
class Choice:
    code: str
    label: str
    is_chosen: bool
    group: str = ""


@dataclass(frozen=True)
class AskedConsent:
    key: str
    label: str
    is_required: bool
    is_given: bool
    error: str = ""
    language: str = ""


@dataclass(frozen=True)
class Asked:
    """One question; `widget` is text, email, tel, date, number, long, radio, checkboxes or gmina."""

    key: str
    widget: str
    label: str
    help: str
    is_optional: bool
    value: str
    choices: tuple[Choice, ...]
    takes_own_words: bool
    own_words: str
    max_length: int | None
    error: str
    condition: str = ""
    condition_words: str = ""
    is_kept_secret: bool = False
    may_leave_out: bool = False
    autocomplete: str = ""
    consents: tuple[AskedConsent, ...] = ()
    language: str = ""

    @property
    def anchor(self) -> str:
        return f"{self.key}-0" if self.widget in ("radio", "checkboxes") else self.key


@dataclass(frozen=True)
class AskedSection:
    key: str
    title: str
    help: str
    questions: tuple[Asked, ...]
    consents: tuple[AskedConsent, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """Everything a page needs to show a form; `errors` lead to the questions."""

    title: str
    intro: str
    notice_short: str
    notice_version: str
    language: str
    sections: tuple[AskedSection, ...]
    consents: tuple[AskedConsent, ...]
    errors: tuple[tuple[str, str, str], ...] = field(default=())


@dataclass(frozen=True)
class Filled:
    """What was typed or is known: raw answers by question key, consents, faults by key."""

    answers: Mapping[str, object] = field(default_factory=dict)
    consents: Mapping[str, bool] = field(default_factory=dict)
    faults: Mapping[str, AnswerFault] = field(default_factory=dict)
    kept_secret: frozenset[str] = frozenset()


def sheet_of(definition, *, language: str, filled: Filled, questions: Iterable | None = None) -> Sheet:
    """`questions` narrows the sheet (the phone minimum); sections without questions are left out."""
    wanted = None if questions is None else {question.key for question in questions}
    beside = _consents_by_question(definition)
    sections = []
    for section in definition.sections:
        asked = tuple(
            _asked(question, definition, language, filled, beside.get(question.key, ()))
            for question in section.questions
            if not question.office_only and (wanted is None or question.key in wanted)
        )
        if asked:
            sections.append(AskedSection(section.key, _in(section.title, language), _in(section.help, language), asked))
    shown = {consent.key for consents in beside.values() for consent in consents}
    rest = tuple(_consent(one, language, filled) for one in definition.consents if one.key not in shown)
    return Sheet(
        title=_in(definition.title, language),
        intro=_in(definition.intro, language),
        notice_short=_in(definition.notice.short, language),
        notice_version=definition.notice.version,
        language=language,
        sections=tuple(sections),
        consents=rest,
        errors=_errors(sections, rest),
    )


def _consents_by_question(definition) -> dict[str, tuple]:
    """A consent stands under the last question that it covers."""
    order = [question.key for question in definition.questions]
    beside: dict[str, tuple] = {}
    for consent in definition.consents:
        if consent.covers:
            last = max(consent.covers, key=order.index)
            beside[last] = (*beside.get(last, ()), consent)
    return beside


def _asked(question, definition, language: str, filled: Filled, consents: tuple) -> Asked:
    raw = filled.answers.get(question.key)
    chosen = [raw] if isinstance(raw, str) else list(raw or [])
    fault = filled.faults.get(question.key)
    condition = question.shown_if
    return Asked(
        key=question.key,
        widget=_widget(question),
        label=_in(question.label, language),
        help=_in(question.help, language),
        is_optional=not question.required,
        value=chosen[0] if chosen and not question.options else "",
        choices=_choices(question, language, chosen),
        takes_own_words=question.other_text,
        own_words=", ".join(text for text in chosen if is_own_words(question, text)) if question.other_text else "",
        max_length=question.max_length,
        error=in_words(fault) if fault else "",
        condition=json.dumps(as_json(condition)) if condition else "",
        condition_words=condition_in_words(condition, definition, language) if condition else "",
        is_kept_secret=question.key in filled.kept_secret,
        may_leave_out=fault is not None and fault.code == "no_consent",
        autocomplete=AUTOCOMPLETE.get(question.key, "off" if question.kind == "organisation" else ""),
        consents=tuple(_consent(consent, language, filled) for consent in consents),
        language=_foreign(language),
    )


def _foreign(language: str) -> str:
    """The language to name beside words that are not in the page's own: a script read out to a caller."""
    return "" if language == get_language() else language


AUTOCOMPLETE = {"full_name": "name", "email": "email", "phone": "tel"}
WIDGETS = {"long_text": "long", "email": "email", "phone": "tel", "date": "date", "number": "number", "gmina": "gmina"}


def is_own_words(question, text: str) -> bool:
    """Not one of the answers to choose from; a gmina is chosen as digits."""
    if question.kind == "gmina":
        return not text.isdigit()
    return text not in {option.code for option in question.options}


def _widget(question) -> str:
    if question.kind == "multiple_choice":
        return "checkboxes"
    if question.kind in CHOICES:
        return "radio"
    return WIDGETS.get(str(question.kind), "text")


def _choices(question, language: str, chosen: list) -> tuple[Choice, ...]:
    if question.kind == "gmina":
        code = chosen[0][:6] if chosen else ""
        return tuple(Choice(one.code, label, one.code6 == code, group) for one, label, group in _gminas(get_language()))
    return tuple(Choice(option.code, _in(option.label, language), option.code in chosen) for option in question.options)


@cache
def _gminas(language: str) -> tuple:
    """All gminas by the Polish alphabet, with type and powiat: thirteen names occur twice."""
    kinds = {"1": _("town"), "2": _("rural gmina"), "3": _("town and rural gmina")}
    rows = []
    for one in gminas().values():
        is_city = one.powiat == one.name and one.kind == "1" and one.powiat_kind != "powiat"
        where = _("city with powiat rights") if is_city else f"{kinds[one.kind]}, {_('powiat')} {one.powiat}"
        rows.append((one, f"{one.name} – {where}", one.name[:1]))
    return tuple(sorted(rows, key=lambda row: (_polish(row[0].name), row[0].kind)))


def _polish(text: str) -> list[int]:
    alphabet = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
    return [alphabet.find(letter) for letter in text.lower()]


def _consent(consent, language: str, filled: Filled) -> AskedConsent:
    fault = filled.faults.get(consent.key)
    error = consent_in_words() if fault and fault.code == "required" else in_words(fault) if fault else ""
    return AskedConsent(
        key=consent.key,
        label=_in(consent.label, language),
        is_required=consent.required,
        is_given=bool(filled.consents.get(consent.key)),
        error=error,
        language=_foreign(language),
    )


def _errors(sections: Iterable[AskedSection], consents: Iterable[AskedConsent]) -> tuple[tuple[str, str, str], ...]:
    found = []
    for section in sections:
        for question in section.questions:
            if question.error:
                found.append((question.anchor, question.label, question.error))
            found.extend((one.key, one.label, one.error) for one in question.consents if one.error)
    found.extend((one.key, one.label, one.error) for one in consents if one.error)
    return tuple(found)


def as_json(condition) -> object:
    """A condition as the page's script reads it; the shape of FORM definitions."""
    if hasattr(condition, "parts"):
        name = "all" if type(condition).__name__ == "AllOf" else "any"
        return {name: [as_json(part) for part in condition.parts]}
    test = str(condition.test)
    return {"question": condition.question, test: condition.answered if test == "answered" else list(condition.codes)}


def condition_in_words(condition, definition, language: str) -> str:
    """For readers without JavaScript, who see every question: when this one is meant for them."""
    if hasattr(condition, "parts"):
        joint = _(" and ") if type(condition).__name__ == "AllOf" else _(" or ")
        return joint.join(condition_in_words(part, definition, language) for part in condition.parts)
    asked = definition.question(condition.question)
    label = _in(asked.label, language).rstrip("?. ")
    if str(condition.test) == "answered":
        words = _("you answered “%(question)s”") if condition.answered else _("you did not answer “%(question)s”")
        return words % {"question": label}
    labels = {option.code: _in(option.label, language) for option in asked.options}
    answers = "; ".join(labels.get(code, code) for code in condition.codes)
    words = (
        _("your answer to “%(question)s” is: %(answers)s")
        if str(condition.test) == "in"
        else _("your answer to “%(question)s” is not: %(answers)s")
    )
    return words % {"question": label, "answers": answers}


def _in(text: Mapping[str, str] | None, language: str) -> str:
    if not text:
        return ""
    return text.get(language) or text.get("pl") or next(iter(text.values()), "")
