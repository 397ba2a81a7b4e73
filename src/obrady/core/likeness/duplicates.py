"""Records that may be one person, over all channels: proposed with a reason, never decided."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from .contacts import email_key, phone_keys
from .given_names import name_groups
from .names import Agreement, PersonName, compare_names, read_name, surname_stem
from .text import folded, sounds
from .types import LikelyPair, Reason, Record
from .weights import (
    COLLEAGUES,
    EMAIL_AT_WORK,
    EMAIL_IN_HOUSEHOLD,
    EMAIL_OF_ONE,
    GIVEN_IN_HOUSEHOLD,
    GIVEN_OF_ONE,
    HOUSEHOLDS,
    LIKELY,
    MATCHES,
    NEAR,
    OFFICE_MAILBOXES,
    ORGANISATION_OF_ONE,
    OTHER,
    PHONE_AT_WORK,
    PHONE_IN_HOUSEHOLD,
    PHONE_OF_ONE,
    SAME,
    SHARED_BY_CHANCE,
    SURNAME_IN_HOUSEHOLD,
    SURNAME_OF_ONE,
    TOWN_AT_WORK,
    TOWN_IN_HOUSEHOLD,
    TOWN_OF_ONE,
    UNKNOWN,
)

_LARGEST_BLOCK = 150


def candidate_duplicates(records: Sequence[Record], *, likely: float = LIKELY) -> tuple[LikelyPair, ...]:
    """Pairs of records that are likely of one person, the likeliest first; nothing is merged.

    Each pair that shares a telephone, a mailbox or (nearly) a name is weighed: the probability that it is one
    person, against two people of one household, two who share an office's contacts, and two strangers. How rare
    a name is, and how many people share a contact, is taken from the register itself, so the same agreement
    counts for less in a register of ten thousand. A shared contact alone is never enough: the names must fit.

    `records` in any order, keys unique (ValueError otherwise); pairs name them in the order given. `likely` is
    the least probability to propose. Seconds for 10,000 records. Source: the mixture of Fellegi and Sunter
    (1969) with frequency-based weights; the figures were set on generated registers (docs/explanation/queue.md).

    Example: "Małgorzata Dziewannik" and "Gosia Dziewannik" with one e-mail address -> one pair, reasons
    same_email, short_first_name.
    """
    register = _Register(records)
    weighed = (register.weigh(one, other) for one, other in register.pairs())
    return tuple(sorted((pair for pair in weighed if pair.score >= likely), key=_likeliest_first))


def likely_same(record: Record, records: Sequence[Record], *, likely: float = LIKELY) -> tuple[LikelyPair, ...]:
    """The pairs of one (perhaps half-typed) record with those of a register; `record.key` need not be in it.

    Example: for the warning beside a form that somebody fills in on the phone.
    """
    others = [other for other in records if other.key != record.key]
    register = _Register([*others, record])
    last = len(others)
    found = {one for one, other in register.pairs() if other == last}
    weighed = (register.weigh(one, last) for one in sorted(found))
    return tuple(sorted((pair for pair in weighed if pair.score >= likely), key=_likeliest_first))


def _likeliest_first(pair: LikelyPair) -> tuple[float, str, str]:
    return -pair.score, pair.first, pair.second


@dataclass(frozen=True)
class _Person:
    """A record reduced to what is compared."""

    record: Record
    name: PersonName
    phones: tuple[str, ...]
    email: str
    town: str
    organisation: str

    @staticmethod
    def of(record: Record) -> _Person:
        return _Person(
            record=record,
            name=read_name(record.name),
            phones=phone_keys(record.phone),
            email=email_key(record.email),
            town=folded(record.town),
            organisation=" ".join(sorted(folded(record.organisation).split())),
        )

    @property
    def given_keys(self) -> frozenset[object]:
        words = self.name.given if self.name.sure else self.name.given + self.name.surname
        return frozenset(key for word in words for key in ({sounds(word)} | name_groups(word)))

    @property
    def surname_keys(self) -> frozenset[str]:
        words = self.name.surname if self.name.sure else self.name.surname + self.name.given
        return frozenset(surname_stem(word) for word in words)

    @property
    def signature(self) -> tuple[object, ...]:
        """Who it is, roughly: to count how many people share a contact."""
        return min(map(str, self.given_keys), default=""), min(self.surname_keys, default="")


class _Register:
    """All records with the counts that say how rare an agreement is."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.people = [_Person.of(record) for record in records]
        if len({record.key for record in records}) != len(records):
            raise ValueError("record keys must be unique")
        self.size = len(records)
        self.given = Counter(key for person in self.people for key in person.given_keys)
        self.surnames = Counter(key for person in self.people for key in person.surname_keys)
        self.towns = Counter(person.town for person in self.people)
        self.organisations = Counter(person.organisation for person in self.people)
        self.sharers: dict[str, set[tuple[object, ...]]] = defaultdict(set)
        for person in self.people:
            for contact in (*person.phones, person.email):
                if contact:
                    self.sharers[contact].add(person.signature)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """The pairs worth weighing, each once, smaller index first."""
        seen: set[tuple[int, int]] = set()
        for block in self._blocks():
            for place, one in enumerate(block):
                for other in block[place + 1 :]:
                    if (one, other) not in seen:
                        seen.add((one, other))
                        yield one, other

    def _blocks(self) -> Iterator[Sequence[int]]:
        blocks: dict[object, list[int]] = defaultdict(list)
        for index, person in enumerate(self.people):
            for key in set(_contact_keys(person)) | set(_name_keys(person)):
                blocks[key].append(index)
        for block in blocks.values():
            if 1 < len(block) <= _LARGEST_BLOCK:
                yield block

    def weigh(self, one_index: int, other_index: int) -> LikelyPair:
        """The probability that two records are one person, with what speaks for it."""
        one, other = self.people[one_index], self.people[other_index]
        seen = _Seen.of(one, other)
        match = MATCHES * seen.likelihood(
            GIVEN_OF_ONE, SURNAME_OF_ONE, PHONE_OF_ONE, EMAIL_OF_ONE, TOWN_OF_ONE, ORGANISATION_OF_ONE
        )
        rivals = self._household(seen) + self._colleagues(one, other, seen) + self._strangers(one, other, seen)
        return LikelyPair(
            first=one.record.key,
            second=other.record.key,
            score=round(match / (match + rivals), 4),
            reasons=seen.reasons(),
        )

    def _household(self, seen: _Seen) -> float:
        organisation = {SAME: 0.2, OTHER: 0.8, UNKNOWN: 1.0}
        return HOUSEHOLDS * seen.likelihood(
            GIVEN_IN_HOUSEHOLD,
            SURNAME_IN_HOUSEHOLD,
            PHONE_IN_HOUSEHOLD,
            EMAIL_IN_HOUSEHOLD,
            TOWN_IN_HOUSEHOLD,
            organisation,
        )

    def _colleagues(self, one: _Person, other: _Person, seen: _Seen) -> float:
        shared = [
            contact for contact in (*one.phones, one.email) if contact and contact in (*other.phones, other.email)
        ]
        if not shared:
            return 0.0
        people = max(len(self.sharers[contact]) for contact in shared)
        office = any(contact.partition("@")[0] in OFFICE_MAILBOXES for contact in shared)
        weight = COLLEAGUES * max(1, people - 1) * (3 if office else 1)
        organisation = {SAME: 0.95, OTHER: 0.05, UNKNOWN: 1.0}
        return (
            weight
            * self._by_chance(one, other, seen)
            * PHONE_AT_WORK[seen.phone]
            * EMAIL_AT_WORK[seen.email]
            * TOWN_AT_WORK[seen.town]
            * organisation[seen.organisation]
        )

    def _strangers(self, one: _Person, other: _Person, seen: _Seen) -> float:
        # The mean of both, so that the order of the two does not matter where they differ.
        town = ((self.towns[one.town] + self.towns[other.town]) / 2 + 1) / (self.size + 5)
        organisations = (self.organisations[one.organisation] + self.organisations[other.organisation]) / 2
        organisation = (organisations + 1) / (self.size + 20)
        # Namesakes have similar addresses by nature; strangers with different names hardly ever.
        email = {SAME: SHARED_BY_CHANCE, NEAR: 0.15, OTHER: 0.85, UNKNOWN: 1.0}
        return (
            self.size
            / 2
            * self._by_chance(one, other, seen)
            * (SHARED_BY_CHANCE if seen.phone == SAME else 1.0)
            * email[seen.email]
            * {SAME: town, OTHER: 1 - town, UNKNOWN: 1.0}[seen.town]
            * {SAME: organisation, OTHER: 1 - organisation, UNKNOWN: 1.0}[seen.organisation]
        )

    def _by_chance(self, one: _Person, other: _Person, seen: _Seen) -> float:
        """How often two strangers' names agree this far, in this register."""
        given_count = max((self.given[key] for key in one.given_keys & other.given_keys), default=2)
        given = (max(0, given_count - 2) + 1.5) / (self.size + 50)
        surname_count = max((self.surnames[key] for key in one.surname_keys & other.surname_keys), default=2)
        surname = (max(0, surname_count - 2) + 0.4) / (self.size + 100)
        return _chance(seen.given, given, near=0.01, initial=0.06) * _chance(
            seen.surname, surname, near=0.004, initial=0.06
        )


