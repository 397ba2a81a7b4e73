"""Experts for the tests: written into the list, and invited."""

from obrady.stages.announcements.actions import EntryDetails, ExpertContact, keep_entry, keep_expert
from obrady.stages.announcements.models import Expert, PartyEntry
from obrady.stages.announcements.states import EntryKind, PartyListKind
from obrady.stages.ledger.states import CONSOLE
from obrady.stages.meetings.models import Meeting
from tests.cast import NOW
from tests.stages.announcements.scene import words


def listed(meeting: Meeting, name: str = "Halina Zmyślona") -> PartyEntry:
    details = EntryDetails(kind=EntryKind.PERSON, name=words(name))
    kind = PartyListKind.INVITED_EXPERTS
    return keep_entry(actor=CONSOLE, meeting=meeting, kind=kind, entry=None, details=details, now=NOW)


def invited(meeting: Meeting, name: str = "Halina Zmyślona") -> Expert:
    entry, contact = listed(meeting, name), ExpertContact(language="pl", email="halina@example.org")
    return keep_expert(actor=CONSOLE, meeting=meeting, entry=entry, contact=contact, by_letter=True, now=NOW)
