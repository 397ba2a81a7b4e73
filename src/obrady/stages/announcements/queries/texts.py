from collections.abc import Iterator

from obrady.stages.announcements.models import Announcement
from obrady.stages.meetings.models import Meeting

TEXTS = (
    "why", "for_whom", "how_places_are_given", "what_follows", "by_web", "by_scan", "at_office", "by_phone",
)  # fmt: skip


def texts_of(meeting: Meeting) -> Iterator[str]:
    """Everything that the announcement says in whole sentences, in all its languages."""
    announcement = Announcement.objects.filter(meeting=meeting).first()
    for name in TEXTS if announcement else ():
        data = getattr(announcement, name).data
        yield from data.values() if isinstance(data, dict) else [str(data)]
