"""What the parts of the editor and the findings of publishing are called on the screen."""

from django.utils.text import format_lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as _p

from obrady.doors.web.parts.words import own_name
from obrady.stages.announcements.states import ExpertStand, Fault, Gap, Piece, Section

SECTIONS = {
    Section.TEXTS: _("Title and texts"),
    Section.PARTICULARS: _("Date, place and applications"),
    Section.PROGRAMME: _("Programme"),
    Section.PROJECTS: _("Projects and funding"),
    Section.LISTS: _("People, partners and funders"),
}
WHAT_FOR = {
    Section.TEXTS: _("What the meeting is called, why you call it, who may come."),
    Section.PARTICULARS: _("When and where, how many places, from when to when people can apply and how."),
    Section.PROGRAMME: _("The points of the day in their order."),
    Section.PROJECTS: _("Which projects pay for it; their sentences and logos stand everywhere."),
    Section.LISTS: _("The nine lists of the page, each under its own heading."),
}
ADDRESSES = {
    Section.TEXTS: "announcement-texts",
    Section.PARTICULARS: "announcement-particulars",
    Section.PROGRAMME: "announcement-programme",
    Section.PROJECTS: "announcement-projects",
    Section.LISTS: "announcement-lists",
}
PIECES = {
    Piece.TITLE: _p("piece", "the title"),
    Piece.WHY: _p("piece", "why you meet"),
    Piece.FOR_WHOM: _p("piece", "who may come"),
    Piece.HOW_PLACES_ARE_GIVEN: _p("piece", "how places are given"),
    Piece.WHAT_FOLLOWS: _p("piece", "what becomes of the results"),
    Piece.BY_WEB: _p("piece", "applying on this site"),
    Piece.BY_SCAN: _p("piece", "applying with a scan"),
    Piece.AT_OFFICE: _p("piece", "applying at the office"),
    Piece.BY_PHONE: _p("piece", "applying by phone"),
    Piece.DATE_AND_HOURS: _p("piece", "the date with both hours"),
    Piece.PLACE: _p("piece", "the place"),
    Piece.PLACE_ADDRESS: _p("piece", "the address of the place"),
    Piece.ACCESS_NOTES: _p("piece", "how to get there and in"),
    Piece.PLACES: _p("piece", "the number of places"),
    Piece.WINDOW: _p("piece", "when applications open and close"),
    Piece.ANSWER_BY: _p("piece", "the day by which everybody has an answer"),
    Piece.CONTACT: _p("piece", "a contact: phone, e-mail or a sentence"),
    Piece.OFFICE: _p("piece", "the office with its hours (else nobody can bring paper)"),
    Piece.OFFICE_NAME: _p("piece", "the name of the office"),
    Piece.OFFICE_HOURS: _p("piece", "office hours"),
    Piece.PHONE: _p("piece", "a phone number (else nobody can apply by phone)"),
    Piece.EMAIL: _p("piece", "an e-mail address (else nobody can send a scan)"),
    Piece.PROGRAMME: _p("piece", "the programme"),
    Piece.FUNDING_SENTENCE: _p("piece", "the funding sentence"),
    Piece.HEADINGS: _p("piece", "headings"),
    Piece.ENTRIES: _p("piece", "entries"),
    Piece.ALTERNATIVE_TEXTS: _p("piece", "what pictures show"),
}
STANDS = {
    ExpertStand.NOT_ASKED: ("calm", _("not invited yet")),
    ExpertStand.INVITED: ("warn", _("invited, no answer yet")),
    ExpertStand.SILENT: ("bad", _("no answer for days")),
    ExpertStand.ACCEPTED: ("warn", _("comes, words not approved yet")),
    ExpertStand.CHANGED: ("warn", _("words changed since approved")),
    ExpertStand.APPROVED: ("good", _("approved")),
    ExpertStand.DECLINED: ("calm", _("does not come")),
}
# Where in its section's form a piece is written; the first box of several.
BOXES = {
    Piece.TITLE: "id_title",
    Piece.WHY: "id_why",
    Piece.FOR_WHOM: "id_for_whom",
    Piece.DATE_AND_HOURS: "id_day",
    Piece.PLACE: "id_place",
    Piece.PLACES: "id_places",
    Piece.WINDOW: "id_opens_day",
    Piece.ANSWER_BY: "id_answer_by",
    Piece.CONTACT: "id_phone",
    Piece.PLACE_ADDRESS: "id_place_address",
    Piece.ACCESS_NOTES: "id_access_notes",
    Piece.OFFICE: "id_office_name",
    Piece.PHONE: "id_phone",
    Piece.EMAIL: "id_email",
}
UNWISE_BOXES = {
    Fault.CLOSES_AFTER_START: "id_closes_day",
    Fault.ANSWER_BEFORE_CLOSING: "id_answer_by",
    Fault.ANSWER_AFTER_MEETING: "id_answer_by",
    Fault.IS_OVER: "id_day",
}
UNWISE = {
    Fault.CLOSES_AFTER_START: _("Applications close after the meeting has begun."),
    Fault.ANSWER_BEFORE_CLOSING: _("You promise the answer before applications close."),
    Fault.ANSWER_AFTER_MEETING: _("You promise the answer after the day of the meeting."),
    Fault.IS_OVER: _("The meeting lies in the past."),
}
LANGUAGES = {"pl": _("Missing in Polish"), "uk": _("Missing in Ukrainian"), "en": _("Missing in English")}


def in_words(gap: Gap) -> str:
    pieces = ", ".join(str(PIECES[piece]) for piece in gap.pieces)
    match gap.fault:
        case Fault.MISSING:
            return gettext("Missing: %(pieces)s.") % {"pieces": pieces}
        case Fault.NOT_TRANSLATED:
            return f"{missing_in(gap.language)}: {pieces}."
        case Fault.OUTSIDE_HOURS:
            text = ngettext(
                "%(count)d point lies outside the hours of the meeting.",
                "%(count)d points lie outside the hours of the meeting.",
                gap.count,
            )
            return text % {"count": gap.count}
        case Fault.NOT_SHOWN:
            text = ngettext(
                "%(count)d entry is not shown, because consent to be named is missing.",
                "%(count)d entries are not shown, because consent to be named is missing.",
                gap.count,
            )
            return text % {"count": gap.count}
        case _:
            return str(UNWISE[gap.fault])


def box_of(gap: Gap) -> str:
    """The part of an address that leads to the box itself; empty when the section is as near as one can get."""
    box = BOXES.get(gap.pieces[0]) if gap.fault is Fault.MISSING else UNWISE_BOXES.get(gap.fault)
    return f"#{box}" if box else ""


def missing_in(language: str) -> str:
    """A further language is called as it calls itself."""
    return str(LANGUAGES.get(language) or format_lazy(_("Missing in: {language}"), language=own_name(language)))


NOT_WRITTEN = {
    "wants_no_letters": _(
        "This address asked for no more letters, so none was written. Without a letter you can save, and pass the link on yourself."
    ),
    "today": _("They had a letter today already, so none was written. Tomorrow you can write once more."),
}
