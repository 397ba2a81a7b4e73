"""A link to a copy of one's data, sent to the address on record: whoever holds only the private link gets nothing sealed."""

import secrets
from datetime import datetime

from obrady.stages.intake.models import DataLink
from obrady.stages.people.models import Person
from obrady.workshop.links import hash_of_token


def make_data_link(person: Person, *, now: datetime) -> str:
    """Part of a larger act; older links of this person stop working."""
    token = secrets.token_urlsafe(24)
    DataLink.objects.filter(person=person).delete()
    DataLink.objects.create(person=person, token_hash=hash_of_token(token), made_at=now)
    return token


def use_data_link(link: DataLink, *, now: datetime) -> None:
    """Part of a larger act: the quarter of an hour begins with the first use."""
    DataLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=now)
