"""What the office prints: a slip for somebody who phoned or came, and a list of people to call."""

from collections.abc import Sequence
from uuid import UUID

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override
from django.views.decorators.http import require_GET

from obrady.doors.web.applications.one import application_or_404
from obrady.doors.web.applications.showing import rows_of
from obrady.doors.web.parts.access import team_page
from obrady.stages.applications import queries, rules
from obrady.stages.applications.models import Application
from obrady.stages.meetings.models import Meeting, Project
from obrady.stages.meetings.queries import projects_of

MOST = 500


@team_page(rules.can_see_queue)
@require_GET
def slip(request: HttpRequest, meeting: Meeting, reference: str) -> HttpResponse:
    return sheet(request, meeting, [application_or_404(meeting, reference)])


def slips(request: HttpRequest, meeting: Meeting, keys: Sequence[UUID]) -> HttpResponse:
    return sheet(request, meeting, _in_order(meeting, keys))


def sheet(request: HttpRequest, meeting: Meeting, applications: Sequence[Application]) -> HttpResponse:
    """Each slip in the person's own language: number, what was noted, what happens next and where to ask."""
    projects = projects_of(meeting)
    ready = [
        {
            "application": one,
            "language": one.person.language if one.person.language in dict(settings.LANGUAGES) else "pl",
            "text": slip_text(request, one, projects),
        }
        for one in applications
    ]
    context = {
        "meeting": meeting,
        "rail": "queue",
        "slips": ready,
        "single": applications[0] if len(ready) == 1 else None,
    }
    return render(request, "applications/team_slips.html", context)


def slip_text(request: HttpRequest, application: Application, projects: Sequence[Project]) -> str:
    language = application.person.language
    with override(language if language in dict(settings.LANGUAGES) else "pl"):
        address = queries.status_url(application)
        return render_to_string(
            "applications/slip.html",
            {
                "application": application,
                "meeting": application.meeting,
                "address": address,
                "code": code_of(address),
                "projects": projects,
            },
            request,
        )


def code_of(address: str) -> SafeString:
    """The address as squares to photograph."""
    drawn = segno.make(address, micro=False).svg_inline(scale=3, border=2, omitsize=True)
    return mark_safe(drawn)  # noqa: S308 drawn just here, of squares only: no text of the address stands in it


def call_list(request: HttpRequest, meeting: Meeting, keys: Sequence[UUID]) -> HttpResponse:
    """Whom to call and what for, with room to write: for a colleague away from the screen."""
    rows = rows_of(_in_order(meeting, keys))
    notes = {row.application.pk: [] for row in rows}
    for note in queries.notes_of_many(notes):
        notes[note.application_id].append(note.text)
    context = {
        "meeting": meeting,
        "rail": "queue",
        "rows": [{"row": row, "notes": notes[row.application.pk]} for row in rows],
    }
    return render(request, "applications/team_calls.html", context)


def _in_order(meeting: Meeting, keys: Sequence[UUID]) -> list[Application]:
    return list(queries.queue(meeting).filter(pk__in=list(keys)[:MOST]))
