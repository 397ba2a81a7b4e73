"""What is compared, and what a comparison says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why two records may be one person; every one of them can be shown to the person who decides."""

    SAME_PHONE = "same_phone"
    SAME_EMAIL = "same_email"
    SIMILAR_EMAIL = "similar_email"
    SAME_NAME = "same_name"
    SHORT_FIRST_NAME = "short_first_name"
    PART_OF_NAME = "part_of_name"
    OTHER_ALPHABET = "other_alphabet"
    SIMILAR_NAME = "similar_name"
    SAME_TOWN = "same_town"


@dataclass(frozen=True)
class Record:
    """What is known of one applicant; every text as typed, `""` where nothing is known.

    `town` is compared as text (fold and case aside): a name of a town or gmina. `organisation` is optional and
    only weighs against namesakes; never hand in anything else about a person.
    """

    key: str
    name: str
    email: str = ""
    phone: str = ""
    town: str = ""
    organisation: str = ""


@dataclass(frozen=True)
class LikelyPair:
    """Two records that may be one person: keys in the order of the register, how likely (0..1), and why."""

    first: str
    second: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Named:
    """One spelling of an organisation, with the town of the person who wrote it where that is known."""

    spelling: str
    town: str = ""


@dataclass(frozen=True)
class Spelling:
    """What one spelling was matched to.

    `key` names the organisation (a slug of its fullest spelling; "" = names none). `score` says how sure that is:
    from `CONFIDENT` up the spelling may be unified at once; below it the spelling stands alone, and `near` is
    the key it may belong to.
    """

    spelling: str
    key: str
    score: float
    town: str = ""
    near: str | None = None


@dataclass(frozen=True)
class LinkedName:
    """One name out of a free text, and whom it fits: exactly one key = resolved, several = a person must choose."""

    typed: str
    keys: tuple[str, ...]
