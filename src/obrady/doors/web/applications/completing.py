"""The office completes or corrects an application: what is missing is asked first."""

from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from obrady.doors.web.applications import refusals
from obrady.doors.web.applications.entry import LATER, WHOLE, Entry
from obrady.doors.web.applications.entry import typed as typed_entry
from obrady.doors.web.applications.one import application_or_404
from obrady.doors.web.applications.sheet import Filled
from obrady.doors.web.applications.typed import without_untouched_secrets
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.applications import actions, rules
from obrady.stages.applications.models import Application
from obrady.stages.applications.queries import whole
from obrady.stages.applications.states import AnswersNeedMending, Channel, Refusal
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock


@team_page(rules.can_see_queue)
@require_http_methods(["GET", "HEAD", "POST"])
def complete(request: HttpRequest, meeting: Meeting, reference: str) -> HttpResponse:
    application = application_or_404(meeting, reference)
    if request.method != "POST":
        return show(request, as_it_stands(application))
    entry = as_sent(request, application)
    return save(request, entry) if entry.act in (LATER, WHOLE) else show(request, entry)


def as_it_stands(application: Application) -> Entry:
    """Sensitive answers are not shown here: who must read them opens them on the application's page."""
    held, known = whole(application, opened={}), whole(application)
    languages = {code for code, _name in settings.LANGUAGES}
    return Entry(
        meeting=application.meeting,
        form=application.form,
        channel=Channel(application.channel),
        language=application.language if application.language in languages else settings.LANGUAGE_CODE,
        filled=Filled(
            answers=held.record.answers,
            consents=held.record.consents,
            kept_secret=frozenset(set(known.record.answers) - set(held.record.answers)),
        ),
        first=frozenset(gap.key for gap in known.gaps),
        application=application,
    )


def as_sent(request: HttpRequest, application: Application) -> Entry:
    stands = as_it_stands(application)
    sent = typed_entry(request, application.meeting, application.form, stands.channel)
    answers = without_untouched_secrets(stands.definition, dict(sent.filled.answers))
    filled = replace(stands.filled, answers=answers, consents=sent.filled.consents)
    return replace(stands, language=sent.language, filled=filled, act=sent.act)


def save(request: HttpRequest, entry: Entry) -> HttpResponse:
    application, before = entry.application, entry.application.consents
    # Not ticked is "no" only where there was a yes: what nobody asked stays unknown.
    said = {key: given for key, given in entry.filled.consents.items() if given or before.get(key) is not None}
    try:
        actions.correct(
            actor=actor_of(request),
            application=application,
            answers=entry.filled.answers,
            consents=said,
            complete_later=entry.act == LATER,
            now=clock.now(),
        )
    except AnswersNeedMending as refusal:
        return show(request, replace(entry, filled=replace(entry.filled, faults=refusal.faults)), status=422)
    except Refusal as refusal:
        messages.error(request, refusals.in_words(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect("application", slug=entry.meeting.slug, reference=application.reference)


def show(request: HttpRequest, entry: Entry, *, status: int = 200) -> HttpResponse:
    context = {"meeting": entry.meeting, "rail": "queue", "entry": entry, "sheet": entry.sheet}
    return render(request, "applications/team_complete.html", context, status=status)
