"""The proof in the hands of whoever doubts: a page that recomputes the draw, a copy of it to keep, and verify.py."""

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from obrady.doors.web.draws.views.public import shown_draw
from obrady.doors.web.parts.access import actor_of, public_meeting
from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.finding import verify_script
from obrady.stages.meetings.models import Meeting

STATIC = Path(__file__).parents[1] / "static" / "draws"


def committed_draw(meeting: Meeting) -> Draw | None:
    draw = shown_draw(meeting)
    return draw if draw is not None and draw.committed_at is not None else None


@require_safe
def check(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = public_meeting(slug, actor_of(request))
    draw = committed_draw(meeting)
    address = f"{reverse('draw-bundle', kwargs={'slug': slug})}?draw={draw.number}" if draw else ""
    context = {"meeting": meeting, "draw": draw, "address": address, "code": request.GET.get("code", "")[:16]}
    return render(request, "draws/check_yourself.html", context)


@require_safe
def saved(request: HttpRequest, slug: str) -> HttpResponse:
    """One file that works alone, from any folder: nothing in it asks a server. It is kept, never shown from here."""
    meeting = public_meeting(slug, actor_of(request))
    draw = committed_draw(meeting)
    if draw is None:
        raise Http404
    context = {
        "meeting": meeting,
        "draw": draw,
        "language": get_language(),
        "style": inline("style", "saved.css"),
        "scripts": inline("script", "verify.js") + inline("script", "check.js"),
    }
    page = render_to_string("draws/check_saved.html", context)
    response = HttpResponse(page, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="check-{draw.commitment[:8]}.html"'
    return response


def inline(element: str, name: str) -> SafeString:
    """A file of this house, not of a visitor, written into the page as it is."""
    return mark_safe(f"<{element}>\n{(STATIC / name).read_text(encoding='utf-8')}</{element}>")  # noqa: S308


@require_safe
def script(request: HttpRequest, slug: str) -> HttpResponse:
    public_meeting(slug, actor_of(request))
    response = HttpResponse(verify_script(), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="verify.py"'
    return response
