from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from obrady.doors.web.meetings.forms import MeetingForm
from obrady.doors.web.meetings.overview import overview_of
from obrady.doors.web.meetings.standing import Listed, seen_by
from obrady.doors.web.parts.access import actor_of, staff_page, team_page
from obrady.doors.web.parts.rail import houses_of
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings.actions import call_meeting
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import (
    coordinated_organisations,
    meetings_seen_by,
    meetings_to_come,
    past_meetings,
)
from obrady.stages.meetings.rules import can_call_meeting, can_see_team_pages
from obrady.stages.organisations.queries import all_organisations, organisations_with_keys
from obrady.workshop import clock

A_PAGE = 50
A_MINUTE = 60


def home(request: HttpRequest) -> HttpResponse:
    """What is open, what comes, what was; the same for everybody, so browsers may keep it for a minute."""
    now = clock.now()
    organisations = list(all_organisations()[:2])
    past = Paginator(past_meetings(now), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "ahead": [Listed(meeting, now=now) for meeting in meetings_to_come(now)],
        "past": past,
        "organisation": organisations[0] if len(organisations) == 1 else None,
    }
    response = render(request, "meetings/home.html", context)
    patch_cache_control(response, public=True, max_age=A_MINUTE)
    return response


@staff_page
def team(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = Paginator(meetings_seen_by(actor), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": seen_by(actor, page.object_list, now=now),
        "may_call": coordinated_organisations(actor).exists(),
        "houses": houses_of(request, organisations_with_keys({grant.organisation for grant in actor.grants})),
    }
    return render(request, "meetings/team.html", context)


@staff_page
def meeting_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    if not coordinated_organisations(actor).exists():
        raise PermissionDenied
    form = MeetingForm(request.POST or None, actor=actor)
    if form.is_valid():
        said = form.cleaned_data
        meeting = call_meeting(
            actor=actor,
            organisation=said["organisation"],
            slug=said["slug"],
            title=said["title"],
            zone=said["zone"],
            series=said.get("series"),
            now=clock.now(),
        )
        messages.success(
            request, _("The meeting exists as a draft that only the team sees. Next: write its announcement.")
        )
        return redirect("meeting-overview", slug=meeting.slug)
    return render(request, "meetings/new.html", {"form": form})


@team_page(can_see_team_pages)
def overview(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    context = {
        "meeting": meeting,
        "rail": "meeting-overview",
        "overview": overview_of(meeting, actor=actor_of(request), now=clock.now()),
        "may_copy": can_call_meeting.test(actor_of(request), meeting.organisation),
    }
    return render(request, "meetings/overview.html", context)
