"""The left rail of a meeting's team pages: the meeting's life from top to bottom, as far as the role reaches."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from rules import Predicate

from obrady.doors.web.parts.access import actor_of
from obrady.stages.ledger.rules import READERS, holds, is_coordinator, is_office, is_team
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Organisation


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
    Stop("spread", _("Spreading the word"), is_office),
    Stop("form-view", _("Form"), is_office),
    Stop("queue", _("Applications"), is_office),
    Stop("duplicates", _("Duplicates"), is_office),
    Stop("bodies", _("Organisations"), is_office),
    Stop("recruitment", _("Recruitment"), is_team),
    Stop("letters", _("Letters"), is_office),
    Stop("threads", _("Questions"), is_office),
    Stop("course", _("Change of course"), is_coordinator),
    Stop("ledger", _("Ledger"), holds(*READERS), of_a_meeting=False),
)

# The same for an organisation: what is kept for all its meetings.
ORGANISATION_STOPS = (
    Stop("organisation-setup", _("Set-up"), is_coordinator),
    Stop("colleagues", _("Colleagues"), is_coordinator),
    Stop("mail-setup", _("Mail"), is_coordinator),
    Stop("contacts", _("Contact book"), is_office),
    Stop("form-templates", _("Form templates"), is_coordinator),
    Stop("mailbox", _("Mailbox"), is_office),
)


def organisation_entries(request: HttpRequest, organisation: Organisation, here: str) -> list[Entry]:
    actor = actor_of(request)
    allowed = [stop for stop in ORGANISATION_STOPS if stop.rule.test(actor, organisation)]
    found = [(stop, _of_organisation(stop, organisation)) for stop in allowed]
    return [Entry(stop.label, address, stop.key == here) for stop, address in found if address]


def entries(request: HttpRequest, meeting: Meeting, here: str) -> list[Entry]:
    actor = actor_of(request)
    allowed = [stop for stop in STOPS if stop.rule.test(actor, meeting)]
    found = [(stop, _address(stop, meeting)) for stop in allowed]
    stops = [Entry(stop.label, address, stop.key == here) for stop, address in found if address]
    return [*stops, *_way_to_organisation(request, meeting.organisation)]


def _way_to_organisation(request: HttpRequest, organisation: Organisation) -> list[Entry]:
    """Last of all: what is kept for all meetings, for those who have a role in all of them."""
    houses = houses_of(request, [organisation])
    return [Entry(name, address, is_here=False) for name, address in houses]


def houses_of(request: HttpRequest, organisations: Iterable[Organisation]) -> list[tuple[object, str]]:
    """(name, address of its first page) of those organisations whose pages this role reaches."""
    found = [(organisation, organisation_entries(request, organisation, "")) for organisation in organisations]
    return [(organisation.name, entries[0].address) for organisation, entries in found if entries]


def _address(stop: Stop, meeting: Meeting) -> str:
    try:
        if not stop.of_a_meeting:
            return f"{reverse(stop.key)}?meeting={meeting.pk}"
        return reverse(stop.key, kwargs={"slug": meeting.slug})
    except NoReverseMatch:
        return ""


def _of_organisation(stop: Stop, organisation: Organisation) -> str:
    try:
        return reverse(stop.key, kwargs={"organisation": organisation.slug})
    except NoReverseMatch:
        return ""
