"""Changes of course as a coordinator makes them: what the tests of it share."""

from datetime import datetime
from typing import Any

from i18nfield.strings import LazyI18nString

from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import LetterKind
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.registry.course import Change, Changed, Touched, change_course, touched_by
from obrady.stages.meetings.states import CourseKind
from tests import cast
from tests.cast import NOW, WARSAW

REASON = LazyI18nString({"pl": "Sala jest zamknięta.", "uk": "Зала зачинена.", "en": "The hall is closed."})
LATER = datetime(2026, 12, 7, 17, 0, tzinfo=WARSAW)
NEW_DAY = {
    "starts_at": datetime(2027, 1, 11, 11, 0, tzinfo=WARSAW),
    "ends_at": datetime(2027, 1, 11, 17, 0, tzinfo=WARSAW),
}
NEW_PLACE = {
    "place": LazyI18nString({"pl": "Dom Sąsiedzki", "uk": "Сусідський дім", "en": "Neighbours’ House"}),
    "place_address": LazyI18nString({"pl": "ul. Nowa 1, Toruń"}),
}


def change(kind: CourseKind, **values: Any) -> Change:
    return Change(kind, values)


def do(meeting: Meeting, kind: CourseKind, *, now: datetime = NOW, reason: Any = REASON, **values: Any) -> Changed:
    actor = cast.actor(cast.coordinator())
    return change_course(actor=actor, meeting=meeting, change=change(kind, **values), reason=reason, now=now)


def touches(meeting: Meeting, kind: CourseKind, *, now: datetime = NOW, **values: Any) -> dict[str, Touched]:
    actor = cast.actor(cast.coordinator())
    found = touched_by(actor=actor, meeting=meeting, change=change(kind, **values), now=now)
    return {one.key: one for one in found}


def letters(meeting: Meeting, kind: LetterKind) -> list[Letter]:
    return list(Letter.objects.filter(meeting=meeting, kind=kind).order_by("id"))
