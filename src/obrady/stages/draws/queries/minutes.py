"""The paper record of a recruitment: counts, rules, fingerprints, codes; never a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from obrady.core.chance import canonical
from obrady.core.selection import Candidate, frozen_document
from obrady.stages.applications.states import ApplicationState, Channel
from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.finding import abandoned_draws, entries_of, frozen_with, members_of, reserve_length
from obrady.stages.draws.queries.pools import bounds_in_force, frozen_rules
from obrady.stages.draws.queries.results import drawn_codes, reserve_codes
from obrady.stages.draws.states import Hindrance


@dataclass(frozen=True)
class BoundInWords:
    feature: str
    feature_words: Mapping[str, str]
    value: str
    value_words: Mapping[str, str]
    low: int
    high: int | None
    low_percent: Decimal | None = None
    high_percent: Decimal | None = None


@dataclass(frozen=True)
class Minutes:
    """`counts`: one row per channel with the number in each of `states`, as at the freeze; the last row is the sum."""

    states: tuple[str, ...]
    counts: tuple[tuple[str, tuple[int, ...], int], ...]
    pool: int
    bounds: tuple[BoundInWords, ...]
    acknowledged: tuple[Hindrance, ...]
    drawn: tuple[str, ...]
    reserve: tuple[str, ...]
    reserve_length: int
    unselectable: tuple[str, ...]
    abandoned: tuple[Draw, ...]


def minutes(draw: Draw) -> Minutes:
    channels = draw.counts.get("channels", {})
    states = tuple(str(state) for state in ApplicationState if any(state in row for row in channels.values()))
    rows = [
        (str(channel), tuple(channels[channel].get(state, 0) for state in states))
        for channel in Channel
        if channel in channels
    ]
    total = tuple(sum(numbers[position] for _, numbers in rows) for position in range(len(states)))
    return Minutes(
        states=states,
        counts=tuple((channel, numbers, sum(numbers)) for channel, numbers in [*rows, ("", total)]),
        pool=draw.counts.get("pool", 0),
        bounds=bounds_in_words(draw),
        acknowledged=tuple(Hindrance(kind) for kind in draw.acknowledged),
        drawn=tuple(drawn_codes(draw)),
        reserve=tuple(reserve_codes(draw)),
        reserve_length=reserve_length(draw),
        unselectable=tuple(members_of(draw).filter(is_unselectable=True).values_list("code", flat=True)),
        abandoned=tuple(abandoned_draws(draw.meeting)),
    )


def bounds_in_words(draw: Draw) -> tuple[BoundInWords, ...]:
    return tuple(
        BoundInWords(
            feature=bound.feature,
            feature_words=draw.words.get(bound.feature, {}).get("label", {}),
            value=bound.value,
            value_words=draw.words.get(bound.feature, {}).get("values", {}).get(bound.value, {}),
            low=bound.low,
            high=bound.high,
            low_percent=bound.low_percent,
            high_percent=bound.high_percent,
        )
        for bound in bounds_in_force(draw)
    )


def frozen_file(draw: Draw) -> bytes:
    """For auditors: the canonical bytes whose SHA-256 is the fingerprint, as long as nobody was erased since."""
    people = [
        Candidate(code=code, features=entry.features, groups=entry.groups)
        for code, entry in entries_of(draw, list(members_of(draw))).items()
    ]
    return canonical(frozen_document(pool=people, rules=frozen_rules(draw), more=frozen_with(draw)))
