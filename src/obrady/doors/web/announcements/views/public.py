"""What everybody may see: the latest frozen version. Two queries, nothing personal, no cookie."""

import functools
import hashlib
from datetime import datetime
from pathlib import Path

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from obrady.doors.web.announcements.calendar import calendar_file
from obrady.doors.web.announcements.page import Page, page_of
from obrady.doors.web.parts.access import actor_of, public_meeting
from obrady.stages.announcements.queries import PublicContent, public_content
from obrady.stages.announcements.rules import can_see_draft
from obrady.stages.ledger.states import VISITOR
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import meeting_with_slug
from obrady.stages.meetings.rules import is_public
from obrady.stages.organisations.queries import logo_with_hash
from obrady.workshop import clock

LONGEST_AGE = 60
WEB = Path(settings.PACKAGE) / "doors" / "web"


@require_safe
def announcement(request: HttpRequest, slug: str) -> HttpResponseBase:
    meeting = _meeting(request, slug)
    public = public_content(meeting)
    if public is None:
        return _to_preview(request, meeting)
    page = _page(public, slug, clock.now())
    etag = _etag(request, meeting, public, page)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is None:
        context = {
            "page": page,
            "organisation": meeting.organisation,
            "version": public,
            "full_address": full_address(slug),
            "qr_code": qr_code(full_address(slug)),
        }
        unchanged = render(request, "announcements/announcement.html", context)
    return _kept_for_a_while(unchanged, etag, page)


@require_safe
def announcement_ics(request: HttpRequest, slug: str) -> HttpResponseBase:
    meeting = _meeting(request, slug)
    public = public_content(meeting)
    if public is None:
        raise Http404
    page = _page(public, slug, clock.now())
    etag = _etag(request, meeting, public, page)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        content = calendar_file(
            page,
            key=str(meeting.pk),
            version=public.number,
            published_at=public.published_at,
            address=full_address(slug),
            language=get_language() or settings.LANGUAGE_CODE,
        )
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return _kept_for_a_while(response, etag, page)


@require_safe
def logo(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """The bytes behind a hash never change, so a browser need never ask again."""
    known = logo_with_hash(sha256)
    if known is None:
        raise Http404
    response = get_conditional_response(request, etag=f'"{sha256}"')
    if response is None:
        try:
            with known.file.open("rb") as file:
                response = HttpResponse(file.read(), content_type="image/png")
        except FileNotFoundError:
            raise Http404 from None
    response.headers["ETag"] = f'"{sha256}"'
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def full_address(slug: str) -> str:
    return settings.OBRADY_PUBLIC_ADDRESS + reverse("announcement", args=[slug])


@functools.lru_cache(maxsize=64)
def qr_code(address: str) -> str:
    """For the printed page on a door: a phone finds the way back to the live one."""
    return segno.make(address, error="m").svg_data_uri(border=0)


def _meeting(request: HttpRequest, slug: str) -> Meeting:
    """A public meeting is the same for everybody: nobody is asked who they are, so no cookie is looked at."""
    meeting = meeting_with_slug(slug)
    if meeting is not None and is_public.test(VISITOR, meeting):
        return meeting
    return public_meeting(slug, actor_of(request))


def _to_preview(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Nothing is published yet: for the team there is the preview, for everybody else nothing."""
    if not can_see_draft.test(actor_of(request), meeting):
        raise Http404
    return redirect("announcement-preview", slug=meeting.slug)


def _page(public: PublicContent, slug: str, now: datetime) -> Page:
    return page_of(public.content, slug=slug, language=get_language() or settings.LANGUAGE_CODE, now=now)


def _etag(request: HttpRequest, meeting: Meeting, public: PublicContent, page: Page) -> str:
    """Everything that the answer depends on; `names` falls when somebody is taken out of a published version."""
    facts = (
        request.get_full_path(),
        public.sha256,
        str(public.names),
        page.window,
        str(page.is_over),
        str(meeting.organisation.name),
        meeting.organisation.accent,
        _house(),
    )
    return f'"{hashlib.sha256("|".join(facts).encode()).hexdigest()[:32]}"'


@functools.cache
def _house() -> str:
    """Another build of the product may draw the same announcement differently."""
    newest = max(file.stat().st_mtime_ns for file in WEB.rglob("*") if file.is_file())
    return f"{newest}{settings.OBRADY_DEMO}"


def _kept_for_a_while(response: HttpResponseBase, etag: str, page: Page) -> HttpResponseBase:
    left = (page.next_change - page.now).total_seconds() if page.next_change else LONGEST_AGE
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={max(1, min(LONGEST_AGE, int(left)))}"
    return response
