"""What was decided about people before the draw, in the codes that the selection knows."""

from collections.abc import Iterable, Mapping

from obrady.stages.draws.models import Draw, PersonDecision
from obrady.stages.draws.states import Decision

Decided = Mapping[str, list[str]]


def decisions_of(draw: Draw) -> list[PersonDecision]:
    """Those whom the pool no longer holds included."""
    if draw._state.adding:
        return []
    return list(PersonDecision.objects.filter(draw=draw).select_related("application").order_by("decided_at", "pk"))


def decided(decisions: Iterable[PersonDecision], *, codes: Mapping[str, str]) -> dict[str, list[str]]:
    """must, guests and excluded: codes of the pool, ascending. `codes`: application id -> code."""
    found: dict[str, list[str]] = {"must": [], "guests": [], "excluded": []}
    for one in decisions:
        code = codes.get(str(one.application_id))
        if code is None:
            continue
        found["must" if one.decision == Decision.MUST else "excluded"].append(code)
        if one.is_guest:
            found["guests"].append(code)
    return {name: sorted(named) for name, named in found.items()}
