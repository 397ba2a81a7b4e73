import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timezone

from django.db.models import QuerySet

from obrady.stages.ledger.models import Entry, Head

START = hashlib.sha256(b"obrady ledger").hexdigest()


@dataclass(frozen=True)
class Receipt:
    """What an applicant keeps: the head of the chain at the moment of their own line."""

    sequence: int
    hash: str

    def __str__(self) -> str:
        return f"{self.sequence}-{self.hash[:16]}"


@dataclass(frozen=True)
class Break:
    sequence: int
    reason: str


def hash_of(entry: Entry) -> str:
    row = {
        "sequence": entry.sequence,
        "happened_at": entry.happened_at.astimezone(timezone.utc).isoformat(),
        "actor": entry.actor,
        "verb": entry.verb,
        "about": entry.about,
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


def breaks(entries: Iterable[Entry] | None = None) -> Iterator[Break]:
    """Every place where the chain does not follow from the line before; none when it is whole."""
    previous, expected = START, 1
    rows = entries if entries is not None else Entry.objects.order_by("sequence").iterator(chunk_size=2000)
    for entry in rows:
        if entry.sequence != expected:
            yield Break(entry.sequence, "a line before it is missing")
        if entry.previous != previous:
            yield Break(entry.sequence, "it does not follow from the line before")
        if hash_of(entry) != entry.hash:
            yield Break(entry.sequence, "it was changed after it was written")
        previous, expected = entry.hash, entry.sequence + 1
    if entries is None and head().hash != previous:
        yield Break(expected, "the end of the chain is missing")


def contains(*, sequence: int, hash_start: str) -> bool:
    """Whether a receipt's head is still an ancestor of today's chain."""
    return len(hash_start) >= 16 and Entry.objects.filter(sequence=sequence, hash__startswith=hash_start).exists()
