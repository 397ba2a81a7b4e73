"""What the page shows, as plain JSON: from the team's draft, or from a frozen version."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import override
from i18nfield.strings import LazyI18nString

from obrady.stages.announcements.models import Announcement, PartyEntry, PartyList, PublishedVersion
from obrady.stages.announcements.states import EntryKind, PartyListKind, Section
from obrady.stages.meetings.models import Meeting, Project
from obrady.stages.meetings.queries import agenda_of, changes_of, projects_of
from obrady.stages.organisations.models import Logo, Organisation

Content = dict[str, Any]
Texts = dict[str, str]
TEXTS = ("why", "for_whom", "how_places_are_given", "what_follows", "by_web", "by_scan", "at_office", "by_phone")
PLACES_AND_CONTACTS = (
    "place",
    "place_address",
    "access_notes",
    "office_name",
    "office_address",
    "office_hours",
    "contact",
)


@dataclass(frozen=True)
class PublicContent:
    """A frozen version, with all who still agree to be named put back in their places."""

    number: int
    published_at: datetime
    sha256: str
    content: Content
    names: int


def announcement_of(meeting: Meeting) -> Announcement:
    """The team's draft; an unwritten one is empty and not in the database yet."""
    return Announcement.objects.filter(meeting=meeting).first() or Announcement(meeting=meeting)


def lists_of(meeting: Meeting) -> list[tuple[PartyList, list[PartyEntry]]]:
    """All nine lists with their entries in the order of the page, whether or not anybody touched them yet."""
    entries = Prefetch(
        "entries", queryset=PartyEntry.objects.select_related("logo", "expert").order_by("position", "id")
    )
    rows = PartyList.objects.filter(announcement__meeting=meeting).order_by("position", "id").prefetch_related(entries)
    found = [(row, list(row.entries.all())) for row in rows]
    return found or [(PartyList(kind=kind, position=place), []) for place, kind in enumerate(PartyListKind)]


def names_nobody_may_read(meeting: Meeting) -> int:
    """How many entries are kept for the team only, because consent to be named is missing."""
    return PartyEntry.objects.filter(party_list__announcement__meeting=meeting, may_be_named=False).count()


def versions_of(meeting: Meeting) -> QuerySet[PublishedVersion]:
    return PublishedVersion.objects.filter(meeting=meeting).order_by("-number")


def latest_version(meeting: Meeting) -> PublishedVersion | None:
    return versions_of(meeting).first()


def version_with_number(meeting: Meeting, number: int) -> PublishedVersion | None:
    return versions_of(meeting).filter(number=number).first()


def public_content(meeting: Meeting) -> PublicContent | None:
    version = latest_version(meeting)
    return shown_content(version) if version else None


def shown_content(version: PublishedVersion) -> PublicContent:
    shown = [{**part, "entries": _names_back(part["entries"], version.named)} for part in version.content["lists"]]
    return PublicContent(
        number=version.number,
        published_at=version.published_at,
        sha256=version.sha256,
        content={**version.content, "lists": shown, **_reasons_back(version)},
        names=len(version.named),
    )


def _reasons_back(version: PublishedVersion) -> Content:
    """A reason that was taken back is empty; the change itself stays told."""
    if "course" not in version.content:
        return {}
    course = [
        {**note, "reason": version.named.get(note["reason"]["named"], {}).get("reason", {})}
        if "named" in note["reason"]
        else note
        for note in version.content["course"]
    ]
    return {"course": course}


def _names_back(entries: list[Content], named: Mapping[str, Content]) -> list[Content]:
    """Who was taken out leaves no gap and no mark."""
    known = [named.get(entry["named"]) for entry in entries]
    return [_with_picture(entry, named) for entry in known if entry]


def _with_picture(entry: Content, named: Mapping[str, Content]) -> Content:
    """A person's picture is kept apart from their words, so that it can go alone."""
    said = {key: value for key, value in entry.items() if key != "salt"}
    picture = said["logo"]
    if picture and "named" in picture:
        said["logo"] = named.get(picture["named"], {}).get("logo")
    return said


def changed_sections(meeting: Meeting, draft: Content) -> tuple[Section, ...]:
    """Where the draft differs from what readers see; nothing before the first publishing."""
    public = public_content(meeting)
    if public is None:
        return ()
    return tuple(section for section in Section if _part(draft, section) != _part(public.content, section))


def _part(content: Content, section: Section) -> object:
    match section:
        case Section.TEXTS:
            return content["title"], content["texts"]
        case Section.PARTICULARS:
            return content["meeting"]
        case Section.PROGRAMME:
            return content["agenda"]
        case Section.PROJECTS:
            return content["projects"]
        case Section.LISTS:
            return content["lists"], content["organiser"]


def fingerprint(value: object) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


# From the team's rows to plain JSON.


def draft_content(meeting: Meeting) -> Content:
    announcement, projects = announcement_of(meeting), projects_of(meeting)
    return {
        "format": 1,
        "title": words(meeting.title),
        "series": words(meeting.series.name) if meeting.series else {},
        "organiser": _organiser(meeting.organisation),
        "meeting": _particulars(meeting),
        "texts": {name: words(getattr(announcement, name)) for name in TEXTS},
        "agenda": _agenda(meeting),
        "projects": [_project(project) for project in projects],
        "lists": [_party_list(meeting, projects, row, entries) for row, entries in lists_of(meeting)],
        **_course(meeting),
    }


