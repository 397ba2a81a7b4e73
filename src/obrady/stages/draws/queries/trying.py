"""Test throws of the dice, as the ledger has them."""

from dataclasses import dataclass
from datetime import datetime

from obrady.stages.draws.models import Draw
from obrady.stages.ledger.queries import entries_about

VERB = "draws.try_dice"
DIGITS = "0123456789"
# The chi-squared statistic with nine degrees of freedom is above this once in a hundred series of a fair die.
RARELY_ABOVE = 21.666
FEWEST_TO_JUDGE = 50


@dataclass(frozen=True)
class TestThrows:
    """`counts`: how often each digit from 0 to 9 came up, in all test throws of this draw; `last` is when, if ever."""

    __test__ = False

    counts: tuple[int, ...]
    last: datetime | None

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def expected(self) -> float:
        return self.total / len(DIGITS)

    @property
    def is_judged(self) -> bool:
        return self.total >= FEWEST_TO_JUDGE

    @property
    def is_usual(self) -> bool:
        """Whether a fair die is at least this uneven in more than one of a hundred series."""
        if not self.total:
            return True
        return sum((count - self.expected) ** 2 / self.expected for count in self.counts) <= RARELY_ABOVE


def test_throws(draw: Draw) -> TestThrows:
    lines = list(entries_about(draw.about).filter(verb=VERB))
    digits = "".join(line.facts["throws"] for line in lines)
    return TestThrows(
        counts=tuple(digits.count(digit) for digit in DIGITS), last=lines[-1].happened_at if lines else None
    )
