from django.db import transaction
from django.http import HttpRequest, HttpResponse

from obrady.doors.web.announcements.forms.particulars import ParticularsForm
from obrady.doors.web.announcements.forms.sections import TextsForm
from obrady.doors.web.announcements.views.saving import (
    again,
    asks_for_preview,
    one_at_a_time,
    previewed,
    saved,
    saved_and_counting,
    section_context,
    sent,
)
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.doors.web.parts.words import languages_written
from obrady.stages.announcements import rules
from obrady.stages.announcements.actions import set_texts
from obrady.stages.announcements.queries import announcement_of
from obrady.stages.announcements.states import Section
from obrady.stages.applications.actions import settle_again
from obrady.stages.meetings.actions import set_particulars
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.states import MeetingState
from obrady.workshop import clock


@team_page(rules.can_edit)
@one_at_a_time
def texts(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = TextsForm(
        sent(request),
        meeting=meeting,
        announcement=announcement_of(meeting),
        languages=languages_written(meeting.organisation),
    )
    context = section_context(meeting, Section.TEXTS)

    def write() -> None:
        set_texts(
            actor=actor_of(request), meeting=meeting, title=form.said("title"), texts=form.texts(), now=clock.now()
        )

    if asks_for_preview(request):
        return previewed(request, "announcements/section.html", context, form, write)
    if request.method == "POST" and form.accepts(write):
        return saved(request, context)
    return again(request, "announcements/section.html", context, form)


@team_page(rules.can_edit)
@one_at_a_time
def particulars(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = ParticularsForm(sent(request), meeting=meeting, languages=languages_written(meeting.organisation))
    announced = MeetingState(meeting.state) is MeetingState.ANNOUNCED
    context = {**section_context(meeting, Section.PARTICULARS), "counts_at_once": announced}

    def write() -> None:
        said, actor, now = form.particulars(title=meeting.title), actor_of(request), clock.now()
        before = (meeting.opens_at, meeting.closes_at)
        with transaction.atomic():
            set_particulars(actor=actor, meeting=meeting, particulars=said, now=now)
            if announced and before != (said.opens_at, said.closes_at):
                settle_again(actor=actor, meeting=meeting, now=now)

    if asks_for_preview(request):
        return previewed(request, "announcements/section.html", context, form, write)
    if request.method == "POST" and form.accepts(write):
        return saved_and_counting(request, meeting) if announced else saved(request, context)
    return again(request, "announcements/section.html", context, form)
