"""The contact book: adding, changing, archiving, merging, tagging, and the limits that keep letters from becoming spam."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.letters.queries import folded
from obrady.stages.organisations.models import Organisation
from obrady.stages.outreach import rules
from obrady.stages.outreach.actions.stopping import also_stop, stop_since
from obrady.stages.outreach.models import Contact, Invitation, Restraint, Tag
from obrady.stages.outreach.queries import (
    area,
    chosen_contacts,
    contact_with_address,
    mail_key,
    phone_key,
    search_text,
    tidied,
)
from obrady.stages.outreach.states import OFFICES, Basis, ContactKind, ContactRefused, Restraints
from obrady.stages.people.actions import new_person, set_contact

LONGEST_TAG = 60
COPIED = ("kind", "institution", "area", "address", "source", "basis", "basis_words", "basis_on", "notes")


@dataclass(frozen=True)
class Particulars:
    """All that the office writes down of one contact."""

    kind: ContactKind
    institution: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    language: str = "pl"
    area: str = ""
    address: str = ""
    source: str = ""
    basis: Basis = Basis.NONE
    basis_words: str = ""
    basis_on: date | None = None
    notes: str = ""
    tags: tuple[str, ...] = ()


def particulars_of(contact: Contact) -> Particulars:
    person = contact.person
    return Particulars(
        name="" if person.name == contact.institution else person.name,
        email=person.email,
        phone=person.phone,
        language=person.language,
        tags=tuple(tag.name for tag in contact.tags.all()),
        **{name: getattr(contact, name) for name in COPIED},
    )


def check(said: Particulars) -> None:
    """What a contact needs to be one; the address of another contact is refused when it is kept."""
    if not (said.institution.strip() or said.name.strip()):
        raise ContactRefused("no_name")
    if not said.source.strip():
        raise ContactRefused("source")
    place = area(said.area)
    if (said.area and place is None) or (said.kind in OFFICES and len(said.area) != OFFICES[said.kind]):
        raise ContactRefused("area")
    if said.basis in (Basis.CONSENT, Basis.OTHER) and not said.basis_words.strip():
        raise ContactRefused("basis_words")
    if said.basis == Basis.CONSENT and said.basis_on is None:
        raise ContactRefused("basis_date")
    if said.email:
        try:
            validate_email(tidied(said.email))
        except ValidationError as fault:
            raise ContactRefused("bad_email") from fault
    if any(len(name) > LONGEST_TAG for name in said.tags):
        raise ContactRefused("tag")


def add_contact(*, actor: Actor, organisation: Organisation, said: Particulars, now: datetime) -> Contact:
    check(said)
    with act(
        actor=actor, verb="outreach.add_contact", thing=organisation, rule=rules.can_keep_contacts, now=now
    ) as line:
        contact = begin_contact(organisation, said, now=now)
        line.facts["contact"] = str(contact.pk)
    return contact


def begin_contact(
    organisation: Organisation, said: Particulars, *, batch: UUID | None = None, now: datetime
) -> Contact:
    """Part of a larger act: a new contact with its person and tags."""
    contact = begin_without_tags(organisation, said, batch=batch, now=now)
    set_tags(contact, said.tags)
    return contact


def begin_without_tags(
    organisation: Organisation, said: Particulars, *, batch: UUID | None = None, now: datetime
) -> Contact:
    """One whose address never wants a letter is marked so; whoever takes in many tags them at the end, all at once."""
    _refuse_known(organisation, said.email, but=None)
    contact = Contact(organisation=organisation, batch=batch, created_at=now)
    contact.person = new_person(organisation=organisation, language=said.language, now=now)
    put(contact, said, now=now)
    contact.stopped_at = stop_since(contact)
    _saved(contact, force_insert=True)
    return contact


def change_contact(*, actor: Actor, contact: Contact, said: Particulars, now: datetime) -> None:
    """Who never wants a letter gets none under a new address either."""
    check(said)
    with act(actor=actor, verb="outreach.change_contact", thing=contact, rule=rules.can_keep_contacts, now=now):
        fresh = Contact.objects.select_for_update().get(pk=contact.pk)
        since = fresh.stopped_at or stop_since(fresh)
        if fresh.archived_at is None:
            _refuse_known(contact.organisation, said.email, but=contact)
        put(contact, said, now=now)
        contact.stopped_at = since or stop_since(contact)
        _saved(contact)
        set_tags(contact, said.tags)
        if contact.stopped_at:
            also_stop(contact, now=now)


def put(contact: Contact, said: Particulars, *, now: datetime) -> None:
    for name in COPIED:
        setattr(contact, name, getattr(said, name))
    contact.institution, contact.source = said.institution.strip(), said.source.strip()
    set_contact(
        contact.person,
        name=said.name.strip() or contact.institution,
        email=tidied(said.email),
        phone=said.phone.strip(),
        answer_channel="",
        language=said.language,
    )
    contact.mail_key, contact.phone_key = mail_key(contact.person.email), phone_key(contact.person.phone)
    contact.changed_at, contact.search = now, search_text(contact)


def _refuse_known(organisation: Organisation, email: str, *, but: Contact | None) -> None:
    known = contact_with_address(organisation, email)
    if known is not None and (but is None or known.pk != but.pk):
        raise ContactRefused("same_address", str(known.pk))


def _saved(contact: Contact, **how: bool) -> None:
    try:
        with transaction.atomic():
            contact.save(**how)
    except IntegrityError as fault:
        # Somebody else has just kept the same address.
        known = contact_with_address(contact.organisation, contact.person.email)
        raise ContactRefused("same_address", str(known.pk) if known else "") from fault


def set_tags(contact: Contact, names: Iterable[str]) -> None:
    contact.tags.set(tags_named(contact.organisation, names))


def tag_new(organisation: Organisation, tags: Mapping[UUID, Iterable[str]]) -> None:
    """Part of taking in many: tags of contacts that have none yet, in a few statements."""
    known = {tag.key: tag for tag in tags_named(organisation, [name for names in tags.values() for name in names])}
    through = Contact.tags.through
    rows = [
        through(contact_id=contact, tag=known[key])
        for contact, names in tags.items()
        for key in dict.fromkeys(folded(" ".join(name.split()))[:LONGEST_TAG] for name in names if name.strip())
    ]
    through.objects.bulk_create(rows, batch_size=500)


def tags_named(organisation: Organisation, names: Iterable[str]) -> list[Tag]:
    """The tags of these names, made where they are new; "NGO" and "ngo" are one."""
    wanted: dict[str, str] = {}
    for name in names:
        if name.strip():
            wanted.setdefault(folded(" ".join(name.split()))[:LONGEST_TAG], " ".join(name.split())[:LONGEST_TAG])
    known = {tag.key: tag for tag in Tag.objects.filter(organisation=organisation, key__in=wanted)}
    for key, name in wanted.items():
        if key not in known:
            known[key] = Tag.objects.get_or_create(organisation=organisation, key=key, defaults={"name": name})[0]
    return list(known.values())


def tag_contacts(
    *,
    actor: Actor,
    organisation: Organisation,
    contacts: Collection[UUID],
    tag: str,
    remove: bool = False,
    now: datetime,
) -> int:
    if not tag.strip() or len(tag) > LONGEST_TAG:
        raise ContactRefused("tag")
    with act(
        actor=actor, verb="outreach.tag_contacts", thing=organisation, rule=rules.can_keep_contacts, now=now
    ) as line:
        keys = list(chosen_contacts(organisation, contacts).values_list("pk", flat=True))
        (one,) = tags_named(organisation, [tag])
        through = Contact.tags.through
        if remove:
            number = through.objects.filter(tag=one, contact_id__in=keys).delete()[0]
        else:
            known = set(through.objects.filter(tag=one, contact_id__in=keys).values_list("contact_id", flat=True))
            new = [through(contact_id=key, tag=one) for key in keys if key not in known]
            number = len(through.objects.bulk_create(new, ignore_conflicts=True))
        line.facts.update(tag=one.pk, removed=remove, contacts=number)
    return number


def archive_contacts(
    *, actor: Actor, organisation: Organisation, contacts: Collection[UUID], now: datetime
) -> list[UUID]:
    """Out of the book and out of every planned sending; `restore_contacts` brings them back. Gives who went."""
    with act(actor=actor, verb="outreach.archive", thing=organisation, rule=rules.can_keep_contacts, now=now) as line:
        keys = list(chosen_contacts(organisation, contacts).values_list("pk", flat=True))
        Contact.objects.filter(pk__in=keys, archived_at=None).update(archived_at=now)
        drop_plans(keys)
        line.facts["contacts"] = len(keys)
    return keys


def drop_plans(contacts: Collection[UUID]) -> int:
    """Part of a larger act: what was planned for these contacts does not leave; whoever had no letter yet is not invited."""
    return drop_planned(Invitation.objects.filter(contact_id__in=contacts))


def drop_planned(invitations: QuerySet[Invitation]) -> int:
    planned = invitations.exclude(waits_for="")
    number = planned.filter(invited_at=None, reply="").delete()[0]
    return number + planned.update(waits_for="", leaves_at=None)


def restore_contacts(*, actor: Actor, organisation: Organisation, contacts: Collection[UUID], now: datetime) -> int:
    """Those whose address another contact has taken meanwhile stay in the archive."""
    with act(actor=actor, verb="outreach.restore", thing=organisation, rule=rules.can_keep_contacts, now=now) as line:
        rows = Contact.objects.filter(organisation=organisation, pk__in=list(contacts), archived_at__isnull=False)
        number = 0
        for contact in rows.select_related("person", "organisation").order_by("pk"):
            if contact_with_address(organisation, contact.person.email) is None:
                contact.archived_at = contact.merged_into = None
                _saved(contact)
                number += 1
        line.facts["contacts"] = number
    return number


def merge_contacts(*, actor: Actor, kept: Contact, gone: Contact, now: datetime) -> None:
    """One contact out of two: blanks are filled, tags and invitations go over, and a wish for no more letters holds."""
    with act(actor=actor, verb="outreach.merge", thing=kept, rule=rules.can_keep_contacts, now=now) as line:
        ours = [kept.pk, gone.pk]
        locked = Contact.objects.select_for_update().filter(
            pk__in=ours, organisation=kept.organisation, archived_at=None
        )
        if kept.pk == gone.pk or len(locked.order_by("pk")) != len(ours):
            raise ContactRefused("moved")
        since = kept.stopped_at or gone.stopped_at or stop_since(kept) or stop_since(gone)
        said = filled(particulars_of(kept), particulars_of(gone))
        Contact.objects.filter(pk=gone.pk).update(archived_at=now, merged_into=kept)
        put(kept, said, now=now)
        kept.stopped_at = since
        _saved(kept)
        set_tags(kept, said.tags)
        _move_invitations(kept, gone)
        if since:
            also_stop(kept, now=now)
            also_stop(gone, now=now)
        line.facts["merged"] = str(gone.pk)


def filled(kept: Particulars, gone: Particulars) -> Particulars:
    """What the kept one lacks comes from the other; the basis comes with its words and its date, or not at all."""
    blanks = ("institution", "name", "email", "phone", "area", "address", "notes")
    said = {name: getattr(kept, name) or getattr(gone, name) for name in blanks}
    if not kept.basis:
        said |= {"basis": gone.basis, "basis_words": gone.basis_words, "basis_on": gone.basis_on}
    return replace(kept, **said, tags=tuple(dict.fromkeys((*kept.tags, *gone.tags))))


def _move_invitations(kept: Contact, gone: Contact) -> None:
    """Of two invitations to one meeting each stays where it is; a letter that was planned for the other does not leave."""
    doubled = Invitation.objects.filter(contact=kept).values_list("meeting", flat=True)
    theirs = Invitation.objects.filter(contact=gone)
    theirs.exclude(meeting__in=list(doubled)).update(contact=kept)
    drop_plans([gone.pk])


def set_limits(*, actor: Actor, organisation: Organisation, limits: Restraints, now: datetime) -> None:
    with act(actor=actor, verb="outreach.set_limits", thing=organisation, rule=rules.can_set_limits, now=now) as line:
        said = {
            "most_in_30_days": limits.most_in_30_days,
            "pause_days": limits.pause_days,
            "most_a_day": limits.most_a_day,
        }
        Restraint.objects.update_or_create(organisation=organisation, defaults=said)
        line.facts.update(said)
