"""What a form's definition and the answers to it are made of: frozen values and named errors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

Text = Mapping[str, str]
"""One text in every language of the form: language code -> words."""

Answer = str | tuple[str, ...]
"""A checked answer: canonical text, or for multiple_choice the chosen codes (own words among them as typed).

Dates are ISO 8601 text, numbers decimal text with a point; so every answer can be stored as JSON as it is.
A question without an answer is absent from a mapping of answers; `""` and `()` count as absent too.
"""

Answers = Mapping[str, Answer]
Consents = Mapping[str, bool]
"""Consent key -> True (given) or False (refused or withdrawn); absent = never asked. Only True counts as given."""


class Kind(StrEnum):
    """The kinds of question of FORM.md."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    YES_NO = "yes_no"
    YES_NO_PREFER_NOT = "yes_no_prefer_not"
    EMAIL = "email"
    PHONE = "phone"
    ORGANISATION = "organisation"
    GMINA = "gmina"
    LINKED_APPLICANTS = "linked_applicants"
    DATE = "date"
    NUMBER = "number"


CHOICE_KINDS = frozenset({Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE, Kind.YES_NO, Kind.YES_NO_PREFER_NOT})


class State(StrEnum):
    """The states of an application. A possible duplicate is an open pair, not a state."""

    RECEIVED = "received"
    INCOMPLETE = "incomplete"
    COMPLETE = "complete"
    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    LATE = "late"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class Test(StrEnum):
    """How a condition looks at the answer to its question."""

    __test__ = False

    IN = "in"
    NOT_IN = "not_in"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Asks:
    """A condition on one question: `{"question", "in" | "not_in": [codes]}` or `{"question", "answered": bool}`."""

    question: str
    test: Test
    codes: tuple[str, ...] = ()
    answered: bool = True


@dataclass(frozen=True)
class AllOf:
    """A condition that holds when every part holds: `{"all": [...]}`."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    """A condition that holds when at least one part holds: `{"any": [...]}`."""

    parts: tuple[Condition, ...]


Condition = Asks | AllOf | AnyOf


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen: its code (stored, exported) and its words."""

    code: str
    label: Text


@dataclass(frozen=True)
class Question:
    """One question of a form; the meaning of every field is in docs/reference/form-definition.md."""

    key: str
    kind: Kind
    label: Text
    help: Text | None = None
    required: bool = False
    required_unless: Condition | None = None
    shown_if: Condition | None = None
    options: tuple[Option, ...] = ()
    other_text: bool = False
    max_choices: int | None = None
    max_length: int | None = None
    sensitive: bool = False
    consent: str | None = None
    used_in_recruitment: bool = False
    phone_minimum: bool = False
    office_only: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the options, in their order."""
        return tuple(option.code for option in self.options)


@dataclass(frozen=True)
class Section:
    """Questions that are asked together, under one heading."""

    key: str
    title: Text
    help: Text | None
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Consent:
    """One consent: its text, the questions whose answers may be kept only with it, and whether it can be taken back."""

    key: str
    label: Text
    required: bool
    covers: tuple[str, ...]
    withdrawable: bool


@dataclass(frozen=True)
class Notice:
    """The information notice (art. 13 GDPR): `short` stands on the page and is read out, `full` is the whole."""

    version: str
    short: Text
    full: Text


class GminaProperty(StrEnum):
    """What a feature can take from a gmina instead of the code itself."""

    CODE6 = "code6"
    TYPE = "type"
    POWIAT = "powiat"


@dataclass(frozen=True)
class Feature:
    """How one feature of recruitment follows from the answers; see `derive_features`."""

    key: str
    source: str
    default: str
    only_if: Condition | None = None
    otherwise: str | None = None
    gmina_property: GminaProperty | None = None
    map: Mapping[str, str] | None = None
    map_else: str | None = None


@dataclass(frozen=True)
class Cap:
    """At most `max` seats for everybody with the same value of `key`."""

    key: str
    max: int


@dataclass(frozen=True)
class FormDefinition:
    """A whole form: what is asked, in which order, under which consents, and what follows for recruitment.

    Made by `parse_definition`, which checks that every key that is named exists; `to_json` in the same room
    gives the JSON object back.
    """

    key: str
    version: str
    languages: tuple[str, ...]
    title: Text
    intro: Text
    sections: tuple[Section, ...]
    consents: tuple[Consent, ...]
    notice: Notice
    features: tuple[Feature, ...]
    caps: tuple[Cap, ...]
    _by_key: Mapping[str, Question] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the questions once: they are looked up for every answer."""
        index = {question.key: question for question in self.questions}
        object.__setattr__(self, "_by_key", MappingProxyType(index))

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in the order in which they are asked, those of the office last."""
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def asked_questions(self) -> tuple[Question, ...]:
        """The questions that a person answers: all but those of the office."""
        return tuple(question for question in self.questions if not question.office_only)

    def question(self, key: str) -> Question:
        """The question of this key; KeyError when the form has none."""
        return self._by_key[key]

    def has_question(self, key: str) -> bool:
        """Whether the form asks a question of this key."""
        return key in self._by_key

    @property
    def phone_minimum(self) -> tuple[Question, ...]:
        """The questions asked first on the phone, in the form's order; the rest may be completed later."""
        return tuple(question for question in self.questions if question.phone_minimum)


