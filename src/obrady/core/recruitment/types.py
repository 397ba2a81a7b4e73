"""What a recruitment is made of: applicants, steps, limits, and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from obrady.core.recruitment.scoring import Criterion, Sheet, Third


@dataclass(frozen=True, slots=True)
class Applicant:
    """One person of the pool.

    Attributes:
        code: the public code, unique in the pool.
        facts: fact -> value, as texts; a fact that is not known has the value `unknown`, and so has a missing one.
        arrived: when the application came, in whole units of any size (seconds); only the order counts.
        sheets: the points that assessors gave, each with the points per criterion.
        body: the organisation that the person comes from, for the limit per organisation; empty: none.
    """

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    arrived: int = 0
    sheets: tuple[Sheet, ...] = ()
    body: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """The value of this fact is one of these."""

    fact: str
    values: tuple[str, ...]

    def holds(self, person: Applicant) -> bool:
        return person.facts.get(self.fact, UNKNOWN) in self.values


@dataclass(frozen=True, slots=True)
class Gate:
    """Whoever does not meet all conditions is out."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """Points of two assessors, and of a third where the totals of the two differ by more than `differ_by`.

    Attributes:
        criteria: what is assessed, with the largest number of points and the weight.
        differ_by: d, in weighted points.
        third: what the third assessor's points do.
        least: whoever has fewer weighted points in all is out; 0: nobody is.
    """

    criteria: tuple[Criterion, ...]
    differ_by: Fraction = Fraction(0)
    third: Third = Third.NEAREST_TWO
    least: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Most points first. `places`: so many are given by this order (None: all that are left)."""

    places: int | None = None


@dataclass(frozen=True, slots=True)
class OrderOfApplication:
    """Who applied first is first. `places` as in a ranking."""

    places: int | None = None


@dataclass(frozen=True, slots=True)
class PriorityGroup:
    """Those for whom the condition holds come before others, at most `most` of them (None: all)."""

    condition: Condition
    most: int | None = None


@dataclass(frozen=True, slots=True)
class PriorityGroups:
    """The first group before the second, and so on; everybody else comes after. Somebody in two groups is in the first.

    With `places`, so many are given to people of the groups at once and to nobody else.
    """

    groups: tuple[PriorityGroup, ...]
    places: int | None = None


@dataclass(frozen=True, slots=True)
class QuotaDraw:
    """The places that are left are drawn among the people who are left. Always the last step; core/selection does it."""


Order = Ranking | OrderOfApplication | PriorityGroups
Step = Gate | Points | Order | QuotaDraw
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Limits:
    """What binds every method.

    Attributes:
        cap: at most so many people of one organisation.
        together: pairs of codes that both get a place or neither.
        one_of: pairs of codes of which at most one gets a place.
        must: codes with a place by decision; they count against the places.
        excluded: codes that take no part by decision.
    """

    cap: int | None = None
    together: tuple[tuple[str, str], ...] = ()
    one_of: tuple[tuple[str, str], ...] = ()
    must: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


class Place(StrEnum):
    LISTED = "listed"
    RESERVE = "reserve"
    OUT = "out"
    TO_DRAW = "to_draw"


class Why(StrEnum):
    """Kinds of reasons, with what `about` holds."""

    MUST = "must"  # nothing
    EXCLUDED = "excluded"  # nothing
    CONDITION = "condition"  # fact, value
    POINTS_BELOW = "points_below"  # points, least
    GROUP = "group"  # number of the group from 1, fact, value
    RANK = "rank"  # points
    ARRIVED = "arrived"  # position by time from 1
    LOT = "lot"  # people in the tie
    PLACE = "place"  # position in the order, places
    CAP = "cap"  # limit
    ONE_OF = "one_of"  # code of the other
    TOGETHER = "together"  # code of the other
    NO_PLACE_LEFT = "no_place_left"  # position in the order, places
    TO_DRAW = "to_draw"  # people in the draw, places left


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact behind a result; the texts in `about` are exact (fractions as `35/2`)."""

    kind: Why
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one person stands and why, the reasons in the order of the steps.

    `position` counts from 1 among those with a place, and among the reserve; None for everybody else.
    """

    code: str
    place: Place
    position: int | None
    reasons: tuple[Reason, ...]
    points: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """People whom every step left equal, in the order of the lot. `matters`: some of them got a place and some not."""

    codes: tuple[str, ...]
    matters: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What came out.

    Attributes:
        standings: one per person: those with a place in the order they got it, those to be drawn, the reserve in
            order, those who are out by code.
        ties: where the lot decided an order.
        threshold: the fewest points with which somebody got a place by a ranking; None without a ranking.
        seats_left: places that nobody got, or that are still to be drawn.
    """

    standings: tuple[Standing, ...]
    ties: tuple[Tie, ...]
    threshold: Fraction | None
    seats_left: int

    def codes(self, place: Place) -> tuple[str, ...]:
        return tuple(one.code for one in self.standings if one.place is place)


class SequenceNotPossible(ValueError):
    """The steps make no method. `reason`: `nothing_decides`, `ranking_without_points`, `points_twice`,
    `no_criteria`, `no_groups`, `no_conditions`, `draw_is_not_last`, `order_without_places` (an order before a draw that
    does not say how many places it gives), `last_order_leaves_places` or `more_places_than_seats`."""

    code = "sequence_not_possible"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class PointsMissing(Exception):
    """Somebody has too few assessments to be given points. `codes`: who, and whether it is the third that is missing."""

    code = "points_missing"

    def __init__(self, codes: Mapping[str, bool]) -> None:
        super().__init__(", ".join(sorted(codes)))
        self.codes = dict(codes)
