"""The proof in the hands of whoever doubts: a page that recomputes the draw, and the program of one file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from obrady.doors.web.draws.views.public import shown_draw
from obrady.doors.web.parts.access import actor_of, public_meeting
from obrady.stages.draws.queries.finding import verify_script


@require_safe
def check(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = public_meeting(slug, actor_of(request))
    draw = shown_draw(meeting)
    is_committed = draw is not None and draw.committed_at is not None
    context = {"meeting": meeting, "draw": draw if is_committed else None, "code": request.GET.get("code", "")[:16]}
    return render(request, "draws/check_yourself.html", context)


@require_safe
def script(request: HttpRequest, slug: str) -> HttpResponse:
    public_meeting(slug, actor_of(request))
    response = HttpResponse(verify_script(), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="verify.py"'
    return response
