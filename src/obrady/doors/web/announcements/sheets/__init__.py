"""Posters and leaflets: what an announcement becomes on paper, in one language and one size."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import unescape
from pathlib import Path
from typing import Any

import segno
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import override

from obrady.doors.web.announcements.page import FundedProject, Page, Said, page_of
from obrady.doors.web.parts.colours import on_paper
from obrady.doors.web.parts.tags import day, hour, moment, weekday
from obrady.stages.announcements.queries.content import Content
from obrady.stages.organisations.models import Organisation
from obrady.workshop.richtext import rendered
from obrady.workshop.typeset import Sheet

FOLDER = Path(__file__).parent
MOST_IN_SHORT = 420
MOST_IN_LEAFLET = 1400
MOST_POINTS = 14


class Size(StrEnum):
    A4 = "a4"
    A3 = "a3"
    LEAFLET = "leaflet"


MILLIMETRES = {Size.A4: (210, 297), Size.A3: (297, 420), Size.LEAFLET: (148, 210)}
TEMPLATES = {Size.A4: "poster.typ", Size.A3: "poster.typ", Size.LEAFLET: "leaflet.typ"}


@dataclass(frozen=True)
class Paper:
    """Which sheet of which announcement: `address` is what the code leads to, `short` what a hand can type."""

    slug: str
    size: Size
    language: str
    address: str
    short: str


@dataclass(frozen=True)
class Picture:
    """A logo as it lies in the store."""

    content: bytes
    width: int
    height: int
    text: str


def sheet_of(
    content: Content, paper: Paper, *, organisation: Organisation, pictures: Mapping[str, Picture], now: Any
) -> Sheet:
    """`pictures` by hash: the organiser's logo and those of all projects, as far as their files are there."""
    with override(paper.language):
        page = page_of(content, slug=paper.slug, language=paper.language, now=now)
        data = _data(page, content, paper, organisation, pictures)
    files = {"shared.typ": (FOLDER / "shared.typ").read_bytes(), "qr.svg": _code(paper.address)}
    files |= {f"{sha256}.png": picture.content for sha256, picture in pictures.items()}
    return Sheet((FOLDER / TEMPLATES[paper.size]).read_text(encoding="utf-8"), data, files)


def logos_in(content: Content, organisation: Organisation) -> list[str]:
    """Hashes in the order of the sheet, each once."""
    found = [organisation.logo.sha256] if organisation.logo else []
    found += [logo["sha256"] for project in content["projects"] for logo in project["logos"] if logo]
    return list(dict.fromkeys(found))


def _code(address: str) -> bytes:
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", border=2, xmldecl=False, svgns=True, nl=False)
    return out.getvalue()


def _data(
    page: Page, content: Content, paper: Paper, organisation: Organisation, pictures: Mapping[str, Picture]
) -> dict[str, Any]:
    accent = on_paper(organisation.accent.lstrip("#"))
    width, height = MILLIMETRES[paper.size]
    return {
        "language": paper.language,
        "width": width,
        "height": height,
        "scale": 2**0.5 if paper.size is Size.A3 else 1,
        "accent": accent.accent,
        "tint": accent.soft,
        "title": str(page.title),
        "description": ", ".join(filter(None, [_day(page), str(page.said["place"])])),
        "kicker": str(page.series) or _("Invitation to a meeting"),
        "organiser": str(page.organiser),
        "cancelled": _("The meeting is cancelled") if page.is_cancelled else "",
        "notes": [] if page.is_cancelled else [{"title": f"{note.title}.", "text": note.text} for note in page.course],
        "address": paper.short,
        "words": _words(),
        **_when_and_where(page),
        **_texts(page),
        "ways": _ways(page, paper.short),
        "programme": [_point(point) for point in page.programme[:MOST_POINTS]],
        "funding": [sentence for project in page.projects for sentence in _funding(project)],
        "logos": [
            {
                "file": f"{sha256}.png",
                "width": one.width,
                "height": one.height,
                "text": one.text,
                "is_organisers": organisation.logo is not None and organisation.logo.sha256 == sha256,
            }
            for sha256, one in pictures.items()
        ],
    }


def _words() -> dict[str, str]:
    return {
        "when": _("When"),
        "where": _("Where"),
        "apply_until": _("Apply until"),
        "for_whom": _("Who may come"),
        "why": _("Why we meet"),
        "how_to_apply": _("How to apply"),
        "programme": _("Programme"),
        "places_given": _("How places are given"),
        "access": _("Getting there:"),
        "access_title": _("Getting there and getting in"),
        "organiser": _("Organiser:"),
        "scan": _("Details and application"),
        "qr_alt": _("A code that leads a phone to the page of the meeting"),
    }


