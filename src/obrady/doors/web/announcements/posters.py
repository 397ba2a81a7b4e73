"""Posters and leaflets as PDF: for everybody once the meeting is announced, before that for its team."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from obrady.doors.web.announcements.sheets import Paper, Size, logos_in, read_pictures, sheet_of
from obrady.doors.web.parts.access import actor_of, public_meeting, team_page
from obrady.doors.web.parts.context import OWN_NAMES
from obrady.stages.announcements.queries import draft_content, public_content
from obrady.stages.announcements.queries.content import Content
from obrady.stages.announcements.rules import can_see_draft
from obrady.stages.ledger.states import VISITOR
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import is_cancelled, meeting_with_short_code, meeting_with_slug, short_code
from obrady.stages.meetings.rules import is_public
from obrady.stages.organisations.queries import logos_of
from obrady.workshop import clock
from obrady.workshop.typeset import CannotBeTypeset, Output, Sheet, typeset

LONGEST_AGE = 60
SHORT_ENOUGH = 16
AT_ONCE = 2
KEPT = 24
MOST_IN_FOLDER = 200
SIZES = {
    Size.A4: (_("Poster A4"), _("For doors and notice boards.")),
    Size.A3: (_("Poster A3"), _("For the street and large boards.")),
    Size.LEAFLET: (_("Leaflet A5"), _("Two sides: print both on one sheet of A5.")),
}


@dataclass(frozen=True)
class Offer:
    """One sheet in one language as the team's page shows it."""

    size: Size
    title: object
    what_for: object
    language: str
    language_name: str


class Press:
    """A few sheets at a time, and the latest ones kept, so that a link that everybody follows costs one typesetting.

    Small pictures are kept in a folder as well, by the hash of all that is in them: a restart or another process does
    not set them anew. Whoever cannot write there sets them each time.
    """

    def __init__(self, folder: Path) -> None:
        self._places = threading.BoundedSemaphore(AT_ONCE)
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, Output], bytes] = OrderedDict()
        self._folder = folder

    def made(self, sheet: Sheet, output: Output) -> bytes:
        key = (sheet.key, output)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        content = self._from_folder(sheet, output)
        if content is None:
            with self._places:
                content = typeset(sheet, output, pixels_per_inch=60 if output is Output.PNG else 96)
            self._into_folder(sheet, output, content)
        with self._lock:
            self._kept[key] = content
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return content

    def _from_folder(self, sheet: Sheet, output: Output) -> bytes | None:
        try:
            return self._file(sheet).read_bytes() if output is Output.PNG else None
        except OSError:
            return None

    def _into_folder(self, sheet: Sheet, output: Output, content: bytes) -> None:
        if output is not Output.PNG:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            part = self._file(sheet).with_suffix(f".{uuid4().hex}.part")
            part.write_bytes(content)
            part.replace(self._file(sheet))
            for old in sorted(self._folder.iterdir(), key=_made_at, reverse=True)[MOST_IN_FOLDER:]:
                old.unlink(missing_ok=True)
        except OSError:
            return

    def _file(self, sheet: Sheet) -> Path:
        return self._folder / f"{sheet.key}.png"


def _made_at(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


press = Press(settings.DATA / "pictures-of-sheets")


@require_safe
def poster(request: HttpRequest, slug: str, size: str, language: str) -> HttpResponseBase:
    meeting = meeting_with_slug(slug)
    if meeting is None or not is_public.test(VISITOR, meeting):
        meeting = public_meeting(slug, actor_of(request))
    public = public_content(meeting)
    if public is None and not can_see_draft.test(actor_of(request), meeting):
        raise Http404
    content = public.content if public else draft_content(meeting)
    sheet = _sheet(meeting, content, size, language, clock.now())
    response = _printed(request, sheet, Output.PDF)
    response.headers["Content-Disposition"] = f'inline; filename="{slug}-{size}-{language}.pdf"'
    response.headers["Cache-Control"] = f"public, max-age={LONGEST_AGE}" if public else "no-store"
    return response


@team_page(can_see_draft)
@require_safe
def poster_preview(request: HttpRequest, meeting: Meeting, size: str, language: str) -> HttpResponseBase:
    """The first page as a picture."""
    return _printed(request, _sheet(meeting, _content(meeting), size, language, clock.now()), Output.PNG)


@team_page(can_see_draft)
@require_safe
def posters(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    languages = [(code, OWN_NAMES.get(code, str(name))) for code, name in settings.LANGUAGES]
    context = {
        "meeting": meeting,
        "rail": "announcement-edit",
        "sheets": [
            [Offer(size, title, what_for, code, name) for size, (title, what_for) in SIZES.items()]
            for code, name in languages
        ],
        "is_published": public_content(meeting) is not None,
        "is_cancelled": is_cancelled(meeting),
        "short": short_address(meeting, settings.LANGUAGE_CODE),
    }
    return render(request, "announcements/posters.html", context)


@require_safe
def short(request: HttpRequest, code: str) -> HttpResponse:
    """The address that a hand can type from a poster."""
    meeting = meeting_with_short_code(code)
    if meeting is None or not is_public.test(VISITOR, meeting):
        raise Http404
    return redirect("announcement", slug=meeting.slug)


def short_address(meeting: Meeting, language: str) -> str:
    """The page's own address when it is short enough, else one of a few letters; without the scheme."""
    path = _in(language, "announcement", slug=meeting.slug)
    if len(meeting.slug) > SHORT_ENOUGH:
        path = _in(language, "short", code=short_code(meeting))
    return f"{settings.OBRADY_PUBLIC_ADDRESS.partition('://')[2]}{path}".rstrip("/")


def _in(language: str, name: str, **kwargs: str) -> str:
    with override(language):
        return reverse(name, kwargs=kwargs)


def _content(meeting: Meeting) -> Content:
    """What readers see; before the first publishing what the team is writing."""
    public = public_content(meeting)
    return public.content if public else draft_content(meeting)


def _sheet(meeting: Meeting, content: Content, size: str, language: str, now: datetime) -> Sheet:
    if size not in set(Size) or language not in dict(settings.LANGUAGES):
        raise Http404
    address = settings.OBRADY_PUBLIC_ADDRESS + _in(language, "announcement", slug=meeting.slug)
    paper = Paper(meeting.slug, Size(size), language, address, short_address(meeting, language))
    store = {logo.sha256: logo for logo in logos_of(meeting.organisation)}
    pictures = read_pictures(logos_in(content, meeting.organisation), store, language)
    return sheet_of(content, paper, organisation=meeting.organisation, pictures=pictures, now=now)


def _printed(request: HttpRequest, sheet: Sheet, output: Output) -> HttpResponseBase:
    etag = f'"{sheet.key[:32]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        kind = "application/pdf" if output is Output.PDF else "image/png"
        try:
            response = HttpResponse(press.made(sheet, output), content_type=kind)
        except CannotBeTypeset as fault:
            if fault.code == "template":
                raise
            return HttpResponse(status=503, headers={"Retry-After": "30"})
    response.headers["ETag"] = etag
    return response
