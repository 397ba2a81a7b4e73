"""What a change of course does to letters: unsent ones are put right or called off, and everybody touched gets a draft."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from django.db.models import Count, QuerySet

from obrady.stages.letters.actions.writing import channel_for, is_refused, message_id_of, put_into_words
from obrady.stages.letters.models import Letter
from obrady.stages.letters.queries import Stationery, stationery, values_of
from obrady.stages.letters.states import HAS_REACHED, LetterKind, LetterState
from obrady.stages.meetings.models import CourseChange, Meeting
from obrady.stages.meetings.registry.course import CoursePart, CourseRefused, Step, Touched, register_part
from obrady.stages.meetings.states import CourseKind
from obrady.stages.people.models import Person

# Each change has its letter; fewer places and a cancellation that nobody heard of have none.
KINDS: Mapping[CourseKind, LetterKind] = {
    CourseKind.EXTEND: LetterKind.EXTENDED,
    CourseKind.CLOSE_EARLY: LetterKind.CLOSED_EARLY,
    CourseKind.REOPEN: LetterKind.REOPENED,
    CourseKind.POSTPONE: LetterKind.POSTPONED,
    CourseKind.MOVE: LetterKind.MOVED,
    CourseKind.CANCEL: LetterKind.CANCELLED,
}
OF_THE_WINDOW = (LetterKind.EXTENDED, LetterKind.CLOSED_EARLY, LetterKind.REOPENED)
# A later change makes the unsent drafts of an earlier one untrue.
OVERTAKES: Mapping[CourseKind, tuple[LetterKind, ...]] = {
    CourseKind.EXTEND: OF_THE_WINDOW,
    CourseKind.CLOSE_EARLY: OF_THE_WINDOW,
    CourseKind.REOPEN: OF_THE_WINDOW,
    CourseKind.POSTPONE: (LetterKind.POSTPONED, *OF_THE_WINDOW),
    CourseKind.MOVE: (LetterKind.MOVED,),
}
# What is still true, and still owed, when a meeting does not take place.
STILL_DUE = (LetterKind.WITHDRAWN, LetterKind.ANSWER, LetterKind.CONFIRM, LetterKind.CANCELLED)
UNSENT = (LetterState.DRAFT, LetterState.WAITING, LetterState.TO_DO)
CALLED_OFF_AS_WELL = (*UNSENT, LetterState.FAILED)
AT_ONCE = 200
WORDS = ("language", "state", "subject", "body", "funding", "trouble", "last_error")


@dataclass(frozen=True)
class Reader:
    """Somebody who is told: `about` is what the letter is about, `more` the values that are theirs alone."""

    person: Person
    about: str
    more: Mapping[str, str | None]


@dataclass(frozen=True)
class Writer:
    """Writes this change's letter to many people in few statements; what they share is put into words once."""

    step: Step
    kind: LetterKind
    shared: Stationery

    def write_all(self, readers: Iterable[Reader]) -> int:
        """Drafts for all of them; who was erased, or wants no such letters, gets none."""
        told = cache(self._told)
        letters = [self._letter(reader, told(reader.person.language)) for reader in readers if self._may(reader)]
        Letter.objects.bulk_create(letters, batch_size=AT_ONCE, ignore_conflicts=True)
        return len(letters)

    def _may(self, reader: Reader) -> bool:
        person = reader.person
        return person.erased_at is None and not is_refused(self.step.meeting, person, self.kind, reader.about)

    def _told(self, language: str) -> dict[str, str | None]:
        return told_in(self.step, language, reason=str(self.step.made.reason.localize(language)))

    def _letter(self, reader: Reader, told: Mapping[str, str | None]) -> Letter:
        letter = Letter(
            meeting=self.step.meeting,
            person=reader.person,
            about=reader.about,
            kind=self.kind,
            occasion=self.step.made.occasion,
            placeholders={**told, **reader.more},
            reference=reader.more.get("reference") or "",
            channel=channel_for(reader.person, self.shared),
            state=LetterState.DRAFT,
            created_at=self.step.now,
            next_try_at=self.step.now,
        )
        letter.message_id = message_id_of(letter, self.shared)
        put_into_words(letter, self.shared)
        return letter


def writer(step: Step) -> Writer | None:
    """None where this change has no letter."""
    kind = KINDS.get(step.change.kind)
    return Writer(step, kind, stationery(step.meeting)) if kind else None


