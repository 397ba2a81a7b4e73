"""Questions and answers that everybody may read."""

from datetime import datetime

from django.db import IntegrityError
from django.db.models import Max
from i18nfield.strings import LazyI18nString

from obrady.stages.intake import rules
from obrady.stages.intake.models import PublicQuestion, Thread
from obrady.stages.intake.states import BelongsElsewhere, NothingSaid, SavedMeanwhile, ThreadHasMoved
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings.models import Meeting


def write_public_question(
    *,
    actor: Actor,
    meeting: Meeting,
    question: LazyI18nString,
    answer: LazyI18nString,
    publish: bool,
    thread: Thread | None = None,
    known: PublicQuestion | None = None,
    seen: str | None = None,
    now: datetime,
) -> PublicQuestion:
    """A new one at the end of the list, or new words for a known one. `seen`: when the known one was changed last, as
    the writer saw it (ISO); changed since is `SavedMeanwhile`."""
    if not (_said(question) and _said(answer)):
        raise NothingSaid
    if thread is not None and thread.meeting_id != meeting.pk:
        raise BelongsElsewhere
    with act(actor=actor, verb="intake.write_public_question", thing=meeting, rule=rules.can_publish, now=now) as line:
        Meeting.objects.select_for_update().get(pk=meeting.pk)
        if known is not None:
            known.refresh_from_db()
            if seen is not None and seen != known.changed_at.isoformat():
                raise SavedMeanwhile
        row = known or PublicQuestion(meeting=meeting, thread=thread, position=_last(meeting) + 1)
        row.question, row.answer, row.changed_at = question, answer, now
        row.published_at = (row.published_at or now) if publish else None
        try:
            row.save()
        except IntegrityError:
            raise ThreadHasMoved(state="published") from None
        line.facts.update(question=row.pk, published=publish)
    return row


def show_public_question(*, actor: Actor, row: PublicQuestion, shown: bool, now: datetime) -> None:
    """Taken from the page, or put back there."""
    verb = "intake.publish_question" if shown else "intake.unpublish_question"
    with act(actor=actor, verb=verb, thing=row, rule=rules.can_publish, now=now):
        PublicQuestion.objects.filter(pk=row.pk).update(published_at=now if shown else None)


def move_public_question(*, actor: Actor, row: PublicQuestion, up: bool, now: datetime) -> None:
    """One place up or down; at the end of the list nothing moves."""
    with act(actor=actor, verb="intake.move_question", thing=row, rule=rules.can_publish, now=now) as line:
        Meeting.objects.select_for_update().get(pk=row.meeting_id)
        rows = list(PublicQuestion.objects.filter(meeting=row.meeting_id))
        here = next(place for place, one in enumerate(rows) if one.pk == row.pk)
        there = max(0, min(len(rows) - 1, here - 1 if up else here + 1))
        rows.insert(there, rows.pop(here))
        for place, one in enumerate(rows, start=1):
            PublicQuestion.objects.filter(pk=one.pk).update(position=place)
        line.facts["position"] = there + 1


def _last(meeting: Meeting) -> int:
    return PublicQuestion.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"] or 0


def _said(text: LazyI18nString) -> bool:
    values = text.data.values() if isinstance(text.data, dict) else [text.data]
    return any(str(value or "").strip() for value in values)
