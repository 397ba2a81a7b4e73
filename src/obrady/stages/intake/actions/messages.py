"""Messages of the mailbox: stored as they came, then read, then filed, by machine where it is certain, else by people."""

from datetime import datetime

from django.db import transaction

from obrady.stages.intake import rules
from obrady.stages.intake.actions.threads import Contact, hear, locked, put_entry, put_thread, stranger
from obrady.stages.intake.models import RawMessage, Thread, ThreadEntry
from obrady.stages.intake.queries.messages import letter_answered, likely_people, messages_to_let_go, raw_of
from obrady.stages.intake.states import (
    MOST_IN_A_TEXT,
    BelongsElsewhere,
    Direction,
    MessageHasMoved,
    MessageKind,
    MessageState,
    Right,
    ThreadChannel,
    ThreadKind,
)
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import WORKER, Actor
from obrady.stages.letters.actions import LetterHasMoved, bounced, stop_writing
from obrady.stages.letters.models import Letter
from obrady.stages.letters.queries import folded
from obrady.stages.letters.states import LetterState
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.models import Person
from obrady.workshop import mail


def look_into(message: RawMessage, *, now: datetime) -> RawMessage:
    """Read a stored message within limits and file it where that is certain; what cannot be read is shown as such."""
    raw = raw_of(message)
    with act(actor=WORKER, verb="intake.look_into", thing=message, rule=rules.can_sort, now=now) as line:
        RawMessage.objects.select_for_update().get(pk=message.pk)
        message.refresh_from_db(fields=["kind", "state"])
        if message.kind != MessageKind.UNREAD:
            raise MessageHasMoved(state=message.state)
        try:
            if not message.is_whole:
                raise mail.CannotBeRead(message.fault or "not_whole")
            found = mail.read(raw)
        except mail.CannotBeRead as fault:
            message.kind, message.fault = MessageKind.QUARANTINE, fault.code
            _note_head(message, mail.head_of(raw))
        else:
            _note_head(message, found.head)
            message.text, message.attachments = found.text, list(found.attachments)
            _file(message, found, now=now)
        message.search = folded(f"{message.sender_name} {message.sender_address} {message.subject} {message.text}")[
            :600
        ]
        message.save()
        line.facts.update(kind=str(message.kind), state=str(message.state))
    return message


def _note_head(message: RawMessage, head: mail.Head) -> None:
    message.message_id, message.subject = head.message_id[:300], head.subject
    message.sender_name, message.sender_address = head.sender_name, head.sender_address
    message.written_at = head.written_at


def _file(message: RawMessage, found: mail.Incoming, *, now: datetime) -> None:
    message.wants_no_letters = found.wants_no_letters
    if found.bounce is not None:
        message.kind = MessageKind.BOUNCE
        _file_bounce(message, found.bounce, now=now)
    elif found.complains_about:
        message.kind, message.wants_no_letters = MessageKind.AUTOMATIC, True
        _belongs_to(message, letter_answered(message.organisation, found.complains_about))
        _stop_where_certain(message, now=now)
    elif found.is_automatic:
        message.kind, message.state, message.sorted_at = MessageKind.AUTOMATIC, MessageState.DONE, now
        _belongs_to(message, letter_answered(message.organisation, found.head.answers))
    else:
        _file_letter(message, found, now=now)


def _file_bounce(message: RawMessage, bounce: mail.Bounce, *, now: datetime) -> None:
    letter = letter_answered(message.organisation, bounce.originals)
    _belongs_to(message, letter)
    if letter is None:
        return
    message.state, message.sorted_at = MessageState.DONE, now
    if letter.state == LetterState.SENT:
        try:
            bounced(letter=letter, answer=bounce.answer, now=now)
        except LetterHasMoved:
            return


