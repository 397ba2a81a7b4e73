"""The contact book: who is in it, and finding them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from obrady.stages.letters.models import DoNotWrite
from obrady.stages.letters.queries import folded, searched_words
from obrady.stages.organisations.models import Organisation
from obrady.stages.outreach.models import Contact, Invitation, Restraint, Tag
from obrady.stages.outreach.queries.addresses import mail_key, tidied
from obrady.stages.outreach.queries.areas import codes_of_kind
from obrady.stages.outreach.states import Restraints, Standing


def _on_the_list(*keys: str) -> Exists:
    listed = DoNotWrite.objects.filter(organisation=OuterRef("organisation"))
    wanted = Q()
    for key in keys:
        wanted |= Q(address_key=OuterRef(key))
    return Exists(listed.filter(wanted))


def with_stop(rows: QuerySet[Contact]) -> QuerySet[Contact]:
    """Each with `is_stopped`: they said so themselves, or their address or number is on the do-not-write list."""
    return rows.annotate(is_stopped=Q(stopped_at__isnull=False) | _on_the_list("mail_key", "phone_key"))


def stop_moments(contacts: Collection[UUID]) -> dict[UUID, datetime]:
    """Since when each of these contacts wants no more letters; the others are left out."""
    listed = DoNotWrite.objects.filter(organisation=OuterRef("organisation"))
    since = listed.filter(Q(address_key=OuterRef("mail_key")) | Q(address_key=OuterRef("phone_key"))).order_by("since")
    rows = Contact.objects.filter(pk__in=list(contacts)).annotate(since=Subquery(since.values("since")[:1]))
    moments = (
        (pk, [one for one in (own, listed) if one]) for pk, own, listed in rows.values_list("pk", "stopped_at", "since")
    )
    return {pk: min(found) for pk, found in moments if found}


def all_contacts(organisation: Organisation) -> QuerySet[Contact]:
    """Archived ones too, but nobody who was erased."""
    rows = Contact.objects.filter(organisation=organisation, person__erased_at=None)
    return with_stop(rows).select_related("person", "merged_into").prefetch_related("tags")


def contacts(organisation: Organisation) -> QuerySet[Contact]:
    return all_contacts(organisation).filter(archived_at=None)


def contact_with_key(organisation: Organisation, key: str | UUID) -> Contact | None:
    try:
        return all_contacts(organisation).filter(pk=key).first()
    except ValidationError:
        return None


def contact_with_address(organisation: Organisation, email: str) -> Contact | None:
    key = mail_key(tidied(email))
    return contacts(organisation).filter(mail_key=key).first() if key else None


def found_contacts(
    organisation: Organisation,
    *,
    search: str = "",
    kind: str = "",
    tag: str = "",
    gmina_kind: str = "",
    powiat: str = "",
    basis: str = "",
    standing: str = "",
) -> QuerySet[Contact]:
    """Names, places and numbers are found whatever the diacritics and spaces; `basis` is "none" for who has none yet."""
    is_archive = standing == Standing.ARCHIVED
    rows = all_contacts(organisation).filter(archived_at__isnull=False) if is_archive else contacts(organisation)
    rows = rows.filter(Q(kind=kind) if kind else Q(), Q(area__startswith=powiat) if powiat else Q())
    if tag.isdecimal():
        rows = rows.filter(pk__in=Contact.tags.through.objects.filter(tag_id=int(tag)).values("contact"))
    if gmina_kind:
        rows = rows.filter(area__in=codes_of_kind(gmina_kind))
    if basis:
        rows = rows.filter(basis="" if basis == "none" else basis)
    for word in searched_words(search):
        rows = rows.filter(search__contains=word)
    return _standing(rows, standing)


def _standing(rows: QuerySet[Contact], standing: str) -> QuerySet[Contact]:
    match standing:
        case Standing.UNSUBSCRIBED:
            return rows.filter(is_stopped=True)
        case Standing.NEVER_INVITED:
            invited = Invitation.objects.filter(contact=OuterRef("pk"), invited_at__isnull=False)
            return rows.filter(~Exists(invited))
        case Standing.NO_ADDRESS:
            return rows.filter(person__email="", person__phone="", address="")
        case _:
            return rows


def chosen_contacts(organisation: Organisation, keys: Collection[UUID]) -> QuerySet[Contact]:
    return contacts(organisation).filter(pk__in=list(keys))


def stopped_keys(organisation: Organisation) -> frozenset[str]:
    """The whole do-not-write list, for an import."""
    return frozenset(DoNotWrite.objects.filter(organisation=organisation).values_list("address_key", flat=True))


def tags_of(organisation: Organisation) -> QuerySet[Tag]:
    """Each with `number`, how many contacts carry it; a tag that nobody carries is not offered."""
    carried = Count("contacts", filter=Q(contacts__archived_at=None))
    return Tag.objects.filter(organisation=organisation).annotate(number=carried).filter(number__gt=0).order_by("key")


def search_text(contact: Contact) -> str:
    person = contact.person
    parts = (contact.institution, person.name, person.email, person.phone, contact.address)
    return folded(" ".join(part for part in parts if part))[:800]


def restraints_of(organisation: Organisation) -> Restraints:
    row = Restraint.objects.filter(organisation=organisation).first()
    return Restraints(row.most_in_30_days, row.pause_days, row.most_a_day) if row else Restraints()
