"""Whom a letter to many can be for: each later room that knows people says how they are found (as with changes of course)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from obrady.stages.letters.queries import Reader
from obrady.stages.meetings.models import Meeting

Filter = Mapping[str, list[str]]


def as_it_is(reader: Reader, now: datetime) -> Reader:
    return reader


@dataclass(frozen=True)
class Audience:
    """`readers` finds people by a filter whose keys the room knows, and says who of them may get no letter now;
    `complete` adds what only a written letter needs."""

    key: str
    readers: Callable[[Meeting, Filter, datetime], Iterable[Reader]]
    complete: Callable[[Reader, datetime], Reader] = as_it_is


_audiences: dict[str, Audience] = {}


def register_audience(audience: Audience) -> None:
    _audiences[audience.key] = audience


def audience(key: str) -> Audience | None:
    return _audiences.get(key)


def audiences() -> tuple[Audience, ...]:
    return tuple(_audiences.values())