def with_change(published: Content, meeting: Meeting, changed: Sequence[str]) -> Content:
    """What was published, with a change of course and its note put in and nothing else."""
    now = _particulars(meeting)
    content = {**published, "meeting": {**published["meeting"], **{name: now[name] for name in changed}}}
    if "starts_at" in changed:
        content["agenda"] = _agenda(meeting) if _same_points(published["agenda"], meeting) else published["agenda"]
    return {**content, **_course(meeting)}


def _same_points(published: list[Content], meeting: Meeting) -> bool:
    """Whether the programme that readers see is the team's own, hours aside."""
    return [point["title"] for point in published] == [point["title"] for point in _agenda(meeting)]


def _course(meeting: Meeting) -> Content:
    """Every change of course that readers were told of, the latest first; nothing while there was none."""
    notes = [
        {
            "kind": row.kind,
            "at": _moment(row.at),
            "reason": words(row.reason),
            "before": row.before,
            "after": row.after,
        }
        for row in changes_of(meeting)
        if row.taken_back_at is None
    ]
    return {"course": notes} if notes else {}


def _agenda(meeting: Meeting) -> list[Content]:
    return [
        {
            "starts_at": point.starts_at.strftime("%H:%M") if point.starts_at else "",
            "ends_at": point.ends_at.strftime("%H:%M") if point.ends_at else "",
            "title": words(point.title),
            "description": words(point.description),
        }
        for point in agenda_of(meeting)
    ]


def words(text: LazyI18nString | str | None) -> Texts:
    data = text.data if isinstance(text, LazyI18nString) else text
    if isinstance(data, dict):
        return {language: str(said) for language, said in data.items() if said}
    return {settings.LANGUAGE_CODE: str(data)} if data else {}


def in_every_language(text: Promise) -> Texts:
    said = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said[language] = str(text)
    return said


def _particulars(meeting: Meeting) -> Content:
    moments = ("starts_at", "ends_at", "opens_at", "closes_at")
    return {
        "zone": meeting.zone,
        **{name: _moment(getattr(meeting, name)) for name in moments},
        "answer_by": _date(meeting.answer_by),
        "places": meeting.places,
        "phone": meeting.phone,
        "email": meeting.email,
        **{name: words(getattr(meeting, name)) for name in PLACES_AND_CONTACTS},
    }


def _moment(value: datetime | None) -> str:
    return value.astimezone(UTC).isoformat() if value else ""


def _date(value: date | None) -> str:
    return value.isoformat() if value else ""


def _organiser(organisation: Organisation) -> Content:
    return {"name": words(organisation.name), "link": organisation.website}


def _logo(logo: Logo | None) -> Content | None:
    if logo is None:
        return None
    return {
        "sha256": logo.sha256,
        "width": logo.width,
        "height": logo.height,
        "text": words(logo.alternative_text),
    }


def _project(project: Project) -> Content:
    return {
        "name": words(project.name),
        "funding_sentence": words(project.funding_sentence),
        "office_hours": words(project.office_hours),
        "link": project.link,
        "logos": [_logo(row.logo) for row in project.projectlogo_set.all()],
    }


def _party_list(meeting: Meeting, projects: list[Project], row: PartyList, entries: list[PartyEntry]) -> Content:
    kind = PartyListKind(row.kind)
    shown = [_as_approved(entry) for entry in entries if entry.may_be_named]
    return {
        "kind": kind.value,
        "heading": in_every_language(kind.usual_heading) | words(row.heading),
        "entries": shown if entries else _entries_known_anyway(meeting, projects, kind),
    }


def _as_approved(entry: PartyEntry) -> Content:
    """Of an invited expert only the words that they agreed to; what was written since waits for their nod."""
    expert = getattr(entry, "expert", None)
    return entry_content(entry) | (expert.approved if expert and expert.approved_at else {})


def entry_content(entry: PartyEntry) -> Content:
    return {
        "entry": entry.pk,
        "kind": entry.kind,
        "name": words(entry.name),
        "role": words(entry.role),
        "link": entry.link,
        "description": words(entry.description),
        "logo": _logo(entry.logo),
    }


def _entries_known_anyway(meeting: Meeting, projects: list[Project], kind: PartyListKind) -> list[Content]:
    """The organiser and the chosen projects need not be typed twice."""
    match kind:
        case PartyListKind.ORGANISER:
            organiser = meeting.organisation
            return [_known(organiser.name, organiser.website, organiser.description, organiser.logo)]
        case PartyListKind.PROJECTS:
            return [_known(project.name, project.link, LazyI18nString({}), None) for project in projects]
        case _:
            return []


def _known(name: LazyI18nString, link: str, description: LazyI18nString, logo: Logo | None) -> Content:
    return {
        "entry": None,
        "kind": EntryKind.ORGANISATION.value,
        "name": words(name),
        "role": {},
        "link": link,
        "description": words(description),
        "logo": _logo(logo),
    }
