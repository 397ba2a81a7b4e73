"""Screen four: from the frozen pool over the commitment to the dice."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from obrady.doors.web.draws import wording
from obrady.doors.web.draws.forms import DiceForm, ReasonForm, TestThrowsForm
from obrady.doors.web.draws.tries import shown_throws
from obrady.doors.web.draws.views.steps import barred, page_context, place_of_work, says_refusals
from obrady.doors.web.parts.access import actor_of, confirmed, team_page
from obrady.stages.draws import actions
from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.finding import left_since, live_draw
from obrady.stages.draws.queries.results import drawn_codes
from obrady.stages.draws.rules import can_draw, can_see_draw
from obrady.stages.draws.states import DrawState
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock

THROWABLE = (DrawState.FROZEN, DrawState.COMPUTING, DrawState.COMPUTED, DrawState.COMMITTED, DrawState.DRAWN)


@team_page(can_see_draw)
def draw_page(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    draw = live_draw(meeting)
    if draw is None or draw.state not in THROWABLE or place_of_work(draw) == "recruitment-ranking":
        return redirect(place_of_work(draw), slug=meeting.slug)
    return render(request, "draws/draw.html", draw_context(request, meeting, draw))


def draw_context(request: HttpRequest, meeting: Meeting, draw: Draw) -> dict:
    digits = actions.digits_needed(draw.rows)
    return page_context(request, meeting, draw, here="recruitment-draw") | {
        "pool_size": draw.counts.get("pool", 0),
        "fault": wording.fault(draw.fault) if draw.fault else "",
        "stage": wording.stage_of_work(draw.stage),
        "percent": round(draw.fraction * 100),
        "barred": barred(draw) if draw.state == DrawState.COMPUTED else [],
        "gone": left_since(draw).count(),
        "fingerprint": wording.in_groups(draw.fingerprint),
        "commitment": wording.in_groups(draw.commitment),
        "form": DiceForm(digits=digits),
        "test_form": TestThrowsForm(),
        "tests": shown_throws(draw),
        "digits": digits,
        "codes": drawn_codes(draw),
    }


@team_page(can_see_draw)
def progress(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """What the page asks for every two seconds; once the worker is done, the whole page is loaded anew."""
    draw = live_draw(meeting)
    if draw is None or draw.fault or draw.state not in (DrawState.FROZEN, DrawState.COMPUTING):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    context = {"meeting": meeting, "draw": draw, "stage": wording.stage_of_work(draw.stage)}
    return render(request, "draws/progress.html", context | {"percent": round(draw.fraction * 100)})


@require_POST
@team_page(can_draw)
@says_refusals
def computing(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Stop the worker, or let it begin again."""
    draw = live_draw(meeting)
    if draw is not None:
        verb = actions.stop_computing if request.POST.get("wanted") == "stop" else actions.compute_again
        verb(actor=actor_of(request), draw=draw, now=clock.now())
    return redirect("recruitment-draw", slug=meeting.slug)


@require_POST
@team_page(can_draw)
@confirmed
@says_refusals
def commit(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    draw = live_draw(meeting)
    if draw is not None:
        try:
            actions.commit(actor=actor_of(request), draw=draw, now=clock.now())
        except actions.BundleDoesNotMatch:
            messages.error(request, mismatch())
    return redirect("recruitment-draw", slug=meeting.slug)


def mismatch() -> str:
    return _("The stored table is not the one that was committed to. Nothing was drawn; give this draw up.")


@require_POST
@team_page(can_draw)
@confirmed
@says_refusals
def dice(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """First the digits are shown once more; only the second press throws them for good."""
    draw = live_draw(meeting)
    if draw is None or draw.state != DrawState.COMMITTED:
        return redirect(place_of_work(draw), slug=meeting.slug)
    form = DiceForm(request.POST, digits=actions.digits_needed(draw.rows))
    if not form.is_valid():
        return render(request, "draws/draw.html", draw_context(request, meeting, draw) | {"form": form})
    if "confirmed" not in request.POST:
        context = page_context(request, meeting, draw, here="recruitment-draw") | {"form": form}
        return render(request, "draws/confirm_dice.html", context | {"thrown": form.thrown()})
    try:
        actions.throw_dice(actor=actor_of(request), draw=draw, digits=form.thrown(), now=clock.now())
    except actions.BundleDoesNotMatch:
        messages.error(request, mismatch())
    return redirect("recruitment-draw", slug=meeting.slug)


@require_POST
@team_page(can_draw)
@confirmed
@says_refusals
def publish(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    draw = live_draw(meeting)
    if draw is not None:
        actions.publish(actor=actor_of(request), draw=draw, now=clock.now())
        messages.success(request, _("The result is published. Next come the letters."))
    return redirect("recruitment-result", slug=meeting.slug)


@team_page(can_draw)
@says_refusals
def abandon(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    draw = live_draw(meeting)
    if draw is None or draw.state not in THROWABLE:
        return redirect(place_of_work(draw), slug=meeting.slug)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.abandon(actor=actor_of(request), draw=draw, reason=form.cleaned_data["reason"], now=clock.now())
        messages.success(request, _("The draw was given up. Its reason stands on the public page."))
        return redirect("recruitment", slug=meeting.slug)
    context = page_context(request, meeting, draw, here="recruitment-draw")
    return render(request, "draws/abandon.html", context | {"form": form})
