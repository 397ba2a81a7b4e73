"""What every public view of an announcement starts from: the frozen version, its tag and how long it may be kept."""

import functools
import hashlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language, override

from obrady.doors.web.announcements.page import Page, page_of
from obrady.doors.web.parts.access import actor_of, public_meeting
from obrady.stages.announcements.queries import PublicContent, public_content
from obrady.stages.ledger.states import VISITOR
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import meeting_with_slug
from obrady.stages.meetings.rules import is_public
from obrady.workshop import clock

LONGEST_AGE = 60
WEB = Path(settings.PACKAGE) / "doors" / "web"


def full_address(slug: str) -> str:
    return settings.OBRADY_PUBLIC_ADDRESS + reverse("announcement", args=[slug])


def addresses_by_language(slug: str, further: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Every address at which the announcement can be read, with its language; further ones stand in the English frame."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found[code] = full_address(slug)
    frame = found.get("en") or found[settings.LANGUAGE_CODE]
    more = [(code, f"{frame}?in={code}") for code in further]
    return [*found.items(), *more, ("x-default", found[settings.LANGUAGE_CODE])]


@functools.lru_cache(maxsize=64)
def qr_code(address: str) -> str:
    """For the printed page on a door: a phone finds the way back to the live one."""
    return segno.make(address, error="m").svg_data_uri(border=0)


def meeting_of(request: HttpRequest, slug: str) -> Meeting:
    """A public meeting is the same for everybody: nobody is asked who they are, so no cookie is looked at."""
    meeting = meeting_with_slug(slug)
    if meeting is not None and is_public.test(VISITOR, meeting):
        return meeting
    return public_meeting(slug, actor_of(request))


def page_in(public: PublicContent, slug: str, now: datetime, *, language: str = "") -> Page:
    language = language or get_language() or settings.LANGUAGE_CODE
    return page_of(public.content, slug=slug, language=language, now=now)


def further_languages(public: PublicContent) -> list[str]:
    """Languages that the announcement was written in beside those of the pages' frame."""
    return sorted(set(public.content["title"]) - set(dict(settings.LANGUAGES)))


def language_asked_for(request: HttpRequest, public: PublicContent) -> str:
    """`?in=de`: the texts in German, the frame in the page's own language; what is not there is not asked for."""
    wanted = request.GET.get("in", "")
    return wanted if wanted in further_languages(public) else ""


def etag_of(
    request: HttpRequest, meeting: Meeting, public: PublicContent, page: Page, *, has_materials: bool = False
) -> str:
    """Everything that the answer depends on; `names` falls when somebody is taken out of a published version."""
    facts = (
        request.get_full_path(),
        public.sha256,
        str(public.names),
        page.window,
        str(page.is_over),
        str(meeting.organisation.name),
        meeting.organisation.accent,
        str(has_materials),
        _house(),
    )
    return f'"{hashlib.sha256("|".join(facts).encode()).hexdigest()[:32]}"'


@functools.cache
def _house() -> str:
    """Another build of the product may draw the same announcement differently."""
    newest = max(file.stat().st_mtime_ns for file in WEB.rglob("*") if file.is_file())
    return f"{newest}{settings.OBRADY_DEMO}"


def kept_for_a_while(response: HttpResponseBase, etag: str, page: Page) -> HttpResponseBase:
    left = (page.next_change - page.now).total_seconds() if page.next_change else LONGEST_AGE
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={max(1, min(LONGEST_AGE, int(left)))}"
    return response


def readable(request: HttpRequest, slug: str) -> tuple[Meeting, PublicContent, Page]:
    """What is published; a meeting that nothing is published of has nothing to read."""
    meeting = meeting_of(request, slug)
    public = public_content(meeting)
    if public is None:
        raise Http404
    return meeting, public, page_in(public, slug, clock.now(), language=language_asked_for(request, public))
