"""Who a letter to many is for: who gets it and by which way, who does not and why."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from django.db.models import QuerySet

from obrady.stages.letters.models import DoNotWrite, Letter, Mailing
from obrady.stages.letters.queries.addresses import address_keys
from obrady.stages.letters.states import LetterKind, LetterState, MailingState, Stopped, is_unasked
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.states import MeetingState
from obrady.stages.people.models import Person

Words = Mapping[str, Mapping[str, str]]
MORNING = time(9)


class LeftOut(StrEnum):
    """Why somebody of the list gets no letter."""

    HAD_IT = "had_it"
    UNSUBSCRIBED = "unsubscribed"
    NO_BASIS = "no_basis"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    NO_ADDRESS = "no_address"
    SAME_PERSON = "same_person"
    HAD_LATELY = "had_lately"


@dataclass(frozen=True)
class Reader:
    """Somebody of an audience: what the letter is about and what it may say of them, or why there is none."""

    person: Person
    about: str
    given: Mapping[str, str | None] = field(default_factory=dict)
    left_out: LeftOut | None = None


@dataclass(frozen=True)
class Wish:
    """A letter to many as somebody wants it. `words` maps languages to the organiser's own `subject`, `text`,
    `details`, `result`."""

    key: UUID
    kind: LetterKind
    audience: str
    filter: Mapping[str, list[str]]
    words: Words

    @property
    def occasion(self) -> str:
        """The same free words reach nobody twice, whoever sends them when; any other letter is once per sending."""
        if self.kind is not LetterKind.FREE:
            return f"mailing:{self.key}"
        plain = json.dumps(self.words, sort_keys=True, ensure_ascii=False)
        return f"free:{hashlib.sha256(plain.encode()).hexdigest()[:24]}"


@dataclass(frozen=True)
class Choice:
    ready: tuple[Reader, ...]
    left_out: tuple[tuple[Reader, LeftOut], ...]

    @property
    def why_not(self) -> Counter:
        return Counter(why for _reader, why in self.left_out)


def chosen(meeting: Meeting, wish: Wish, readers: Iterable[Reader]) -> Choice:
    """One letter for each person and each thing it is about; a merged or erased record gets none."""
    readers = [reader for reader in readers if reader.person.erased_at is None]
    known = _Known(meeting, wish, readers)
    ready: list[Reader] = []
    left_out: list[tuple[Reader, LeftOut]] = []
    for reader in readers:
        why = reader.left_out or known.why_not(reader)
        if why:
            left_out.append((reader, why))
        else:
            known.note(reader)
            ready.append(reader)
    return Choice(tuple(ready), tuple(left_out))


class _Known:
    def __init__(self, meeting: Meeting, wish: Wish, readers: list[Reader]) -> None:
        rows = Letter.objects.filter(meeting=meeting, kind=wish.kind, occasion=wish.occasion)
        self.kind = wish.kind
        self.had = set(rows.exclude(state=LetterState.CANCELLED).values_list("about", flat=True))
        self.stopped = set(
            DoNotWrite.objects.filter(organisation=meeting.organisation).values_list("address_key", flat=True)
            if any(is_unasked(wish.kind, reader.about) for reader in readers)
            else ()
        )
        self.people: set[UUID] = set()

    def note(self, reader: Reader) -> None:
        self.people.add(reader.person.pk)

    def why_not(self, reader: Reader) -> LeftOut | None:
        if reader.about in self.had:
            return LeftOut.HAD_IT
        if is_unasked(self.kind, reader.about) and self.stopped & address_keys(reader.person):
            return LeftOut.UNSUBSCRIBED
        return LeftOut.SAME_PERSON if reader.person.pk in self.people else None


def language_in(words: Words, language: str, house: str) -> str:
    """The reader's, when it has words; else the house's, else any. Without any words it is the reader's."""
    filled = [code for code, texts in words.items() if any(text.strip() for text in texts.values())]
    if not filled or language in filled:
        return language
    return house if house in filled else filled[0]


def given_to(reader: Reader, words: Words, house: str) -> dict[str, str | None]:
    """What the letter is filled with: what is known of the reader, and the organiser's words in one language."""
    language = language_in(words, reader.person.language, house)
    own = {name: text.strip() or None for name, text in words.get(language, {}).items()}
    return {**reader.given, **own, "language": language}


def leaves_at(meeting: Meeting, days_before: int) -> datetime | None:
    """In the morning, so many days before the meeting, by the clock of its place."""
    if meeting.starts_at is None:
        return None
    day = meeting.starts_at.astimezone(meeting.tz).date() - timedelta(days=days_before)
    return datetime.combine(day, MORNING, tzinfo=meeting.tz)


def why_stopped(mailing: Mailing, now: datetime) -> Stopped:
    """What holds back a planned letter now; cancelling a meeting or moving its date does, until it is as it was."""
    meeting = mailing.meeting
    if meeting.state == MeetingState.CANCELLED:
        return Stopped.CANCELLED
    if meeting.starts_at != mailing.for_start:
        return Stopped.DATE_CHANGED
    if meeting.starts_at is not None and now >= meeting.starts_at:
        return Stopped.TOO_LATE
    return Stopped.NONE


def mailings_of(meeting: Meeting) -> QuerySet[Mailing]:
    return Mailing.objects.filter(meeting=meeting).select_related("meeting__organisation")


def mailing_with_key(meeting: Meeting, key: UUID) -> Mailing | None:
    return mailings_of(meeting).filter(pk=key).first()


def due_mailings(now: datetime) -> list[Mailing]:
    rows = Mailing.objects.filter(state=MailingState.PLANNED, leaves_at__lte=now).order_by("leaves_at", "id")
    return list(rows.select_related("meeting__organisation"))


def new_key() -> UUID:
    """For a form that is sent twice by a double click."""
    return uuid4()


def wish_of(mailing: Mailing) -> Wish:
    return Wish(
        key=mailing.pk,
        kind=LetterKind(mailing.kind),
        audience=mailing.audience,
        filter=mailing.filter,
        words=mailing.words,
    )