def _day(page: Page) -> str:
    if page.starts_at is None:
        return ""
    return f"{weekday(page.starts_at, page.zone)}, {day(page.starts_at, page.zone)}"


def _when_and_where(page: Page) -> dict[str, Any]:
    hours = "–".join(hour(one, page.zone) for one in (page.starts_at, page.ends_at) if one)
    promise = [_("Applying is not yet a place: the answer comes by %(day)s.") % {"day": day(page.answer_by)}]
    return {
        "when_day": _day(page),
        "when_hours": hours,
        "place": str(page.said["place"]),
        "place_address": _lines(page.said["place_address"]),
        "until": moment(page.closes_at, page.zone) if page.closes_at and not page.is_cancelled else "",
        "promise": promise[0] if page.answer_by and not page.is_cancelled else "",
    }


def _texts(page: Page) -> dict[str, Any]:
    for_whom, access = paragraphs(page.said["for_whom"]), paragraphs(page.said["access_notes"])
    return {
        "for_whom": cut(for_whom, MOST_IN_SHORT),
        "for_whom_whole": cut(for_whom, MOST_IN_LEAFLET),
        "why": cut(paragraphs(page.said["why"]), MOST_IN_LEAFLET),
        "places_given": cut(paragraphs(page.said["how_places_are_given"]), MOST_IN_LEAFLET),
        "access": " ".join(cut(access, MOST_IN_SHORT)),
        "access_whole": cut(access, MOST_IN_LEAFLET),
    }


def _ways(page: Page, short: str) -> list[dict[str, Any]]:
    """The ways that are open to people: each needs what it leads to."""
    if page.is_cancelled:
        return []
    office = [line for name in ("office_name", "office_address", "office_hours") for line in _lines(page.said[name])]
    rows = (
        (_("On our site"), "by_web", _("About five minutes, without an account, also on a phone."), [short], True),
        (
            _("By phone"),
            "by_phone",
            _("We ask a few questions and write the answers down for you."),
            [page.phone],
            True,
        ),
        (_("At the office"), "at_office", _("Bring the form, or fill it in with us."), office, False),
        (
            _("A scan by e-mail"),
            "by_scan",
            _("Fill in the paper form, scan or photograph it and send it to us."),
            [page.email],
            False,
        ),
    )
    return [
        {"title": title, "text": " ".join(cut(paragraphs(page.said[own]), 160)) or usual, "lines": lines, "big": big}
        for title, own, usual, lines, big in rows
        if any(lines)
    ]


def _point(point: Any) -> dict[str, str]:
    hours = "–".join(one.strftime("%H:%M").lstrip("0") for one in (point.starts_at, point.ends_at) if one)
    return {"hours": hours, "title": str(point.title)}


def _funding(project: FundedProject) -> list[str]:
    return [line for line in str(project.funding_sentence).splitlines() if line.strip()]


def _lines(text: Said | str) -> list[str]:
    return [line.strip() for line in str(text).splitlines() if line.strip()]


def paragraphs(text: Said) -> list[str]:
    """The words of a rich text without its marks; a point of a list keeps a dash."""
    html = rendered(str(text)).replace("<li>", "<p>– ").replace("<br>", "\n").replace("<br />", "\n")
    for end in ("</p>", "</li>", "</h2>", "</h3>", "</h4>"):
        html = html.replace(end, "\n\n")
    plain = unescape(strip_tags(html))
    return [" ".join(part.split(" ")).strip() for part in plain.split("\n\n") if part.strip(" \n–")]


def cut(parts: Sequence[str], most: int) -> list[str]:
    """As many whole paragraphs as fit, then words with an ellipsis: paper has an end, the page has all of it."""
    found: list[str] = []
    left = most
    for part in parts:
        if len(part) <= left:
            found.append(part)
            left -= len(part)
            continue
        if left > 40 or not found:
            found.append(_at_a_word(part, max(left, 40)))
        break
    return found


def _at_a_word(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return f"{head.rsplit(' ', 1)[0] if ' ' in head else head}…"


def read_pictures(hashes: Iterable[str], store: Mapping[str, Any], language: str) -> dict[str, Picture]:
    """Logos whose file cannot be read are left out; the page shows the same."""
    found: dict[str, Picture] = {}
    for sha256 in hashes:
        logo = store.get(sha256)
        if logo is None:
            continue
        try:
            with logo.file.open("rb") as file:
                content = file.read()
        except OSError:
            continue
        text = str(logo.alternative_text.localize(language) or "")
        found[sha256] = Picture(content, logo.width, logo.height, text)
    return found
