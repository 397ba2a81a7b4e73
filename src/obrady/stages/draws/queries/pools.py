"""What the pool holds, beside the rules; and both as the selection knows them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from obrady.core.selection import Candidate, Cap, Link, LinkKind, Quota, Rules
from obrady.stages.applications import queries as applications
from obrady.stages.applications.states import LinkMode
from obrady.stages.draws.models import Bound, Draw
from obrady.stages.draws.queries.decisions import Decided
from obrady.stages.draws.queries.methods import uses_shares
from obrady.stages.draws.queries.words import feature_words
from obrady.stages.draws.states import Hindrance
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import is_cancelled
from obrady.stages.meetings.states import Window, window

ORGANISATION = "organisation_key"
ALONE = "self:"


@dataclass(frozen=True)
class Value:
    """One value of a feature: what it is called, how many of the pool have it, and its bounds."""

    value: str
    words: Mapping[str, str]
    count: int
    proportional: float
    low: int
    high: int | None
    low_percent: Decimal | None = None
    high_percent: Decimal | None = None
    lowest: int | None = None
    highest: int | None = None
    counts_guests: bool = True

    @property
    def is_bound(self) -> bool:
        return self.low > 0 or self.high is not None


@dataclass(frozen=True)
class Feature:
    key: str
    words: Mapping[str, str]
    is_used: bool
    values: tuple[Value, ...]


@dataclass(frozen=True)
class PoolView:
    """What a coordinator needs to see while writing rules."""

    size: int
    organisations_above_cap: int
    links: int
    features: tuple[Feature, ...]
    hindrances: Mapping[Hindrance, int]

    @property
    def blocking(self) -> tuple[Hindrance, ...]:
        return tuple(hindrance for hindrance in self.hindrances if hindrance.blocks)


def declared_features(meeting: Meeting) -> dict[str, dict]:
    """The features that the meeting's form declares, with their words; empty before there is a form."""
    form = applications.current_form(meeting)
    return feature_words(form.shown) if form else {}


def declared_cap(meeting: Meeting) -> int | None:
    form = applications.current_form(meeting)
    caps = form.shown.get("caps", []) if form else []
    return next((cap["max"] for cap in caps if cap["key"] == ORGANISATION), None)


def pool_view(meeting: Meeting, draw: Draw, *, now: datetime, pool: applications.Pool | None = None) -> PoolView:
    """`pool` where the caller has it already."""
    pool = pool or applications.pool(meeting)
    bounds = {(bound.feature, bound.value): bound for bound in saved_bounds(draw)}
    organisations = Counter(member.organisation_key for member in pool.members)
    return PoolView(
        size=len(pool.members),
        organisations_above_cap=sum(count > draw.cap for count in organisations.values()) if draw.cap else 0,
        links=len(pool.links),
        features=tuple(
            _feature(key, words, pool.members, draw, bounds) for key, words in declared_features(meeting).items()
        ),
        hindrances=hindrances(meeting, pool, now=now),
    )


def saved_bounds(draw: Draw) -> list[Bound]:
    return [] if draw._state.adding else list(Bound.objects.filter(draw=draw).order_by("id"))


def hindrances(meeting: Meeting, pool, *, now: datetime) -> dict[Hindrance, int]:
    """What stands in the way of a freeze now, with how many there are of it."""
    is_open = window(opens_at=meeting.opens_at, closes_at=meeting.closes_at, now=now) is Window.OPEN
    found = {
        Hindrance.CANCELLED: int(is_cancelled(meeting)),
        Hindrance.WINDOW_OPEN: int(is_open and not is_cancelled(meeting)),
        Hindrance.POOL_EMPTY: int(not pool.members),
        Hindrance.OPEN_PAIRS: pool.hindrances.open_pairs,
        Hindrance.NOT_CLEARED: pool.hindrances.received + pool.hindrances.complete,
        Hindrance.SPELLINGS: pool.hindrances.spellings,
        Hindrance.LINKS: pool.hindrances.links,
        Hindrance.INCOMPLETE: pool.hindrances.incomplete,
        Hindrance.LINKS_OUTSIDE: pool.hindrances.links_outside,
    }
    return {hindrance: count for hindrance, count in found.items() if count}


