"""The organiser's own words, and the drafts that follow them."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.letters import rules
from obrady.stages.letters.actions.moving import LetterHasMoved, move_one
from obrady.stages.letters.actions.writing import channel_for, first_state, put_into_words
from obrady.stages.letters.models import Letter, LetterTemplate, ReturnedMail
from obrady.stages.letters.queries import Stationery, mail_key, placeholders_in, stationery, unknown_placeholders
from obrady.stages.letters.states import CAME_BACK, GAPS, LetterChannel, LetterKind, LetterState, Move, Trouble
from obrady.stages.meetings.models import Meeting

# Drafts, and letters that had failed for want of a value.
UNREADY = Q(state=LetterState.DRAFT) | Q(state=LetterState.FAILED, trouble__in=GAPS)
REWRITTEN = (
    "language", "channel", "state", "subject", "body", "funding", "search", "trouble", "last_error", "next_try_at",
)  # fmt: skip


class TemplateRefused(Exception):
    """`code` is empty, unknown_placeholder, needed (`names`) or too_long."""

    def __init__(self, code: str, names: Iterable[str] = ()) -> None:
        self.code, self.names = code, tuple(names)
        super().__init__(f"{code} {', '.join(self.names)}".strip())


def save_template(
    *,
    actor: Actor,
    meeting: Meeting,
    kind: LetterKind,
    language: str,
    subject: str,
    body: str,
    everywhere: bool = False,
    now: datetime,
) -> int:
    """For this meeting, or for all meetings of its organisation (`everywhere`); how many drafts were written anew."""
    subject, body = " ".join(subject.split()), body.replace("\r\n", "\n").strip()
    check_template(subject=subject, body=body, kind=kind)
    place = meeting.organisation if everywhere else meeting
    with act(actor=actor, verb="letters.save_template", thing=place, rule=rules.can_write_templates, now=now) as line:
        LetterTemplate.objects.update_or_create(
            organisation=meeting.organisation,
            meeting=None if everywhere else meeting,
            kind=kind,
            language=language,
            defaults={"subject": subject, "body": body, "changed_at": now},
        )
        if everywhere:
            LetterTemplate.objects.filter(meeting=meeting, kind=kind, language=language).delete()
        number = follow(meeting, kind, language, everywhere=everywhere, now=now)
        line.facts.update(kind=str(kind), language=language, drafts=number)
    return number


# Without these words in it the letter would be of no use, or one that nobody can stop.
NEEDED = {
    LetterKind.INVITATION: ("invitation_url", "unsubscribe_url"),
    LetterKind.FREE: ("text",),
    LetterKind.ANSWER: ("answer",),
    LetterKind.EXPERT: ("expert_url",),
}


def check_template(*, subject: str, body: str, kind: LetterKind | None = None) -> None:
    if not subject.strip() or not body.strip():
        raise TemplateRefused("empty")
    if unknown := unknown_placeholders(subject, body):
        raise TemplateRefused("unknown_placeholder", unknown)
    if missing := [name for name in (NEEDED.get(kind, ()) if kind else ()) if name not in placeholders_in(body)]:
        raise TemplateRefused("needed", missing)
    for field, text in (("subject", subject), ("body", body)):
        if len(text) > (LetterTemplate._meta.get_field(field).max_length or 0):
            raise TemplateRefused("too_long", [field])


def drop_template(
    *, actor: Actor, meeting: Meeting, kind: LetterKind, language: str, everywhere: bool = False, now: datetime
) -> int:
    """Back from the meeting's own words to the organisation's, or from those (`everywhere`) to the shipped ones."""
    place = meeting.organisation if everywhere else meeting
    with act(actor=actor, verb="letters.drop_template", thing=place, rule=rules.can_write_templates, now=now) as line:
        rows = LetterTemplate.objects.filter(organisation_id=meeting.organisation_id, kind=kind, language=language)
        rows.filter(meeting=None if everywhere else meeting).delete()
        number = follow(meeting, kind, language, everywhere=everywhere, now=now)
        line.facts.update(kind=str(kind), language=language, drafts=number)
    return number


def write_drafts_anew(*, actor: Actor, meeting: Meeting, now: datetime) -> int:
    """After something about the meeting has changed: its date, its place, somebody's contact."""
    with act(actor=actor, verb="letters.write_drafts_anew", thing=meeting, rule=rules.can_send, now=now) as line:
        number = _write_anew(meeting, Q(), now=now)
        line.facts["drafts"] = number
    return number


def retry(*, actor: Actor, letter: Letter, now: datetime) -> None:
    """A letter that mail could not bring is mailed again from the start; one that lacked a value is written anew."""
    with act(actor=actor, verb="letters.retry", thing=letter, rule=rules.can_handle, now=now) as line:
        line.facts.update(letter=str(letter.pk), kind=letter.kind)
        if letter.state == LetterState.FAILED and letter.trouble in GAPS:
            _rewrite(letter, stationery(letter.meeting), now=now)
            return
        if not may_mail_again(letter):
            raise LetterHasMoved(Move.RETRY)
        again = {"attempts": 0, "first_try_at": None, "next_try_at": now, "trouble": Trouble.NONE, "last_error": ""}
        forget_returned(letter)
        move_one(letter, Move.RETRY, channel=LetterChannel.MAIL, **again)


def forget_returned(letter: Letter) -> None:
    """Somebody has looked at the address and trusts it again."""
    key = mail_key(letter.person.email)
    ReturnedMail.objects.filter(organisation=letter.meeting.organisation, address_key=key).delete()


def may_mail_again(letter: Letter) -> bool:
    """A failed one, and one that came back and that nobody has told by phone or on paper yet."""
    if letter.state == LetterState.TO_DO:
        return bool(letter.person.email) and letter.trouble in (*CAME_BACK, Trouble.NOT_WORKING)
    return letter.state == LetterState.FAILED and letter.trouble not in GAPS


def follow(meeting: Meeting, kind: LetterKind, language: str, *, everywhere: bool, now: datetime) -> int:
    """The drafts of this meeting, or of every meeting of its organisation, take the new words."""
    which = Q(kind=kind, language=language)
    of_all = Meeting.objects.filter(organisation_id=meeting.organisation_id).select_related("organisation")
    meetings = (
        of_all.filter(pk__in=Letter.objects.filter(which, UNREADY).values("meeting")) if everywhere else [meeting]
    )
    return sum(_write_anew(one, which, now=now) for one in meetings)


def _write_anew(meeting: Meeting, which: Q, *, now: datetime) -> int:
    letters: QuerySet[Letter] = Letter.objects.filter(which, UNREADY, meeting=meeting).select_related("person")
    shared = stationery(meeting)
    rows = list(letters)
    for letter in rows:
        _rewrite(letter, shared, now=now)
    return len(rows)


def _rewrite(letter: Letter, shared: Stationery, *, now: datetime) -> None:
    before = letter.state
    letter.channel, letter.next_try_at = channel_for(letter.person, shared), now
    if before == LetterState.FAILED:
        letter.state = first_state(LetterChannel(letter.channel), review=False)
    put_into_words(letter, shared)
    fields = {name: getattr(letter, name) for name in REWRITTEN}
    if not Letter.objects.filter(pk=letter.pk, state=before).update(**fields):
        raise LetterHasMoved(Move.RETRY)
