"""Test throws in public, before the real ones; they name no row."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from obrady.doors.web.draws.forms import TestThrowsForm
from obrady.doors.web.draws.views.steps import place_of_work, says_refusals
from obrady.doors.web.draws.views.throwing import draw_context
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.draws.actions import testing
from obrady.stages.draws.queries.finding import live_draw
from obrady.stages.draws.rules import can_draw
from obrady.stages.draws.states import DrawState
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock


@require_POST
@team_page(can_draw)
@says_refusals
def try_dice(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    draw = live_draw(meeting)
    if draw is None or draw.state != DrawState.COMMITTED:
        return redirect(place_of_work(draw), slug=meeting.slug)
    form = TestThrowsForm(request.POST)
    if not form.is_valid():
        return render(request, "draws/draw.html", draw_context(request, meeting, draw) | {"test_form": form})
    testing.try_dice(actor=actor_of(request), draw=draw, digits=form.digits(), now=clock.now())
    messages.success(request, _("The test throws are written down. They do not count."))
    return redirect("recruitment-draw", slug=meeting.slug)
