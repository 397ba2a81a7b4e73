"""What everybody may see: the latest frozen version. Three queries, nothing personal, no cookie."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from obrady.doors.web.announcements.calendar import calendar_file
from obrady.doors.web.announcements.views.reading import (
    addresses_by_language,
    etag_of,
    full_address,
    further_languages,
    kept_for_a_while,
    language_asked_for,
    meeting_of,
    page_in,
    qr_code,
    readable,
)
from obrady.doors.web.announcements.views.sharing import machine_words
from obrady.doors.web.parts.access import actor_of
from obrady.doors.web.parts.words import own_name
from obrady.stages.announcements.queries import public_content, public_materials
from obrady.stages.announcements.rules import can_see_draft
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.queries import logo_with_hash
from obrady.workshop import clock


@require_safe
def announcement(request: HttpRequest, slug: str) -> HttpResponseBase:
    meeting = meeting_of(request, slug)
    public = public_content(meeting)
    if public is None:
        return _to_preview(request, meeting)
    asked = language_asked_for(request, public)
    page = page_in(public, slug, clock.now(), language=asked)
    has_materials = public_materials(meeting, page.now).exists()
    etag = etag_of(request, meeting, public, page, has_materials=has_materials)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is None:
        context = {
            "page": page,
            "organisation": meeting.organisation,
            "version": public,
            "full_address": full_address(slug),
            "qr_code": qr_code(full_address(slug)),
            "further": [{"code": code, "own_name": own_name(code)} for code in further_languages(public)],
            "reads_in": asked,
            "alternates": addresses_by_language(slug, further_languages(public)),
            "has_materials": has_materials,
            **machine_words(meeting, public, page, language=asked),
        }
        unchanged = render(request, "announcements/announcement.html", context)
    return kept_for_a_while(unchanged, etag, page)


@require_safe
def announcement_ics(request: HttpRequest, slug: str) -> HttpResponseBase:
    meeting, public, page = readable(request, slug)
    etag = etag_of(request, meeting, public, page)
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
    return kept_for_a_while(response, etag, page)


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


def _to_preview(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Nothing is published yet: for the team there is the preview, for everybody else nothing."""
    if not can_see_draft.test(actor_of(request), meeting):
        raise Http404
    return redirect("announcement-preview", slug=meeting.slug)
