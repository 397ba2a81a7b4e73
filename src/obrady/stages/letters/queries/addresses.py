"""Addresses reduced to what they reach, kept only as keyed hashes: who wants no letters, whose mailbox does not work."""

import hmac
from functools import cache

from django.conf import settings

from obrady.core.likeness import email_key, phone_keys
from obrady.stages.letters.models import DoNotWrite, ReturnedMail
from obrady.stages.letters.states import NOT_WORKING_FROM
from obrady.stages.organisations.models import Organisation
from obrady.stages.people.models import Person


@cache
def _secret(master: bytes) -> bytes:
    return hmac.digest(master, b"obrady addresses", "sha256")


def _hashed(what: str) -> str:
    return hmac.digest(_secret(settings.OBRADY_MASTER_KEY), what.encode(), "sha256").hex()


def mail_key(address: str) -> str:
    """The same for every way of writing an address; empty for none."""
    folded = email_key(address)
    return _hashed(f"mail {folded}") if folded else ""


def phone_key(number: str) -> str:
    found = phone_keys(number)
    return _hashed(f"phone {found[0]}") if found else ""


def address_keys(person: Person) -> frozenset[str]:
    """Everything under which this person can be reached."""
    phones = (_hashed(f"phone {key}") for key in phone_keys(person.phone))
    return frozenset(key for key in (mail_key(person.email), *phones) if key)


def may_write_unasked(organisation: Organisation, person: Person) -> bool:
    keys = address_keys(person)
    return not DoNotWrite.objects.filter(organisation=organisation, address_key__in=keys).exists() if keys else True


def not_working(organisation: Organisation) -> frozenset[str]:
    """Keys of the addresses that have returned too many letters."""
    rows = ReturnedMail.objects.filter(organisation=organisation, weight__gte=NOT_WORKING_FROM)
    return frozenset(rows.values_list("address_key", flat=True))


def returned(organisation: Organisation, address: str) -> ReturnedMail | None:
    key = mail_key(address)
    return ReturnedMail.objects.filter(organisation=organisation, address_key=key).first() if key else None
