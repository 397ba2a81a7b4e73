"""Materials for readers: everybody's on a public page, all of them for the holder of a private link."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from obrady.doors.web.announcements.handing_out import handed_out
from obrady.doors.web.announcements.page import said
from obrady.doors.web.parts.access import actor_of, public_meeting
from obrady.doors.web.parts.private import private
from obrady.stages.announcements.models import Material
from obrady.stages.announcements.queries import participants_materials, public_materials
from obrady.stages.announcements.queries.content import words
from obrady.stages.applications.models import Application
from obrady.stages.applications.queries import application_with_token
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock


@require_safe
def public_list(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = public_meeting(slug, actor_of(request))
    context = {"meeting": meeting, "rows": in_words(public_materials(meeting, clock.now()))}
    return render(request, "announcements/public_materials.html", context)


@require_safe
def public_file(request: HttpRequest, slug: str, key: int) -> HttpResponseBase:
    meeting = public_meeting(slug, actor_of(request))
    return handed_out(_among(public_materials(meeting, clock.now()).filter(pk=key).first()))


@never_cache
@require_safe
def own_file(request: HttpRequest, token: str, key: int) -> HttpResponseBase:
    """For whoever holds the link of an application that stands."""
    application = application_with_token(token)
    meeting = _meeting_of(application)
    if meeting is None:
        raise Http404
    return private(handed_out(_among(participants_materials(meeting, clock.now()).filter(pk=key).first())))


def own_materials(application: Application) -> list[dict]:
    """For the private page: nothing once somebody has withdrawn."""
    meeting = _meeting_of(application)
    return in_words(participants_materials(meeting, clock.now())) if meeting else []


def _meeting_of(application: Application | None) -> Meeting | None:
    if application is None:
        return None
    kept = application.merged_into or application
    return None if kept.withdrawn_at else kept.meeting


def _among(material: Material | None) -> Material:
    if material is None:
        raise Http404
    return material


def in_words(materials) -> list[dict]:
    language = get_language() or ""
    return [{"material": row, "title": said(words(row.title), language), "kind": row.kind.upper()} for row in materials]
