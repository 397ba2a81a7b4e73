"""What a copy of a meeting takes along from here: public questions and answers, kept back until somebody has read them
again. Nobody's own question is ever copied."""

from obrady.stages.intake.models import PublicQuestion
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.registry.copying import Copying, CopyPart, copied, register_part


def _shown(meeting: Meeting):
    return PublicQuestion.objects.filter(meeting=meeting, published_at__isnull=False)


def _copy(step: Copying) -> None:
    for row in _shown(step.source).order_by("position", "id"):
        copied(row, meeting=step.target, thread=None, published_at=None, changed_at=step.now)


def declare() -> None:
    register_part(CopyPart("questions", count=lambda meeting: _shown(meeting).count(), copy=_copy, is_usual=False))
