"""The form as people see it, its versions, and publishing the ready form."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from obrady.doors.web.applications.sheet import Filled, sheet_of
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.applications import actions, queries, rules
from obrady.stages.applications.states import PlaceholdersWithoutValue
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock


@team_page(rules.can_see_queue)
@require_http_methods(["GET", "HEAD", "POST"])
def form_view(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    if request.method == "POST":
        return publish(request, meeting)
    return show(request, meeting)


def publish(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    try:
        actions.publish_form(actor=actor_of(request), meeting=meeting, definition=queries.ready_form(), now=clock.now())
    except PlaceholdersWithoutValue as refusal:
        return show(request, meeting, gaps=refusal.names, status=422)
    messages.success(request, _("The form is published. Applications can be taken by every channel."))
    return redirect("form-view", slug=meeting.slug)


def show(request: HttpRequest, meeting: Meeting, *, gaps: tuple[str, ...] = (), status: int = 200) -> HttpResponse:
    form = queries.current_form(meeting)
    definition = queries.definition_of(form) if form else None
    context = {
        "meeting": meeting,
        "rail": "form-view",
        "form_version": form,
        "definition": definition,
        "sheet": sheet_of(definition, language=get_language(), filled=Filled()) if definition else None,
        "versions": list(queries.forms_of(meeting)),
        "may_publish": rules.can_publish_form.test(actor_of(request), meeting),
        "gaps": [(gap, gap, reverse("announcement-edit", kwargs={"slug": meeting.slug})) for gap in gaps],
    }
    return render(request, "applications/team_form.html", context, status=status)
