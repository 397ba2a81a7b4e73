"""What a selection answers with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from obrady.core.selection.people import people_panels
from obrady.core.selection.reduce import Program
from obrady.core.selection.types import Certificate, Objective, WeightedNumbers, WeightedPanel


@dataclass(frozen=True)
class Outcome:
    """A lottery over valid panels whose individual probabilities are optimal.

    Attributes:
        objective: what it is optimal for.
        probabilities: code -> probability of a seat, everybody included, in ascending order of codes.
        program: the integer program whose whole points are the panels.
        types: people whom no rule tells apart, type by type; each type holds units, people who are drawn together.
        mixture: the exact lottery by numbers per type (positions in `types`), heaviest first; weights sum to 1. Each
            unit of a type has the same share of the type's seats.
        unselectable: codes whom no panel can contain (their probability is 0), without those whom the rules exclude.
        minimum: the smallest probability over those who can be drawn; None if nobody can.
        certificate: why this is the optimum.
    """

    objective: Objective
    probabilities: Mapping[str, float]
    program: Program = field(repr=False, compare=False)
    types: tuple[tuple[tuple[str, ...], ...], ...]
    mixture: tuple[WeightedNumbers, ...]
    unselectable: tuple[str, ...]
    minimum: float | None
    certificate: Certificate

    @cached_property
    def panels(self) -> tuple[WeightedPanel, ...]:
        """The exact lottery over panels of codes, heaviest first; weights sum to 1.

        It has up to two panels for every person of the pool, so it is worked out when it is first asked for.
        """
        return people_panels(self.types, self.mixture)
