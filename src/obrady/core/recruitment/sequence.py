"""From steps to a list, a reserve list and a reason for everybody.

The steps are walked in order. A gate and a threshold of points take people out. Orders (priority groups, ranking, order
of application) that follow each other make one order: a later one only orders people whom the earlier left equal, and
the lot orders whoever is equal in all of them. An order that says how many places it gives ends there: the first so many
get places, and the next step begins anew with everybody else. The last order gives all places that are left, unless a
draw follows. The lot is `core.chance.reserve_order` of the published fingerprint: nobody chooses it.
"""

from collections.abc import Sequence
from fractions import Fraction

from obrady.core.chance import reserve_order
from obrady.core.recruitment.ordering import Ordered, ordered
from obrady.core.recruitment.places import Walk
from obrady.core.recruitment.scoring import score, total
from obrady.core.recruitment.types import (
    Applicant,
    Gate,
    Limits,
    Order,
    OrderOfApplication,
    Place,
    Points,
    PointsMissing,
    PriorityGroups,
    QuotaDraw,
    Ranking,
    Reason,
    Result,
    SequenceNotPossible,
    Standing,
    Step,
    Tie,
    Why,
)

ORDERS = (PriorityGroups, Ranking, OrderOfApplication)


def recruit(
    *,
    applicants: Sequence[Applicant],
    steps: Sequence[Step],
    seats: int,
    seed: str,
    limits: Limits | None = None,
) -> Result:
    """Who gets a place, who waits in which order, who is out, and why, under these steps.

    Args:
        applicants: the pool, codes unique; their order has no influence.
        steps: see `checked_steps`.
        seats: number of places, from 1.
        seed: the published fingerprint of the frozen rules and pool, from which the lot follows.
        limits: what binds every method: cap per organisation, linked people, decisions on single people.

    Raises:
        SequenceNotPossible: the steps make no method.
        PointsMissing: somebody who is still in has too few assessments when points are counted.
        PointsNotPossible: points out of range.

    Example:
        >>> people = [Applicant("A", arrived=3), Applicant("B", arrived=1), Applicant("C", arrived=2)]
        >>> result = recruit(applicants=people, steps=[OrderOfApplication()], seats=1, seed="abc")
        >>> result.codes(Place.LISTED), result.codes(Place.RESERVE)
        (('B',), ('C', 'A'))
    """
    checked_steps(steps, seats=seats)
    run = _Run(applicants, seats, seed, limits or Limits())
    run.begin()
    for step in steps:
        run.take(step)
    return run.end()


def checked_steps(steps: Sequence[Step], *, seats: int) -> None:
    """Refuse steps that make no method.

    Raises:
        SequenceNotPossible: with its reason.
    """
    if not any(isinstance(step, (*ORDERS, QuotaDraw)) for step in steps):
        raise SequenceNotPossible("nothing_decides")
    if any(isinstance(step, QuotaDraw) for step in steps[:-1]):
        raise SequenceNotPossible("draw_is_not_last")
    for position, step in enumerate(steps):
        _check_step(step, before=steps[:position])
    orders: list[Order] = [step for step in steps if isinstance(step, Ranking | OrderOfApplication | PriorityGroups)]
    if orders:
        _check_places(orders, ends_in_draw=isinstance(steps[-1], QuotaDraw), seats=seats)


def _check_step(step: Step, *, before: Sequence[Step]) -> None:
    has_points = any(isinstance(one, Points) for one in before)
    match step:
        case Ranking() if not has_points:
            raise SequenceNotPossible("ranking_without_points")
        case Points() if has_points:
            raise SequenceNotPossible("points_twice")
        case Points(criteria=()):
            raise SequenceNotPossible("no_criteria")
        case PriorityGroups(groups=()):
            raise SequenceNotPossible("no_groups")
        case Gate(conditions=()):
            raise SequenceNotPossible("no_conditions")


def _check_places(orders: Sequence[Order], *, ends_in_draw: bool, seats: int) -> None:
    last = orders[-1].places
    if ends_in_draw and last is None:
        raise SequenceNotPossible("order_without_places")
    if not ends_in_draw and last is not None:
        raise SequenceNotPossible("last_order_leaves_places")
    if sum(order.places or 0 for order in orders) > seats:
        raise SequenceNotPossible("more_places_than_seats")


