"""The announcement as one reader sees it: each text in their language, else marked as the language that it is in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import escape, format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from obrady.doors.web.announcements.course_notes import Note, is_cancelled, notes_of
from obrady.doors.web.parts.words import is_right_to_left, own_name
from obrady.stages.announcements.queries.content import Content
from obrady.stages.announcements.states import PartyListKind
from obrady.stages.meetings.states import Window, window
from obrady.workshop.richtext import rendered

MOST_IN_A_COLUMN = 320
# The languages in which a page's own words can be.
FRAMES = frozenset(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Said:
    """A text for one reader; `language` is set when it is not the frame's, `is_instead` when it is not what was asked for."""

    text: str
    language: str = ""
    is_instead: bool = False

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text

    @property
    def plain(self) -> SafeString:
        return self._marked("span", escape(self.text))

    @property
    def lines(self) -> SafeString:
        """Addresses and hours, as they were broken into lines."""
        return self._marked("span", mark_safe(escape(self.text).replace("\n", "<br>")))  # noqa: S308 escaped just here

    @property
    def paragraphs(self) -> SafeString:
        return self._marked("div", mark_safe(linebreaks(self.text, autoescape=True)))  # noqa: S308 escaped just here

    @property
    def rich(self) -> SafeString:
        return self._marked("div", mark_safe(rendered(self.text)))  # noqa: S308 cleaned by nh3 in workshop.richtext

    @property
    def told(self) -> SafeString:
        """A whole part of the page: what `lang` says to a screen reader is said to the eye as well."""
        if not self.is_instead:
            return self.rich
        note = _("This part is not translated. It is in: %(language)s") % {"language": own_name(self.language)}
        return format_html('<p class="small soft said-in">{}</p>{}', note, self.rich)

    @property
    def plain_told(self) -> SafeString:
        """A sentence among others: its language in brackets behind it, for the eye as well as for a screen reader."""
        note = format_html(' <span class="soft">{}</span>', self.note) if self.note else ""
        return format_html("{}{}", self.plain, note)

    @property
    def note(self) -> str:
        if not self.is_instead:
            return ""
        known = {"pl": _("(in Polish)"), "uk": _("(in Ukrainian)"), "en": _("(in English)")}
        return known.get(self.language) or f"({own_name(self.language)})"

    def _marked(self, tag: str, inner: str) -> SafeString:
        if not self.language:
            return format_html("<{0}>{1}</{0}>", tag, inner) if tag == "div" else mark_safe(inner)  # noqa: S308
        return format_html("<{0}{1}>{2}</{0}>", tag, self.marks, inner)

    @property
    def marks(self) -> SafeString:
        """The attributes of whatever holds this text."""
        if not self.language:
            return SafeString("")
        direction = SafeString(' dir="rtl"') if is_right_to_left(self.language) else ""
        return format_html(' lang="{}"{}', self.language, direction)


def said(texts: dict[str, str], language: str) -> Said:
    """`language` may be one that the frame of the page does not speak: then its texts are marked, too."""
    if texts.get(language):
        return Said(tied(texts[language], language), language="" if language in FRAMES else language)
    for other in (settings.LANGUAGE_CODE, *sorted(texts)):
        if texts.get(other):
            return Said(tied(texts[other], other), language=other, is_instead=True)
    return Said("")


# Words of one letter that must not stay alone at the end of a line.
LONELY = {
    "pl": re.compile(r"(?<=[\s(„])([aiouwz]) ", re.IGNORECASE),
    "uk": re.compile(r"(?<=[\s(«])([авзіоуяй]) ", re.IGNORECASE),
}


def tied(text: str, language: str) -> str:
    lonely = LONELY.get(language)
    return lonely.sub("\\1\u00a0", text) if lonely else text


@dataclass(frozen=True)
class Picture:
    address: str
    width: int
    height: int
    text: Said


@dataclass(frozen=True)
class Party:
    is_person: bool
    name: Said
    role: Said
    link: str
    description: Said
    picture: Picture | None


@dataclass(frozen=True)
class Parties:
    kind: PartyListKind
    heading: Said
    entries: tuple[Party, ...]

    @property
    def are_experts(self) -> bool:
        return self.kind is PartyListKind.INVITED_EXPERTS

    @property
    def is_short(self) -> bool:
        return not self.are_experts and sum(len(entry.description.text) for entry in self.entries) <= MOST_IN_A_COLUMN


@dataclass(frozen=True)
class Point:
    starts_at: time | None
    ends_at: time | None
    title: Said
    description: Said


@dataclass(frozen=True)
class FundedProject:
    name: Said
    funding_sentence: Said
    office_hours: Said
    link: str
    pictures: tuple[Picture, ...]


