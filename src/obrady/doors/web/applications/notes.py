"""Beside one application: notes for colleagues, whose hands it is in, the last correction undone."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from obrady.doors.web.applications import refusals
from obrady.doors.web.applications.filtering import back_to
from obrady.doors.web.applications.one import application_or_404, show
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.applications import actions, queries, rules
from obrady.stages.applications.models import Note
from obrady.stages.applications.states import NoteTooLong, Refusal
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock


@team_page(rules.can_see_queue)
@require_POST
def write(request: HttpRequest, meeting: Meeting, reference: str) -> HttpResponse:
    found, text = application_or_404(meeting, reference), request.POST.get("text", "")
    try:
        actions.write_note(actor=actor_of(request), application=found, text=text, now=clock.now())
    except NoteTooLong:
        fault = _("A note may have at most 4,000 characters. Please shorten it.")
        return show(request, found, note=text, note_fault=fault, status=422)
    except Refusal:
        return show(request, found, note=text, note_fault=_("Please write the note first."), status=422)
    messages.success(request, _("The note is saved."))
    return back_to(request, found, anchor="#notes")


@team_page(rules.can_see_queue)
@require_POST
def remove(request: HttpRequest, meeting: Meeting, reference: str, key: int) -> HttpResponse:
    """Removed, or brought back by the same address with `undo`."""
    found = application_or_404(meeting, reference)
    note = Note.objects.filter(application=found, pk=key).first()
    if note is None:
        raise Http404
    undo = "undo" in request.POST
    actions.remove_note(actor=actor_of(request), note=note, now=clock.now(), undo=undo)
    return back_to(request, found, anchor="#notes")


@team_page(rules.can_see_queue)
@require_POST
def assign(request: HttpRequest, meeting: Meeting, reference: str) -> HttpResponse:
    found, shown = application_or_404(meeting, reference), request.POST.get("seen", "")
    known = {str(one.pk): one for one in queries.colleagues(meeting)}
    to = known.get(request.POST.get("to", ""))
    seen = found.assignee if shown == str(found.assignee_id or "") else known.get(shown)
    try:
        actions.assign(actor=actor_of(request), application=found, to=to, seen=seen, now=clock.now())
    except Refusal as refusal:
        messages.warning(request, refusals.in_words(refusal))
    else:
        messages.success(
            request, _("Now in the hands of %(name)s.") % {"name": to.name} if to else _("Now in nobody’s hands.")
        )
    return back_to(request, found)


@team_page(rules.can_see_queue)
@require_POST
def undo_correction(request: HttpRequest, meeting: Meeting, reference: str) -> HttpResponse:
    found = application_or_404(meeting, reference)
    try:
        actions.undo_correction(actor=actor_of(request), application=found, now=clock.now())
    except Refusal as refusal:
        messages.warning(request, refusals.in_words(refusal))
    else:
        messages.success(request, _("The last correction is undone."))
    return back_to(request, found)
