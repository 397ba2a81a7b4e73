"""Who of the chosen contacts gets a letter, who does not and why: asked by the page before, and by the sending at the last moment."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from django.db.models import Q

from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import CAME_BACK, LetterKind, LetterState
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Organisation
from obrady.stages.outreach.models import Contact, Invitation
from obrady.stages.outreach.queries.book import restraints_of
from obrady.stages.outreach.queries.consents import consent_withdrawn
from obrady.stages.outreach.queries.pacing import leaves_too_late
from obrady.stages.outreach.states import MONTH, Basis, LeftOut, Restraints, Step, held_back

NEVER_LEFT = (LetterState.CANCELLED, LetterState.FAILED)


@dataclass(frozen=True)
class Refusal:
    contact: Contact
    why: LeftOut
    until: datetime | None = None


@dataclass
class Choice:
    ready: list[Contact] = field(default_factory=list)
    left_out: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True)
class History:
    """All that decides about a letter, loaded once for any number of contacts."""

    restraints: Restraints
    sent: dict[str, dict[tuple, datetime]]
    invitations: dict[str, Invitation]
    failed: frozenset[str]
    withdrawn: frozenset[str]

    def had_lately(self, contact: Contact) -> list[datetime]:
        """A letter that is found by the record and by the address is one letter."""
        letters: dict[tuple, datetime] = {}
        for key in keys_of(contact):
            letters |= self.sent.get(key, {})
        return list(letters.values())

    def invitation(self, contact: Contact) -> Invitation | None:
        return next((self.invitations[key] for key in keys_of(contact) if key in self.invitations), None)


def keys_of(contact: Contact) -> list[str]:
    """By what two records are one reader: the record itself, the one it was merged into, the address."""
    keys = (str(contact.pk), str(contact.merged_into_id or ""), contact.mail_key)
    return [key for key in dict.fromkeys(keys) if key]


def history(meeting: Meeting, now: datetime) -> History:
    organisation = meeting.organisation
    rows = list(Invitation.objects.filter(meeting=meeting).select_related("contact").order_by("created_at", "id"))
    return History(
        restraints=restraints_of(organisation),
        sent=letters_by_reader(organisation, now),
        invitations={key: row for row in rows for key in keys_of(row.contact)},
        failed=_failed(rows),
        withdrawn=consent_withdrawn(organisation),
    )


def letters_by_reader(organisation: Organisation, now: datetime) -> dict[str, dict[tuple, datetime]]:
    """When letters that nobody had asked for were written in the last 30 days, for every meeting of the organisation."""
    since = now - MONTH
    rows = Invitation.objects.filter(meeting__organisation=organisation).filter(
        Q(invited_at__gt=since) | Q(reminded_at__gt=since)
    )
    found: dict[str, dict[tuple, datetime]] = defaultdict(dict)
    for row in rows.select_related("contact"):
        moments = {(row.pk, Step.FIRST): row.invited_at, (row.pk, Step.REMINDER): row.reminded_at}
        for key in keys_of(row.contact):
            found[key] |= {letter: moment for letter, moment in moments.items() if moment is not None}
    for letter in _other_letters(organisation, since):
        for key in keys_of(letter.person.contact):
            found[key][letter.pk, Step.FIRST] = letter.created_at
    return found


def _other_letters(organisation: Organisation, since: datetime) -> Iterable[Letter]:
    """Letters to contacts that are no invitations (news of a change among them), and that may still reach them or have."""
    to_contacts = Q(about__startswith="contact:") | Q(about__startswith="invitation:")
    rows = Letter.objects.filter(to_contacts, meeting__organisation=organisation, created_at__gt=since)
    rows = rows.exclude(Q(state=LetterState.CANCELLED) | Q(kind=LetterKind.INVITATION))
    rows = rows.filter(person__contact__isnull=False)
    return rows.select_related("person__contact").only(
        "created_at", "person__contact__merged_into", "person__contact__mail_key"
    )


def _failed(invitations: Iterable[Invitation]) -> frozenset[str]:
    """Invitations whose letter never left or came back."""
    abouts = [row.about for row in invitations if row.invited_at]
    waits = Q(state=LetterState.TO_DO, trouble__in=CAME_BACK)
    rows = Letter.objects.filter(waits | Q(state__in=NEVER_LEFT), about__in=abouts, kind=LetterKind.INVITATION)
    return frozenset(rows.values_list("about", flat=True))


def choose(contacts: Iterable[Contact], known: History, step: Step, now: datetime) -> Choice:
    """`contacts` carry `is_stopped`. Two records with one address get one letter."""
    choice, taken = Choice(), set()
    for contact in contacts:
        refusal = why_not(contact, known, step, now)
        if refusal is None and contact.mail_key and contact.mail_key in taken:
            refusal = Refusal(contact, LeftOut.SAME_ADDRESS)
        if refusal is not None:
            choice.left_out.append(refusal)
            continue
        taken.add(contact.mail_key)
        choice.ready.append(contact)
    return choice


def why_not(contact: Contact, known: History, step: Step, now: datetime) -> Refusal | None:
    why = _of_the_contact(contact, known) or _of_the_meeting(known.invitation(contact), known, step)
    if why is not None:
        return Refusal(contact, why)
    held = held_back(known.had_lately(contact), known.restraints, now)
    return Refusal(contact, *held) if held else None


def _of_the_contact(contact: Contact, known: History) -> LeftOut | None:
    if contact.is_stopped:
        return LeftOut.UNSUBSCRIBED
    keys = {contact.mail_key, contact.phone_key} - {""}
    if contact.basis == Basis.PARTICIPANT and keys & known.withdrawn:
        return LeftOut.CONSENT_WITHDRAWN
    if not contact.basis:
        return LeftOut.NO_BASIS
    if not (contact.person.email or contact.person.phone or contact.address):
        return LeftOut.NO_ADDRESS
    return None


def _of_the_meeting(invitation: Invitation | None, known: History, step: Step) -> LeftOut | None:
    if step is Step.FIRST:
        return LeftOut.INVITED_ALREADY if invitation and not was_never_sent(invitation) else None
    if invitation is None or invitation.invited_at is None:
        return LeftOut.NOT_INVITED_YET
    if invitation.reply:
        return LeftOut.ANSWERED
    if invitation.reminded_at or invitation.waits_for:
        return LeftOut.REMINDED_ALREADY
    return LeftOut.NEVER_REACHED if invitation.about in known.failed else None


def was_never_sent(invitation: Invitation) -> bool:
    """Planned once and then not written, as when applications closed before its turn: it stands in nobody's way."""
    return not (invitation.invited_at or invitation.waits_for or invitation.reply)


def in_time(choice: Choice, meeting: Meeting, moments: Iterator[datetime]) -> list[datetime]:
    """When each of those that are ready gets the letter; whose turn comes after the closing is left out of the choice."""
    taken = list(islice(moments, len(choice.ready)))
    times = [moment for moment in taken if not leaves_too_late(meeting, moment)]
    choice.left_out += [Refusal(contact, LeftOut.TOO_LATE) for contact in choice.ready[len(times) :]]
    del choice.ready[len(times) :]
    return times


def had_enough(contact: Contact, known: History, now: datetime) -> LeftOut | None:
    """PAUSE or ENOUGH when this contact may not be written to unasked just now, whatever the letter says."""
    held = held_back(known.had_lately(contact), known.restraints, now)
    return held[0] if held else None


def may_still_leave(invitation: Invitation, contact: Contact, known: History, now: datetime) -> bool:
    """Asked at the last moment of a letter that was planned; its own invitation is no reason against it."""
    if _of_the_contact(contact, known) is not None:
        return False
    if invitation.waits_for == Step.REMINDER and (invitation.reply or invitation.about in known.failed):
        return False
    return held_back(known.had_lately(contact), known.restraints, now) is None