def _file_letter(message: RawMessage, found: mail.Incoming, *, now: datetime) -> None:
    letter = letter_answered(message.organisation, found.head.answers)
    if letter is None:
        likely = likely_people(message.organisation, found.head.sender_address, most=1)
        message.kind, message.person = MessageKind.LETTER, likely[0] if likely else None
        return
    message.kind = MessageKind.REPLY
    _belongs_to(message, letter)
    if message.wants_no_letters or message.person is None:
        _stop_where_certain(message, now=now)
        return
    words = mail.unquoted(found.text)[:MOST_IN_A_TEXT] or found.head.subject
    _into_thread(message, letter, words, now=now)


def _belongs_to(message: RawMessage, letter: Letter | None) -> None:
    if letter is None:
        return
    message.letter, message.meeting = letter, letter.meeting
    if letter.person.erased_at is None:
        message.person, message.is_certain = letter.person, True


def _stop_where_certain(message: RawMessage, *, now: datetime) -> None:
    """An answer to our own letter that asks for no more is done at once: what is planned must not overtake it."""
    if not (message.wants_no_letters and message.is_certain and message.person):
        return
    stop_writing(organisation=message.organisation, person=message.person, now=now)
    message.state, message.sorted_at = MessageState.DONE, now


def _into_thread(message: RawMessage, letter: Letter, words: str, *, now: datetime) -> None:
    """An answer to an answer goes on in its thread; an answer to any other letter opens one on the same record."""
    if not words.strip():
        return
    entry = ThreadEntry.objects.select_related("thread").filter(letter=letter).first()
    if entry is not None:
        thread = locked(entry.thread)
        hear(thread, ThreadChannel.MAIL, words, author=str(WORKER.name), message=message, now=now)
    else:
        thread = _opened(message, letter.meeting, letter.about, ThreadKind.QUESTION, Right.NONE, words, now=now)
    message.thread, message.state, message.sorted_at = thread, MessageState.DONE, now


def _opened(
    message: RawMessage, meeting: Meeting, about: str, kind: ThreadKind, right: Right, words: str, *, now: datetime
) -> Thread:
    person = message.person
    thread = put_thread(
        meeting=meeting, person=person, kind=kind, right=right, about=about, channel=ThreadChannel.MAIL,
        language=person.language if person else "pl", owner=None, now=now,
    )  # fmt: skip
    author, language = str(WORKER.name), thread.language
    put_entry(
        thread, Direction.IN, ThreadChannel.MAIL, words, author=author, language=language, message=message, now=now
    )
    return thread


def quarantine(message: RawMessage, *, now: datetime) -> None:
    """Something in it was beyond us: it is shown as it came, and holds up nothing else."""
    with act(actor=WORKER, verb="intake.quarantine", thing=message, rule=rules.can_sort, now=now):
        rows = RawMessage.objects.filter(pk=message.pk, kind=MessageKind.UNREAD)
        rows.update(kind=MessageKind.QUARANTINE, fault="broken")


def let_go(*, now: datetime) -> int:
    with act(actor=WORKER, verb="intake.let_go", thing=None, rule=rules.can_collect, now=now, about="messages") as line:
        keys = list(messages_to_let_go(now).values_list("pk", flat=True)[:500])
        line.facts["messages"] = RawMessage.objects.filter(pk__in=keys).delete()[0]
    return len(keys)


# What people do with a message.


def make_thread(
    *,
    actor: Actor,
    message: RawMessage,
    meeting: Meeting,
    person: Person,
    about: str,
    kind: ThreadKind,
    right: Right = Right.NONE,
    now: datetime,
) -> Thread:
    """A person read it and says whose it is and what it is."""
    with act(actor=actor, verb="intake.make_thread", thing=message, rule=rules.can_sort, now=now) as line:
        _hold(message, {MessageState.WAITING, MessageState.ASIDE, MessageState.DONE})
        if message.thread_id is not None:
            raise MessageHasMoved(state=message.state)
        if {meeting.organisation_id, person.organisation_id} != {message.organisation_id}:
            raise BelongsElsewhere
        message.meeting, message.person, message.is_certain = meeting, person, True
        words = mail.unquoted(message.text)[:MOST_IN_A_TEXT] or message.subject or "–"
        message.thread = _opened(message, meeting, about, kind, right, words, now=now)
        message.state, message.sorted_at = MessageState.DONE, now
        message.save(update_fields=["meeting", "person", "is_certain", "thread", "state", "sorted_at"])
        line.facts.update(thread=str(message.thread.pk), kind=str(kind))
    return message.thread


