"""Inviting people to speak, and what they do by the link of their letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.utils.translation import override
from i18nfield.strings import LazyI18nString

from obrady.stages.announcements import rules
from obrady.stages.announcements.actions.editing import settle_names
from obrady.stages.announcements.actions.naming import drop_unused, remove_wholly, strike_out
from obrady.stages.announcements.models import Expert, PartyEntry
from obrady.stages.announcements.queries.content import fingerprint
from obrady.stages.announcements.queries.experts import (
    approved_words,
    expert_url,
    slot_of,
    token_of,
)
from obrady.stages.announcements.states import Answer
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import VISITOR, Actor
from obrady.stages.letters.actions import write
from obrady.stages.letters.queries import may_write_unasked
from obrady.stages.letters.states import LetterKind
from obrady.stages.meetings.models import AgendaPoint, Meeting
from obrady.stages.organisations.actions import store_logo
from obrady.stages.organisations.models import Logo
from obrady.stages.people.actions import new_person, publish_legal_text, record_consents, set_contact
from obrady.stages.people.models import Person
from obrady.stages.people.states import TextKind
from obrady.workshop.images import Picture
from obrady.workshop.links import hash_of_token

CONSENT = "expert-named"
BY_LINK = "web"


class ExpertNotWritten(Exception):
    """`code` is wants_no_letters, or today when they had a letter on this very day."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class ExpertContact:
    """How to reach an expert, in which language, and which points of the programme are theirs."""

    language: str
    email: str = ""
    phone: str = ""
    points: Sequence[AgendaPoint] = ()


@dataclass(frozen=True)
class OwnWords:
    """What an expert says about themselves; a `picture` is a new one, without both flags the one that is there stays."""

    name: LazyI18nString
    role: LazyI18nString
    description: LazyI18nString
    link: str = ""
    picture: Picture | None = None
    without_picture: bool = False


def keep_expert(
    *, actor: Actor, meeting: Meeting, entry: PartyEntry, contact: ExpertContact, by_letter: bool, now: datetime
) -> Expert:
    """How to reach somebody of a list as an expert; `by_letter` writes to them (again), else the link is passed on."""
    rule = rules.can_invite_experts
    with act(actor=actor, verb="announcements.keep_expert", thing=meeting, rule=rule, now=now) as line:
        expert = Expert.objects.filter(entry=entry).first() or _new(meeting, entry, contact, now)
        name = str(entry.name.localize(contact.language))
        set_contact(
            expert.person,
            name=name[:200],
            email=contact.email,
            phone=contact.phone,
            answer_channel=expert.person.answer_channel,
            language=contact.language,
        )
        expert.points.set(contact.points)
        if by_letter:
            _write(expert, now)
        line.facts.update(expert=str(expert.pk), letter=by_letter, points=len(contact.points))
    return expert


def _new(meeting: Meeting, entry: PartyEntry, contact: ExpertContact, now: datetime) -> Expert:
    person = new_person(organisation=meeting.organisation, language=contact.language, now=now)
    expert = Expert(id=uuid4(), meeting=meeting, entry=entry, person=person, created_at=now)
    expert.link_hash = hash_of_token(token_of(expert))
    if entry.may_be_named:
        expert.approved = approved_words(entry)
    expert.save(force_insert=True)
    return expert


def write_to_expert(*, actor: Actor, expert: Expert, now: datetime) -> None:
    """The invitation once more, with the programme as it stands now."""
    rule = rules.can_invite_experts
    with act(actor=actor, verb="announcements.write_to_expert", thing=expert.meeting, rule=rule, now=now) as line:
        _write(expert, now)
        line.facts.update(expert=str(expert.pk), number=expert.letters)


def _write(expert: Expert, now: datetime) -> None:
    locked = Expert.objects.select_for_update().get(pk=expert.pk)
    if not may_write_unasked(expert.meeting.organisation, expert.person):
        raise ExpertNotWritten("wants_no_letters")
    zone = expert.meeting.tz
    if locked.invited_at is not None and locked.invited_at.astimezone(zone).date() == now.astimezone(zone).date():
        raise ExpertNotWritten("today")
    expert.letters, expert.invited_at = locked.letters + 1, now
    expert.save(update_fields=["letters", "invited_at"])
    with override(expert.person.language):
        values = {"expert_url": expert_url(expert), "agenda_slot": slot_of(expert, expert.person.language)}
    write(
        meeting=expert.meeting,
        person=expert.person,
        kind=LetterKind.EXPERT,
        about=expert.about,
        placeholders=values,
        occasion=f"invited:{expert.letters}",
        now=now,
    )


