"""The new values that a change of course brings, and what no change may do whatever the other rooms say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from i18nfield.strings import LazyI18nString

from obrady.stages.meetings.models import AgendaPoint, Meeting
from obrady.stages.meetings.queries import courses_of
from obrady.stages.meetings.states import CourseKind, MeetingState, cancelled, taken_back

LONGEST_REASON = 600
_CONTACT = re.compile(r"\S+@\S+\.\S+|(?:\+?\d[\s\-]?){9,}")

# What each kind may bring; anything else of the meeting stays as it is.
FIELDS: Mapping[CourseKind, tuple[str, ...]] = {
    CourseKind.EXTEND: ("closes_at", "answer_by"),
    CourseKind.CLOSE_EARLY: ("closes_at", "answer_by"),
    CourseKind.REOPEN: ("closes_at", "answer_by"),
    CourseKind.POSTPONE: ("starts_at", "ends_at", "closes_at", "answer_by"),
    CourseKind.MOVE: ("place", "place_address", "access_notes"),
    CourseKind.SHRINK: ("places",),
    CourseKind.CANCEL: (),
    CourseKind.TAKE_BACK: (),
}


class CourseRefused(Exception):
    """A change that cannot be made: `code` says why, `field` where it was typed, `params` what the words need."""

    def __init__(self, code: str, *, field: str = "", **params: object) -> None:
        super().__init__(f"{code} {field} {params}".strip())
        self.code, self.field, self.params = code, field, params


@dataclass(frozen=True)
class Change:
    """`values` holds the new values by the names of the meeting's fields; what is not in it stays.

    `shifts_agenda`: the programme's hours move with the hour at which the meeting begins.
    """

    kind: CourseKind
    values: Mapping[str, Any] = field(default_factory=dict)
    shifts_agenda: bool = True

    def __post_init__(self) -> None:
        if strange := set(self.values) - set(FIELDS[self.kind]):
            raise ValueError(f"{self.kind} does not change {', '.join(sorted(strange))}")


def apply_to(meeting: Meeting, change: Change) -> None:
    for name, value in change.values.items():
        setattr(meeting, name, value)


def state_after(meeting: Meeting, change: Change) -> MeetingState:
    state = MeetingState(meeting.state)
    if change.kind is CourseKind.CANCEL:
        return cancelled(state)
    return taken_back(state) if change.kind is CourseKind.TAKE_BACK else state


def plain(meeting: Meeting, change: Change) -> dict[str, Any]:
    """The changed fields as JSON can hold them."""
    return {name: _plain(getattr(meeting, name)) for name in change.values}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, LazyI18nString):
        said = value.data if isinstance(value.data, dict) else {settings.LANGUAGE_CODE: value.data}
        return {language: str(text) for language, text in said.items() if text}
    return value


def refuse_reason(reason: LazyI18nString) -> None:
    """It is told in public: it must be there, short, and about nobody."""
    said = _plain(reason) or {}
    if not said.get(settings.LANGUAGE_CODE, "").strip():
        raise CourseRefused("reason_missing", field="reason")
    if any(len(text) > LONGEST_REASON for text in said.values()):
        raise CourseRefused("reason_too_long", field="reason", most=LONGEST_REASON)
    if any(_CONTACT.search(text) for text in said.values()):
        raise CourseRefused("reason_names_somebody", field="reason")


def refuse_senseless(meeting: Meeting, change: Change, *, now: datetime) -> None:
    if change.kind not in courses_of(meeting, now):
        raise CourseRefused("not_now")
    if change.kind in CHECKS:
        CHECKS[change.kind](meeting, change.values, now)
    _refuse_crossed(meeting, change.values)


def _later_closing(meeting: Meeting, values: Mapping[str, Any], now: datetime) -> None:
    closes_at = _given(values, "closes_at")
    if closes_at <= now:
        raise CourseRefused("closes_in_the_past", field="closes_at")
    if meeting.closes_at and closes_at <= meeting.closes_at:
        raise CourseRefused("not_later", field="closes_at")


def _earlier_closing(meeting: Meeting, values: Mapping[str, Any], now: datetime) -> None:
    closes_at = _given(values, "closes_at")
    if closes_at < now:
        raise CourseRefused("closes_in_the_past", field="closes_at")
    if meeting.closes_at and closes_at >= meeting.closes_at:
        raise CourseRefused("not_earlier", field="closes_at")


def _other_date(meeting: Meeting, values: Mapping[str, Any], now: datetime) -> None:
    starts_at, ends_at = _given(values, "starts_at"), _given(values, "ends_at")
    if starts_at <= now:
        raise CourseRefused("date_in_the_past", field="starts_at")
    if ends_at <= starts_at:
        raise CourseRefused("ends_before_it_begins", field="ends_at")
    if (starts_at, ends_at) == (meeting.starts_at, meeting.ends_at):
        raise CourseRefused("same_date", field="starts_at")


def _other_place(meeting: Meeting, values: Mapping[str, Any], now: datetime) -> None:
    if not (_plain(values.get("place")) or {}).get(settings.LANGUAGE_CODE, "").strip():
        raise CourseRefused("value_missing", field="place")
    if all(_plain(value) == _plain(getattr(meeting, name)) for name, value in values.items()):
        raise CourseRefused("same_place", field="place")


def _fewer_places(meeting: Meeting, values: Mapping[str, Any], now: datetime) -> None:
    places = _given(values, "places")
    if places < 1 or (meeting.places and places >= meeting.places):
        raise CourseRefused("not_fewer", field="places", most=(meeting.places or 2) - 1)


CHECKS = {
    CourseKind.EXTEND: _later_closing,
    CourseKind.REOPEN: _later_closing,
    CourseKind.CLOSE_EARLY: _earlier_closing,
    CourseKind.POSTPONE: _other_date,
    CourseKind.MOVE: _other_place,
    CourseKind.SHRINK: _fewer_places,
}


def _given(values: Mapping[str, Any], name: str) -> Any:
    if values.get(name) is None:
        raise CourseRefused("value_missing", field=name)
    return values[name]


def _refuse_crossed(meeting: Meeting, values: Mapping[str, Any]) -> None:
    """What is changed must fit what stays: applications close, people are answered, the meeting begins."""
    if not {"starts_at", "closes_at", "opens_at", "answer_by"}.intersection(values):
        return
    starts_at = values.get("starts_at", meeting.starts_at)
    closes_at = values.get("closes_at", meeting.closes_at)
    answer_by = values.get("answer_by", meeting.answer_by)
    if meeting.opens_at and closes_at and closes_at <= meeting.opens_at:
        raise CourseRefused("closes_before_opening", field="closes_at")
    if starts_at and closes_at and closes_at > starts_at:
        raise CourseRefused("closes_after_start", field="closes_at")
    if answer_by and closes_at and answer_by < closes_at.astimezone(meeting.tz).date():
        raise CourseRefused("answer_before_closing", field="answer_by")
    if answer_by and starts_at and answer_by > starts_at.astimezone(meeting.tz).date():
        raise CourseRefused("answer_after_start", field="answer_by")


def shift_agenda(meeting: Meeting, change: Change, before: Mapping[str, Any]) -> None:
    """The programme knows hours only: another day leaves it alone, another hour moves all of it."""
    former = before.get("starts_at")
    if not (change.shifts_agenda and former and meeting.starts_at):
        return
    by = _clock(meeting.starts_at, meeting) - _clock(datetime.fromisoformat(former), meeting)
    if not by:
        return
    points = list(AgendaPoint.objects.filter(meeting=meeting))
    for point in points:
        for name in ("starts_at", "ends_at"):
            hour = getattr(point, name)
            if hour is not None:
                setattr(point, name, (datetime.combine(date(2000, 1, 2), hour) + by).time())
    AgendaPoint.objects.bulk_update(points, ["starts_at", "ends_at"])


def _clock(moment: datetime, meeting: Meeting) -> timedelta:
    local = moment.astimezone(meeting.tz)
    return timedelta(hours=local.hour, minutes=local.minute)
