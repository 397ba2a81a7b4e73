"""What the announcement gives to other sites: a picture for shared links, the plain text, what machines read."""

from functools import lru_cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from obrady.doors.web.announcements.course_notes import event_status
from obrady.doors.web.announcements.page import Page, page_of
from obrady.doors.web.announcements.plain import plain_text
from obrady.doors.web.announcements.structured import data_block, event
from obrady.doors.web.announcements.views.reading import etag_of, full_address, kept_for_a_while, readable
from obrady.doors.web.parts.access import team_page
from obrady.doors.web.parts.tags import day, hour
from obrady.doors.web.parts.words import languages_written
from obrady.stages.announcements import rules
from obrady.stages.announcements.queries import PublicContent, draft_content, public_content
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock
from obrady.workshop.images.cards import Card, card

LANGUAGES = dict(settings.LANGUAGES)


@require_safe
def announcement_text(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Free to take over: everything the page says, without a picture."""
    meeting, public, page = readable(request, slug)
    etag = etag_of(request, meeting, public, page)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        text = plain_text(page, address=full_address(slug))
        response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    return kept_for_a_while(response, etag, page)


@require_safe
def share_picture(request: HttpRequest, slug: str, language: str) -> HttpResponseBase:
    if language not in LANGUAGES:
        raise Http404
    with override(language):
        meeting, public, page = readable(request, slug)
        etag = etag_of(request, meeting, public, page)
        response = get_conditional_response(request, etag=etag)
        if response is None:
            response = HttpResponse(_drawn(picture_of(meeting, page)), content_type="image/png")
    return kept_for_a_while(response, etag, page)


def picture_of(meeting: Meeting, page: Page) -> Card:
    lines = []
    if page.starts_at:
        hours = hour(page.starts_at, page.zone) + (f"–{hour(page.ends_at, page.zone)}" if page.ends_at else "")
        lines.append(f"{day(page.starts_at, page.zone)}, {hours}")
    if page.said["place"]:
        lines.append(str(page.said["place"]))
    notes = [note.title for note in page.course][:1]
    organiser = meeting.organisation
    return Card(
        title=str(page.title),
        lines=(*notes, *lines),
        foot=str(page.organiser),
        accent=organiser.accent,
        logo=_bytes_of(organiser.logo),
    )


def _bytes_of(logo) -> bytes | None:
    if logo is None:
        return None
    try:
        with logo.file.open("rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


@lru_cache(maxsize=32)
def _drawn(said: Card) -> bytes:
    return card(said)


def machine_words(meeting: Meeting, public: PublicContent, page: Page, *, language: str = "") -> dict:
    """For the head of the public page; `language` is a further one in which it is read."""
    frame = get_language() or settings.LANGUAGE_CODE
    address = full_address(page.slug)
    image = settings.OBRADY_PUBLIC_ADDRESS + reverse(
        "announcement-picture", kwargs={"slug": page.slug, "language": frame}
    )
    data = event(
        page,
        status=event_status(public.content),
        address=address,
        image=image,
        organiser_link=public.content["organiser"]["link"],
        language=language or frame,
    )
    return {"event": data_block(data), "share_picture": image}


@team_page(rules.can_see_draft)
@require_safe
def plain_page(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The plain text of what is published (else of the draft) in every language, to copy and pass on."""
    public = public_content(meeting)
    content = public.content if public else draft_content(meeting)
    texts = []
    for language, name in languages_written(meeting.organisation):
        with override(language if language in LANGUAGES else "en"):
            page = page_of(content, slug=meeting.slug, language=language, now=clock.now())
            query = "" if language in LANGUAGES else f"?in={language}"
            address = reverse("announcement-text", args=[meeting.slug]) + query if public else ""
            text = plain_text(page, address=full_address(meeting.slug))
        texts.append({"language": language, "name": name, "text": text, "address": address})
    context = {"meeting": meeting, "rail": "announcement-edit", "texts": texts, "is_published": public is not None}
    return render(request, "announcements/plain.html", context)
