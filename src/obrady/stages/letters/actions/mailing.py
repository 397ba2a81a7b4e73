"""One letter to many: written as drafts at once, or planned for a day before the meeting and sent by the worker."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import WORKER, Actor
from obrady.stages.letters import rules
from obrady.stages.letters.actions.templates import TemplateRefused
from obrady.stages.letters.actions.writing import write
from obrady.stages.letters.models import Mailing
from obrady.stages.letters.queries import (
    HOUSE_LANGUAGE,
    OWN_WORDS,
    Choice,
    Reader,
    Wish,
    chosen,
    given_to,
    leaves_at,
    placeholders_in,
    stationery,
    why_stopped,
)
from obrady.stages.letters.states import LONGEST_BEFORE, PLACEHOLDERS, TO_MANY, LetterKind, MailingState, Stopped
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.states import MeetingState

# Makes what only a letter that is really written needs, such as a way to unsubscribe.
Complete = Callable[[Reader, datetime], Reader]
OF_A_MEETING_TO_COME = (LetterKind.REMINDER, LetterKind.PRACTICAL)
LONGEST_WORDS = {"subject": 150, "text": 8000, "details": 4000, "result": 4000}


class MailingRefused(Exception):
    """`code` is kind, no_words, half_words, nobody, cancelled, no_date, too_late, days or moved (somebody else, or the worker, was quicker)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class WrittenToMany:
    mailing: Mailing
    choice: Choice


def write_to_many(
    *, actor: Actor, meeting: Meeting, wish: Wish, readers: Iterable[Reader], complete: Complete, now: datetime
) -> WrittenToMany:
    """Drafts to look through. The same wish again (a double click) writes nothing more."""
    check_wish(wish)
    choice = chosen(meeting, wish, readers)
    if known := Mailing.objects.filter(pk=wish.key, meeting=meeting, state=MailingState.WRITTEN).first():
        return WrittenToMany(known, choice)
    with act(actor=actor, verb="letters.write_to_many", thing=meeting, rule=rules.can_send, now=now) as line:
        if meeting.state == MeetingState.CANCELLED and wish.kind in OF_A_MEETING_TO_COME:
            raise MailingRefused("cancelled")
        if not choice.ready:
            raise MailingRefused("nobody")
        mailing, is_new = Mailing.objects.get_or_create(
            pk=wish.key,
            defaults={**_fields(meeting, wish, actor, now), "state": MailingState.WRITTEN, "finished_at": now},
        )
        if mailing.meeting_id != meeting.pk or (not is_new and mailing.state != MailingState.WRITTEN):
            raise MailingRefused("moved")
        if is_new:
            mailing.letters = _write(mailing, wish, choice, complete, review=True, now=now)
            mailing.save(update_fields=["letters"])
        line.facts.update(
            mailing=str(wish.key), kind=str(wish.kind), audience=wish.audience, letters=mailing.letters,
            left_out={str(why): number for why, number in choice.why_not.items()},
        )  # fmt: skip
    return WrittenToMany(mailing, choice)


def plan_mailing(*, actor: Actor, meeting: Meeting, wish: Wish, days_before: int, now: datetime) -> Mailing:
    """For the morning so many days before the meeting. Who gets it is found out then. Planning it again changes it."""
    check_wish(wish)
    with act(actor=actor, verb="letters.plan_mailing", thing=meeting, rule=rules.can_send, now=now) as line:
        moment = _moment(meeting, days_before, now)
        fields = {**_fields(meeting, wish, actor, now), "days_before": days_before, "leaves_at": moment}
        fields |= {"for_start": meeting.starts_at, "state": MailingState.PLANNED, "stopped": Stopped.NONE}
        mailing, is_new = Mailing.objects.get_or_create(pk=wish.key, defaults=fields)
        if not is_new:
            may_change = Mailing.objects.filter(pk=wish.key, meeting=meeting).exclude(state=MailingState.WRITTEN)
            if not may_change.update(**fields, finished_at=None):
                raise MailingRefused("moved")
            mailing.refresh_from_db()
        line.facts.update(mailing=str(wish.key), kind=str(wish.kind), audience=wish.audience, days_before=days_before)
    return mailing


