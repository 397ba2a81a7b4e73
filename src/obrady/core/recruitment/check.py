"""Whether a result keeps what was promised, looked at from outside: nothing here is shared with how it was found."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from obrady.core.recruitment.types import Applicant, Gate, Limits, Place, Points, Result, Step


def check(
    result: Result, *, applicants: Sequence[Applicant], steps: Sequence[Step], seats: int, limits: Limits
) -> tuple[str, ...]:
    """The promises that are broken, in words; empty when all are kept.

    Everybody stands somewhere, once, with a reason; no more places than seats beyond those given by decision; caps and
    links hold; nobody who fails a gate or a threshold has a place; nobody excluded has one, everybody who must has.
    """
    people = {person.code: person for person in applicants}
    return (
        *_counted(result, people, seats, limits),
        *_stepped(result, people, steps, limits),
        *_bound(result, people, limits),
    )


def _counted(result: Result, people: Mapping[str, Applicant], seats: int, limits: Limits) -> Iterator[str]:
    listed = set(result.codes(Place.LISTED))
    if sorted(one.code for one in result.standings) != sorted(people):
        yield "somebody stands nowhere, or twice"
    if not all(one.reasons for one in result.standings):
        yield "somebody has no reason"
    if len(listed) > max(seats, len(limits.must)):
        yield "there are more places than seats"
    if listed & set(limits.excluded):
        yield "somebody who takes no part has a place"
    if not set(limits.must) - set(limits.excluded) <= listed:
        yield "a place by decision was not given"


def _stepped(result: Result, people: Mapping[str, Applicant], steps: Sequence[Step], limits: Limits) -> Iterator[str]:
    free = set(result.codes(Place.LISTED)) - set(limits.must)
    points = {one.code: one.points for one in result.standings}
    for step in steps:
        if isinstance(step, Gate) and not all(one.holds(people[code]) for code in free for one in step.conditions):
            yield "somebody with a place did not come through the gate"
        if isinstance(step, Points) and any((points[code] or 0) < step.least for code in free):
            yield "somebody with a place has too few points"


def _bound(result: Result, people: Mapping[str, Applicant], limits: Limits) -> Iterator[str]:
    listed, decided = set(result.codes(Place.LISTED)), set(limits.must)
    bodies = Counter(people[code].body for code in listed if people[code].body)
    by_decision = Counter(people[code].body for code in decided & listed)
    if limits.cap is not None and any(count > max(limits.cap, by_decision[body]) for body, count in bodies.items()):
        yield "there are too many of one organisation"
    for first, second in limits.together:
        if not {first, second} & decided and (first in listed) != (second in listed):
            yield "one of two who come together has a place alone"
    for first, second in limits.one_of:
        if {first, second} <= listed and not {first, second} <= decided:
            yield "both of two have a place of whom one may"
