from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from obrady.stages.intake.models import Collecting, RawMessage
from obrady.stages.intake.states import MESSAGES_KEPT, MessageKind, MessageState
from obrady.stages.letters.models import Letter
from obrady.stages.letters.queries import folded
from obrady.stages.organisations.models import Organisation
from obrady.stages.people.models import Person
from obrady.workshop import sealing


def messages(organisation: Organisation, *, search: str = "", kind: str = "", state: str = "") -> QuerySet[RawMessage]:
    """`kind` is a kind, or empty for all; `state` is waiting, done, aside, or empty for all."""
    rows = messages_of(organisation)
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(state=state)
    for word in folded(search).split():
        rows = rows.filter(search__contains=word)
    return rows


def messages_of(organisation: Organisation) -> QuerySet[RawMessage]:
    rows = RawMessage.objects.filter(organisation=organisation).defer("sealed")
    return rows.select_related("organisation", "person", "meeting", "letter", "thread__meeting")


def message_with_key(organisation: Organisation, key: str | UUID) -> RawMessage | None:
    try:
        return messages_of(organisation).filter(pk=key).first()
    except ValidationError:
        return None


def waiting_messages(organisation: Organisation) -> QuerySet[RawMessage]:
    """What a person has to look at."""
    return RawMessage.objects.filter(organisation=organisation, state=MessageState.WAITING).exclude(
        kind=MessageKind.UNREAD
    )


def unread(*, most: int) -> list[RawMessage]:
    rows = RawMessage.objects.filter(kind=MessageKind.UNREAD).select_related("organisation")
    return list(rows.order_by("fetched_at", "uid")[:most])


def raw_of(message: RawMessage) -> bytes:
    return sealing.unseal(settings.OBRADY_MASTER_KEY, message.sealed, place=message.seal_place)


def collecting_of(organisation: Organisation) -> Collecting | None:
    return Collecting.objects.filter(organisation=organisation).first()


def messages_to_let_go(now: datetime) -> QuerySet[RawMessage]:
    old = RawMessage.objects.filter(fetched_at__lt=now - MESSAGES_KEPT, thread=None)
    return old.exclude(state=MessageState.WAITING)


def letter_answered(organisation: Organisation, message_ids: Iterable[str]) -> Letter | None:
    """The newest of this organisation's letters that these Message-IDs name; another's letters are never found."""
    rows = Letter.objects.filter(message_id__in=list(message_ids), meeting__organisation=organisation)
    return rows.select_related("person", "meeting__organisation").order_by("-created_at").first()


def likely_people(organisation: Organisation, address: str, *, most: int = 20) -> list[Person]:
    """Whose address this is, the newest first; an address can be written by anybody, so this is a likeness only."""
    if not address:
        return []
    rows = Person.objects.filter(Q(organisation=organisation, erased_at=None) & Q(email__iexact=address))
    return list(rows.order_by("-created_at")[:most])
