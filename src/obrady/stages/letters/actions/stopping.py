"""Nobody who wants no unasked letters gets another one: a keyed hash of the address stays, whatever becomes of the record."""

from datetime import datetime

from obrady.stages.letters.models import DoNotWrite, Letter
from obrady.stages.letters.queries import address_keys
from obrady.stages.letters.states import NOT_YET_OUT, LetterState, Trouble, is_unasked
from obrady.stages.organisations.models import Organisation
from obrady.stages.people.models import Person


def stop_writing(*, organisation: Organisation, person: Person, now: datetime) -> None:
    """Part of a larger act: address and number go on the list, and what has not left under them is called off."""
    keys = address_keys(person)
    DoNotWrite.objects.bulk_create(
        [DoNotWrite(organisation=organisation, address_key=key, since=now) for key in sorted(keys)],
        ignore_conflicts=True,
    )
    Letter.objects.filter(pk__in=_unasked(organisation, person, keys), state__in=NOT_YET_OUT).update(
        state=LetterState.CANCELLED, trouble=Trouble.DO_NOT_WRITE
    )


def _unasked(organisation: Organisation, person: Person, keys: frozenset[str]) -> list:
    """Also those to another record with the same address or number."""
    # A letter in the worker's hands is among them: if it fails this very moment, it must not become a call.
    states = [*NOT_YET_OUT, LetterState.SENDING]
    rows = Letter.objects.filter(meeting__organisation=organisation, state__in=states).select_related("person")
    return [
        row.pk
        for row in rows.only("kind", "about", "person__email", "person__phone")
        if is_unasked(row.kind, row.about) and (row.person_id == person.pk or keys & address_keys(row.person))
    ]
