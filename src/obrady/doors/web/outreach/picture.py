"""How many gminas were reached, as bars of one scale."""

from dataclasses import dataclass

from obrady.doors.web.outreach import words
from obrady.stages.outreach.queries import Coverage

WIDTH = 1000


@dataclass(frozen=True)
class Bar:
    """`length` of `WIDTH` is the share that was reached; the frame is all of them."""

    label: object
    reached: int
    all: int
    length: int


def bars(covered: Coverage) -> list[Bar]:
    return [Bar(words.GMINA_KINDS[one.key], one.reached, one.all, round(WIDTH * one.share)) for one in covered.by_kind]
