"""Why a course was changed, taken back: the words leave our records and the page, the change itself stays told."""

from datetime import datetime

from obrady.stages.announcements.actions.naming import strike_reason
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings import rules
from obrady.stages.meetings.actions import blank_reason
from obrady.stages.meetings.models import CourseChange, Meeting


class NoSuchReason(Exception):
    """There is no change with this number, or its reason was taken back already."""


def take_reason_back(*, actor: Actor, meeting: Meeting, number: int, now: datetime) -> None:
    """For a reason that turned out to be about somebody. The ledger has only its hash, which leads nowhere then."""
    with act(actor=actor, verb="announcements.take_reason_back", thing=meeting, rule=rules.can_edit, now=now) as line:
        row = CourseChange.objects.select_for_update().filter(meeting=meeting, number=number).first()
        if row is None or not str(row.reason):
            raise NoSuchReason(number)
        blank_reason(row)
        strike_reason(meeting, row.at)
        line.facts["number"] = number