def told_in(step: Step, language: str, *, reason: str) -> dict[str, str | None]:
    """The values of a change's letter in one language, the same in the preview and in the letter."""
    before = values_of(step.former, name="", language=language)
    after = values_of(step.meeting, name="", language=language)
    return {
        "reason": reason.strip(),
        "old_date": _day_and_hours(before),
        "new_date": _day_and_hours(after),
        "old_place": before["meeting_place"],
        "new_place": after["meeting_place"],
        "old_closes_at": before["closes_at"],
        "closes_at": after["closes_at"],
    }


def _day_and_hours(values: Mapping[str, str]) -> str:
    hours = "–".join(hour for hour in (values["start_time"], values["end_time"]) if hour)
    return ", ".join(part for part in (values["meeting_date"], hours) if part)


def people_by_way(people: Iterable[Person]) -> dict[str, int]:
    """How the letters to these people would go, and in which languages: "mail", "phone", "print", "language:uk"."""
    found: Counter[str] = Counter()
    for person in people:
        if person.erased_at is None:
            found[str(channel_for(person))] += 1
            found[f"language:{person.language}"] += 1
    return dict(found)


def unsent(meeting: Meeting) -> QuerySet[Letter]:
    return Letter.objects.filter(meeting=meeting, state__in=UNSENT)


def _touched(step: Step) -> list[Touched]:
    if step.change.kind in (CourseKind.SHRINK, CourseKind.TAKE_BACK):
        return []
    rows = unsent(step.former)
    if step.change.kind is CourseKind.CANCEL:
        rows = rows.exclude(kind__in=STILL_DUE)
    states = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    return [Touched("letters", sum(states.values()), {f"letter:{state}": number for state, number in states.items()})]


def _refuse(step: Step) -> None:
    if step.change.kind is not CourseKind.TAKE_BACK:
        return
    last = _cancellation(step.former)
    told = Letter.objects.filter(meeting=step.former, occasion=last.occasion) if last else Letter.objects.none()
    gone = told.filter(state__in=[*HAS_REACHED, LetterState.SENDING]).count()
    if gone:
        raise CourseRefused("letters_have_left", count=gone)


def _cancellation(meeting: Meeting) -> CourseChange | None:
    """The latest one, also when it is just being taken back."""
    return CourseChange.objects.filter(meeting=meeting, kind=CourseKind.CANCEL).order_by("-number").first()


def _apply(step: Step) -> Mapping[str, object]:
    row = step.made
    match step.change.kind:
        case CourseKind.CANCEL:
            # The batch says which change called them off, so that taking it back finds them.
            doomed = Letter.objects.filter(meeting=step.meeting, state__in=CALLED_OFF_AS_WELL)
            number = doomed.exclude(kind__in=STILL_DUE).order_by().update(state=LetterState.CANCELLED, batch=row.pk)
            return {"letters_called_off": number}
        case CourseKind.TAKE_BACK:
            return _taken_back(step)
        case CourseKind.SHRINK:
            return {}
        case kind:
            overtaken = Letter.objects.filter(meeting=step.meeting, kind__in=OVERTAKES[kind], state__in=UNSENT)
            called_off = overtaken.filter(occasion__startswith="course:").order_by().update(state=LetterState.CANCELLED)
            return {"letters_called_off": called_off, "letters_put_right": _put_right(step)}


def _taken_back(step: Step) -> Mapping[str, object]:
    last = _cancellation(step.meeting)
    if last is None:
        return {}
    told = Letter.objects.filter(meeting=step.meeting, occasion=last.occasion, state__in=CALLED_OFF_AS_WELL)
    dropped = told.order_by().update(state=LetterState.CANCELLED, batch=None)
    back = Letter.objects.filter(meeting=step.meeting, batch=last.pk, state=LetterState.CANCELLED)
    again = back.order_by().update(
        state=LetterState.DRAFT, batch=None, attempts=0, first_try_at=None, next_try_at=step.now
    )
    return {"letters_called_off": dropped, "letters_drafts_again": again}


def _put_right(step: Step) -> int:
    """Drafts and letters on their way that have not left say the new dates and places; whose hands hold one keep it."""
    shared = stationery(step.meeting)
    rows = list(unsent(step.meeting).select_related("person"))
    return sum(_rewritten(letter, shared) for letter in rows)


def _rewritten(letter: Letter, shared: Stationery) -> int:
    before = {name: getattr(letter, name) for name in WORDS}
    put_into_words(letter, shared)
    after = {name: getattr(letter, name) for name in WORDS}
    if after == before:
        return 0
    return Letter.objects.filter(pk=letter.pk, state=before["state"]).update(**after)


def declare() -> None:
    register_part(CoursePart("letters", touched=_touched, apply=_apply, refuse=_refuse))


__all__ = ["KINDS", "Reader", "Writer", "declare", "people_by_way", "told_in", "unsent", "writer"]
