"""What this room holds of a person: a random code, a chance, a place, and sealed features of the frozen pool."""

from typing import Any

from obrady.stages.draws.models import PoolMember
from obrady.stages.draws.queries.finding import entries_of
from obrady.stages.people.models import Person
from obrady.stages.people.registry import Holding, register


def _rows(person: Person):
    return PoolMember.objects.filter(application__person=person).select_related("draw__meeting", "application__person")


def _export(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "draw": f"{row.draw.meeting.slug} {row.draw.kind} {row.draw.number}",
            "code": row.code,
            "features": dict(entries_of(row.draw, [row])[row.code].features),
            "chance": row.chance,
            "drawn": row.is_drawn,
            "reserve_position": row.reserve_position,
        }
        for row in _rows(person).order_by("pk")
    ]


def _let_go(person: Person) -> int:
    """Code and chance are public and stay, as the proof needs them; nothing leads from them to a person any more."""
    rows = PoolMember.objects.filter(application__person=person)
    return rows.update(application=None, sealed_entry=None)


def declare() -> None:
    register(
        Holding(
            model=PoolMember,
            personal_fields=("application", "code", "sealed_entry", "chance", "is_drawn", "reserve_position"),
            export=_export,
            blank=_let_go,
            erase=_let_go,
        )
    )
