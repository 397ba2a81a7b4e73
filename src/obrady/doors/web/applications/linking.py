"""Wishes to come together: who named whom, and what a person makes of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from obrady.doors.web.applications import refusals, words
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.applications import actions, queries, rules
from obrady.stages.applications.models import ApplicantLink, Application
from obrady.stages.applications.queries import applications_named_by
from obrady.stages.applications.states import LinkMode, LinkState, Refusal
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock

A_PAGE = 50


@team_page(rules.can_decide_links)
@require_GET
def links(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    page = Paginator(queries.links_of(meeting), A_PAGE).get_page(request.GET.get("page"))
    candidates = applications_named_by(page.object_list)
    rows = [row_of(link, candidates.get(link.pk, [])) for link in page.object_list]
    context = {
        "meeting": meeting,
        "rail": "queue",
        "page": page,
        "waiting": [row for row in rows if row["link"].state == LinkState.PROPOSED],
        "decided": [row for row in rows if row["link"].state != LinkState.PROPOSED],
        "modes": [(str(mode), label) for mode, label in words.MODES.items()],
    }
    return render(request, "applications/team_links.html", context)


def row_of(link: ApplicantLink, candidates: list[Application]) -> dict:
    state, mark = words.LINK_STATES[LinkState(link.state)]
    return {
        "link": link,
        "candidates": candidates,
        "state": state,
        "mark": mark,
        "mode": words.MODES[LinkMode(link.mode)],
    }


@team_page(rules.can_decide_links)
@require_POST
def decide(request: HttpRequest, meeting: Meeting, key: int) -> HttpResponse:
    link = queries.links_of(meeting).filter(pk=key).first()
    if link is None:
        raise Http404
    try:
        if request.POST.get("act") == "confirm":
            confirm(request, meeting, link)
        elif request.POST.get("act") == "reject":
            actions.reject_link(actor=actor_of(request), link=link, now=clock.now())
            messages.success(request, _("Set aside: the two applications do not depend on each other."))
    except Refusal as refusal:
        messages.warning(request, refusals.in_words(refusal))
    return redirect("links", slug=meeting.slug)


def confirm(request: HttpRequest, meeting: Meeting, link: ApplicantLink) -> None:
    wanted, mode = request.POST.get("other", "").strip().upper(), request.POST.get("mode", "")
    other = queries.application_with_reference(meeting, wanted) if wanted else None
    if wanted and other is None:
        messages.warning(request, _("There is no application with the number %(number)s.") % {"number": wanted})
        return
    mode = LinkMode(mode) if mode in set(LinkMode) else None
    actions.confirm_link(actor=actor_of(request), link=link, mode=mode, other=other, now=clock.now())
    messages.success(request, _("Confirmed: the draw keeps to this wish."))
