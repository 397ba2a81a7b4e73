"""Objections as the minutes of recruitment list them: number, day, state and answer, never a name."""

from dataclasses import dataclass
from datetime import datetime

from obrady.doors.web.intake import words
from obrady.stages.intake.queries import objections
from obrady.stages.meetings.models import Meeting


@dataclass(frozen=True)
class ObjectionRow:
    number: int
    opened_at: datetime
    answered_at: datetime | None
    words: object
    summary: str


def objection_rows(meeting: Meeting) -> list[ObjectionRow]:
    return [
        ObjectionRow(one.number, one.opened_at, one.answered_at, words.STATES[one.state][0], one.summary)
        for one in objections(meeting)
    ]
