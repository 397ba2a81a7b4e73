from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from obrady.doors.web.announcements.forms.sections import PointForm
from obrady.doors.web.announcements.moving import one_step
from obrady.doors.web.announcements.views.saving import (
    again,
    asks_for_preview,
    one_at_a_time,
    previewed,
    saved,
    section_context,
    sent,
)
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.doors.web.parts.words import languages_written
from obrady.stages.announcements import rules
from obrady.stages.announcements.states import Section
from obrady.stages.meetings.actions import keep_agenda_point, order_agenda, remove_agenda_point
from obrady.stages.meetings.models import AgendaPoint, Meeting
from obrady.stages.meetings.queries import agenda_of
from obrady.workshop import clock


def _point(meeting: Meeting, key: int | None) -> AgendaPoint | None:
    if key is None:
        return None
    point = next((point for point in agenda_of(meeting) if point.pk == key), None)
    if point is None:
        raise Http404
    return point


def _context(meeting: Meeting) -> dict:
    return {
        **section_context(meeting, Section.PROGRAMME),
        "back_url": reverse("announcement-programme", args=[meeting.slug]),
    }


@team_page(rules.can_edit)
def programme(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    context = section_context(meeting, Section.PROGRAMME)
    return render(request, "announcements/programme.html", {**context, "points": agenda_of(meeting)})


@team_page(rules.can_edit)
@one_at_a_time
def point(request: HttpRequest, meeting: Meeting, key: int | None = None) -> HttpResponse:
    known = _point(meeting, key)
    form = PointForm(sent(request), point=known, languages=languages_written(meeting.organisation))
    another = reverse("announcement-point-new", args=[meeting.slug])
    context = {**_context(meeting), "next_url": another, "next_title": "", "point": known}

    def write() -> None:
        keep_agenda_point(actor=actor_of(request), meeting=meeting, point=known, line=form.line(), now=clock.now())

    if asks_for_preview(request):
        return previewed(request, "announcements/point.html", context, form, write)
    if request.method == "POST" and form.accepts(write):
        return saved(request, context)
    return again(request, "announcements/point.html", context, form)


@require_POST
@team_page(rules.can_edit)
def move(request: HttpRequest, meeting: Meeting, key: int) -> HttpResponse:
    moved = _point(meeting, key)
    keys = [point.pk for point in agenda_of(meeting)]
    order_agenda(actor=actor_of(request), meeting=meeting, points=one_step(keys, moved.pk, request), now=clock.now())
    return redirect(f"{reverse('announcement-programme', args=[meeting.slug])}#point-{key}")


@team_page(rules.can_edit)
def remove(request: HttpRequest, meeting: Meeting, key: int) -> HttpResponse:
    gone = _point(meeting, key)
    context = _context(meeting)
    if request.method == "POST":
        remove_agenda_point(actor=actor_of(request), meeting=meeting, point=gone, now=clock.now())
        messages.success(request, _("The point is removed. Readers see it after you publish."))
        return redirect(context["back_url"])
    consequences = [_("“%(title)s” leaves the programme.") % {"title": gone.title}]
    return render(request, "announcements/remove.html", {**context, "consequences": consequences})
