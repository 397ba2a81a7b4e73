"""What came out: composition against the rules, everyone's odds, places given back since, counts for the public."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from obrady.core.selection import Candidate, replacements
from obrady.stages.applications import queries as applications
from obrady.stages.applications.states import ApplicationState
from obrady.stages.draws.models import Draw, PoolMember
from obrady.stages.draws.queries.finding import entries_of, left_since, members_of, reserve_length
from obrady.stages.draws.queries.pools import bounds_in_force, frozen_rules
from obrady.stages.draws.states import DrawState

SMALLEST_CELL = 5
FORGOTTEN = ""


@dataclass(frozen=True)
class Share:
    """One value of a feature: people in the pool and drawn, and the bounds that held (high None: no limit)."""

    value: str
    words: Mapping[str, str]
    pool: int
    drawn: int
    low: int
    high: int | None

    @property
    def is_bound(self) -> bool:
        return self.low > 0 or self.high is not None

    @property
    def is_kept(self) -> bool:
        return self.low <= self.drawn and (self.high is None or self.drawn <= self.high)


@dataclass(frozen=True)
class Composition:
    """One feature with all its values, the largest in the pool first."""

    key: str
    words: Mapping[str, str]
    shares: tuple[Share, ...]

    @property
    def is_kept(self) -> bool:
        return all(share.is_kept for share in self.shares)

    @property
    def bound_shares(self) -> int:
        return sum(share.is_bound for share in self.shares)


def composition(draw: Draw, *, row: Sequence[str] | None = None) -> tuple[Composition, ...]:
    """The people drawn, or those of `row` (a trial throw), against the rules; one entry per feature used.

    What came out was counted then, and stays true when people, or the answers it was counted by, are forgotten.
    """
    bounds = {(bound.feature, bound.value): bound for bound in bounds_in_force(draw)}
    drawn = draw.counts.get("drawn") if row is None else None
    if drawn is None:
        drawn = _counted(draw, row)
    return tuple(_composition(key, draw, Counter(drawn.get(key, {})), bounds) for key in draw.features)


def _counted(draw: Draw, row: Sequence[str] | None) -> dict[str, Counter]:
    members = list(members_of(draw))
    chosen = {member.code for member in members if member.is_drawn} if row is None else set(row)
    entries = [entry for code, entry in entries_of(draw, members).items() if code in chosen]
    return {key: Counter(entry.features.get(key, "unknown") for entry in entries) for key in draw.features}


def _composition(key: str, draw: Draw, drawn: Counter, bounds: Mapping) -> Composition:
    words = draw.words.get(key, {})
    pool = Counter(draw.counts.get("features", {}).get(key, {}))
    named = {value for feature, value in bounds if feature == key}
    shares = [
        Share(
            value=value,
            words=words.get("values", {}).get(value, {}),
            pool=pool[value],
            drawn=drawn[value],
            low=bounds[key, value].low if (key, value) in bounds else 0,
            high=bounds[key, value].high if (key, value) in bounds else None,
        )
        for value in pool.keys() | named
    ]
    shares.sort(key=lambda share: (share.value in ("unknown", "na"), -share.pool, share.value))
    return Composition(key=key, words=words.get("label", {}), shares=tuple(shares))


def odds(draw: Draw, *, search: str = "", outcome: str = "", with_names: bool = False) -> QuerySet[PoolMember]:
    """Everybody of the pool; `search` looks at codes and references, and at names for those who may see them."""
    rows = members_of(draw)
    if search:
        found = Q(code__icontains=search) | Q(application__reference__icontains=search)
        if with_names:
            found |= Q(application__in=applications.queue(draw.meeting, search=search).order_by().values("pk"))
        rows = rows.filter(found)
    match outcome:
        case "drawn":
            rows = rows.filter(is_drawn=True)
        case "reserve":
            rows = rows.filter(reserve_position__lte=reserve_length(draw))
        case "not_drawn":
            rows = rows.filter(is_drawn=False)
        case "unselectable":
            rows = rows.filter(is_unselectable=True)
        case "withdrawn":
            rows = rows.filter(application__state=ApplicationState.WITHDRAWN)
    return rows.order_by("reserve_position", "code") if outcome == "reserve" else rows


def drawn_codes(draw: Draw) -> list[str]:
    return list(PoolMember.objects.filter(draw=draw, is_drawn=True).order_by("code").values_list("code", flat=True))


def reserve_codes(draw: Draw) -> list[str]:
    """All who were not drawn, in the committed order; admission without dice has no reserve."""
    rows = PoolMember.objects.filter(draw=draw, reserve_position__isnull=False).order_by("reserve_position")
    return list(rows.values_list("code", flat=True))


def bundle_of(draw: Draw) -> dict:
    return json.loads(bytes(draw.bundle)) if draw.bundle else {}


def row_codes(draw: Draw, row: int) -> list[str]:
    bundle = bundle_of(draw)
    return [bundle["codes"][index] for index in bundle["rows"][row]]


def winning_rows(draw: Draw, code: str) -> list[int] | None:
    """The rows of the committed table that hold this code; None when the draw has no such code."""
    bundle = bundle_of(draw)
    if code not in bundle.get("codes", []):
        return None
    index = bundle["codes"].index(code)
    return [number for number, row in enumerate(bundle["rows"]) if index in row]


def suppressed(counts: Mapping[str, int], *, smallest: int = SMALLEST_CELL) -> dict[str, int | None]:
    """Counts for the public: None for cells from one up to below `smallest`, and for as many more as hide them.

    One hidden cell alone could be computed from the total, and so could two that must both be one: the smallest
    shown cells follow until at least two cells with at least `smallest` people together are hidden.
    """
    hidden = {key for key, count in counts.items() if 0 < count < smallest}
    shown = sorted((count, key) for key, count in counts.items() if count and key not in hidden)
    while hidden and shown and (len(hidden) < 2 or sum(counts[key] for key in hidden) < smallest):
        hidden.add(shown.pop(0)[1])
    return {key: None if key in hidden else count for key, count in counts.items()}


@dataclass(frozen=True)
class Advice:
    """For the places given back: who follows in the committed order so that all rules hold again.

    `codes` is empty when nobody restores the rules: then a new committed table and new dice are needed.
    """

    freed: tuple[str, ...]
    codes: tuple[str, ...]


def advice(draw: Draw) -> Advice:
    members = list(members_of(draw))
    gone = {member.code for member in left_since(draw)}
    freed = tuple(member.code for member in members if member.is_drawn and member.code in gone)
    if not freed or not DrawState(draw.state).has_result:
        return Advice(freed=freed, codes=())
    found = replacements(
        order=reserve_codes(draw),
        staying=[member.code for member in members if member.is_drawn and member.code not in gone],
        gone=gone,
        pool=_people(draw, members),
        rules=frozen_rules(draw),
    )
    return Advice(freed=freed, codes=found or ())


def _people(draw: Draw, members: Sequence[PoolMember]) -> list[Candidate]:
    """Who is forgotten counts for no share any more, and takes a place all the same."""
    return [
        Candidate(
            code=code,
            features={key: entry.features.get(key, FORGOTTEN) for key in draw.features},
            groups=entry.groups,
        )
        for code, entry in entries_of(draw, members).items()
    ]
