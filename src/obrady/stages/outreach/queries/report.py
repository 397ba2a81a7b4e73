"""Whom we invited, in numbers: by kind, by kind of gmina, by powiat, and how many gminas were reached."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from obrady.stages.outreach.queries.areas import gmina_areas, powiats
from obrady.stages.outreach.queries.standing import Row
from obrady.stages.outreach.states import ContactKind, Level, Reply


@dataclass(frozen=True)
class Line:
    """`invited` were reached by a letter, a call or a sheet, or have answered; `chosen` are all, planned ones too."""

    key: Hashable
    chosen: int
    invited: int
    answered: int
    applied: int
    declined: int
    bounced: int
    unsubscribed: int


def line(key: Hashable, rows: Iterable[Row]) -> Line:
    found = list(rows)
    return Line(
        key=key,
        chosen=len(found),
        invited=sum(row.was_invited for row in found),
        answered=sum(row.has_answered for row in found),
        applied=sum(row.invitation.reply == Reply.APPLIED for row in found),
        declined=sum(row.invitation.reply == Reply.DECLINED for row in found),
        bounced=sum(row.has_bounced for row in found),
        unsubscribed=sum(row.is_stopped for row in found),
    )


def lines(rows: Iterable[Row], key_of: Callable[[Row], Hashable], order: Iterable[Hashable]) -> list[Line]:
    """One line per key that has rows, in the given order."""
    found: dict[Hashable, list[Row]] = {}
    for row in rows:
        found.setdefault(key_of(row), []).append(row)
    return [line(key, found[key]) for key in order if key in found]


def by_kind(rows: list[Row]) -> list[Line]:
    return lines(rows, lambda row: row.contact.kind, [str(kind) for kind in ContactKind])


def by_gmina_kind(rows: list[Row]) -> list[Line]:
    """Whoever stands for a gmina: its office, and what else lies in it."""
    return lines(rows, lambda row: row.area.gmina_kind if row.area else "", ["1", "2", "3"])


def by_powiat(rows: list[Row]) -> list[Line]:
    return lines(rows, lambda row: row.contact.area[:4], [one.code for one in powiats()])


@dataclass(frozen=True)
class Covered:
    """How many of these gminas had their office invited."""

    key: str
    reached: int
    all: int

    @property
    def share(self) -> float:
        return self.reached / self.all if self.all else 0.0


@dataclass(frozen=True)
class Coverage:
    total: Covered
    by_kind: tuple[Covered, ...]
    by_powiat: tuple[Covered, ...]
    powiats: Covered


def coverage(rows: Iterable[Row]) -> Coverage:
    """Counted by the gmina's own office; a town that is a powiat too counts among the gminas only."""
    invited = [row for row in rows if row.was_invited]
    offices = {row.contact.area for row in invited if row.contact.kind == ContactKind.GMINA}
    heads = {row.contact.area for row in invited if row.contact.kind == ContactKind.POWIAT}
    every = gmina_areas()
    rural = [one.code for one in powiats() if not one.is_city_powiat]
    return Coverage(
        total=_covered(str(Level.GMINA), [one.code for one in every], offices),
        by_kind=tuple(_covered(kind, [one.code for one in every if one.gmina_kind == kind], offices) for kind in "123"),
        by_powiat=tuple(_covered(one.code, [two.code for two in gmina_areas(one.code)], offices) for one in powiats()),
        powiats=_covered(str(Level.POWIAT), rural, heads),
    )


def _covered(key: str, codes: list[str], reached: set[str]) -> Covered:
    return Covered(key=key, reached=len(reached.intersection(codes)), all=len(codes))