def _chance(agreement: Agreement, frequency: float, *, near: float, initial: float) -> float:
    match agreement:
        case Agreement.SAME | Agreement.PART | Agreement.GENDER:
            return frequency
        case Agreement.SOUND | Agreement.VARIANT:
            return frequency + near / 4
        case Agreement.TYPO:
            return frequency + near
        case Agreement.ALIKE:
            return frequency + 3 * near
        case Agreement.INITIAL:
            return initial
    return 1.0


@dataclass(frozen=True)
class _Seen:
    """How far two records agree, field by field."""

    given: Agreement
    surname: Agreement
    phone: str
    email: str
    town: str
    organisation: str
    alphabets_differ: bool

    @staticmethod
    def of(one: _Person, other: _Person) -> _Seen:
        given, surname = compare_names(one.name, other.name)
        return _Seen(
            given=given,
            surname=surname,
            phone=_compare_sets(one.phones, other.phones),
            email=_compare_emails(one.email, other.email),
            town=_compare_sets((one.town,) if one.town else (), (other.town,) if other.town else ()),
            organisation=_compare_sets(
                (one.organisation,) if one.organisation else (), (other.organisation,) if other.organisation else ()
            ),
            alphabets_differ=one.name.cyrillic != other.name.cyrillic,
        )

    def likelihood(
        self,
        given: Mapping[Agreement, float],
        surname: Mapping[Agreement, float],
        phone: Mapping[str, float],
        email: Mapping[str, float],
        town: Mapping[str, float],
        organisation: Mapping[str, float],
    ) -> float:
        # Written by two hands in two alphabets, a name agrees by sound as a rule.
        return (
            (0.6 if self.alphabets_differ and self.given is Agreement.SOUND else given[self.given])
            * (0.6 if self.alphabets_differ and self.surname is Agreement.SOUND else surname[self.surname])
            * phone[self.phone]
            * email[self.email]
            * town[self.town]
            * organisation[self.organisation]
        )

    def reasons(self) -> tuple[Reason, ...]:
        found = []
        if self.phone == SAME:
            found.append(Reason.SAME_PHONE)
        if self.email == SAME:
            found.append(Reason.SAME_EMAIL)
        elif self.email == NEAR:
            found.append(Reason.SIMILAR_EMAIL)
        found += self._name_reasons()
        if self.town == SAME:
            found.append(Reason.SAME_TOWN)
        return tuple(found)

    def _name_reasons(self) -> list[Reason]:
        parts = {self.given, self.surname}
        if parts == {Agreement.SAME}:
            return [Reason.OTHER_ALPHABET if self.alphabets_differ else Reason.SAME_NAME]
        if Agreement.DIFFERENT in parts or parts == {Agreement.MISSING}:
            return []
        found = [Reason.OTHER_ALPHABET] if self.alphabets_differ else []
        if self.given is Agreement.VARIANT and not self.alphabets_differ:
            found.append(Reason.SHORT_FIRST_NAME)
        if parts & {Agreement.PART, Agreement.INITIAL, Agreement.MISSING}:
            found.append(Reason.PART_OF_NAME)
        if parts & {Agreement.TYPO, Agreement.ALIKE, Agreement.GENDER} or (
            Agreement.SOUND in parts and not self.alphabets_differ
        ):
            found.append(Reason.SIMILAR_NAME)
        return found


