"""The words of this room: the nine lists, the parts of the editor, and what publishing may find missing."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class PartyListKind(StrEnum):
    """In the order in which a new announcement shows them."""

    ORGANISER = "organiser"
    PROJECTS = "projects"
    FACILITATING_ORGANISATION = "facilitating-organisation"
    INVITED_EXPERTS = "invited-experts"
    PATRONS = "patrons"
    MEETING_PARTNERS = "meeting-partners"
    PROJECT_PARTNERS = "project-partners"
    INFORMATION_COOPERATION = "information-cooperation"
    FUNDER = "funder"

    @property
    def usual_heading(self) -> Promise:
        return USUAL_HEADINGS[self]

    @property
    def usual_entry(self) -> "EntryKind":
        return EntryKind.PERSON if self is PartyListKind.INVITED_EXPERTS else EntryKind.ORGANISATION


USUAL_HEADINGS = {
    PartyListKind.ORGANISER: _("Organiser"),
    PartyListKind.PROJECTS: _("Projects"),
    PartyListKind.FACILITATING_ORGANISATION: _("The meeting is facilitated by"),
    PartyListKind.INVITED_EXPERTS: _("Invited experts"),
    PartyListKind.PATRONS: _("Patrons"),
    PartyListKind.MEETING_PARTNERS: _("Meeting partners"),
    PartyListKind.PROJECT_PARTNERS: _("Project partners"),
    PartyListKind.INFORMATION_COOPERATION: _("Information cooperation"),
    PartyListKind.FUNDER: _("Funder"),
}


class EntryKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"


class Section(StrEnum):
    """A part of the announcement that is edited on one page."""

    TEXTS = "texts"
    PARTICULARS = "particulars"
    PROGRAMME = "programme"
    PROJECTS = "projects"
    LISTS = "lists"


class Piece(StrEnum):
    """One thing that a reader needs; what is missing is said in these."""

    TITLE = "title"
    WHY = "why"
    FOR_WHOM = "for_whom"
    HOW_PLACES_ARE_GIVEN = "how_places_are_given"
    WHAT_FOLLOWS = "what_follows"
    BY_WEB = "by_web"
    BY_SCAN = "by_scan"
    AT_OFFICE = "at_office"
    BY_PHONE = "by_phone"
    DATE_AND_HOURS = "date_and_hours"
    PLACE = "place"
    PLACE_ADDRESS = "place_address"
    ACCESS_NOTES = "access_notes"
    PLACES = "places"
    WINDOW = "window"
    ANSWER_BY = "answer_by"
    CONTACT = "contact"
    OFFICE = "office"
    OFFICE_NAME = "office_name"
    OFFICE_HOURS = "office_hours"
    PHONE = "phone"
    EMAIL = "email"
    PROGRAMME = "programme"
    FUNDING_SENTENCE = "funding_sentence"
    HEADINGS = "headings"
    ENTRIES = "entries"
    ALTERNATIVE_TEXTS = "alternative_texts"


class Fault(StrEnum):
    MISSING = "missing"
    NOT_TRANSLATED = "not_translated"
    CLOSES_AFTER_START = "closes_after_start"
    ANSWER_BEFORE_CLOSING = "answer_before_closing"
    ANSWER_AFTER_MEETING = "answer_after_meeting"
    IS_OVER = "is_over"
    OUTSIDE_HOURS = "outside_hours"
    NOT_SHOWN = "not_shown"


class Weight(StrEnum):
    BLOCKING = "blocking"
    ADVICE = "advice"


@dataclass(frozen=True)
class Gap:
    """Something that publishing found: where, how heavy, and which pieces; `language` for untranslated ones."""

    section: Section
    fault: Fault
    weight: Weight
    pieces: tuple[Piece, ...] = ()
    language: str = ""
    count: int = 0


class Phase(StrEnum):
    """What for a material is: to prepare, shown at once; or to look up afterwards, shown once the meeting is over."""

    BEFORE = "before"
    AFTER = "after"


class Audience(StrEnum):
    """Everybody, or whoever holds the private link of an application that was not withdrawn."""

    PUBLIC = "public"
    PARTICIPANTS = "participants"


class Answer(StrEnum):
    """What an expert said to the invitation."""

    NONE = ""
    ACCEPTED = "accepted"
    DECLINED = "declined"


class ExpertStand(StrEnum):
    """Where an expert stands, for the coordinator; whoever approved has also said that they come."""

    NOT_ASKED = "not_asked"
    INVITED = "invited"
    SILENT = "silent"
    ACCEPTED = "accepted"
    CHANGED = "changed"
    APPROVED = "approved"
    DECLINED = "declined"


# After so many days without a word an invitation is called unanswered.
SILENT_AFTER = timedelta(days=5)
MOST_MATERIALS = 60
