"""What a copy of a meeting takes along from here: the words of its letters. Letters themselves are never copied."""

from obrady.stages.letters.models import LetterTemplate
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.registry.copying import Copying, CopyPart, copied, register_part


def _templates(meeting: Meeting):
    return LetterTemplate.objects.filter(meeting=meeting)


def _copy(step: Copying) -> None:
    for row in _templates(step.source):
        copied(row, meeting=step.target, changed_at=step.now)


def declare() -> None:
    register_part(CopyPart("letters", count=lambda meeting: _templates(meeting).count(), copy=_copy))
