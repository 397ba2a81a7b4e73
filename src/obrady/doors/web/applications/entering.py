"""The office takes applications: on the phone, at the desk, from paper."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from obrady.doors.web.applications import proof
from obrady.doors.web.applications.entry import LATER, WHOLE, Entry, arrival, fresh, resembling, typed, unseen
from obrady.doors.web.applications.one import application_or_404
from obrady.doors.web.applications.showing import likely_rows, missing
from obrady.doors.web.applications.words import CHANNELS
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.applications import rules
from obrady.stages.applications.actions import submit
from obrady.stages.applications.queries import current_form, whole
from obrady.stages.applications.states import EMAIL, GMINA, NAME, PHONE, AnswersNeedMending, Channel
from obrady.stages.letters.actions import LetterHasMoved, record_call
from obrady.stages.letters.queries import letters_about
from obrady.stages.letters.states import CallResult, LetterChannel, LetterKind, LetterState
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import is_cancelled
from obrady.stages.meetings.states import Window, window
from obrady.workshop import clock

TYPED = (Channel.PHONE, Channel.OFFICE, Channel.PAPER_SCAN)
TOLD_AT_ONCE = (LetterKind.RECEIVED, LetterKind.INCOMPLETE, LetterKind.LATE)


@team_page(rules.can_take_applications)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, meeting: Meeting, channel: str) -> HttpResponse:
    if channel not in TYPED:
        raise Http404
    if is_cancelled(meeting):
        messages.error(request, _("Nothing was taken: the meeting is cancelled."))
        return redirect("queue", slug=meeting.slug)
    form, now = current_form(meeting), clock.now()
    if form is None:
        return render(request, "applications/team_no_form.html", {"meeting": meeting, "rail": "queue"})
    if request.method != "POST":
        return show(request, fresh(meeting, form, Channel(channel), now=now))
    entry = typed(request, meeting, form, Channel(channel))
    return save(request, entry) if entry.act in (LATER, WHOLE) else show(request, entry)


def save(request: HttpRequest, entry: Entry) -> HttpResponse:
    now = clock.now()
    received_at, fault = arrival(entry, now=now)
    if fault or not entry.key:
        return show(request, replace(entry, arrived_fault=fault), status=422)
    if unseen(entry.likely, request):
        return show(request, replace(entry, is_asked_back=True), status=409)
    try:
        done = submit(
            actor=actor_of(request),
            meeting=entry.meeting,
            channel=entry.channel,
            language=str(entry.filled.answers.get("language") or entry.language),
            answers=entry.filled.answers,
            consents=said_consents(entry),
            idempotency_key=entry.key,
            complete_later=entry.act == LATER,
            received_at=received_at,
            now=now,
        )
    except AnswersNeedMending as refusal:
        return show(request, replace(entry, filled=replace(entry.filled, faults=refusal.faults)), status=422)
    request.session["spoken"] = entry.language
    return redirect("application-number", slug=entry.meeting.slug, reference=done.application.reference)


def said_consents(entry: Entry) -> dict[str, bool]:
    """Whoever saves before the last question has not asked for every consent: only a "yes" was said."""
    given = entry.filled.consents
    return dict(given) if entry.act == WHOLE else {key: True for key, said in given.items() if said}


def show(request: HttpRequest, entry: Entry, *, status: int = 200) -> HttpResponse:
    now = clock.now()
    meeting = entry.meeting
    context = {
        "meeting": meeting,
        "rail": "queue",
        "entry": entry,
        "channel_name": CHANNELS[entry.channel],
        "is_phone": entry.channel is Channel.PHONE,
        "is_paper": entry.channel is Channel.PAPER_SCAN,
        "sheet": entry.sheet,
        "ticket": proof.hand_out(now, key=entry.key),
        "likely": likely_rows(entry.likely),
        "window": window(opens_at=meeting.opens_at, closes_at=meeting.closes_at, now=now),
        "is_open": window(opens_at=meeting.opens_at, closes_at=meeting.closes_at, now=now) is Window.OPEN,
    }
    return render(request, "applications/team_entry.html", context, status=status)


@team_page(rules.can_take_applications)
@require_POST
def likely(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The warning beside a half-typed entry; posted, so that no name stands in an address."""
    answers = {key: request.POST.get(key, "") for key in (NAME, EMAIL, PHONE, GMINA)}
    context = {"meeting": meeting, "likely": likely_rows(resembling(meeting, answers, key=proof.key_of(request.POST)))}
    return render(request, "applications/team_likely.html", context)


@team_page(rules.can_take_applications)
@require_http_methods(["GET", "HEAD", "POST"])
def number(request: HttpRequest, meeting: Meeting, reference: str) -> HttpResponse:
    """The number to read out. "Next call" notes that the caller has heard what a letter would say."""
    application = application_or_404(meeting, reference)
    if request.method == "POST":
        told(request, application)
        channel = application.channel if application.channel in TYPED else Channel.PHONE
        return redirect("application-new", slug=meeting.slug, channel=channel)
    spoken = request.session.get("spoken", application.language)
    context = {
        "meeting": meeting,
        "rail": "queue",
        "application": application,
        "missing": missing(whole(application), language=spoken),
        "groups": application.reference.split("-"),
        "spoken": spoken,
        "is_phone": application.channel == Channel.PHONE,
        "person": application.person,
    }
    return render(request, "applications/team_number.html", context)


def told(request: HttpRequest, application) -> None:
    calls = letters_about(application.about).filter(
        channel=LetterChannel.PHONE, state=LetterState.TO_DO, kind__in=TOLD_AT_ONCE
    )
    for letter in calls:
        try:
            record_call(actor=actor_of(request), letter=letter, result=CallResult.TOLD, now=clock.now())
        except LetterHasMoved:
            continue
