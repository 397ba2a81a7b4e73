"""What everybody may know of a draw: rules, hashes, counts without small cells, codes; never a name or a feature."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from obrady.stages.draws.models import Draw, PoolMember
from obrady.stages.draws.queries.finding import reserve_length
from obrady.stages.draws.queries.minutes import bounds_in_words
from obrady.stages.draws.queries.results import drawn_codes, reserve_codes, suppressed, winning_rows
from obrady.stages.draws.states import DrawState


@dataclass(frozen=True)
class PublicValue:
    """`count` is None where it is too small to be shown."""

    value: str
    words: Mapping[str, str]
    count: int | None
    low: int
    high: int | None
    low_percent: Decimal | None = None
    high_percent: Decimal | None = None


@dataclass(frozen=True)
class PublicFeature:
    key: str
    words: Mapping[str, str]
    values: tuple[PublicValue, ...]


@dataclass(frozen=True)
class PublicFacts:
    pool: int
    features: tuple[PublicFeature, ...]
    drawn: tuple[str, ...]
    reserve: tuple[str, ...]
    not_drawn: tuple[str, ...]


@dataclass(frozen=True)
class OwnChance:
    """What one code may look up: its rows, its chance by the table and exactly, its place once the dice are thrown."""

    code: str
    is_known: bool
    rows: tuple[int, ...] = ()
    table_chance: float | None = None
    exact_chance: float | None = None
    is_drawn: bool = False
    reserve_position: int | None = None
    has_won: bool | None = None


def public_facts(draw: Draw) -> PublicFacts:
    has_result = DrawState(draw.state).has_result
    order = reserve_codes(draw) if has_result else []
    length = reserve_length(draw)
    return PublicFacts(
        pool=draw.counts.get("pool", 0),
        features=public_features(draw),
        drawn=tuple(drawn_codes(draw)) if has_result else (),
        reserve=tuple(order[:length]),
        not_drawn=tuple(order[length:]),
    )


def public_features(draw: Draw) -> tuple[PublicFeature, ...]:
    bounds = {(bound.feature, bound.value): bound for bound in bounds_in_words(draw)}
    return tuple(_feature(key, draw, bounds) for key in draw.features)


def _feature(key: str, draw: Draw, bounds: Mapping) -> PublicFeature:
    words, counts = draw.words.get(key, {}), dict(draw.counts.get("features", {}).get(key, {}))
    shown = suppressed(counts)
    named = [value for feature, value in bounds if feature == key and value not in counts]
    values = [
        PublicValue(
            value=value,
            words=words.get("values", {}).get(value, {}),
            count=shown.get(value, 0),
            low=bounds[key, value].low if (key, value) in bounds else 0,
            high=bounds[key, value].high if (key, value) in bounds else None,
            low_percent=bounds[key, value].low_percent if (key, value) in bounds else None,
            high_percent=bounds[key, value].high_percent if (key, value) in bounds else None,
        )
        for value in [*counts, *named]
    ]
    values.sort(key=lambda value: (value.value in ("unknown", "na"), value.value))
    return PublicFeature(key=key, words=words.get("label", {}), values=tuple(values))


def own_chance(draw: Draw, code: str) -> OwnChance:
    member = PoolMember.objects.filter(draw=draw, code=code).first()
    if member is None:
        return OwnChance(code=code, is_known=False)
    if not DrawState(draw.state).is_committed:
        return OwnChance(code=code, is_known=True)
    rows = tuple(winning_rows(draw, code) or ())
    has_result = DrawState(draw.state).has_result
    return OwnChance(
        code=code,
        is_known=True,
        rows=rows,
        table_chance=1.0 if draw.without_dice else len(rows) / draw.rows,
        exact_chance=member.chance,
        is_drawn=has_result and member.is_drawn,
        reserve_position=member.reserve_position if has_result else None,
        has_won=member.is_drawn if has_result else None,
    )