def _compare_sets(one: Sequence[str], other: Sequence[str]) -> str:
    if not one or not other:
        return UNKNOWN
    return OTHER if set(one).isdisjoint(other) else SAME


def _compare_emails(one: str, other: str) -> str:
    if not one or not other:
        return UNKNOWN
    if one == other:
        return SAME
    local, _, domain = one.partition("@")
    other_local, _, other_domain = other.partition("@")
    if local in OFFICE_MAILBOXES or other_local in OFFICE_MAILBOXES:
        return NEAR if local == other_local and OSA.distance(domain, other_domain) <= 1 else OTHER
    bare, other_bare = (text.translate({46: None, 45: None, 95: None}) for text in (local, other_local))
    if bare == other_bare or sorted(local.split(".")) == sorted(other_local.split(".")):
        return NEAR
    few = 1 if len(bare) < 8 else 2
    return NEAR if len(bare) > 4 and domain == other_domain and OSA.distance(bare, other_bare) <= few else OTHER


def _contact_keys(person: _Person) -> Iterator[object]:
    yield from (("phone", phone) for phone in person.phones)
    if person.email:
        yield "email", person.email
        local = person.email.partition("@")[0]
        if local not in OFFICE_MAILBOXES and len(local) > 4:
            bare = "".join(mark for mark in local if mark.isalnum())
            yield "letters", "".join(sorted(bare))
            yield from (("local", near) for near in _one_letter_less(bare))


def _name_keys(person: _Person) -> Iterator[object]:
    """Keys that records with (nearly) one name share: one letter may be wrong in the surname or in the first name."""
    for surname in person.surname_keys:
        for given in person.given_keys:
            for near in _one_letter_less(surname):
                yield "surname", given, near
        for word in person.name.given:
            for near in _one_letter_less(sounds(word)):
                yield "given", near, surname
            yield "initial", word[0], surname
    # As written too: a swap inside "ie", "ch" or "sz" changes more than one sound.
    for word in person.name.surname:
        for given in person.given_keys:
            yield from (("written", given, near) for near in _one_letter_less(word))


def _one_letter_less(word: str) -> Iterable[str]:
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))} if len(word) > 3 else {word}
