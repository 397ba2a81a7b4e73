from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from rules import Predicate

from obrady.stages.ledger.models import Entry, Head
from obrady.stages.ledger.queries import START, Receipt, hash_of
from obrady.stages.ledger.states import Actor, Scope


class NotAllowed(Exception):
    """The actor's roles do not cover this act; doors answer with 403 or 404."""

    def __init__(self, verb: str) -> None:
        super().__init__(verb)
        self.verb = verb


@dataclass
class Line:
    """The ledger line being written: an action adds facts (never personal data); the receipt is there afterwards."""

    about: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    receipt: Receipt | None = None


@contextmanager
def act(
    *, actor: Actor, verb: str, thing: Any, rule: Predicate, now: datetime, about: str = "", facts: dict | None = None
) -> Iterator[Line]:
    """Every write goes through here: rule, one transaction, one line.

    `thing` is what the rule is asked about; `about` (default `thing.about`) is the opaque key in the ledger,
    such as "application:5f0c…". The line is written last, inside the same transaction.
    """
    if not rule.test(actor, thing):
        raise NotAllowed(verb)
    with transaction.atomic():
        line = Line(about=about or getattr(thing, "about", ""), facts=dict(facts or {}))
        yield line
        scope = getattr(thing, "scope", None)
        line.receipt = append(actor=actor, verb=verb, about=line.about, scope=scope, facts=line.facts, now=now)


def append(*, actor: Actor, verb: str, about: str, scope: Scope | None, facts: dict, now: datetime) -> Receipt:
    Head.objects.get_or_create(pk=1, defaults={"sequence": 0, "hash": START})
    head = Head.objects.select_for_update().get(pk=1)
    entry = Entry(
        sequence=head.sequence + 1,
        happened_at=now,
        actor=actor.name,
        verb=verb,
        about=about,
        organisation=scope.organisation if scope else "",
        meeting=(scope.meeting or "") if scope else "",
        facts=facts,
        previous=head.hash,
    )
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    head.sequence, head.hash = entry.sequence, entry.hash
    head.save(update_fields=["sequence", "hash"])
    return Receipt(sequence=entry.sequence, hash=entry.hash)
