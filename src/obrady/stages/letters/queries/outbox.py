from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import ON_ITS_WAY, TROUBLED_FROM, LetterChannel, LetterState
from obrady.stages.meetings.models import Meeting


@dataclass(frozen=True)
class WaitingCounts:
    """What waits for somebody of the team, and what waits for the worker."""

    drafts: int
    waiting: int
    calls: int
    prints: int
    failed: int
    troubled: int


def waiting_counts(meeting: Meeting) -> WaitingCounts:
    waiting = Q(state__in=ON_ITS_WAY)
    to_do = Q(state=LetterState.TO_DO)
    row = Letter.objects.filter(meeting=meeting).aggregate(
        drafts=Count("id", filter=Q(state=LetterState.DRAFT)),
        waiting=Count("id", filter=waiting),
        calls=Count("id", filter=to_do & Q(channel=LetterChannel.PHONE)),
        prints=Count("id", filter=to_do & Q(channel=LetterChannel.PRINT)),
        failed=Count("id", filter=Q(state=LetterState.FAILED)),
        troubled=Count("id", filter=waiting & Q(attempts__gte=TROUBLED_FROM)),
    )
    return WaitingCounts(**row)


def letters_of(meeting: Meeting) -> QuerySet[Letter]:
    return Letter.objects.filter(meeting=meeting).select_related("person", "meeting__organisation")


def letters_about(about: str) -> QuerySet[Letter]:
    """Newest first; `select_related` so that a page may show whom they reached."""
    return Letter.objects.filter(about=about).select_related("person").order_by("-created_at", "-id")


def demo_post(meeting: Meeting) -> QuerySet[Letter]:
    """Every letter that is meant for its reader's eyes, newest first; drafts and cancelled ones are nobody's post."""
    return letters_of(meeting).exclude(state__in=[LetterState.DRAFT, LetterState.CANCELLED])
