"""One order of people from several steps, the lot last."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from obrady.core.recruitment.types import (
    UNKNOWN,
    Applicant,
    Order,
    OrderOfApplication,
    PriorityGroups,
    Ranking,
    Reason,
    Why,
)


@dataclass(slots=True)
class Ordered:
    """People in order, those who are in a priority group, ties in the order of the lot, reasons by code."""

    people: list[Applicant] = field(default_factory=list)
    grouped: set[str] = field(default_factory=set)
    ties: list[tuple[str, ...]] = field(default_factory=list)
    reasons: dict[str, list[Reason]] = field(default_factory=lambda: defaultdict(list))


def ordered(
    people: Sequence[Applicant],
    *,
    steps: Sequence[Order],
    points: Mapping[str, Fraction],
    arrival: Mapping[str, int],
) -> Ordered:
    """`people` come in the order of the lot, which stays among those whom all steps leave equal.

    A priority group that takes at most so many people takes the first by the steps that follow it; the others of the
    group stand with everybody else.
    """
    found = Ordered()
    _order(list(people), list(steps), points, arrival, found)
    return found


def _order(
    people: list[Applicant],
    steps: list[Order],
    points: Mapping[str, Fraction],
    arrival: Mapping[str, int],
    found: Ordered,
) -> None:
    if not steps:
        _by_lot(people, found)
        return
    first, rest = steps[0], steps[1:]
    match first:
        case PriorityGroups():
            buckets: Iterable[list[Applicant]] = _groups(people, first, rest, points, arrival, found)
        case Ranking():
            buckets = _buckets(people, {one.code: -points[one.code] for one in people})
            _say(people, found, Why.RANK, {one.code: points[one.code] for one in people})
        case OrderOfApplication():
            buckets = _buckets(people, arrival)
            _say(people, found, Why.ARRIVED, arrival)
    for bucket in buckets:
        _order(bucket, rest, points, arrival, found)


def _by_lot(people: list[Applicant], found: Ordered) -> None:
    found.people += people
    if len(people) > 1:
        found.ties.append(tuple(one.code for one in people))
        _say(people, found, Why.LOT, dict.fromkeys((one.code for one in people), len(people)))


def _say(people: list[Applicant], found: Ordered, kind: Why, about: Mapping[str, object]) -> None:
    for one in people:
        found.reasons[one.code].append(Reason(kind, (str(about[one.code]),)))


def _buckets(people: list[Applicant], keys: Mapping[str, Fraction] | Mapping[str, int]) -> list[list[Applicant]]:
    """Equal keys together, the smallest first; within a bucket the lot's order stays."""
    found: dict[Fraction | int, list[Applicant]] = defaultdict(list)
    for one in people:
        found[keys[one.code]].append(one)
    return [found[key] for key in sorted(found)]


def _groups(
    people: list[Applicant],
    step: PriorityGroups,
    rest: list[Order],
    points: Mapping[str, Fraction],
    arrival: Mapping[str, int],
    found: Ordered,
) -> list[list[Applicant]]:
    left, buckets = people, []
    for number, group in enumerate(step.groups, start=1):
        inside = [one for one in left if group.condition.holds(one)]
        if group.most is not None and len(inside) > group.most:
            trial = ordered(inside, steps=rest, points=points, arrival=arrival)
            front = {one.code for one in trial.people[: group.most]}
            inside = [one for one in inside if one.code in front]
        taken = {one.code for one in inside}
        found.grouped |= taken
        for one in inside:
            value = one.facts.get(group.condition.fact, UNKNOWN)
            found.reasons[one.code].append(Reason(Why.GROUP, (str(number), group.condition.fact, value)))
        left = [one for one in left if one.code not in taken]
        buckets.append(inside)
    return [*buckets, left]
