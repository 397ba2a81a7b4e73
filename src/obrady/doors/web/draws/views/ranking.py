"""The list that steps gave: everybody with their reasons, ties by the lot marked, before and after it is published."""

import csv

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from obrady.doors.web.draws import choosing, wording
from obrady.doors.web.draws.views.steps import page_context, place_of_work, says_refusals
from obrady.doors.web.parts.access import actor_of, confirmed, team_page
from obrady.stages.draws import actions
from obrady.stages.draws.models import Draw, MethodRecord
from obrady.stages.draws.queries.finding import left_since, live_draw
from obrady.stages.draws.queries.records import Row, record_of, rows_of
from obrady.stages.draws.queries.results import drawn_codes
from obrady.stages.draws.rules import can_draw, can_see_draw
from obrady.stages.draws.states import DrawState
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock

PER_PAGE = 50


def frozen_method(meeting: Meeting) -> tuple[Draw, MethodRecord] | None:
    draw = live_draw(meeting)
    record = record_of(draw) if draw is not None else None
    return (draw, record) if draw is not None and record is not None else None


def chosen_rows(request: HttpRequest, draw: Draw) -> list[Row]:
    search, place = request.GET.get("search", "").strip().upper(), request.GET.get("place", "")
    return [
        row
        for row in rows_of(draw)
        if (not place or row.place == place or (place == "tied" and row.is_tied))
        and (search in row.member.code or (row.member.application and search in row.member.application.reference))
    ]


@team_page(can_see_draw)
def ranking(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    found = frozen_method(meeting)
    if found is None:
        return redirect(place_of_work(live_draw(meeting)), slug=meeting.slug)
    draw, record = found
    page = Paginator(chosen_rows(request, draw), PER_PAGE).get_page(request.GET.get("page"))
    context = page_context(request, meeting, draw, here="recruitment-draw") | method_context(draw, record) | {
        "page": page,
        "rows": [shown_row(row, draw) for row in page.object_list],
        "search": request.GET.get("search", ""),
        "place": request.GET.get("place", ""),
        "gone": left_since(draw).count(),
        "fault": wording.fault(draw.fault) if draw.fault else "",
        "fingerprint": wording.in_groups(draw.fingerprint),
    }  # fmt: skip
    return render(request, "draws/methods/ranking.html", context)


def method_context(draw: Draw, record: MethodRecord) -> dict:
    """The method in words, for the team, the minutes and everybody."""
    return {
        "method": [
            {
                "name": choosing.step_name(one["kind"]),
                "lines": choosing.step_in_words(one["kind"], one, draw.words, is_last=one is record.steps[-1]),
            }
            for one in record.steps
        ],
        "criteria": [
            {"label": wording.spoken(record.criteria.get(one["key"], {}), one["key"]), **one}
            for step in record.steps
            if step["kind"] == "points"
            for one in step["criteria"]
        ],
        "threshold": choosing.points_in_words(record.threshold) if record.threshold else "",
        "ties": [tie for tie in record.ties if tie["matters"]],
        "counts": {place: len(codes) for place, codes in record.result.items()},
        "seats_left": record.seats_left,
    }


def method_of(draw: Draw) -> dict:
    """For a page that shows every kind of draw; nothing for one without steps."""
    record = record_of(draw)
    return method_context(draw, record) if record is not None else {}


def reasons_of_draw(draw: Draw) -> dict:
    """For the minutes: the method and everybody's reasons, by code."""
    found = method_of(draw)
    return found | {"reason_rows": [shown_row(row, draw) for row in rows_of(draw)]} if found else {}


def screens_of_list(draw: Draw, size: int) -> list[dict]:
    """For the hall: the fingerprint, and once it is published the codes."""
    first = {"kind": "listed", "pool": draw.counts.get("pool", 0), "start": wording.in_groups(draw.fingerprint)[:4]}
    codes = drawn_codes(draw) if draw.state == DrawState.PUBLISHED else []
    pages = [codes[start : start + size] for start in range(0, len(codes), size)]
    return [first, *({"kind": "codes", "codes": page, "count": len(codes)} for page in pages)]


def shown_row(row: Row, draw: Draw) -> dict:
    return {
        "member": row.member,
        "place": row.place,
        "position": row.position,
        "points": choosing.points_in_words(row.points),
        "reasons": choosing.reasons_in_words(row, draw.words),
        "is_tied": row.is_tied,
    }


@team_page(can_see_draw)
def export(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Codes and references, no names."""
    found = frozen_method(meeting)
    if found is None:
        raise Http404
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{meeting.slug}-list.csv"'
    sheet = csv.writer(response)
    sheet.writerow(["code", "reference", "place", "position", "points", "by_lot", "reasons"])
    for row in chosen_rows(request, found[0]):
        reference = row.member.application.reference if row.member.application else ""
        values = [row.member.code, reference, str(row.place), row.position or "", row.points or ""]
        sheet.writerow(
            [*values, "yes" if row.is_tied else "no", "; ".join(choosing.reasons_in_words(row, found[0].words))]
        )
    return response


@require_POST
@team_page(can_draw)
@confirmed
@says_refusals
def approve(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    draw = live_draw(meeting)
    if draw is not None:
        actions.approve(actor=actor_of(request), draw=draw, now=clock.now())
        messages.success(request, _("The result is published. Next come the letters."))
    return redirect("recruitment-result", slug=meeting.slug)
