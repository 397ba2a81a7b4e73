"""Threads and messages as rows and pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from obrady.doors.web.intake import words
from obrady.doors.web.parts.context import OWN_NAMES
from obrady.stages.intake.models import RawMessage, Thread, ThreadEntry
from obrady.stages.intake.states import Direction, MessageKind, MessageState, ThreadChannel, ThreadState
from obrady.stages.people.queries import names_of_actors

SHOWN_IN_A_ROW = 140


@dataclass(frozen=True)
class Row:
    thread: Thread
    today: date

    @property
    def kind(self) -> str:
        return words.kind_in_words(self.thread.kind, self.thread.right)

    @property
    def state(self) -> object:
        return words.STATES[ThreadState(self.thread.state)][0]

    @property
    def mark(self) -> str:
        return words.STATES[ThreadState(self.thread.state)][1]

    @property
    def own_state(self) -> object:
        return words.OWN_STATES[ThreadState(self.thread.state)][0]

    @property
    def channel(self) -> object:
        return words.CHANNELS[ThreadChannel(self.thread.channel)]

    @property
    def name(self) -> str:
        return self.thread.person.name if self.thread.person else ""

    @property
    def first_words(self) -> str:
        """How it began, where the list was asked with it."""
        return getattr(self.thread, "first_words", None) or ""

    @property
    def language(self) -> str:
        return OWN_NAMES.get(self.thread.language, self.thread.language)

    @property
    def is_overdue(self) -> bool:
        return self.thread.state == ThreadState.WAITS_FOR_US and self.thread.due_on < self.today

    @property
    def is_over(self) -> bool:
        return self.thread.state in (ThreadState.ANSWERED, ThreadState.CLOSED)


@dataclass(frozen=True)
class Said:
    entry: ThreadEntry
    by: str

    @property
    def heading(self) -> object:
        return words.DIRECTIONS[Direction(self.entry.direction)]

    @property
    def channel(self) -> object:
        return words.CHANNELS[ThreadChannel(self.entry.channel)]

    @property
    def is_note(self) -> bool:
        return self.entry.direction == Direction.NOTE


def rows_of(threads: Iterable[Thread], today: date) -> list[Row]:
    return [Row(thread, today) for thread in threads]


def said_in(entries: Iterable[ThreadEntry]) -> list[Said]:
    known = list(entries)
    names = names_of_actors({entry.author for entry in known})
    return [Said(entry, names.get(entry.author, "")) for entry in known]


def heard_by_person(entries: Iterable[ThreadEntry]) -> list[ThreadEntry]:
    """Without the notes that are for colleagues only."""
    return [entry for entry in entries if entry.direction != Direction.NOTE]


@dataclass(frozen=True)
class MessageRow:
    message: RawMessage

    @property
    def kind(self) -> object:
        return words.MESSAGE_KINDS[MessageKind(self.message.kind)][0]

    @property
    def kind_mark(self) -> str:
        return words.MESSAGE_KINDS[MessageKind(self.message.kind)][1]

    @property
    def state(self) -> object:
        return words.MESSAGE_STATES[MessageState(self.message.state)][0]

    @property
    def mark(self) -> str:
        return words.MESSAGE_STATES[MessageState(self.message.state)][1]

    @property
    def sender(self) -> str:
        return self.message.sender_name or self.message.sender_address

    @property
    def fault(self) -> object:
        return words.FAULTS.get(self.message.fault, words.FAULTS["broken"]) if self.message.fault else ""
