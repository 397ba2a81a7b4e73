"""Decisions on single people before the draw: a place in any case, or no part in it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from obrady.doors.web.draws import wording
from obrady.doors.web.draws.forms import DecisionForm
from obrady.doors.web.draws.views.steps import page_context, place_of_work, says_refusals
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.draws import actions
from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.decisions import decisions_of
from obrady.stages.draws.queries.finding import live_draw
from obrady.stages.draws.rules import can_draw
from obrady.stages.draws.states import Decision, DrawState
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock

FAULTS_AT = {"not_in_pool": "reference", "no_reason": "reason"}


@team_page(can_draw)
@says_refusals
def people(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    draw = live_draw(meeting)
    if draw is None or draw.state != DrawState.DRAFT:
        messages.info(request, _("Save the places first; then decide on single people."))
        return redirect(place_of_work(draw), slug=meeting.slug)
    form = DecisionForm(request.POST or None, initial={"reference": request.GET.get("reference", "")})
    if request.method == "POST" and form.is_valid() and _decided(request, draw, form):
        return redirect("recruitment-people", slug=meeting.slug)
    context = page_context(request, meeting, draw, here="recruitment-check")
    return render(request, "draws/people.html", context | {"form": form, "decisions": decisions_of(draw)})


def _decided(request: HttpRequest, draw: Draw, form: DecisionForm) -> bool:
    given = form.cleaned_data
    try:
        actions.decide(
            actor=actor_of(request),
            draw=draw,
            reference=given["reference"],
            decision=Decision(given["decision"]),
            is_guest=given["is_guest"],
            reason=given["reason"],
            now=clock.now(),
        )
    except actions.RulesNotPossible as refusal:
        form.add_error(FAULTS_AT.get(refusal.reason), wording.not_possible(refusal))
        return False
    messages.success(request, _("The decision is kept."))
    return True


@require_POST
@team_page(can_draw)
@says_refusals
def undecide(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    draw = live_draw(meeting)
    if draw is not None:
        reference = request.POST.get("reference", "")
        actions.undecide(actor=actor_of(request), draw=draw, reference=reference, now=clock.now())
        messages.success(
            request, _("%(reference)s takes part in the draw like everybody else.") % {"reference": reference}
        )
    return redirect("recruitment-people", slug=meeting.slug)
