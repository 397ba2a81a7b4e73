"""What the texts of a form need and nobody has given yet: in words, and where it is filled in."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, override

from obrady.stages.applications.queries.form_parts import PLACEHOLDERS, Filling
from obrady.stages.meetings.models import Meeting

PARTICULARS, CONTROLLER = "announcement-particulars", "form-controller"
# What a text of the form can lack, in words, and the page where it is filled in.
PLACES = {
    "meeting_date": (gettext_lazy("the day of the meeting"), PARTICULARS),
    "meeting_place": (gettext_lazy("the place of the meeting"), PARTICULARS),
    "start_time": (gettext_lazy("the hour at which the meeting begins"), PARTICULARS),
    "end_time": (gettext_lazy("the hour at which the meeting ends"), PARTICULARS),
    "places": (gettext_lazy("the number of places"), PARTICULARS),
    "closes_at": (gettext_lazy("when applications close"), PARTICULARS),
    "answer_by": (gettext_lazy("the day by which everybody has an answer"), PARTICULARS),
    "office_phone": (gettext_lazy("the office’s telephone"), PARTICULARS),
    "controller_name": (gettext_lazy("the organiser’s name"), CONTROLLER),
    "controller_address": (gettext_lazy("the organiser’s address"), CONTROLLER),
    "controller_email": (gettext_lazy("the organiser’s e-mail address"), CONTROLLER),
    "controller_phone": (gettext_lazy("the organiser’s telephone"), CONTROLLER),
    "dpo_contact": (gettext_lazy("whom to ask about personal data"), CONTROLLER),
}
# What always has a value here, in words.
OTHERS = {
    "projects": gettext_lazy("the projects that pay for the meeting"),
    "recipients": gettext_lazy("who may receive the data"),
    "transfers": gettext_lazy("whether data leave the European Economic Area"),
    "notice_version": gettext_lazy("the version of the notice"),
    "notice_url": gettext_lazy("the address of the whole notice"),
    "status_url": gettext_lazy("where the address of one’s own page is found"),
    "retention_needs": gettext_lazy("how long needs and diet are kept"),
    "retention_experience": gettext_lazy("how long the answer about migration experience is kept"),
    "retention_not_selected": gettext_lazy("how long applications without a place are kept"),
    "retention_selected": gettext_lazy("how long applications with a place are kept"),
    "retention_image": gettext_lazy("how long photographs are kept"),
}


@dataclass(frozen=True)
class Gap:
    label: str
    address: str


def gaps_of(meeting: Meeting, names: Iterable[str]) -> list[Gap]:
    return [
        Gap(str(label), reverse(page, kwargs={"slug": meeting.slug}))
        for label, page in (PLACES.get(name, (name, PARTICULARS)) for name in names)
    ]


@dataclass(frozen=True)
class Place:
    """One place in braces: what it stands for, what it says now, and where that is filled in if it says nothing."""

    name: str
    what: str
    value: str
    address: str


def places_of(meeting: Meeting, filling: Filling, language: str) -> list[Place]:
    rows = ((name, *PLACES.get(name, (OTHERS.get(name, name), PARTICULARS))) for name in sorted(PLACEHOLDERS))
    return [
        Place(name, str(what), filling.known(name, language), reverse(page, kwargs={"slug": meeting.slug}))
        for name, what, page in rows
    ]


def without_meeting(name: str, language: str) -> str:
    """In a template, which belongs to no meeting: what will stand here."""
    with override(language):
        what = PLACES[name][0] if name in PLACES else OTHERS.get(name)
        return f"[{what}]" if what else gap_in_words(name, language)


def gap_in_words(name: str, language: str) -> str:
    """Stands in a text of this language until there is a value."""
    with override(language):
        if name in PLACES:
            return gettext("[%(what)s – still to be filled in]") % {"what": PLACES[name][0]}
        return gettext("[“%(name)s” does not stand for anything]") % {"name": name}
