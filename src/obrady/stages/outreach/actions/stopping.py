"""Nobody who asked not to be written to hears from us again: the list lies in letters, the records that show it here."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import VISITOR, Actor
from obrady.stages.letters.actions import stop_writing
from obrady.stages.letters.models import DoNotWrite
from obrady.stages.organisations.models import Organisation
from obrady.stages.outreach import rules
from obrady.stages.outreach.models import Contact, Invitation, WayOut
from obrady.stages.outreach.queries import hash_of_token, way_out_token


def stop_since(contact: Contact) -> datetime | None:
    """Since when the contact's address or number is on the do-not-write list."""
    keys = [key for key in (contact.mail_key, contact.phone_key) if key]
    rows = DoNotWrite.objects.filter(organisation_id=contact.organisation_id, address_key__in=keys)
    return rows.order_by("since").values_list("since", flat=True).first() if keys else None


def also_stop(contact: Contact, *, now: datetime) -> None:
    """Part of a larger act: whatever address the contact has now is on the list too, and nothing planned leaves."""
    stop_writing(organisation=contact.organisation, person=contact.person, now=now)
    _mark(Contact.objects.filter(pk=contact.pk), now=now)


def stop(*, actor: Actor, contact: Contact, now: datetime) -> None:
    """Said by phone, at the office or in a letter of their own."""
    with act(actor=actor, verb="outreach.stop", thing=contact, rule=rules.can_keep_contacts, now=now) as line:
        line.facts["contacts"] = _stop(contact.organisation, contact.mail_key, contact.phone_key, contact.pk, now=now)


def unsubscribe(*, way_out: WayOut, now: datetime) -> None:
    """Said by the link of a letter, however old; doing it again changes nothing."""
    with act(actor=VISITOR, verb="outreach.unsubscribe", thing=way_out, rule=rules.can_stop, now=now) as line:
        WayOut.objects.filter(pk=way_out.pk, used_at=None).update(used_at=now)
        keys = (way_out.mail_key, way_out.phone_key)
        line.facts["contacts"] = _stop(way_out.organisation, *keys, way_out.contact_key, now=now)


def way_out_of(contact: Contact, *, now: datetime) -> str:
    """Part of a larger act: the secret part of the unsubscribe link for a letter to this contact."""
    token = way_out_token(contact)
    WayOut.objects.get_or_create(
        link_hash=hash_of_token(token),
        defaults={
            "organisation": contact.organisation,
            "contact_key": contact.pk,
            "mail_key": contact.mail_key,
            "phone_key": contact.phone_key,
            "created_at": now,
        },
    )
    return token


def _stop(organisation: Organisation, mail: str, phone: str, record: UUID, *, now: datetime) -> int:
    """The record and everybody under this address or number; their rows are locked before the list is written."""
    found = _same_reader(organisation, mail, phone, record)
    locked = list(found.select_for_update(of=("self",)).select_related("person", "organisation").order_by("pk"))
    _mark(found, now=now)
    for one in locked:
        stop_writing(organisation=organisation, person=one.person, now=now)
    _put_on_the_list(organisation, [key for key in (mail, phone) if key], now=now)
    return len(locked)


def _same_reader(organisation: Organisation, mail: str, phone: str, record: UUID) -> QuerySet[Contact]:
    """Also what the record was merged into, and what was merged into that."""
    ours = Contact.objects.filter(organisation=organisation)
    wanted = (
        Q(pk=record) | (Q(mail_key=mail) if mail else Q(pk=record)) | (Q(phone_key=phone) if phone else Q(pk=record))
    )
    found = {key for pair in ours.filter(wanted).values_list("pk", "merged_into") for key in pair if key}
    return ours.filter(Q(pk__in=found) | Q(merged_into__in=found))


def _mark(contacts: QuerySet[Contact], *, now: datetime) -> None:
    keys = list(contacts.values_list("pk", flat=True))
    Contact.objects.filter(pk__in=keys, stopped_at=None).update(stopped_at=now)
    Invitation.objects.filter(contact_id__in=keys).exclude(waits_for="").update(waits_for="", leaves_at=None)


def _put_on_the_list(organisation: Organisation, keys: list[str], *, now: datetime) -> None:
    """Also where the record is gone: the link alone says which address it is."""
    for key in keys:
        DoNotWrite.objects.get_or_create(organisation=organisation, address_key=key, defaults={"since": now})
