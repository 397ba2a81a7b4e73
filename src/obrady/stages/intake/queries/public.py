from django.db.models import QuerySet

from obrady.stages.intake.models import PublicQuestion, Thread
from obrady.stages.meetings.models import Meeting


def public_questions(meeting: Meeting) -> QuerySet[PublicQuestion]:
    """What readers see, in the organiser's order."""
    return PublicQuestion.objects.filter(meeting=meeting, published_at__isnull=False)


def all_public_questions(meeting: Meeting) -> QuerySet[PublicQuestion]:
    return PublicQuestion.objects.filter(meeting=meeting).select_related("thread")


def public_question_with_key(meeting: Meeting, key: int) -> PublicQuestion | None:
    return PublicQuestion.objects.filter(meeting=meeting, pk=key).select_related("thread").first()


def public_question_of(thread: Thread) -> PublicQuestion | None:
    return PublicQuestion.objects.filter(thread=thread).first()
