"""Ledger lines as a person of the team reads them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from obrady.doors.web.ledger.words import ACTORS, verb_in_words
from obrady.stages.ledger.models import Entry
from obrady.stages.ledger.states import Actor, ActorKind
from obrady.stages.people.queries import names_of_colleagues


@dataclass(frozen=True)
class Shown:
    sequence: int
    happened_at: datetime
    who: object
    what: object
    about: str
    facts: dict
    hash: str


def shown(entries: Iterable[Entry], reader: Actor) -> list[Shown]:
    """In one more query: the names of those who share an organisation with the reader."""
    rows = list(entries)
    names = names_of_colleagues({row.actor for row in rows}, reader)
    return [
        Shown(
            sequence=row.sequence,
            happened_at=row.happened_at,
            who=names.get(row.actor) or ACTORS.get(ActorKind(row.actor.partition(":")[0])),
            what=verb_in_words(row.verb),
            about=row.about,
            facts=row.facts,
            hash=row.hash,
        )
        for row in rows
    ]