def _feature(key: str, words: Mapping, members: Sequence, draw: Draw, bounds: Mapping) -> Feature:
    counts = Counter(member.features.get(key, "unknown") for member in members)
    values = [*words["values"], *sorted(counts.keys() - words["values"].keys())]
    bound_values = [value for feature, value in bounds if feature == key and value not in values]
    rows = [
        _value(value, words, counts, len(members), draw, bounds.get((key, value))) for value in values + bound_values
    ]
    rows.sort(key=lambda row: (row.value in ("unknown", "na"), -row.count, row.value))
    return Feature(key=key, words=words["label"], is_used=key in draw.features, values=tuple(rows))


def _value(value: str, words: Mapping, counts: Counter, size: int, draw: Draw, bound: Bound | None) -> Value:
    return Value(
        value=value,
        words=words["values"].get(value, {}),
        count=counts[value],
        proportional=counts[value] * draw.seats / size if size else 0.0,
        low=bound.low if bound else 0,
        high=bound.high if bound else None,
        low_percent=bound.low_percent if bound else None,
        high_percent=bound.high_percent if bound else None,
        lowest=bound.lowest if bound else None,
        highest=bound.highest if bound else None,
        counts_guests=bound.counts_guests if bound else True,
    )


def candidates(members: Iterable, *, features: Sequence[str], codes: Mapping[str, str]) -> tuple[Candidate, ...]:
    """The pool for the selection: only what the rules use. `codes`: application id -> code."""
    return tuple(
        Candidate(
            code=codes[str(member.application_id)],
            features={key: member.features.get(key, "unknown") for key in features},
            groups=groups_of(member.organisation_key),
        )
        for member in sorted(members, key=lambda member: codes[str(member.application_id)])
    )


def groups_of(organisation_key: str) -> dict[str, str]:
    """Who came without an organisation belongs to no group, so that no cap binds them."""
    return {} if not organisation_key or organisation_key.startswith(ALONE) else {ORGANISATION: organisation_key}


def links_by_code(links: Iterable, *, codes: Mapping[str, str]) -> list[list[str]]:
    """Confirmed links between two people of the pool, as [code, code, mode], in an order that says nothing."""
    return sorted(
        [*sorted((codes[str(first)], codes[str(second)])), str(mode)]
        for first, second, mode in links
        if str(first) in codes and str(second) in codes
    )


def bounds_in_force(draw: Draw) -> list[Bound]:
    """Those that bind this draw: a plain draw has none, whatever was typed before."""
    if not uses_shares(draw):
        return []
    return [
        bound
        for bound in saved_bounds(draw)
        if bound.feature in draw.features and (bound.low or bound.high is not None)
    ]


def rules_of(draw: Draw, *, links: Iterable[Sequence[str]], named: Decided) -> Rules:
    return rules_with(draw, bounds_in_force(draw), links=links, named=named)


def frozen_rules(draw: Draw) -> Rules:
    """As they were frozen, with links and decisions in codes."""
    return rules_of(draw, links=draw.links, named=draw.decided)


def rules_with(draw: Draw, bounds: Iterable[Bound], *, links: Iterable[Sequence[str]], named: Decided) -> Rules:
    return Rules(
        seats=draw.seats,
        quotas=tuple(_quota(bound, draw.seats) for bound in bounds),
        caps=(Cap(ORGANISATION, draw.cap),) if draw.cap else (),
        links=tuple(
            Link(first, second, LinkKind.TOGETHER if mode == LinkMode.TOGETHER else LinkKind.AT_MOST_ONE)
            for first, second, mode in links
            if draw.honours_links
        ),
        must=tuple(named.get("must", ())),
        guests=tuple(named.get("guests", ())),
        excluded=tuple(named.get("excluded", ())),
    )


def _quota(bound: Bound, seats: int) -> Quota:
    return Quota(
        bound.feature,
        bound.value,
        bound.low,
        max(seats, bound.low) if bound.high is None else bound.high,
        bound.lowest,
        None if bound.high is None else bound.highest,
        bound.counts_guests,
    )