class GminaLike(Protocol):
    """What `derive_features` needs of a gmina: `kind` 1 urban, 2 rural, 3 urban-rural; `powiat` its name."""

    @property
    def kind(self) -> str | int: ...
    @property
    def powiat(self) -> str: ...


@dataclass(frozen=True)
class Window:
    """The time in which applications are in time, both ends included; instants, whatever offset they carry.

    Example: closing `17:00+01:00` and a record of `15:58:30Z` (16:58:30 local): in time.
    """

    opens_at: datetime
    closes_at: datetime

    def __post_init__(self) -> None:
        """Refuse times without an offset (they are no instants) and a window that closes before it opens."""
        if self.opens_at.tzinfo is None or self.closes_at.tzinfo is None:
            raise WindowError(code="naive_time")
        if self.opens_at.astimezone(UTC) > self.closes_at.astimezone(UTC):
            raise WindowError(code="closes_before_opening")

    def is_late(self, received_at: datetime) -> bool:
        """Whether an application received then came after the closing."""
        return received_at.astimezone(UTC) > self.closes_at.astimezone(UTC)

    def is_early(self, received_at: datetime) -> bool:
        """Whether an application received then came before the opening (that alone refuses nobody)."""
        return received_at.astimezone(UTC) < self.opens_at.astimezone(UTC)


@dataclass(frozen=True)
class ApplicationRecord:
    """One application as it came: `key` is its reference, `answers` are checked ones, times carry an offset."""

    key: str
    received_at: datetime
    answers: Answers
    consents: Consents
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class Gap:
    """One thing that an application lacks: the key of a question, or of a consent."""

    key: str
    is_consent: bool = False


class FormError(Exception):
    """A refusal of this room: `code` names it, `params` hold what the words at the door need."""

    def __init__(self, *, code: str, **params: object) -> None:
        """Keep code and parameters; the message is for logs only."""
        self.code = code
        self.params = params
        super().__init__(f"{code} {params}" if params else code)


class DefinitionError(FormError):
    """The definition of a form cannot be used; `params["at"]` says where, as `sections[0].questions[2].kind`."""


class WindowError(FormError):
    """The window is none: `naive_time` or `closes_before_opening`."""


class PlaceholderError(FormError):
    """A text names a placeholder that does not exist (`unknown_placeholder`) or has no value (`missing_value`)."""


class AnswerFault(FormError):
    """What was typed is no answer to the question: `code` with parameters; a value to return, not only to raise."""

    def __eq__(self, other: object) -> bool:
        """Two faults are the same when code and parameters are."""
        return isinstance(other, AnswerFault) and (self.code, self.params) == (other.code, other.params)

    def __hash__(self) -> int:
        """By the code alone: parameters may be lists."""
        return hash(self.code)