class _Run:
    """The state between steps; nothing here outlives one call of `recruit`."""

    def __init__(self, applicants: Sequence[Applicant], seats: int, seed: str, limits: Limits) -> None:
        self.limits, self.seed = limits, seed
        lot = reserve_order([person.code for person in applicants], fingerprint=seed)
        self.lot = {code: position for position, code in enumerate(lot)}
        if len(self.lot) != len(applicants):
            raise ValueError("a code occurs twice in the pool")
        self.left = sorted(applicants, key=lambda person: self.lot[person.code])
        self.reasons: dict[str, list[Reason]] = {person.code: [] for person in applicants}
        self.points: dict[str, Fraction] = {}
        self.out: list[str] = []
        self.to_draw: list[str] = []
        self.pending: list[Order] = []
        self.ties: list[tuple[str, ...]] = []
        self.ranked: set[str] = set()
        times = sorted({person.arrived for person in applicants})
        self.arrival = {person.code: times.index(person.arrived) + 1 for person in applicants}
        self.walk = Walk(seats=seats, limits=limits, reasons=self.reasons)
        self.order: list[str] = []

    def begin(self) -> None:
        """Decisions on single people come before every step."""
        for person in self.left:
            if person.code in self.limits.excluded:
                self.put_out(person.code, Reason(Why.EXCLUDED))
        must = [person for person in self.left if person.code in self.limits.must]
        self.walk.seat(must, reason=Reason(Why.MUST))
        self.keep_the_rest()

    def take(self, step: Step) -> None:
        match step:
            case Gate():
                self.gate(step)
            case Points():
                self.count_points(step)
            case QuotaDraw():
                self.leave_to_draw()
            case _:
                self.pending.append(step)
                if step.places is not None:
                    self.give(step.places)

    def gate(self, step: Gate) -> None:
        for person in list(self.left):
            failed = [one for one in step.conditions if not one.holds(person)]
            if failed:
                self.put_out(
                    person.code,
                    *(Reason(Why.CONDITION, (one.fact, person.facts.get(one.fact, "unknown"))) for one in failed),
                )

    def count_points(self, step: Points) -> None:
        missing: dict[str, bool] = {}
        for person in self.left:
            totals = [total(sheet, criteria=step.criteria) for sheet in person.sheets]
            found = score(totals, differ_by=step.differ_by, third=step.third)
            if found is None:
                missing[person.code] = len(totals) >= 2
            else:
                self.points[person.code] = found
        if missing:
            raise PointsMissing(missing)
        for person in list(self.left):
            if self.points[person.code] < step.least:
                about = (str(self.points[person.code]), str(step.least))
                self.put_out(person.code, Reason(Why.POINTS_BELOW, about))

    def put_out(self, code: str, *reasons: Reason) -> None:
        self.reasons[code] += reasons
        self.out.append(code)
        self.left = [person for person in self.left if person.code != code]

    def keep_the_rest(self) -> None:
        self.left = [person for person in self.left if person.code not in self.walk.listed]

    def give(self, places: int) -> None:
        """Places to the first of the pending orders; everybody else goes on to the next step."""
        if not self.left:
            self.pending = []
            return
        found = ordered(self.left, steps=self.pending, points=self.points, arrival=self.arrival)
        self.explain(found)
        self.ties += found.ties
        self.order = [person.code for person in found.people]
        last = self.pending[-1]
        only = found.grouped if isinstance(last, PriorityGroups) and last.places is not None else None
        ranks = any(isinstance(step, Ranking) for step in self.pending)
        given = self.walk.fill(found.people, places=places, only=only, barred=self.out)
        self.ranked |= set(given) if ranks else set()
        self.pending = []
        self.keep_the_rest()

    def explain(self, found: Ordered) -> None:
        for person in found.people:
            new = [reason for reason in found.reasons[person.code] if reason not in self.reasons[person.code]]
            self.reasons[person.code] += new

    def leave_to_draw(self) -> None:
        seats = self.walk.seats_left
        self.to_draw = sorted(person.code for person in self.left)
        for person in self.left:
            self.walk.passed.pop(person.code, None)
            self.reasons[person.code].append(Reason(Why.TO_DRAW, (str(len(self.left)), str(seats))))
        self.left = []

    def end(self) -> Result:
        if self.pending:
            self.give(self.walk.seats_left)
        listed = self.walk.listed
        waiting = {person.code for person in self.left}
        reserve = [code for code in self.order if code in waiting]
        self.walk.explain_waiting(reserve)
        return Result(
            standings=(
                *(self.standing(code, Place.LISTED, i) for i, code in enumerate(listed, start=1)),
                *(self.standing(code, Place.TO_DRAW, None) for code in self.to_draw),
                *(self.standing(code, Place.RESERVE, i) for i, code in enumerate(reserve, start=1)),
                *(self.standing(code, Place.OUT, None) for code in sorted(self.out)),
            ),
            ties=tuple(
                Tie(codes=codes, matters=0 < sum(code in listed for code in codes) < len(codes)) for codes in self.ties
            ),
            threshold=min((self.points[code] for code in self.ranked), default=None),
            seats_left=self.walk.seats_left,
        )

    def standing(self, code: str, place: Place, position: int | None) -> Standing:
        return Standing(code, place, position, tuple(self.reasons[code]), self.points.get(code))
