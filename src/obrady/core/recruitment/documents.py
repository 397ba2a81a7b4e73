"""Steps as a document without floats, and back: what is kept, frozen under the fingerprint and published."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from obrady.core.recruitment.scoring import Criterion, Third
from obrady.core.recruitment.types import (
    Condition,
    Gate,
    OrderOfApplication,
    Points,
    PriorityGroup,
    PriorityGroups,
    QuotaDraw,
    Ranking,
    Step,
)


def steps_document(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """One mapping per step with its `kind`; fractions are texts.

    Example:
        >>> steps_document([OrderOfApplication(places=3), QuotaDraw()])
        [{'kind': 'order_of_application', 'places': 3}, {'kind': 'draw'}]
    """
    return [_document(step) for step in steps]


def _document(step: Step) -> dict[str, Any]:
    match step:
        case Gate():
            return {"kind": "gate", "conditions": [_condition(one) for one in step.conditions]}
        case Points():
            return {
                "kind": "points",
                "criteria": [{"key": one.key, "most": one.most, "weight": one.weight} for one in step.criteria],
                "differ_by": str(step.differ_by),
                "third": str(step.third),
                "least": str(step.least),
            }
        case Ranking():
            return {"kind": "ranking", "places": step.places}
        case OrderOfApplication():
            return {"kind": "order_of_application", "places": step.places}
        case PriorityGroups():
            groups = [{**_condition(one.condition), "most": one.most} for one in step.groups]
            return {"kind": "priority_groups", "groups": groups, "places": step.places}
        case QuotaDraw():
            return {"kind": "draw"}


def _condition(one: Condition) -> dict[str, Any]:
    return {"fact": one.fact, "values": list(one.values)}


def steps_from(document: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """The steps of a document written by `steps_document`.

    Raises:
        KeyError, ValueError: it was written by something else.
    """
    return tuple(_step(one) for one in document)


def _step(one: Mapping[str, Any]) -> Step:
    match one["kind"]:
        case "gate":
            return Gate(tuple(Condition(row["fact"], tuple(row["values"])) for row in one["conditions"]))
        case "points":
            return Points(
                criteria=tuple(Criterion(row["key"], row["most"], row["weight"]) for row in one["criteria"]),
                differ_by=Fraction(one["differ_by"]),
                third=Third(one["third"]),
                least=Fraction(one["least"]),
            )
        case "ranking":
            return Ranking(one["places"])
        case "order_of_application":
            return OrderOfApplication(one["places"])
        case "priority_groups":
            return PriorityGroups(
                tuple(
                    PriorityGroup(Condition(row["fact"], tuple(row["values"])), row["most"]) for row in one["groups"]
                ),
                one["places"],
            )
        case "draw":
            return QuotaDraw()
        case kind:
            raise ValueError(f"no such step: {kind}")
