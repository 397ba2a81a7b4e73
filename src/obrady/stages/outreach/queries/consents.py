"""Applicants who agreed to be written to about later meetings, and whether they still do."""

from dataclasses import dataclass

from obrady.stages.organisations.models import Organisation
from obrady.stages.outreach.models import Contact
from obrady.stages.outreach.queries.addresses import mail_key, phone_key
from obrady.stages.outreach.states import MAILING_CONSENT
from obrady.stages.people.models import Consent, Person


@dataclass(frozen=True)
class Said:
    """The last word of one human on being written to, over all their applications."""

    person: Person
    consent: Consent


def last_words(organisation: Organisation) -> dict[str, Said]:
    """By the key of the address (else of the number): the same human under the same address has one last word."""
    rows = Consent.objects.filter(key=MAILING_CONSENT, person__organisation=organisation, person__erased_at=None)
    rows = rows.filter(person__contact=None).select_related("person", "text").order_by("said_at", "id")
    found: dict[str, Said] = {}
    for row in rows:
        if key := _key(row.person):
            found[key] = Said(person=row.person, consent=row)
    return found


def consent_withdrawn(organisation: Organisation) -> frozenset[str]:
    """Keys of addresses and numbers whose human has said no since."""
    return frozenset(key for key, said in last_words(organisation).items() if not said.consent.given)


def ready_to_take_in(organisation: Organisation) -> list[Said]:
    """Those who agreed and are not in the book yet, by name; who is in the archive was taken out by a decision."""
    rows = Contact.objects.filter(organisation=organisation)
    known = {key for pair in rows.values_list("mail_key", "phone_key") for key in pair if key}
    offered = [said for key, said in last_words(organisation).items() if said.consent.given and key not in known]
    return sorted(offered, key=lambda said: said.person.name.casefold())


def has_agreed(organisation: Organisation) -> bool:
    """Whether anybody ever agreed: cheap enough to ask on every look into the book."""
    return Consent.objects.filter(key=MAILING_CONSENT, given=True, person__organisation=organisation).exists()


def _key(person: Person) -> str:
    return mail_key(person.email) or phone_key(person.phone)
