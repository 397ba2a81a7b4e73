"""Other rules by which organisers give places: a gate, points, a ranking, the order of application, priority groups,
a draw, and sequences of these. Every method gives a list, a reserve list and a reason for everybody.

Example:
    >>> people = [
    ...     Applicant("A", {"village": "yes"}, sheets=(Sheet({"why": 2}), Sheet({"why": 3}))),
    ...     Applicant("B", {"village": "no"}, sheets=(Sheet({"why": 5}), Sheet({"why": 5}))),
    ...     Applicant("C", {"village": "yes"}, sheets=(Sheet({"why": 4}), Sheet({"why": 4}))),
    ... ]
    >>> steps = [
    ...     Points(criteria=(Criterion("why", most=5),), differ_by=Fraction(1)),
    ...     PriorityGroups((PriorityGroup(Condition("village", ("yes",)), most=1),)),
    ...     Ranking(),
    ... ]
    >>> result = recruit(applicants=people, steps=steps, seats=2, seed="the published fingerprint")
    >>> result.codes(Place.LISTED), result.codes(Place.RESERVE), result.threshold
    (('C', 'B'), ('A',), Fraction(4, 1))
"""

from fractions import Fraction

from obrady.core.recruitment.check import check
from obrady.core.recruitment.documents import steps_document, steps_from
from obrady.core.recruitment.scoring import (
    Criterion,
    PointsNotPossible,
    Sheet,
    Third,
    most_points,
    needs_third,
    score,
    total,
)
from obrady.core.recruitment.sequence import checked_steps, recruit
from obrady.core.recruitment.types import (
    Applicant,
    Condition,
    Gate,
    Limits,
    Order,
    OrderOfApplication,
    Place,
    Points,
    PointsMissing,
    PriorityGroup,
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

__all__ = [
    "Applicant",
    "Condition",
    "Criterion",
    "Fraction",
    "Gate",
    "Limits",
    "Order",
    "OrderOfApplication",
    "Place",
    "Points",
    "PointsMissing",
    "PointsNotPossible",
    "PriorityGroup",
    "PriorityGroups",
    "QuotaDraw",
    "Ranking",
    "Reason",
    "Result",
    "SequenceNotPossible",
    "Sheet",
    "Standing",
    "Step",
    "Third",
    "Tie",
    "Why",
    "check",
    "checked_steps",
    "most_points",
    "needs_third",
    "recruit",
    "score",
    "steps_document",
    "steps_from",
    "total",
]
