"""What people bring themselves: phone calls and sheets of paper."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from obrady.doors.web.letters.showing import shown
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.letters import actions, queries, rules
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock

CALLS_A_PAGE = 20
SHEETS_A_PAGE = 100
MOST_ON_A_LIST = 500


@team_page(rules.can_handle)
def calls(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    page = Paginator(queries.calls_to_make(meeting), CALLS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "meeting": meeting,
        "rail": "letters",
        "page": page,
        "rows": shown(page.object_list),
        "now": clock.now(),
    }
    return render(request, "letters/calls.html", context)


@team_page(rules.can_handle)
def calls_list(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """On paper, for a phone that is not beside a screen: who, the number, what, and why it is a call."""
    rows = shown(queries.calls_to_make(meeting)[:MOST_ON_A_LIST])
    return render(request, "letters/calls_list.html", {"meeting": meeting, "rail": "letters", "rows": rows})


@team_page(rules.can_handle)
def sheets(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    if request.method == "POST":
        return _posted(request, meeting)
    page = Paginator(queries.letters_to_print(meeting), SHEETS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "meeting": meeting,
        "rail": "letters",
        "page": page,
        "rows": shown(page.object_list),
        "today": clock.now(),
    }
    return render(request, "letters/sheets.html", context)


def _posted(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    keys = [key for text in request.POST.getlist("letter") if (key := _uuid(text))]
    if not keys:
        messages.warning(request, _("No letter was ticked, so nothing was noted."))
        return redirect("letters-print", slug=meeting.slug)
    number = actions.mark_posted(actor=actor_of(request), meeting=meeting, letters=keys, now=clock.now())
    text = ngettext("%(count)d letter is noted as posted.", "%(count)d letters are noted as posted.", number)
    messages.success(request, text % {"count": number})
    return redirect("letters-print", slug=meeting.slug)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
