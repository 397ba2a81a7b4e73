import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC

from django.db.models import Q, QuerySet

from obrady.stages.ledger.models import Entry, Head
from obrady.stages.ledger.states import Actor, Break, Role

WRITTEN = re.compile(r"(?P<sequence>[0-9]{1,12})[-–—](?P<hash>[0-9a-f]{16,64})")
START = hashlib.sha256(b"obrady ledger").hexdigest()


@dataclass(frozen=True)
class Receipt:
    """What an applicant keeps: the head of the chain at the moment of their own line."""

    sequence: int
    hash: str

    @classmethod
    def from_text(cls, text: str) -> "Receipt | None":
        """The receipt as letters print it, such as 1204-5f0c9a…; spaces and capitals do not matter."""
        found = WRITTEN.fullmatch("".join(text.split()).lower())
        return cls(sequence=int(found["sequence"]), hash=found["hash"]) if found else None

    def __str__(self) -> str:
        return f"{self.sequence}-{self.hash[:16]}"


@dataclass(frozen=True)
class Broken:
    sequence: int
    how: Break


def hash_of(entry: Entry) -> str:
    row = {
        "sequence": entry.sequence,
        "happened_at": entry.happened_at.astimezone(UTC).isoformat(),
        "actor": entry.actor,
        "verb": entry.verb,
        "about": entry.about,
        "organisation": entry.organisation,
        "meeting": entry.meeting,
        "facts": entry.facts,
        "previous": entry.previous,
    }
    text = json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def head() -> Receipt:
    row = Head.objects.filter(pk=1).first()
    return Receipt(sequence=row.sequence, hash=row.hash) if row else Receipt(sequence=0, hash=START)


def entries_about(*abouts: str) -> QuerySet[Entry]:
    return Entry.objects.filter(about__in=abouts).order_by("sequence")


def latest_entries() -> QuerySet[Entry]:
    return Entry.objects.order_by("-sequence")


def breaks() -> Iterator[Broken]:
    """Every place where the chain does not follow from the line before; none when it is whole.

    A chain whose last lines were removed together with the head looks whole: only a receipt from outside shows it.
    """
    previous, expected = START, 1
    for entry in Entry.objects.order_by("sequence").iterator(chunk_size=2000):
        if entry.sequence != expected:
            yield Broken(entry.sequence, Break.GAP)
        elif entry.previous != previous:
            yield Broken(entry.sequence, Break.OTHER_PARENT)
        if hash_of(entry) != entry.hash:
            yield Broken(entry.sequence, Break.CHANGED)
        previous, expected = entry.hash, entry.sequence + 1
    if head() != Receipt(sequence=expected - 1, hash=previous):
        yield Broken(expected, Break.END_MISSING)


def lines_seen_by(actor: Actor, roles: frozenset[Role]) -> QuerySet[Entry]:
    """Newest first: of the organisations and meetings in which the actor has one of these roles."""
    held = [grant for grant in actor.grants if grant.role in roles]
    whole = {grant.organisation for grant in held if grant.meeting is None}
    single = {grant.meeting for grant in held if grant.meeting}
    return Entry.objects.filter(Q(organisation__in=whole) | Q(meeting__in=single)).order_by("-sequence")


def contains(*, sequence: int, hash_start: str) -> bool:
    """Whether a receipt's head is still an ancestor of today's chain."""
    entry = Entry.objects.filter(sequence=sequence).first()
    return len(hash_start) >= 16 and entry is not None and entry.hash.startswith(hash_start)
