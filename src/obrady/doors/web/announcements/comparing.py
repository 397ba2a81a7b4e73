"""Two versions of an announcement side by side: what was taken out and what was put in, part by part."""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from obrady.doors.web.announcements.wording import SECTIONS
from obrady.stages.announcements.queries.content import Content
from obrady.stages.announcements.states import Section

WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Run:
    """Words that stayed (kind ""), were taken out ("out") or put in ("in")."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    label: str
    language: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Part:
    title: str
    differences: tuple[Difference, ...]


def compared(old: Content, new: Content) -> list[Part]:
    """Only what differs, in the order of the editor."""
    before, after = dict(lines_of(old)), dict(lines_of(new))
    parts = []
    for section in Section:
        keys = [
            key for key in dict.fromkeys([*before, *after]) if key[0] is section and before.get(key) != after.get(key)
        ]
        found = tuple(
            Difference(label=label, language=language, runs=runs(before.get(key, ""), after.get(key, "")))
            for key in keys
            for _section, label, language in [key]
        )
        if found:
            parts.append(Part(title=str(SECTIONS[section]), differences=found))
    return parts


def runs(old: str, new: str) -> tuple[Run, ...]:
    a, b = WORD.findall(old), WORD.findall(new)
    found: list[Run] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Run("", "".join(a[i:j])))
            continue
        found += [Run("out", "".join(a[i:j]))] if j > i else []
        found += [Run("in", "".join(b[k:m]))] if m > k else []
    return tuple(found)


Key = tuple[Section, str, str]


def lines_of(content: Content) -> Iterator[tuple[Key, str]]:
    """Every text that a version shows, by part, label and language (empty: the same in all languages)."""
    yield from _texts(Section.TEXTS, _("Title"), content["title"])
    for name, texts in content["texts"].items():
        yield from _texts(Section.TEXTS, _label(TEXTS, name), texts)
    yield from _particulars(content["meeting"])
    yield from _rows(Section.PROGRAMME, _("Programme"), content["agenda"], _point)
    yield from _rows(Section.PROJECTS, _("Projects"), content["projects"], _project)
    for part in content["lists"]:
        heading = part["heading"].get(settings.LANGUAGE_CODE) or next(iter(part["heading"].values()), part["kind"])
        yield from _rows(Section.LISTS, heading, part["entries"], _entry)


TEXTS = {
    "why": lambda: _("Why we meet"),
    "for_whom": lambda: _("Who may come"),
    "how_places_are_given": lambda: _("How places are given"),
    "what_follows": lambda: _("What becomes of the results"),
    "by_web": lambda: _("On this site"),
    "by_scan": lambda: _("A scan by e-mail"),
    "at_office": lambda: _("At the office"),
    "by_phone": lambda: _("By phone"),
}
PARTICULARS = {
    "starts_at": lambda: _("Begins at"),
    "ends_at": lambda: _("Ends at"),
    "opens_at": lambda: _("Applications open on"),
    "closes_at": lambda: _("Applications close on"),
    "answer_by": lambda: _("Everybody has an answer by"),
    "places": lambda: _("Number of places"),
    "phone": lambda: _("Phone"),
    "email": lambda: _("E-mail"),
    "zone": lambda: _("Time zone"),
    "place": lambda: _("Place"),
    "place_address": lambda: _("Address of the place"),
    "access_notes": lambda: _("Getting there and getting in"),
    "office_name": lambda: _("Name of the office"),
    "office_address": lambda: _("Address of the office"),
    "office_hours": lambda: _("Office hours"),
    "contact": lambda: _("Contacts for questions"),
}


def _label(known: Mapping[str, Callable[[], str]], name: str) -> str:
    return known[name]() if name in known else name


def _texts(section: Section, label: str, texts: dict[str, str]) -> Iterator[tuple[Key, str]]:
    for language, text in texts.items():
        yield (section, label, language), text


def _particulars(meeting: Content) -> Iterator[tuple[Key, str]]:
    zone = ZoneInfo(meeting["zone"])
    for name, value in meeting.items():
        label = _label(PARTICULARS, name)
        if isinstance(value, dict):
            yield from _texts(Section.PARTICULARS, label, value)
        else:
            yield (Section.PARTICULARS, label, ""), _on_the_wall(name, value, zone)


def _on_the_wall(name: str, value: object, zone: ZoneInfo) -> str:
    if name.endswith("_at") and value:
        return f"{datetime.fromisoformat(str(value)).astimezone(zone):%Y-%m-%d %H:%M}"
    return "" if value is None else str(value)


def _rows(section: Section, label: str, rows: list[Content], said) -> Iterator[tuple[Key, str]]:
    languages = dict.fromkeys(
        language
        for row in rows
        for texts in row.values()
        if isinstance(texts, dict)
        for language in texts
        if len(language) <= 12
    )
    for language in languages:
        yield (section, label, language), "\n".join(said(row, language) for row in rows)


def _in(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or texts.get(settings.LANGUAGE_CODE) or next(iter(texts.values()), "")


def _point(point: Content, language: str) -> str:
    hours = "–".join(filter(None, (point["starts_at"], point["ends_at"])))
    return " ".join(filter(None, (hours, _in(point["title"], language), _in(point["description"], language))))


def _project(project: Content, language: str) -> str:
    parts = (project["name"], project["funding_sentence"], project["office_hours"])
    logos = ", ".join(_in(logo["text"], language) for logo in project["logos"] if logo)
    return " · ".join(filter(None, (*(_in(part, language) for part in parts), project["link"], logos)))


def _entry(entry: Content, language: str) -> str:
    parts = (entry["name"], entry["role"], entry["description"])
    return ", ".join(filter(None, (*(_in(part, language) for part in parts), entry["link"])))
