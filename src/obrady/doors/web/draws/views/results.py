"""Screen five and what hangs on it: composition, odds, letters, minutes, the file for auditors."""

import csv

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from obrady.doors.web.draws import presenting, wording
from obrady.doors.web.draws.chances import chance_pictures
from obrady.doors.web.draws.forms import LettersForm
from obrady.doors.web.draws.pictures import pictures
from obrady.doors.web.draws.tries import shown_throws
from obrady.doors.web.draws.views.ranking import reasons_of_draw
from obrady.doors.web.draws.views.steps import barred, page_context, place_of_work, says_refusals
from obrady.doors.web.intake.minutes import objection_rows
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.draws import actions
from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.finding import left_since, live_draw, reserve_length
from obrady.stages.draws.queries.minutes import frozen_file, minutes
from obrady.stages.draws.queries.results import advice, composition, drawn_codes, odds, reserve_codes
from obrady.stages.draws.rules import can_draw, can_see_composition, can_see_draw
from obrady.stages.draws.states import DrawState
from obrady.stages.letters.queries import waiting_counts, written_on
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import projects_of
from obrady.stages.people.rules import can_see_contact
from obrady.workshop import clock

PER_PAGE = 50


def draw_with_result(meeting: Meeting) -> Draw | None:
    draw = live_draw(meeting)
    return draw if draw is not None and DrawState(draw.state).has_result else None


@team_page(can_see_composition)
def result(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    draw = draw_with_result(meeting)
    if draw is None:
        return redirect("recruitment", slug=meeting.slug)
    now = clock.now()
    context = page_context(request, meeting, draw, here="recruitment-result") | {
        "pictures": pictures(composition(draw)),
        "pool_size": draw.counts.get("pool", 0),
        "drawn": len(drawn_codes(draw)),
        "reserve": min(reserve_length(draw), len(reserve_codes(draw))),
    }
    if context["may_see_draw"]:
        context |= {
            "barred": barred(draw),
            "left": left_since(draw).filter(is_drawn=True),
            "advice": advice(draw),
            "form": LettersForm(initial={"withdraw_by": draw.withdraw_by or actions.usual_withdraw_by(draw, now)}),
            "waiting": waiting_counts(meeting),
            "written": written_on(meeting, str(draw.pk)),
        }
    return render(request, "draws/result.html", context)


@require_POST
@team_page(can_draw)
@says_refusals
def letters(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    draw = draw_with_result(meeting)
    form = LettersForm(request.POST)
    if draw is None or not form.is_valid():
        return redirect(place_of_work(draw), slug=meeting.slug)
    written = actions.write_answers(
        actor=actor_of(request), draw=draw, now=clock.now(), withdraw_by=form.cleaned_data["withdraw_by"]
    )
    messages.success(
        request,
        ngettext(
            "%(count)s letter is written as a draft. Look through them, then send all at once.",
            "%(count)s letters are written as drafts. Look through them, then send all at once.",
            written,
        )
        % {"count": written},
    )
    return redirect("letters", slug=meeting.slug)


@team_page(can_see_draw)
def everyones_odds(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    draw = live_draw(meeting)
    if draw is None or (draw.computed_at is None and not draw.without_dice):
        return redirect("recruitment", slug=meeting.slug)
    names = can_see_contact.test(actor_of(request), meeting)
    search, outcome = request.GET.get("search", "").strip(), request.GET.get("outcome", "")
    rows = odds(draw, search=search, outcome=outcome, with_names=names)
    context = page_context(request, meeting, draw, here="recruitment-result") | {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "search": search,
        "outcome": outcome,
        "shows_names": names,
        "reserve_length": reserve_length(draw),
        "has_result": DrawState(draw.state).has_result,
    }
    for member in context["page"].object_list:
        member.table_chance = None if member.row_count is None else member.row_count / draw.rows
    # A group of one is a person: beside the list of codes only for those who hold the auditors' file anyway.
    context["chances"] = chance_pictures(draw) if context["may_draw"] else []
    return render(request, "draws/odds.html", context)


@team_page(can_see_draw)
def odds_export(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Codes and references, no names; nothing in it can be taken for a formula."""
    draw = live_draw(meeting)
    if draw is None:
        raise Http404
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{meeting.slug}-odds.csv"'
    sheet = csv.writer(response)
    sheet.writerow(["code", "reference", "chance", "rows", "of_rows", "drawn", "reserve_position", "unselectable"])
    for row in odds(draw):
        sheet.writerow(
            [
                row.code,
                row.application.reference if row.application else "",
                "" if row.chance is None else f"{row.chance:.10f}",
                "" if row.row_count is None else row.row_count,
                draw.rows,
                "yes" if row.is_drawn else "no",
                row.reserve_position or "",
                "yes" if row.is_unselectable else "no",
            ]
        )
    return response


@team_page(can_see_draw)
def minutes_page(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    draw = draw_with_result(meeting)
    if draw is None:
        return redirect("recruitment", slug=meeting.slug)
    written = minutes(draw)
    context = page_context(request, meeting, draw, here="recruitment-result") | {
        "minutes": written,
        "bounds": presenting.bounds_table(written),
        "acknowledged": [wording.acknowledged(kind) for kind in written.acknowledged],
        "projects": projects_of(meeting),
        "fingerprint": wording.in_groups(draw.fingerprint),
        "commitment": wording.in_groups(draw.commitment),
        "signatures": range(3),
        "objections": objection_rows(meeting),
        "tests": shown_throws(draw),
        "way": presenting.way_of_drawing(draw),
        "decisions": presenting.public_decisions(draw),
    }
    context |= presenting.counts_table(written) | reasons_of_draw(draw)
    return render(request, "draws/minutes.html", context)


@team_page(can_draw)
def frozen(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """For auditors: the frozen rules and pool in full, under codes; its hash is the published fingerprint."""
    draw = live_draw(meeting)
    if draw is None or not draw.fingerprint:
        raise Http404
    response = HttpResponse(frozen_file(draw), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{meeting.slug}-frozen.json"'
    return response
