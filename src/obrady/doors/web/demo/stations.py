"""The tour's stations: what can be tried, as whom, and where it begins."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from obrady.stages.draws.queries import published_draw
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import public_meetings
from obrady.stages.meetings.states import Window, window


@dataclass(frozen=True)
class Station:
    key: str
    meeting: Meeting
    role: str
    address: str


def meetings_by_stage(now: datetime) -> dict[str, Meeting]:
    """announced, applied and drawn, as far as this demo has them.

    A meeting that a visitor has drawn keeps its place in the tour, as long as another drawn one is there to check.
    """
    found: dict[str, Meeting] = {}
    twice_drawn = None
    for meeting in public_meetings().order_by("created_at"):
        stage = _stage(meeting, now)
        if stage == "drawn" and stage in found:
            twice_drawn = found[stage]
        found[stage] = meeting
    if twice_drawn is not None:
        found.setdefault("applied", twice_drawn)
    return found


def stations(now: datetime) -> list[Station]:
    """In the order of a meeting's life; a station without its meeting is left out."""
    meetings = meetings_by_stage(now)
    wanted = [
        ("apply", "announced", "", "announcement"),
        ("phone", "announced", "office", "application-new"),
        ("clear", "applied", "coordinator", "queue"),
        ("dice", "applied", "coordinator", "recruitment"),
        ("check", "drawn", "", "draw"),
    ]
    return [
        Station(key=key, meeting=meetings[stage], role=role, address=_address(name, meetings[stage]))
        for key, stage, role, name in wanted
        if stage in meetings
    ]


def _stage(meeting: Meeting, now: datetime) -> str:
    if window(opens_at=meeting.opens_at, closes_at=meeting.closes_at, now=now) is Window.OPEN:
        return "announced"
    return "drawn" if published_draw(meeting) else "applied"


def _address(name: str, meeting: Meeting) -> str:
    more = {"channel": "phone"} if name == "application-new" else {}
    return reverse(name, kwargs={"slug": meeting.slug, **more})
