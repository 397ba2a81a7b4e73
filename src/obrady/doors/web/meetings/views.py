from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from obrady.doors.web.parts.access import staff_page, team_page
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import meetings_seen_by, public_meetings
from obrady.stages.meetings.rules import can_see_team_pages


def home(request: HttpRequest) -> HttpResponse:
    page = Paginator(public_meetings(), 50).get_page(request.GET.get("page"))
    return render(request, "meetings/home.html", {"page": page})


@staff_page
def team(request: HttpRequest, actor: Actor) -> HttpResponse:
    page = Paginator(meetings_seen_by(actor), 50).get_page(request.GET.get("page"))
    return render(request, "meetings/team.html", {"page": page})


@team_page(can_see_team_pages)
def overview(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    return render(request, "meetings/overview.html", {"meeting": meeting, "rail": "meeting-overview"})
