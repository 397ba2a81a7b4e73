"""One step up or down in an order, as the two buttons ask."""

from collections.abc import Sequence
from typing import TypeVar

from django.http import HttpRequest

Thing = TypeVar("Thing")


def one_step(things: Sequence[Thing], thing: Thing, request: HttpRequest) -> list[Thing]:
    """The new order; at either end, or with an unknown direction, the old one."""
    order = list(things)
    here = order.index(thing)
    there = here + {"up": -1, "down": 1}.get(request.POST.get("direction", ""), 0)
    if 0 <= there < len(order):
        order[here], order[there] = order[there], order[here]
    return order
