"""Draws and their members, and where one person stands."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files

from django.conf import settings
from django.db.models import Q, QuerySet

from obrady.stages.applications.models import Application
from obrady.stages.applications.states import ApplicationState
from obrady.stages.draws.models import Draw, PoolMember
from obrady.stages.draws.queries.records import frozen_method
from obrady.stages.draws.states import WAITING_FOR_WORKER, DrawKind, DrawState, Place
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.models import Person
from obrady.stages.people.queries import person_key
from obrady.workshop import sealing

SMALLEST_RESERVE = 5


def draws_of(meeting: Meeting) -> QuerySet[Draw]:
    return Draw.objects.filter(meeting=meeting).select_related("meeting__organisation", "replaces")


def live_draw(meeting: Meeting) -> Draw | None:
    """The one real draw that counts, in whatever state; a draft too."""
    return draws_of(meeting).filter(kind=DrawKind.REAL).exclude(state=DrawState.ABANDONED).first()


def published_draw(meeting: Meeting) -> Draw | None:
    draw = live_draw(meeting)
    return draw if draw is not None and draw.state == DrawState.PUBLISHED else None


def abandoned_draws(meeting: Meeting) -> QuerySet[Draw]:
    """Given up, with their reasons, for everybody to see."""
    return draws_of(meeting).filter(kind=DrawKind.REAL, state=DrawState.ABANDONED).order_by("number")


def rehearsals(meeting: Meeting) -> QuerySet[Draw]:
    return draws_of(meeting).filter(kind=DrawKind.REHEARSAL).exclude(state=DrawState.ABANDONED).order_by("-number")


def rehearsal_numbered(meeting: Meeting, number: int) -> Draw | None:
    return rehearsals(meeting).filter(number=number).first()


def draw_numbered(meeting: Meeting, number: int) -> Draw | None:
    return draws_of(meeting).filter(kind=DrawKind.REAL, number=number).first()


def due_draws(now: datetime) -> QuerySet[Draw]:
    """Frozen ones that nobody computes, and those whose worker has not been heard of for a lease."""
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    return Draw.objects.filter(state__in=WAITING_FOR_WORKER, fault="").filter(free).order_by("frozen_at")


def members_of(draw: Draw) -> QuerySet[PoolMember]:
    return PoolMember.objects.filter(draw=draw).select_related("application__person").order_by("code")


def left_since(draw: Draw) -> QuerySet[PoolMember]:
    """People of the pool whose application is no longer there."""
    gone = ~Q(application__state=ApplicationState.ELIGIBLE)
    return members_of(draw).filter(gone | Q(application=None))


def reserve_length(draw: Draw) -> int:
    """How many are told their position; half of the places, and five at least, unless somebody chose."""
    return draw.reserve_length if draw.reserve_length is not None else max(SMALLEST_RESERVE, -(-draw.seats // 2))


@dataclass(frozen=True)
class Entry:
    """What the draw looked at in one person: opened from the sealed row; empty for somebody who was erased."""

    features: Mapping[str, str]
    groups: Mapping[str, str]


NOTHING = Entry(features={}, groups={})


def entry_place(draw: Draw, code: str) -> str:
    return f"draws_poolmember:{draw.pk}:{code}"


def frozen_with(draw: Draw) -> dict[str, object]:
    """What is frozen beside rules and pool: a secret, so that nobody who knows most of the pool can guess the rest of it
    by trying fingerprints. Auditors get it with the pool."""
    place = entry_place(draw, "secret")
    secret = {"secret": sealing.unseal(settings.OBRADY_MASTER_KEY, draw.sealed_secret, place=place).decode()}
    return secret | frozen_method(draw)


def entries_of(draw: Draw, members: list[PoolMember]) -> dict[str, Entry]:
    """code -> entry; in no query of its own."""
    return {member.code: _opened(draw, member) for member in members}


def _opened(draw: Draw, member: PoolMember) -> Entry:
    person: Person | None = member.application.person if member.application else None
    if person is None or person.sealed_key is None or member.sealed_entry is None:
        return NOTHING
    plain = sealing.unseal(person_key(person), member.sealed_entry, place=entry_place(draw, member.code))
    return Entry(**json.loads(plain))


@dataclass(frozen=True)
class Standing:
    """What one person may know of their own place, before and after the draw."""

    draw: Draw
    code: str
    place: Place
    chance: float | None
    row_count: int | None
    reserve_position: int | None
    is_unselectable: bool


def standing(application: Application) -> Standing | None:
    """For the private page: None before the pool is frozen, or for somebody who is not in it."""
    row = (
        PoolMember.objects.filter(application=application, draw__kind=DrawKind.REAL)
        .exclude(draw__state=DrawState.ABANDONED)
        .select_related("draw__meeting__organisation")
        .first()
    )
    return standing_of(row) if row else None


def standing_of(member: PoolMember) -> Standing:
    """A result that the organiser has not approved yet is nobody's answer."""
    draw = member.draw
    shows_chance = DrawState(draw.state).is_committed
    is_reserve = place_of(member) is Place.RESERVE
    return Standing(
        draw=draw,
        code=member.code,
        place=place_of(member),
        chance=member.chance if shows_chance else None,
        row_count=member.row_count if shows_chance else None,
        reserve_position=member.reserve_position if is_reserve else None,
        is_unselectable=member.is_unselectable,
    )


def place_of(member: PoolMember) -> Place:
    if member.draw.state != DrawState.PUBLISHED:
        return Place.WAITING
    if member.is_drawn:
        return Place.IN
    position = member.reserve_position or 0
    return Place.RESERVE if 1 <= position <= reserve_length(member.draw) else Place.NOT_DRAWN


def verify_script() -> bytes:
    """The program of one file with which anybody recomputes a draw."""
    return files("obrady.core.chance").joinpath("verify.py").read_bytes()
