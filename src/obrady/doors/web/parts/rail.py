"""The left rail of a meeting's team pages: the meeting's life from top to bottom, as far as the role reaches."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from rules import Predicate

from obrady.doors.web.parts.access import actor_of
from obrady.stages.ledger.rules import READERS, holds, is_coordinator, is_office, is_team
from obrady.stages.meetings.models import Meeting


@dataclass(frozen=True)
class Stop:
    key: str
    label: object
    rule: Predicate
    of_a_meeting: bool = True


@dataclass(frozen=True)
class Entry:
    label: object
    address: str
    is_here: bool


STOPS = (
    Stop("meeting-overview", _("What waits"), is_team),
    Stop("announcement-edit", _("Announcement"), is_coordinator),
    Stop("form-view", _("Form"), is_office),
    Stop("queue", _("Applications"), is_office),
    Stop("duplicates", _("Duplicates"), is_office),
    Stop("bodies", _("Organisations"), is_office),
    Stop("recruitment", _("Recruitment"), is_team),
    Stop("letters", _("Letters"), is_office),
    Stop("ledger", _("Ledger"), holds(*READERS), of_a_meeting=False),
)


def entries(request: HttpRequest, meeting: Meeting, here: str) -> list[Entry]:
    actor = actor_of(request)
    allowed = [stop for stop in STOPS if stop.rule.test(actor, meeting)]
    found = [(stop, _address(stop, meeting)) for stop in allowed]
    return [Entry(stop.label, address, stop.key == here) for stop, address in found if address]


def _address(stop: Stop, meeting: Meeting) -> str:
    try:
        if not stop.of_a_meeting:
            return f"{reverse(stop.key)}?meeting={meeting.pk}"
        return reverse(stop.key, kwargs={"slug": meeting.slug})
    except NoReverseMatch:
        return ""
