"""Answers, by the way and in the language that the person chose."""

from dataclasses import dataclass
from datetime import datetime

from obrady.stages.intake import rules
from obrady.stages.intake.actions.threads import locked, put_entry, put_thread, refuse_moved, usable
from obrady.stages.intake.models import Thread, ThreadEntry
from obrady.stages.intake.states import (
    Direction,
    NobodyToAnswer,
    Right,
    ThreadChannel,
    ThreadKind,
    ThreadState,
)
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.letters.actions import write
from obrady.stages.letters.states import LetterKind, is_unasked
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.models import Person

LONGEST_REMINDER = 600


def answer(
    *,
    actor: Actor,
    thread: Thread,
    text: str,
    spoken: ThreadChannel | None = None,
    waits: bool = False,
    seen: str | None = None,
    page_url: str | None = None,
    now: datetime,
) -> ThreadEntry:
    """A letter to the person, by their channel; or, `spoken`, what was already said by telephone or in the office.

    `waits` says that we asked back. `seen` is the `mark_of_conversation` that the writer had before their eyes;
    what came, was answered or was closed since is `ThreadHasMoved`. `page_url` is where
    the person reads the thread.
    """
    words = usable(text)
    with act(actor=actor, verb="intake.answer", thing=thread, rule=rules.can_answer, now=now) as line:
        locked(thread)
        refuse_moved(thread, seen)
        if spoken is None and thread.person is None:
            raise NobodyToAnswer
        entry = put_answer(thread, words, spoken=spoken, author=actor.name, page_url=page_url, now=now)
        thread.state = ThreadState.WAITS_FOR_THEM if waits else ThreadState.ANSWERED
        thread.answered_at, thread.closed_at = now, None
        thread.save(update_fields=["state", "answered_at", "closed_at"])
        line.facts.update(number=thread.number, channel=entry.channel, asks_back=waits)
    return entry


@dataclass(frozen=True)
class Settled:
    """What was asked and what came of it, in the person's language."""

    asked: str
    told: str


def settle_right(
    *,
    actor: Actor,
    meeting: Meeting,
    person: Person,
    about: str,
    right: Right,
    words: Settled,
    channel: ThreadChannel,
    page_url: str | None = None,
    spoken: bool = False,
    now: datetime,
) -> Thread:
    """Part of a larger act: a right that was exercised and settled at once, with the letter that says what happened."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    thread = put_thread(
        meeting=meeting, person=person, kind=ThreadKind.RIGHT, right=right, about=about, channel=channel,
        language=person.language, owner=None, now=now,
    )  # fmt: skip
    put_entry(thread, Direction.IN, channel, words.asked, author=actor.name, language=person.language, now=now)
    put_answer(thread, words.told, spoken=channel if spoken else None, author=actor.name, page_url=page_url, now=now)
    thread.state, thread.answered_at = ThreadState.ANSWERED, now
    thread.save(update_fields=["state", "answered_at"])
    return thread


def put_answer(
    thread: Thread, words: str, *, spoken: ThreadChannel | None, author: str, page_url: str | None, now: datetime
) -> ThreadEntry:
    asked = thread.entries.filter(direction=Direction.IN).order_by("-written_at", "-id").first()
    channel = spoken or ThreadChannel.MAIL
    entry = put_entry(thread, Direction.OUT, channel, words, author=author, language=thread.language, now=now)
    if spoken is None and thread.person is not None:
        reminder = (asked.text if asked else "")[:LONGEST_REMINDER] or None
        entry.letter = write(
            meeting=thread.meeting,
            person=thread.person,
            kind=LetterKind.ANSWER,
            about=_letter_about(thread),
            placeholders={"question": reminder, "answer": words, "thread_url": page_url},
            occasion=f"entry:{entry.pk}",
            now=now,
        )
        entry.channel = ThreadChannel.PHONE if entry.letter and entry.letter.channel == "phone" else entry.channel
        if entry.letter and entry.letter.channel == "print":
            entry.channel = ThreadChannel.OFFICE
        entry.save(update_fields=["letter", "channel"])
    return entry


def _letter_about(thread: Thread) -> str:
    """The record, so that the letter stands there too; but an answer is asked for, even by who wants no invitations."""
    is_on_record = thread.about_key and not is_unasked(LetterKind.ANSWER, thread.about_key)
    return thread.about_key if is_on_record else thread.about