def make_stranger(
    *, actor: Actor, message: RawMessage, meeting: Meeting, contact: Contact, kind: ThreadKind,
    right: Right = Right.NONE, now: datetime,
) -> Thread:  # fmt: skip
    """Somebody who is in no record: the answer goes to the address that the message came from."""
    with transaction.atomic():
        person = stranger(meeting=meeting, contact=contact, now=now)
        return make_thread(
            actor=actor, message=message, meeting=meeting, person=person, about=person.about, kind=kind, right=right,
            now=now,
        )  # fmt: skip


def go_on_in(*, actor: Actor, message: RawMessage, thread: Thread, now: datetime) -> None:
    """A person says that it belongs to a thread that is there."""
    with act(actor=actor, verb="intake.go_on_in", thing=message, rule=rules.can_sort, now=now) as line:
        _hold(message, set(MessageState))
        if message.thread_id is not None:
            raise MessageHasMoved(state=message.state)
        if thread.organisation_id != message.organisation_id:
            raise BelongsElsewhere
        words = mail.unquoted(message.text)[:MOST_IN_A_TEXT] or message.subject or "–"
        hear(locked(thread), ThreadChannel.MAIL, words, author=actor.name, message=message, now=now)
        message.thread, message.meeting, message.person = thread, thread.meeting, thread.person
        message.is_certain, message.state, message.sorted_at = thread.person is not None, MessageState.DONE, now
        message.save(update_fields=["meeting", "person", "is_certain", "thread", "state", "sorted_at"])
        line.facts["thread"] = str(thread.pk)


def set_aside(*, actor: Actor, message: RawMessage, now: datetime) -> None:
    with act(actor=actor, verb="intake.set_aside", thing=message, rule=rules.can_sort, now=now):
        _hold(message, {MessageState.WAITING})
        _move(message, MessageState.ASIDE, now=now)


def put_back(*, actor: Actor, message: RawMessage, now: datetime) -> None:
    """It waits again, as it did before it was set aside or done without a thread."""
    with act(actor=actor, verb="intake.put_back", thing=message, rule=rules.can_sort, now=now):
        _hold(message, {MessageState.ASIDE, MessageState.DONE})
        if message.thread_id is not None:
            raise MessageHasMoved(state=message.state)
        _move(message, MessageState.WAITING, now=None)


def write_no_more(*, actor: Actor, message: RawMessage, now: datetime) -> None:
    """They asked for no more letters: nothing unasked leaves for this person any more."""
    with act(actor=actor, verb="intake.write_no_more", thing=message, rule=rules.can_sort, now=now):
        _hold(message, {MessageState.WAITING, MessageState.ASIDE})
        if message.person is None:
            raise BelongsElsewhere
        stop_writing(organisation=message.organisation, person=message.person, now=now)
        _move(message, MessageState.DONE, now=now)


def _hold(message: RawMessage, allowed: set[MessageState]) -> None:
    row = RawMessage.objects.select_for_update().defer("sealed").get(pk=message.pk)
    if row.state not in allowed or row.kind == MessageKind.UNREAD:
        raise MessageHasMoved(state=row.state)
    message.state, message.thread_id = row.state, row.thread_id


def _move(message: RawMessage, state: MessageState, *, now: datetime | None) -> None:
    message.state, message.sorted_at = state, now
    message.save(update_fields=["state", "sorted_at"])
