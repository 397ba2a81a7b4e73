"""Who has which chance, by group: for those who work on the draw, as a group of one is a person."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.finding import NOTHING, entries_of, members_of


@dataclass(frozen=True)
class GroupChances:
    """The people with one value: how many, their chances from 0 to 1, and how many of them are drawn on average."""

    value: str
    words: Mapping[str, str]
    people: int
    smallest: float
    median: float
    largest: float
    expected: float


@dataclass(frozen=True)
class FeatureChances:
    key: str
    words: Mapping[str, str]
    groups: tuple[GroupChances, ...]


def chances_by_group(draw: Draw) -> tuple[FeatureChances, ...]:
    """One entry per feature of the draw; people whose answers are forgotten are in no group."""
    members = list(members_of(draw))
    entries = entries_of(draw, members)
    known = [
        (entries[member.code].features, member.chance)
        for member in members
        if member.chance is not None and entries[member.code] is not NOTHING
    ]
    return tuple(_feature(key, draw.words.get(key, {}), known) for key in draw.features if known)


def _feature(key: str, words: Mapping, known: list[tuple[Mapping[str, str], float]]) -> FeatureChances:
    chances: dict[str, list[float]] = defaultdict(list)
    for features, chance in known:
        chances[features.get(key, "unknown")].append(chance)
    groups = [
        GroupChances(
            value=value,
            words=words.get("values", {}).get(value, {}),
            people=len(found),
            smallest=min(found),
            median=median(found),
            largest=max(found),
            expected=sum(found),
        )
        for value, found in chances.items()
    ]
    groups.sort(key=lambda group: (group.value in ("unknown", "na"), -group.people, group.value))
    return FeatureChances(key=key, words=words.get("label", {}), groups=tuple(groups))
