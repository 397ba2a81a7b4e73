"""What a letter to many would be: for how many and by which way, who gets none and why, and each one as its reader sees it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from obrady.doors.web.letters import wording
from obrady.stages.letters import queries, registry
from obrady.stages.letters.actions.writing import channel_for
from obrady.stages.letters.queries import Choice, Filled, Reader, Stationery, Wish
from obrady.stages.letters.states import LetterChannel, LetterKind
from obrady.stages.meetings.models import Meeting

MOST_NAMED = 50


@dataclass(frozen=True)
class Outlook:
    total: int
    channels: list[tuple[object, int]]
    languages: list[tuple[str, int, int]]
    missing: list[tuple[str, str]]
    left_out: list[tuple[object, int, list[str]]]
    at: int
    reader: Reader | None
    channel: object
    language: str
    words: Filled | None
    gaps: tuple[str, ...]
    funding: list[dict]

    @property
    def number(self) -> int:
        return self.at + 1

    @property
    def before(self) -> int | None:
        return self.at - 1 if self.at > 0 else None

    @property
    def after(self) -> int | None:
        return self.at + 1 if self.at + 1 < self.total else None


def numbers(meeting: Meeting, kind: LetterKind, *, now: datetime) -> dict[str, int]:
    """For how many people a letter of this kind could be written, by audience and before anything is narrowed."""
    found = {}
    for audience in registry.audiences():
        wish = Wish(key=queries.new_key(), kind=kind, audience=audience.key, filter={}, words={})
        found[audience.key] = len(queries.chosen(meeting, wish, audience.readers(meeting, {}, now)).ready)
    return found


def outlook(meeting: Meeting, wish: Wish, *, at: str, now: datetime) -> Outlook:
    found, shared = registry.audience(wish.audience), queries.stationery(meeting)
    choice = queries.chosen(meeting, wish, found.readers(meeting, wish.filter, now) if found else [])
    place = min(int(at), len(choice.ready) - 1) if at.isdecimal() and choice.ready else 0
    reader = choice.ready[place] if choice.ready else None
    channel = channel_for(reader.person, shared) if reader else None
    language, words, gaps = sketch(shared, wish, reader)
    return Outlook(
        total=len(choice.ready),
        channels=by_channel(choice, shared),
        languages=by_language(choice, wish),
        missing=without_words(choice, wish),
        left_out=in_words(choice),
        at=max(place, 0),
        reader=reader,
        channel=wording.CHANNELS[channel] if channel else "",
        language=language,
        words=words,
        gaps=gaps,
        funding=shared.funding(language) if reader else [],
    )


def sketch(shared: Stationery, wish: Wish, reader: Reader | None) -> tuple[str, Filled | None, tuple[str, ...]]:
    if reader is None:
        return "", None, ()
    ready = queries.made_ready(
        shared,
        kind=wish.kind,
        about=reader.about,
        given=queries.given_to(reader, wish.words, queries.HOUSE_LANGUAGE),
        name=reader.person.name,
        language=reader.person.language,
    )
    called = wording.called()
    filled, gaps = queries.sketched(ready.wording, ready.values, called=called)
    return ready.language, filled, tuple(called.get(name, name) for name in gaps)


def by_channel(choice: Choice, shared: Stationery) -> list[tuple[object, int]]:
    found = Counter(channel_for(reader.person, shared) for reader in choice.ready)
    return [(wording.CHANNELS[channel], found[channel]) for channel in LetterChannel if found[channel]]


def by_language(choice: Choice, wish: Wish) -> list[tuple[str, int, int]]:
    """Each language that letters will be in, with how many, and the first reader of it."""
    used = [queries.language_in(wish.words, one.person.language, queries.HOUSE_LANGUAGE) for one in choice.ready]
    first = {code: place for place, code in reversed(list(enumerate(used)))}
    return [(wording.language_name(code), number, first[code]) for code, number in sorted(Counter(used).items())]


def without_words(choice: Choice, wish: Wish) -> list[tuple[str, str]]:
    """Languages of readers that lack words while another has some, and the language they get instead."""
    pairs = {
        (one.person.language, queries.language_in(wish.words, one.person.language, queries.HOUSE_LANGUAGE))
        for one in choice.ready
    }
    return [
        (wording.language_name(wanted), wording.language_name(got)) for wanted, got in sorted(pairs) if wanted != got
    ]


def in_words(choice: Choice) -> list[tuple[object, int, list[str]]]:
    names: dict = {}
    for reader, why in choice.left_out:
        names.setdefault(why, []).append(reader.person.name or "–")
    return [(wording.LEFT_OUT[why], len(found), found[:MOST_NAMED]) for why, found in names.items()]
