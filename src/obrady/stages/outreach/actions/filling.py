"""Taking in many at once: an office's own list, all offices of the voivodeship, applicants who agreed."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.organisations.models import Organisation
from obrady.stages.outreach import rules
from obrady.stages.outreach.actions.keeping import Particulars, begin_contact, begin_without_tags, drop_plans, tag_new
from obrady.stages.outreach.models import Contact
from obrady.stages.outreach.queries import Batch, Entry, Said, areas, office_name, ready_to_take_in
from obrady.stages.outreach.states import LEVELS, MAILING_CONSENT, Basis, ContactKind, ContactRefused, Level
from obrady.stages.people.actions import copy_consents

KIND_OF_LEVEL = {
    Level.GMINA: ContactKind.GMINA,
    Level.POWIAT: ContactKind.POWIAT,
    Level.VOIVODESHIP: ContactKind.VOIVODESHIP,
}


@dataclass(frozen=True)
class TakenIn:
    """`batch` brings all of them out again; `skipped` are rows whose address somebody else took at the same moment."""

    batch: UUID
    number: int
    skipped: int = 0


def import_contacts(
    *, actor: Actor, organisation: Organisation, entries: Iterable[Entry], batch: Batch, now: datetime
) -> TakenIn:
    key, skipped = uuid.uuid4(), 0
    if not batch.source.strip():
        raise ContactRefused("source")
    with act(actor=actor, verb="outreach.import", thing=organisation, rule=rules.can_import, now=now) as line:
        tags: dict[UUID, tuple[str, ...]] = {}
        for entry in entries:
            try:
                contact = begin_without_tags(organisation, _particulars(entry, batch), batch=key, now=now)
                tags[contact.pk] = entry.tags
            except ContactRefused:
                skipped += 1
        tag_new(organisation, tags)
        number = len(tags)
        line.facts.update(batch=str(key), contacts=number, skipped=skipped, basis=str(batch.basis))
    return TakenIn(batch=key, number=number, skipped=skipped)


def _particulars(entry: Entry, batch: Batch) -> Particulars:
    said = {
        name: entry.values[name] for name in ("institution", "name", "email", "phone", "address", "language", "notes")
    }
    return Particulars(
        kind=entry.kind,
        area=entry.area,
        tags=entry.tags,
        source=batch.source,
        basis=batch.basis,
        basis_words=batch.basis_words,
        basis_on=batch.basis_on,
        **said,
    )


def take_back_import(*, actor: Actor, organisation: Organisation, batch: UUID, now: datetime) -> int:
    """Into the archive: everybody of that list who has not been invited since."""
    with act(actor=actor, verb="outreach.take_back_import", thing=organisation, rule=rules.can_import, now=now) as line:
        rows = Contact.objects.filter(organisation=organisation, batch=batch, archived_at=None)
        keys = list(rows.exclude(invitations__invited_at__isnull=False).values_list("pk", flat=True))
        drop_plans(keys)
        number = Contact.objects.filter(pk__in=keys).update(archived_at=now)
        line.facts.update(batch=str(batch), contacts=number)
    return number


def missing_offices(organisation: Organisation) -> list[str]:
    """Codes of gminas, powiats and the voivodeship whose office is not in the book; a town that is both is a gmina."""
    offices = Contact.objects.filter(organisation=organisation, archived_at=None, person__erased_at=None)
    known = set(offices.filter(kind__in=KIND_OF_LEVEL.values()).values_list("area", flat=True))
    return [code for code, one in areas().items() if code not in known and not one.is_city_powiat]


def fill_in_offices(*, actor: Actor, organisation: Organisation, source: str, now: datetime) -> TakenIn:
    """Without addresses and without a basis: the office completes them, and nobody is written to before."""
    key, codes = uuid.uuid4(), missing_offices(organisation)
    with act(actor=actor, verb="outreach.fill_in_offices", thing=organisation, rule=rules.can_import, now=now) as line:
        for code in codes:
            kind = KIND_OF_LEVEL[LEVELS[len(code)]]
            said = Particulars(kind=kind, institution=office_name(areas()[code]), area=code, source=source)
            begin_contact(organisation, said, batch=key, now=now)
        line.facts.update(batch=str(key), contacts=len(codes))
    return TakenIn(batch=key, number=len(codes))


def take_in_participants(
    *, actor: Actor, organisation: Organisation, people: Collection[UUID], source: str, now: datetime
) -> TakenIn:
    """Applicants who agreed to hear of later meetings; their word and its date go with them."""
    key, number = uuid.uuid4(), 0
    with act(
        actor=actor, verb="outreach.take_in_participants", thing=organisation, rule=rules.can_import, now=now
    ) as line:
        for said in ready_to_take_in(organisation):
            if said.person.pk in people:
                _take_in(organisation, said, key, source=source, now=now)
                number += 1
        line.facts.update(batch=str(key), contacts=number)
    return TakenIn(batch=key, number=number)


def _take_in(organisation: Organisation, said: Said, batch: UUID, *, source: str, now: datetime) -> None:
    person, text = said.person, said.consent.text
    contact = begin_contact(
        organisation,
        Particulars(
            kind=ContactKind.PARTICIPANT,
            name=person.name,
            email=person.email,
            phone=person.phone,
            language=person.language,
            source=source,
            basis=Basis.PARTICIPANT,
            basis_words=f"{MAILING_CONSENT} {text.version if text else ''}".strip(),
            basis_on=said.consent.said_at.date(),
        ),
        batch=batch,
        now=now,
    )
    Contact.objects.filter(pk=contact.pk).update(taken_from=person)
    copy_consents(source=person, target=contact.person, keys={MAILING_CONSENT})
