"""A rehearsal: its own address, colour and words; nothing on it can be committed to, published or written to anybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from obrady.doors.web.draws import wording
from obrady.doors.web.draws.chances import chance_pictures
from obrady.doors.web.draws.pictures import pictures
from obrady.doors.web.draws.views.steps import page_context, says_refusals
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.draws import actions
from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.finding import members_of, rehearsal_numbered
from obrady.stages.draws.queries.results import composition, row_codes
from obrady.stages.draws.rules import can_draw, can_see_draw
from obrady.stages.draws.states import DrawState
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock


def found(meeting: Meeting, number: int) -> Draw:
    draw = rehearsal_numbered(meeting, number)
    if draw is None:
        raise Http404
    return draw


@require_POST
@team_page(can_draw)
@says_refusals
def rehearse(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    try:
        draw = actions.rehearse(actor=actor_of(request), meeting=meeting, now=clock.now())
    except actions.FreezeHindered:
        return redirect("recruitment-check", slug=meeting.slug)
    return redirect("rehearsal", slug=meeting.slug, number=draw.number)


@team_page(can_see_draw)
def rehearsal(request: HttpRequest, meeting: Meeting, number: int) -> HttpResponse:
    """The trial throw changes nothing: the digits stand in the address."""
    draw = found(meeting, number)
    digits = actions.digits_needed(draw.rows)
    context = page_context(request, meeting, draw, here="") | {
        "fault": wording.fault(draw.fault) if draw.fault else "",
        "stage": wording.stage_of_work(draw.stage),
        "percent": round(draw.fraction * 100),
        "digits": digits,
        "pool_size": draw.counts.get("pool", 0),
        "unselectable": members_of(draw).filter(is_unselectable=True).count(),
    }
    if draw.state == DrawState.COMPUTED:
        context["chances"] = chance_pictures(draw)
    thrown = request.GET.get("dice", "").strip()
    if thrown and draw.state == DrawState.COMPUTED:
        context |= trial(draw, thrown)
    return render(request, "draws/rehearsal.html", context)


def trial(draw: Draw, thrown: str) -> dict:
    try:
        row = actions.row_from_dice(thrown, draw.rows)
    except actions.DiceNotUsable as refusal:
        return {"problem": _("%(count)s digits are needed.") % {"count": refusal.expected}, "thrown": thrown}
    codes = row_codes(draw, row)
    return {"thrown": thrown, "row": row, "codes": codes, "pictures": pictures(composition(draw, row=codes))}


@require_POST
@team_page(can_draw)
@says_refusals
def drop(request: HttpRequest, meeting: Meeting, number: int) -> HttpResponse:
    actions.drop_rehearsal(actor=actor_of(request), draw=found(meeting, number), now=clock.now())
    return redirect("recruitment", slug=meeting.slug)