@dataclass(frozen=True)
class Page:
    """`said` holds every text of the meeting and the announcement by the name of its field."""

    slug: str
    title: Said
    series: Said
    organiser: Said
    zone: str
    starts_at: datetime | None
    ends_at: datetime | None
    opens_at: datetime | None
    closes_at: datetime | None
    answer_by: date | None
    places: int | None
    phone: str
    email: str
    said: dict[str, Said]
    programme: tuple[Point, ...]
    projects: tuple[FundedProject, ...]
    lists: tuple[Parties, ...]
    now: datetime
    is_cancelled: bool = False
    course: tuple[Note, ...] = ()

    @property
    def window(self) -> Window:
        if self.is_cancelled:
            return Window.CLOSED
        return window(opens_at=self.opens_at, closes_at=self.closes_at, now=self.now)

    @property
    def is_open(self) -> bool:
        return self.window is Window.OPEN

    @property
    def is_closed(self) -> bool:
        return self.window is Window.CLOSED

    @property
    def is_over(self) -> bool:
        return self.ends_at is not None and self.ends_at < self.now

    @property
    def next_change(self) -> datetime | None:
        """When this page will say something else without anybody touching it."""
        ahead = [moment for moment in (self.opens_at, self.closes_at, self.ends_at) if moment and moment > self.now]
        return min(ahead, default=None)

    @property
    def phone_digits(self) -> str:
        return "".join(sign for sign in self.phone if sign in "+0123456789")

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Each logo once, in the order of the lists and then of the projects; faces stand beside their names."""
        shown = [entry.picture for part in self.lists for entry in part.entries if not entry.is_person]
        shown += [picture for project in self.projects for picture in project.pictures]
        return tuple({picture.address: picture for picture in shown if picture}.values())


def page_of(content: Content, *, slug: str, language: str, now: datetime) -> Page:
    meeting = content["meeting"]
    texts = content["texts"] | {name: value for name, value in meeting.items() if isinstance(value, dict)}
    moments = ("starts_at", "ends_at", "opens_at", "closes_at")
    return Page(
        slug=slug,
        title=said(content["title"], language),
        series=said(content["series"], language),
        organiser=said(content["organiser"]["name"], language),
        zone=meeting["zone"],
        **{name: datetime.fromisoformat(meeting[name]) if meeting[name] else None for name in moments},
        answer_by=date.fromisoformat(meeting["answer_by"]) if meeting["answer_by"] else None,
        places=meeting["places"],
        phone=meeting["phone"],
        email=meeting["email"],
        said={name: said(value, language) for name, value in texts.items()},
        programme=tuple(_point(point, language) for point in content["agenda"]),
        projects=tuple(_project(project, language) for project in content["projects"]),
        lists=tuple(_lists(content["lists"], language)),
        now=now,
        is_cancelled=is_cancelled(content),
        course=notes_of(content, lambda texts: said(texts, language), zone=meeting["zone"]),
    )


def logo_address(sha256: str) -> str:
    """One address for all languages, so that a browser fetches each logo once."""
    with override(settings.LANGUAGE_CODE):
        return reverse("logo", args=[sha256])


def _picture(logo: dict[str, Any] | None, language: str) -> Picture | None:
    if logo is None:
        return None
    return Picture(
        address=logo_address(logo["sha256"]),
        width=logo["width"],
        height=logo["height"],
        text=said(logo["text"], language),
    )


def _point(point: Content, language: str) -> Point:
    return Point(
        starts_at=time.fromisoformat(point["starts_at"]) if point["starts_at"] else None,
        ends_at=time.fromisoformat(point["ends_at"]) if point["ends_at"] else None,
        title=said(point["title"], language),
        description=said(point["description"], language),
    )


def _project(project: Content, language: str) -> FundedProject:
    return FundedProject(
        name=said(project["name"], language),
        funding_sentence=said(project["funding_sentence"], language),
        office_hours=said(project["office_hours"], language),
        link=project["link"],
        pictures=tuple(picture for logo in project["logos"] if (picture := _picture(logo, language))),
    )


def _lists(lists: list[Content], language: str) -> Iterable[Parties]:
    """A list that names nobody is not shown: a heading over nothing tells nothing."""
    for part in lists:
        entries = tuple(_party(entry, language) for entry in part["entries"])
        if entries:
            yield Parties(kind=PartyListKind(part["kind"]), heading=said(part["heading"], language), entries=entries)


def _party(entry: Content, language: str) -> Party:
    return Party(
        is_person=entry["kind"] == "person",
        name=said(entry["name"], language),
        role=said(entry["role"], language),
        link=entry["link"],
        description=said(entry["description"], language),
        picture=_picture(entry["logo"], language),
    )
