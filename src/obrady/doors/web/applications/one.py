"""One application: what was answered, what is missing, what happened, and what a person may decide."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from obrady.doors.web.applications.showing import Row
from obrady.doors.web.parts.access import team_page
from obrady.stages.applications import queries, rules
from obrady.stages.applications.models import Application
from obrady.stages.meetings.models import Meeting


def application_or_404(meeting: Meeting, reference: str) -> Application:
    found = queries.application_with_reference(meeting, reference)
    if found is None:
        raise Http404
    return found


@team_page(rules.can_see_queue)
def application(request: HttpRequest, meeting: Meeting, reference: str) -> HttpResponse:
    found = application_or_404(meeting, reference)
    return render(request, "applications/team_one.html", {"meeting": meeting, "rail": "queue", "row": Row(found)})
