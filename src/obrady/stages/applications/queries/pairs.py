from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from obrady.core.likeness import LikelyPair, Record, email_key, folded, likely_same, phone_key, sounds
from obrady.stages.applications.models import Application, DuplicatePair
from obrady.stages.applications.queries.register import VISIBLE, visible
from obrady.stages.applications.states import EMAIL, GMINA, NAME, ORGANISATION, PHONE, PairState
from obrady.stages.meetings.models import Meeting
from obrady.workshop.territory import gmina

# So many records are weighed against one new one: all of a small register, of a large one those that share
# something with it and the latest, from which it is seen how common a name is.
COMPARED = 600
COLUMNS = ("pk", "merged_into_id", "withdrawn_at", "received_at", "answers")


@dataclass(frozen=True)
class Likely:
    """An application that may be of the same person, for the warning while somebody types."""

    application: Application
    score: float
    reasons: tuple[str, ...]


def pairs_of(meeting: Meeting) -> QuerySet[DuplicatePair]:
    return DuplicatePair.objects.filter(visible("a"), visible("b"), meeting=meeting).select_related(
        "meeting__organisation",
        "a__person",
        "a__form",
        "b__person",
        "b__form",
        "a__spelling__body",
        "b__spelling__body",
    )


# Both records came together by other decisions: nothing is left to decide.
SETTLED = (
    Q(a__merged_into__isnull=False, a__merged_into=F("b"))
    | Q(b__merged_into__isnull=False, b__merged_into=F("a"))
    | Q(a__merged_into__isnull=False, a__merged_into=F("b__merged_into"))
)


def undecided(meeting: Meeting) -> QuerySet[DuplicatePair]:
    return DuplicatePair.objects.filter(visible("a"), visible("b"), meeting=meeting, state=PairState.OPEN).exclude(
        pk__in=DuplicatePair.objects.filter(SETTLED, meeting=meeting).values("pk")
    )


def open_pairs(meeting: Meeting) -> QuerySet[DuplicatePair]:
    """What a person has to decide, the likeliest first."""
    return pairs_of(meeting).filter(pk__in=undecided(meeting).values("pk")).order_by("-score", "pk")


def decided_pairs(meeting: Meeting) -> QuerySet[DuplicatePair]:
    """What was decided, the latest first; only the first can be undone."""
    return pairs_of(meeting).exclude(state=PairState.OPEN).order_by("-decision")


def last_decision(meeting: Meeting) -> DuplicatePair | None:
    return decided_pairs(meeting).first()


def waiting_for_a_decision(meeting: Meeting) -> set:
    """The applications (kept ones, where merged) that stand in an open pair."""
    rows = undecided(meeting).values_list("a_id", "a__merged_into_id", "b_id", "b__merged_into_id")
    return {root or own for a, a_root, b, b_root in rows for own, root in ((a, a_root), (b, b_root))}


def record_for_likeness(key: object, answers: dict) -> Record:
    place = gmina(str(answers.get(GMINA, "")))
    return Record(
        key=str(key),
        name=str(answers.get(NAME, "")),
        email=str(answers.get(EMAIL, "")),
        phone=str(answers.get(PHONE, "")),
        town=place.name if place else "",
        organisation=str(answers.get(ORGANISATION, "")),
    )


def name_key(name: str) -> str:
    """How the words of a name sound, each between spaces, so that one of them can be looked for."""
    return " ".join(["", *sorted({sounds(word) for word in folded(name).split()}), ""])


def compared_with(meeting: Meeting, record: Record) -> list[tuple]:
    """The rows to weigh a new record against, staged ones included (two queries, at most COMPARED rows)."""
    rows = Application.objects.filter(meeting=meeting).exclude(pk=record.key or None)
    shares = Q(pk__in=[])
    if phone := phone_key(record.phone):
        shares |= Q(phone_key=phone) | Q(search_text__contains=phone)
    if email := email_key(record.email):
        shares |= Q(email_key=email)
    for word in name_key(record.name).split():
        shares |= Q(name_key__contains=f" {word} ")
    latest = rows.order_by("-received_at").values_list(*COLUMNS)[:COMPARED]
    alike = rows.filter(shares).order_by("-received_at").values_list(*COLUMNS)[:COMPARED]
    return list({row[0]: row for row in [*alike, *latest]}.values())[:COMPARED]


def likely_pairs(record: Record, rows: Sequence[tuple]) -> tuple[LikelyPair, ...]:
    others = [record_for_likeness(row[0], row[4]) for row in rows]
    return likely_same(record, others)


def likely_duplicates_of_typing(
    meeting: Meeting, name: str = "", email: str = "", phone: str = "", town: str = ""
) -> list[Likely]:
    """For the warning beside a half-typed application; merged records lead to the one they were merged into."""
    record = Record(key="", name=name, email=email, phone=phone, town=town)
    if not (email_key(email) or phone_key(phone) or len(folded(name).split()) > 1):
        return []
    rows = compared_with(meeting, record)
    best = best_by_root(likely_pairs(record, rows), rows)
    found = Application.objects.filter(VISIBLE, pk__in=best).select_related("person", "form")
    likely = [Likely(one, *best[one.pk]) for one in found]
    return sorted(likely, key=lambda one: (-one.score, one.application.reference))


def best_by_root(pairs: Iterable[LikelyPair], rows: Sequence[tuple]) -> dict:
    """Kept application -> (score, reasons) of its likeliest record."""
    roots = {str(row[0]): row[1] or row[0] for row in rows}
    best: dict = {}
    for pair in pairs:
        key = pair.first if pair.first in roots else pair.second
        best.setdefault(roots[key], (pair.score, tuple(str(reason) for reason in pair.reasons)))
    return best