def stop_mailing(*, actor: Actor, mailing: Mailing, now: datetime) -> None:
    with act(actor=actor, verb="letters.stop_mailing", thing=mailing, rule=rules.can_send, now=now) as line:
        line.facts["mailing"] = str(mailing.pk)
        _stop(mailing, Stopped.BY_HAND, now=now)


def send_planned(mailing: Mailing, *, wish: Wish, readers: Iterable[Reader], complete: Complete, now: datetime) -> int:
    """The worker's part: written and on its way, in one transaction; or stopped, with the reason."""
    choice = chosen(mailing.meeting, wish, readers)
    with act(actor=WORKER, verb="letters.send_planned", thing=mailing, rule=rules.can_deliver, now=now) as line:
        line.facts["mailing"] = str(mailing.pk)
        if why := why_stopped(mailing, now):
            _stop(mailing, why, now=now)
            line.facts["stopped"] = str(why)
            return 0
        rows = Mailing.objects.filter(pk=mailing.pk, state=MailingState.PLANNED)
        if not rows.update(state=MailingState.WRITTEN, finished_at=now):
            raise MailingRefused("moved")
        number = _write(mailing, wish, choice, complete, review=False, now=now)
        Mailing.objects.filter(pk=mailing.pk).update(letters=number)
        left_out = {str(why): count for why, count in choice.why_not.items()}
        line.facts.update(kind=mailing.kind, letters=number, left_out=left_out)
    return number


def check_wish(wish: Wish) -> None:
    if wish.kind not in TO_MANY:
        raise MailingRefused("kind")
    texts = [text for words in wish.words.values() for text in words.values()]
    if unknown := [name for name in placeholders_in("\n".join(texts)) if name not in PLACEHOLDERS - set(OWN_WORDS)]:
        raise TemplateRefused("unknown_placeholder", unknown)
    for words in wish.words.values():
        if too_long := [name for name, text in words.items() if len(text) > LONGEST_WORDS[name]]:
            raise TemplateRefused("too_long", too_long)
        if wish.kind is LetterKind.FREE and bool(words.get("subject", "").strip()) != bool(
            words.get("text", "").strip()
        ):
            raise MailingRefused("half_words")
    if wish.kind is LetterKind.FREE and not any(words.get("text", "").strip() for words in wish.words.values()):
        raise MailingRefused("no_words")


def _moment(meeting: Meeting, days_before: int, now: datetime) -> datetime:
    if not 0 <= days_before <= LONGEST_BEFORE:
        raise MailingRefused("days")
    moment = leaves_at(meeting, days_before)
    if moment is None:
        raise MailingRefused("no_date")
    if moment <= now:
        raise MailingRefused("too_late")
    return moment


def _fields(meeting: Meeting, wish: Wish, actor: Actor, now: datetime) -> dict:
    return {
        "meeting": meeting, "kind": wish.kind, "audience": wish.audience, "filter": dict(wish.filter),
        "words": {code: dict(texts) for code, texts in wish.words.items()}, "made_by": actor.name, "made_at": now,
    }  # fmt: skip


def _stop(mailing: Mailing, why: Stopped, *, now: datetime) -> None:
    rows = Mailing.objects.filter(pk=mailing.pk, state=MailingState.PLANNED)
    if not rows.update(state=MailingState.STOPPED, stopped=why, finished_at=now):
        raise MailingRefused("moved")


def _write(mailing: Mailing, wish: Wish, choice: Choice, complete: Complete, *, review: bool, now: datetime) -> int:
    shared = stationery(mailing.meeting)
    written = 0
    for reader in choice.ready:
        reader = complete(reader, now)
        letter = write(
            meeting=mailing.meeting, person=reader.person, kind=wish.kind, about=reader.about,
            placeholders=given_to(reader, wish.words, HOUSE_LANGUAGE), occasion=wish.occasion, review=review,
            shared=shared, now=now,
        )  # fmt: skip
        written += letter is not None and letter.created_at == now
    return written
