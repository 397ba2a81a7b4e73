from collections.abc import Mapping
from datetime import datetime

from obrady.stages.letters.models import Letter
from obrady.stages.letters.queries import (
    CannotBeFilled,
    Stationery,
    filled,
    folded,
    made_ready,
    mail_key,
    may_write_unasked,
    stationery,
)
from obrady.stages.letters.states import (
    NOT_YET_OUT,
    LetterChannel,
    LetterKind,
    LetterState,
    Trouble,
    is_unasked,
)
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.models import Person
from obrady.stages.people.states import AnswerChannel

# Once somebody has withdrawn, an answer that has not left yet would only confuse.
OVERTAKEN_BY_WITHDRAWAL = (
    LetterKind.INCOMPLETE,
    LetterKind.SELECTED,
    LetterKind.RESERVE,
    LetterKind.NOT_SELECTED,
    LetterKind.LISTED,
    LetterKind.LISTED_RESERVE,
    LetterKind.NOT_LISTED,
    LetterKind.NOT_ELIGIBLE,
)


def write(
    *,
    meeting: Meeting,
    person: Person,
    kind: LetterKind,
    about: str,
    placeholders: Mapping[str, str | None],
    occasion: str = "",
    review: bool = False,
    shared: Stationery | None = None,
    now: datetime,
) -> Letter | None:
    """Part of a larger act: the letter to this person, or the one that was written before on the same occasion.

    A value that is missing never stops the act it belongs to: the letter is there, visibly failed. A value given as
    None does not apply (a code where no draw was needed): the paragraphs that mention it are left out. `review` leaves
    the letter as a draft. Whoever writes many letters loads `queries.stationery(meeting)` once and hands it in as `shared`.
    None when the person was erased, or did not ask for this letter and wants none of these.
    """
    if person.erased_at is not None or is_refused(meeting, person, kind, about):
        return None
    kind, shared = LetterKind(kind), shared or stationery(meeting)
    given = {name: None if value is None else str(value) for name, value in placeholders.items()}
    letter = Letter(meeting=meeting, person=person, about=about, kind=kind, occasion=occasion, created_at=now)
    letter.placeholders, letter.reference = given, given.get("reference") or ""
    letter.channel = channel_for(person, shared)
    letter.state, letter.next_try_at = first_state(letter.channel, review=review), now
    letter.message_id = message_id_of(letter, shared)
    put_into_words(letter, shared)
    fields = {field.attname: getattr(letter, field.attname) for field in Letter._meta.concrete_fields}
    kept, is_new = Letter.objects.get_or_create(about=about, kind=kind, occasion=occasion, defaults=fields)
    if is_new and kind is LetterKind.WITHDRAWN:
        overtaken = Letter.objects.filter(about=about, kind__in=OVERTAKEN_BY_WITHDRAWAL, state__in=NOT_YET_OUT)
        overtaken.update(state=LetterState.CANCELLED)
    return kept


def is_refused(meeting: Meeting, person: Person, kind: str, about: str) -> bool:
    return is_unasked(kind, about) and not may_write_unasked(meeting.organisation, person)


def channel_for(person: Person, shared: Stationery | None = None) -> LetterChannel:
    """What the person asked for, when there is a way to do it; a text message is a phone task.

    An address that has returned too many letters is no way.
    """
    ways = [(person.email, LetterChannel.MAIL), (person.phone, LetterChannel.PHONE)]
    if person.answer_channel in (AnswerChannel.SMS, AnswerChannel.CALL):
        ways.reverse()
    if shared is not None and is_not_working(person, shared):
        ways.remove((person.email, LetterChannel.MAIL))
    return next((channel for contact, channel in ways if contact), LetterChannel.PRINT)


def is_not_working(person: Person, shared: Stationery) -> bool:
    return bool(shared.not_working) and mail_key(person.email) in shared.not_working


def first_state(channel: LetterChannel, *, review: bool) -> LetterState:
    if review:
        return LetterState.DRAFT
    return LetterState.WAITING if channel == LetterChannel.MAIL else LetterState.TO_DO


def put_into_words(letter: Letter, shared: Stationery) -> None:
    """Fill the template; a gap shows as a trouble of this letter, and a letter that was to leave at once has failed."""
    person, kind = letter.person, LetterKind(letter.kind)
    ready = made_ready(
        shared, kind=kind, about=letter.about, given=letter.placeholders, name=person.name, language=person.language
    )
    letter.language, letter.funding = ready.language, shared.funding(ready.language)
    try:
        words = filled(ready.wording, ready.values)
    except CannotBeFilled as gap:
        letter.trouble, letter.last_error = gap.trouble, ", ".join(gap.names)[:200]
        letter.subject = letter.body = ""
        if letter.state != LetterState.DRAFT:
            letter.state = LetterState.FAILED
    else:
        letter.trouble, letter.last_error = way_in_trouble(letter, shared), ""
        letter.subject, letter.body = words.subject[:300], words.body
    letter.search = folded(" ".join((person.name, letter.reference, person.email, person.phone)))[:600]


def way_in_trouble(letter: Letter, shared: Stationery) -> Trouble:
    """Whoever calls or prints is told why it is not an e-mail."""
    is_other_way = letter.channel != LetterChannel.MAIL and is_not_working(letter.person, shared)
    return Trouble.NOT_WORKING if is_other_way else Trouble.NONE


def message_id_of(letter: Letter, shared: Stationery) -> str:
    """Fixed when the letter is written, so that a letter sent twice is seen to be the same one."""
    return f"<{letter.id}@{shared.domain}>"
