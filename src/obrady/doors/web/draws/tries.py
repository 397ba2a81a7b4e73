"""Test throws of the dice as a picture beside what a fair die gives on average."""

from dataclasses import dataclass
from datetime import datetime

from babel.numbers import format_decimal
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.trying import TestThrows, test_throws

WIDTH = 1000
MARK = 5


@dataclass(frozen=True)
class DigitBar:
    digit: int
    count: int
    length: int


@dataclass(frozen=True)
class ShownThrows:
    """Lengths are in thousandths of the picture's width; `expected_at` is where a fair die is on average."""

    total: int
    last: datetime | None
    expected: str
    expected_at: int
    verdict: str
    bars: tuple[DigitBar, ...]

    @property
    def description(self) -> str:
        return "; ".join(f"{bar.digit}: {bar.count}" for bar in self.bars)


def shown_throws(draw: Draw) -> ShownThrows:
    found = test_throws(draw)
    longest = max(1, *found.counts)
    return ShownThrows(
        total=found.total,
        last=found.last,
        expected=format_decimal(found.expected, format="#,##0.#", locale=get_language() or "pl"),
        expected_at=min(round(found.expected * WIDTH / longest), WIDTH - MARK),
        verdict=verdict(found),
        bars=tuple(DigitBar(digit, count, count * WIDTH // longest) for digit, count in enumerate(found.counts)),
    )


def verdict(found: TestThrows) -> str:
    if not found.is_judged:
        return _("Fewer than 50 throws say little about a die.")
    if found.is_usual:
        return _("Differences of this size are usual for a fair die.")
    return _("A fair die is this uneven less than once in a hundred series. Throw on, or take another die.")
