"""Where a meeting stands, in words for a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from obrady.doors.web.parts.words import ROLES
from obrady.stages.ledger.states import Actor, Role
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import stand_of
from obrady.stages.meetings.rules import can_call_meeting
from obrady.stages.meetings.states import MeetingState, Stand

LABELS = {
    Stand.OPENS: ("calm", _("announced")),
    Stand.OPEN: ("good", _("open for applications")),
    Stand.CLOSED: ("calm", _("applications closed")),
    Stand.PAST: ("calm", _("took place")),
    Stand.CANCELLED: ("bad", _("cancelled")),
}


@dataclass(frozen=True)
class Listed:
    meeting: Meeting
    now: datetime
    roles: tuple[object, ...] = ()
    may_copy: bool = False

    @property
    def stand(self) -> Stand:
        return stand_of(self.meeting, self.now)

    @property
    def is_draft(self) -> bool:
        return self.meeting.state == MeetingState.DRAFT

    @property
    def kind(self) -> str:
        return "warn" if self.is_draft else LABELS[self.stand][0]

    @property
    def label(self) -> object:
        return _("draft") if self.is_draft else LABELS[self.stand][1]


def seen_by(actor: Actor, meetings: Iterable[Meeting], *, now: datetime) -> list[Listed]:
    return [
        Listed(
            meeting,
            now=now,
            roles=roles_in(actor, meeting),
            may_copy=can_call_meeting.test(actor, meeting.organisation),
        )
        for meeting in meetings
    ]


def roles_in(actor: Actor, meeting: Meeting) -> tuple[object, ...]:
    held = {grant.role for grant in actor.grants if grant.covers(meeting.scope)}
    return tuple(ROLES[role] for role in Role if role in held)
