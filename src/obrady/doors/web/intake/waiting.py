"""What of this room waits on a meeting's first page, in words: (what, act, page, since)."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from obrady.stages.intake.queries import counts
from obrady.stages.meetings.models import Meeting


def threads_that_wait(meeting: Meeting, now: datetime) -> Iterator[tuple[str, str, str, datetime | None]]:
    found = counts(meeting, today=now.astimezone(meeting.tz).date())
    if not found.waiting:
        return
    what = ngettext(
        "%(count)d question, objection or request waits for an answer",
        "%(count)d questions, objections or requests wait for an answer",
        found.waiting,
    ) % {"count": found.waiting}
    if found.overdue:
        what += ngettext(", %(count)d of them overdue", ", %(count)d of them overdue", found.overdue) % {
            "count": found.overdue
        }
    yield what, _("Answer them"), "threads", found.oldest
