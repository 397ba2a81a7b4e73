"""Files and links of a meeting, and who may have them when."""

from datetime import datetime

from django.db.models import QuerySet

from obrady.stages.announcements.models import Material
from obrady.stages.announcements.states import Audience, Phase
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import is_cancelled


def materials_of(meeting: Meeting) -> QuerySet[Material]:
    """All that the team keeps, in its order; what was removed is not among them."""
    return Material.objects.filter(meeting=meeting, removed_at=None).order_by("position", "id")


def removed_materials(meeting: Meeting) -> QuerySet[Material]:
    return Material.objects.filter(meeting=meeting).exclude(removed_at=None).order_by("-removed_at", "-id")


def material_with_key(meeting: Meeting, key: int) -> Material | None:
    return Material.objects.filter(meeting=meeting, pk=key).first()


def public_materials(meeting: Meeting, now: datetime) -> QuerySet[Material]:
    return _open(meeting, now).filter(audience=Audience.PUBLIC)


def participants_materials(meeting: Meeting, now: datetime) -> QuerySet[Material]:
    """For people with a private link: theirs and everybody's."""
    return _open(meeting, now)


def _open(meeting: Meeting, now: datetime) -> QuerySet[Material]:
    rows = materials_of(meeting)
    if not is_over(meeting, now):
        rows = rows.filter(phase=Phase.BEFORE)
    return rows


def is_over(meeting: Meeting, now: datetime) -> bool:
    """What is for afterwards is shown from here on; of a cancelled meeting there is no afterwards."""
    return meeting.ends_at is not None and meeting.ends_at < now and not is_cancelled(meeting)
