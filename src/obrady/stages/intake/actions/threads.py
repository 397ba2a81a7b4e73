"""Opening a thread, going on in it, and who has it until when."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max

from obrady.stages.intake import rules
from obrady.stages.intake.models import RawMessage, Thread, ThreadEntry
from obrady.stages.intake.queries.threads import colleagues, has_asked_enough, mark_of_arrangement, mark_of_conversation
from obrady.stages.intake.states import (
    MOST_IN_A_SUMMARY,
    MOST_IN_A_TEXT,
    BelongsElsewhere,
    Direction,
    NothingSaid,
    Right,
    SavedMeanwhile,
    ThreadChannel,
    ThreadHasMoved,
    ThreadKind,
    ThreadState,
    TooLong,
    TooMany,
    due_on,
)
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor, ActorKind
from obrady.stages.letters.queries import folded
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.actions import new_person, set_contact
from obrady.stages.people.models import Person, StaffAccount


@dataclass(frozen=True)
class Contact:
    name: str
    email: str
    phone: str
    language: str


SAID_TWICE_WITHIN = timedelta(hours=1)


def open_thread(
    *,
    actor: Actor,
    meeting: Meeting,
    person: Person | None,
    kind: ThreadKind,
    about: str,
    text: str,
    channel: ThreadChannel,
    language: str,
    right: Right = Right.NONE,
    owner: StaffAccount | None = None,
    now: datetime,
) -> Thread:
    """A question, objection or right, on a record (`about`) or without one. The same words again are the same thread."""
    words = usable(text)
    with act(actor=actor, verb="intake.open_thread", thing=meeting, rule=rules.can_ask, now=now) as line:
        Meeting.objects.select_for_update().get(pk=meeting.pk)
        said = said_just_now(actor, meeting, kind, about, words, now=now)
        if said is None:
            refuse_too_many(actor, meeting, now=now)
        thread = said or put_thread(
            meeting=meeting, person=person, kind=kind, right=right, about=about, channel=channel, language=language,
            owner=owner, now=now,
        )  # fmt: skip
        if said is None:
            put_entry(thread, Direction.IN, channel, words, author=actor.name, language=language, now=now)
        line.about = about or thread.about
        line.facts.update(thread=str(thread.pk), number=thread.number, kind=str(kind), channel=str(channel))
    return thread


def stranger(*, meeting: Meeting, contact: Contact, now: datetime) -> Person:
    """Part of a larger act: somebody who is in no record, with who they are and how they are reached."""
    person = new_person(organisation=meeting.organisation, language=contact.language, now=now)
    set_contact(
        person,
        name=contact.name,
        email=contact.email,
        phone=contact.phone,
        answer_channel="",
        language=contact.language,
    )
    return person


def open_for_stranger(
    *,
    actor: Actor,
    meeting: Meeting,
    contact: Contact,
    kind: ThreadKind,
    text: str,
    channel: ThreadChannel,
    right: Right = Right.NONE,
    now: datetime,
) -> Thread:
    """Somebody who is in no record: who they are and how they are reached is kept for the answer."""
    usable(text)
    with transaction.atomic():
        person = stranger(meeting=meeting, contact=contact, now=now)
        return open_thread(
            actor=actor, meeting=meeting, person=person, kind=kind, about=person.about, text=text, channel=channel,
            language=contact.language, right=right, now=now,
        )  # fmt: skip


def say_more(*, actor: Actor, thread: Thread, text: str, channel: ThreadChannel, now: datetime) -> ThreadEntry:
    """They wrote or said something more: it waits for us again, and a closed thread is open again."""
    words = usable(text)
    with act(actor=actor, verb="intake.say_more", thing=thread, rule=rules.can_go_on, now=now) as line:
        locked(thread)
        refuse_too_many(actor, thread.meeting, now=now)
        entry = hear(thread, channel, words, author=actor.name, now=now)
        line.facts.update(number=thread.number, channel=str(channel))
    return entry


def note(*, actor: Actor, thread: Thread, text: str, now: datetime) -> ThreadEntry:
    """For colleagues only."""
    words = usable(text)
    with act(actor=actor, verb="intake.note", thing=thread, rule=rules.can_answer, now=now) as line:
        line.facts["number"] = thread.number
        return put_entry(thread, Direction.NOTE, ThreadChannel.OFFICE, words, author=actor.name, language="", now=now)


def arrange(
    *,
    actor: Actor,
    thread: Thread,
    owner: StaffAccount | None,
    due: date,
    summary: str,
    seen: str | None = None,
    now: datetime,
) -> None:
    """Whose it is, by when it is answered, and what minutes say of it. `seen`: `mark_of_arrangement` of what was shown
    to whoever writes; something else by now is `SavedMeanwhile`."""
    if len(summary) > MOST_IN_A_SUMMARY:
        raise TooLong(most=MOST_IN_A_SUMMARY)
    with act(actor=actor, verb="intake.arrange", thing=thread, rule=rules.can_answer, now=now) as line:
        if owner is not None and not colleagues(thread.meeting).filter(pk=owner.pk).exists():
            raise BelongsElsewhere
        if seen is not None and seen != mark_of_arrangement(locked(thread)):
            raise SavedMeanwhile
        Thread.objects.filter(pk=thread.pk).update(owner=owner, due_on=due, summary=" ".join(summary.split()))
        line.facts.update(number=thread.number, owner=str(owner.pk) if owner else "", due_on=due.isoformat())
    thread.refresh_from_db()


def close(*, actor: Actor, thread: Thread, seen: str | None = None, now: datetime) -> None:
    """Nothing more is owed; a new word from them opens it again, and so does `reopen`. `seen` as in `answer`: what came
    meanwhile must not be closed unread."""
    with act(actor=actor, verb="intake.close", thing=thread, rule=rules.can_answer, now=now) as line:
        refuse_moved(locked(thread), seen)
        rows = Thread.objects.filter(pk=thread.pk).exclude(state=ThreadState.CLOSED)
        if not rows.update(state=ThreadState.CLOSED, closed_at=now):
            raise ThreadHasMoved(state=ThreadState.CLOSED)
        line.facts["number"] = thread.number
    thread.refresh_from_db()


def reopen(*, actor: Actor, thread: Thread, now: datetime) -> None:
    with act(actor=actor, verb="intake.reopen", thing=thread, rule=rules.can_answer, now=now) as line:
        rows = Thread.objects.filter(pk=thread.pk, state__in=[ThreadState.CLOSED, ThreadState.ANSWERED])
        if not rows.update(state=ThreadState.WAITS_FOR_US, closed_at=None):
            raise ThreadHasMoved(state=thread.state)
        line.facts["number"] = thread.number
    thread.refresh_from_db()


# What follows writes parts of a larger act.


def usable(text: str) -> str:
    words = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not words:
        raise NothingSaid
    if len(words) > MOST_IN_A_TEXT:
        raise TooLong(most=MOST_IN_A_TEXT)
    return words


def refuse_too_many(actor: Actor, meeting: Meeting, *, now: datetime) -> None:
    if actor.kind is ActorKind.APPLICANT and (most := has_asked_enough(meeting, actor.name, now=now)):
        raise TooMany(most=most)


def refuse_moved(thread: Thread, seen: str | None) -> None:
    if seen is not None and seen != mark_of_conversation(thread):
        raise ThreadHasMoved(state=thread.state)


def said_just_now(
    actor: Actor, meeting: Meeting, kind: ThreadKind, about: str, words: str, *, now: datetime
) -> Thread | None:
    """A form that was sent twice."""
    rows = Thread.objects.filter(meeting=meeting, kind=kind, about_key=about, opened_at__gt=now - SAID_TWICE_WITHIN)
    return rows.filter(entries__author=actor.name, entries__text=words, entries__direction=Direction.IN).first()


def locked(thread: Thread) -> Thread:
    Thread.objects.select_for_update().get(pk=thread.pk)
    thread.refresh_from_db()
    return thread


def put_thread(
    *,
    meeting: Meeting,
    person: Person | None,
    kind: ThreadKind,
    right: Right,
    about: str,
    channel: ThreadChannel,
    language: str,
    owner: StaffAccount | None,
    now: datetime,
) -> Thread:
    """The meeting's row is locked by the caller's act, so numbers follow each other without a gap."""
    if person is not None and person.organisation_id != meeting.organisation_id:
        raise BelongsElsewhere
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    last = Thread.objects.filter(meeting=meeting).aggregate(last=Max("number"))["last"] or 0
    starts = meeting.starts_at.astimezone(meeting.tz).date() if meeting.starts_at else None
    return Thread.objects.create(
        organisation_id=meeting.organisation_id,
        meeting=meeting,
        number=last + 1,
        person=person,
        about_key=about,
        kind=kind,
        right=right,
        channel=channel,
        language=language,
        owner=owner,
        due_on=due_on(ThreadKind(kind), now.astimezone(meeting.tz).date(), meeting_on=starts),
        opened_at=now,
        last_at=now,
    )


def put_entry(
    thread: Thread,
    direction: Direction,
    channel: ThreadChannel,
    words: str,
    *,
    author: str,
    language: str,
    message: RawMessage | None = None,
    now: datetime,
) -> ThreadEntry:
    entry = ThreadEntry.objects.create(
        thread=thread, direction=direction, channel=channel, text=words, author=author, language=language,
        message=message, written_at=now,
    )  # fmt: skip
    if direction is not Direction.NOTE:
        thread.last_at = now
    if direction is Direction.IN:
        name = f"{thread.person.name} {thread.person.email} {thread.person.phone}" if thread.person else ""
        thread.search = folded(f"{name} {words}")[:600]
    thread.save(update_fields=["last_at", "search"])
    return entry


def hear(
    thread: Thread, channel: ThreadChannel, words: str, *, author: str, message: RawMessage | None = None, now: datetime
) -> ThreadEntry:
    """Something more from their side; who was answered already gets a new day by which we answer."""
    meeting = thread.meeting
    if thread.state != ThreadState.WAITS_FOR_US:
        starts = meeting.starts_at.astimezone(meeting.tz).date() if meeting.starts_at else None
        thread.due_on = due_on(ThreadKind(thread.kind), now.astimezone(meeting.tz).date(), meeting_on=starts)
        thread.state, thread.closed_at = ThreadState.WAITS_FOR_US, None
        thread.save(update_fields=["state", "closed_at", "due_on"])
    language = thread.language
    return put_entry(thread, Direction.IN, channel, words, author=author, language=language, message=message, now=now)