def answer_invitation(*, expert: Expert, answer: Answer, now: datetime) -> None:
    """Said by the link, and said anew at any time. Who does not come is not announced as an expert any more."""
    with act(
        actor=VISITOR, verb="announcements.answer_invitation", thing=expert, rule=rules.can_answer, now=now
    ) as line:
        line.facts["answer"] = str(answer)
        Expert.objects.filter(pk=expert.pk).update(answer=answer, answered_at=now if answer else None)
        expert.refresh_from_db()
        if answer is Answer.DECLINED:
            _unnamed(expert, now)


def approve(*, expert: Expert, words: OwnWords, statement: dict[str, str], now: datetime) -> None:
    """The expert's words about themselves, and with them the consent to show exactly these; `statement` is the sentence
    they agreed to, by language. Readers see it after the team publishes."""
    with act(actor=VISITOR, verb="announcements.approve", thing=expert, rule=rules.can_approve, now=now) as line:
        entry = PartyEntry.objects.select_for_update().get(pk=expert.entry_id)
        before = entry.logo
        entry.name, entry.role, entry.description, entry.link = words.name, words.role, words.description, words.link
        entry.logo = _picture(expert, words, before, now)
        entry.may_be_named, entry.consented_on = True, now.astimezone(expert.meeting.tz).date()
        entry.full_clean()
        entry.save()
        settle_names(expert.meeting, entry, picture_before=before, is_agreed_anew=True)
        expert.refresh_from_db()
        expert.entry = entry
        expert.approved, expert.approved_at = approved_words(entry), now
        expert.save(update_fields=["approved", "approved_at"])
        Person.objects.filter(pk=expert.person_id).update(name=str(entry.name.localize(expert.person.language))[:200])
        _record(expert, given=True, statement=statement, now=now)
        line.facts["languages"] = sorted(expert.approved["description"])


def _picture(expert: Expert, words: OwnWords, before: Logo | None, now: datetime) -> Logo | None:
    if words.picture:
        organisation = expert.meeting.organisation
        return store_logo(organisation=organisation, picture=words.picture, alternative_text=words.name, now=now)
    return None if words.without_picture else before


def take_consent_back(*, expert: Expert, now: datetime) -> None:
    """Off the public page and all its versions at once; whether they come is another question."""
    verb = "announcements.take_consent_back"
    with act(actor=VISITOR, verb=verb, thing=expert, rule=rules.can_answer, now=now):
        _unnamed(expert, now)


def _unnamed(expert: Expert, now: datetime) -> None:
    entry = PartyEntry.objects.select_for_update().get(pk=expert.entry_id)
    picture = entry.logo
    entry.may_be_named, entry.consented_on, entry.logo = False, None, None
    entry.save(update_fields=["may_be_named", "consented_on", "logo"])
    strike_out(expert.meeting, entry.pk)
    drop_unused(picture)
    was_approved = bool(expert.approved_at)
    expert.approved, expert.approved_at = {}, None
    expert.save(update_fields=["approved", "approved_at"])
    if was_approved:
        _record(expert, given=False, statement={}, now=now)


def _record(expert: Expert, *, given: bool, statement: dict[str, str], now: datetime) -> None:
    texts = {}
    if statement:
        version = fingerprint(statement)[:16]
        kind = TextKind.CONSENT
        said = {"text": statement}
        organisation = expert.meeting.organisation
        texts[CONSENT] = publish_legal_text(
            organisation=organisation, kind=kind, key=CONSENT, version=version, texts=said, now=now
        )
    record_consents(
        expert.person,
        said={CONSENT: given},
        texts=texts,
        notice_version="",
        channel=BY_LINK,
        taken_by="",
        now=now,
    )


def forget_expert(person: Person) -> int:
    """Part of erasing a person: the entry in the list, the invitation, and their place in every published version."""
    entries = list(PartyEntry.objects.filter(expert__person=person).select_related("party_list__announcement__meeting"))
    for entry in entries:
        Expert.objects.filter(entry=entry).delete()
        remove_wholly(entry)
    return len(entries)
