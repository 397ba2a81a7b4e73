"""Changes of course as a reader of the announcement sees them, and what machines are told of the event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from obrady.doors.web.parts.tags import day, hour, moment
from obrady.stages.announcements.queries.content import Content
from obrady.stages.meetings.states import CourseKind

# Of each group only the latest is news; earlier ones stand in the earlier versions.
GROUPS: Sequence[frozenset[CourseKind]] = (
    frozenset({CourseKind.CANCEL, CourseKind.TAKE_BACK}),
    frozenset({CourseKind.POSTPONE}),
    frozenset({CourseKind.MOVE}),
    frozenset({CourseKind.EXTEND, CourseKind.CLOSE_EARLY, CourseKind.REOPEN}),
    frozenset({CourseKind.SHRINK}),
)


@dataclass(frozen=True)
class EventStatus:
    """For schema.org/Event: the last part of `eventStatus`, and the first date if there is another one now."""

    status: str = "EventScheduled"
    previous_start: datetime | None = None


@dataclass(frozen=True)
class Note:
    kind: CourseKind
    at: datetime
    title: str
    text: str
    reason: Any


def is_cancelled(content: Content) -> bool:
    kinds = [note["kind"] for note in content.get("course", ()) if CourseKind(note["kind"]) in GROUPS[0]]
    return bool(kinds) and kinds[0] == CourseKind.CANCEL


def event_status(content: Content) -> EventStatus:
    dates = [note for note in content.get("course", ()) if note["kind"] == CourseKind.POSTPONE]
    first = _moment(dates[-1]["before"].get("starts_at")) if dates else None
    if is_cancelled(content):
        return EventStatus("EventCancelled", first)
    return EventStatus("EventRescheduled", first) if dates else EventStatus()


def notes_of(content: Content, said: Any, *, zone: str) -> tuple[Note, ...]:
    """The latest of each group, the latest first; a cancellation before all. `said` puts texts into the reader's language."""
    rows = content.get("course", ())
    shown = [next((row for row in rows if CourseKind(row["kind"]) in group), None) for group in GROUPS]
    found = [_note(row, said, zone) for row in shown if row]
    found.sort(key=lambda note: (note.kind is CourseKind.CANCEL, note.at), reverse=True)
    return tuple(found)


def _note(row: Mapping[str, Any], said: Any, zone: str) -> Note:
    kind = CourseKind(row["kind"])
    title, text = _words(kind, row["before"], row["after"], said, zone)
    return Note(kind, datetime.fromisoformat(row["at"]), title, text, said(row["reason"]))


def _words(kind: CourseKind, before: Mapping, after: Mapping, said: Any, zone: str) -> tuple[str, str]:
    match kind:
        case CourseKind.CANCEL:
            return _("The meeting is cancelled"), _("It does not take place. Nobody can apply any more.")
        case CourseKind.TAKE_BACK:
            return _("The meeting takes place after all"), _("It had been cancelled. That is taken back.")
        case CourseKind.POSTPONE:
            values = {"new": _when(after, zone), "old": _when(before, zone)}
            return _("The meeting has another date"), _("Now: %(new)s. Before: %(old)s.") % values
        case CourseKind.MOVE:
            values = {"new": _where(after, said), "old": _where(before, said)}
            return _("The meeting has another place"), _("Now: %(new)s. Before: %(old)s.") % values
        case CourseKind.SHRINK:
            values = {"new": after["places"], "old": before["places"]}
            return _("There are fewer places"), _("Now: %(new)s. Before: %(old)s.") % values
        case _:
            values = {"new": _until(after, zone), "old": _until(before, zone)}
            return _of_window(kind), _("Applications until: %(new)s. Before: %(old)s.") % values


def _of_window(kind: CourseKind) -> str:
    if kind is CourseKind.CLOSE_EARLY:
        return _("Applications close earlier")
    return _("Applications are open again") if kind is CourseKind.REOPEN else _("There is more time to apply")


def _when(values: Mapping, zone: str) -> str:
    starts, ends = _moment(values.get("starts_at")), _moment(values.get("ends_at"))
    hours = "–".join(hour(one, zone) for one in (starts, ends) if one)
    return f"{day(starts, zone)}, {hours}" if starts else "–"


def _where(values: Mapping, said: Any) -> str:
    lines = [line for name in ("place", "place_address") for line in str(said(values.get(name) or {})).splitlines()]
    return ", ".join(line.strip(" ,") for line in lines if line.strip()) or "–"


def _until(values: Mapping, zone: str) -> str:
    return moment(_moment(values.get("closes_at")), zone) or "–"


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
