"""Copying a meeting: one act with one ledger line; each room says what it takes along (docs/decisions/0019)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db.models import Model
from i18nfield.strings import LazyI18nString

from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings import rules
from obrady.stages.meetings.models import Meeting

Row = TypeVar("Row", bound=Model)
# What is the same at the next meeting; the dates are asked for anew.
KEPT = (
    "organisation", "series", "zone", "place", "place_address", "access_notes", "places", "office_name",
    "office_address", "office_hours", "phone", "email", "contact",
)  # fmt: skip


class NothingToCopyWith(Exception):
    """A part was asked for (`part`) without the one it stands on (`needs`)."""

    def __init__(self, *, part: str, needs: str) -> None:
        super().__init__(f"{part} needs {needs}")
        self.part, self.needs = part, needs


@dataclass(frozen=True)
class Dates:
    """When the copy is; None = still to be said."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    answer_by: date | None = None

    @classmethod
    def of(cls, meeting: Meeting) -> "Dates":
        return cls(**{name: getattr(meeting, name) for name in cls.__dataclass_fields__})


@dataclass(frozen=True)
class Copying:
    """What a room is handed: from where, to where, and by how many days everything moved (None without dates)."""

    actor: Actor
    source: Meeting
    target: Meeting
    days: int | None
    now: datetime

    def moved(self, day: date | None) -> date | None:
        return day + timedelta(days=self.days) if day and self.days is not None else None


@dataclass(frozen=True)
class CopyPart:
    """One thing that may be taken along. `count` says how much of it the source has; `needs` is the key of a part
    without which it makes no sense; what is right at the next meeting as it stands `is_usual`."""

    key: str
    count: Callable[[Meeting], int]
    copy: Callable[[Copying], None]
    needs: str = ""
    is_usual: bool = True


_parts: dict[str, CopyPart] = {}


def register_part(part: CopyPart) -> None:
    _parts[part.key] = part


def parts() -> tuple[CopyPart, ...]:
    """In the order of the rooms, the earliest first."""
    return tuple(_parts.values())


def shifted(meeting: Meeting, *, to: date) -> Dates:
    """The meeting's dates moved so that it begins on that day: the same hours on the wall, the same distances in days."""
    old = Dates.of(meeting)
    if old.starts_at is None:
        return Dates()
    days = timedelta(days=(to - old.starts_at.astimezone(meeting.tz).date()).days)
    moments = {
        name: _on_the_wall(moment, days, meeting)
        for name in ("starts_at", "ends_at", "opens_at", "closes_at")
        if (moment := getattr(old, name)) is not None
    }
    return Dates(**moments, answer_by=old.answer_by + days if old.answer_by else None)


def _on_the_wall(moment: datetime, days: timedelta, meeting: Meeting) -> datetime:
    return moment.astimezone(meeting.tz) + days


def copy_meeting(
    *,
    actor: Actor,
    source: Meeting,
    slug: str,
    title: LazyI18nString,
    dates: Dates,
    wanted: Iterable[str],
    now: datetime,
) -> Meeting:
    """A draft like `source` with its own dates and the `wanted` parts. Raises `NothingToCopyWith`."""
    chosen = [part for part in parts() if part.key in set(wanted)]
    keys = {part.key for part in chosen}
    for part in chosen:
        if part.needs and part.needs not in keys:
            raise NothingToCopyWith(part=part.key, needs=part.needs)
    target = Meeting(slug=slug, title=title, created_at=now, **{name: getattr(source, name) for name in KEPT})
    for name in Dates.__dataclass_fields__:
        setattr(target, name, getattr(dates, name))
    with act(
        actor=actor,
        verb="meetings.copy_meeting",
        thing=source.organisation,
        rule=rules.can_call_meeting,
        now=now,
        about=target.about,
    ) as line:
        target.full_clean()
        target.save(force_insert=True)
        step = Copying(actor=actor, source=source, target=target, days=_days_between(source, target), now=now)
        for part in chosen:
            part.copy(step)
        line.facts.update(source=str(source.pk), parts=sorted(keys))
    return target


def _days_between(source: Meeting, target: Meeting) -> int | None:
    if source.starts_at is None or target.starts_at is None:
        return None
    return (target.starts_at.astimezone(target.tz).date() - source.starts_at.astimezone(source.tz).date()).days


def copied(row: Row, **changes: object) -> Row:
    """A new row like this one, saved."""
    names = [field.name for field in row._meta.concrete_fields if not field.primary_key]
    fresh = type(row)(**{name: getattr(row, name) for name in names} | changes)
    fresh.full_clean(validate_unique=False)
    fresh.save(force_insert=True)
    return fresh
