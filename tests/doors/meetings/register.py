"""Applications to look at on the pages of a meeting."""

from obrady.stages.meetings.models import Meeting
from tests.stages.applications import desk


def applied(meeting: Meeting, count: int, *, start: int = 0) -> None:
    for number in range(start, start + count):
        desk.apply(meeting, **desk.other_person(number))
