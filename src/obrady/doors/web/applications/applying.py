"""Pages of a person who applies: the form, the receipt, the notice about personal data."""

from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from obrady.doors.web.applications import proof
from obrady.doors.web.applications.sheet import Filled, sheet_of
from obrady.doors.web.applications.typed import typed_answers, typed_consents
from obrady.doors.web.parts.access import actor_of, public_meeting
from obrady.stages.applications.actions import submit
from obrady.stages.applications.queries import (
    application_with_token,
    current_form,
    definition_of,
    receipt_of,
    status_url,
    unproven_since,
)
from obrady.stages.applications.states import AnswersNeedMending, WindowIsClosed
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import window_of
from obrady.stages.meetings.states import Window
from obrady.workshop import clock

# When nobody proves anything and far more arrive than people write, each is asked to send once more in a minute.
UNPROVEN_AT_ONCE = 60
AT_ONCE = timedelta(minutes=10)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = public_meeting(slug, actor_of(request))
    form, now = current_form(meeting), clock.now()
    if form is None or (request.method != "POST" and _window(meeting, now) is not Window.OPEN):
        return _not_open(request, meeting, now)
    if request.method != "POST":
        usual = {"language": get_language(), "answer_channel": "email"}
        return _form(request, meeting, form, Filled(answers=usual), now=now)
    return _send(request, meeting, form, now=now)


def _send(request: HttpRequest, meeting: Meeting, form, *, now: datetime) -> HttpResponse:
    definition = definition_of(form)
    answers = typed_answers(definition.questions, request.POST)
    consents = typed_consents(definition.consents, request.POST)
    key, proven = proof.key_of(request.POST), proof.is_proven(request.POST, now=now)
    again = Filled(answers=answers, consents=consents)
    if not key or (not proven and unproven_since(meeting, now - AT_ONCE) >= UNPROVEN_AT_ONCE):
        return _form(request, meeting, form, again, now=now, once_more=True, key=key)
    try:
        done = submit(
            actor=actor_of(request),
            meeting=meeting,
            channel="web",
            language=answers.get("language") or get_language(),
            answers=answers,
            consents=consents,
            idempotency_key=key,
            proven=proven,
            invitation=request.POST.get("invitation", "")[:60],
            now=now,
        )
    except AnswersNeedMending as refusal:
        mended = Filled(answers=answers, consents=consents, faults=refusal.faults)
        return _form(request, meeting, form, mended, now=now, key=key)
    except WindowIsClosed:
        return _not_open(request, meeting, now, typed=True)
    return redirect("apply-received", slug=meeting.slug, token=done.token)


def _form(
    request: HttpRequest, meeting: Meeting, form, filled: Filled, *, now: datetime, key: str = "", once_more=False
) -> HttpResponse:
    sheet = sheet_of(definition_of(form), language=get_language(), filled=filled)
    context = {"meeting": meeting, "sheet": sheet, "ticket": proof.hand_out(now, key=key), "once_more": once_more}
    context["invitation"] = (request.POST or request.GET).get("invitation", "")[:60]
    status = 422 if filled.faults else 503 if once_more else 200
    return render(request, "applications/apply.html", context, status=status)


def _not_open(request: HttpRequest, meeting: Meeting, now: datetime, *, typed: bool = False) -> HttpResponse:
    state = _window(meeting, now)
    context = {"meeting": meeting, "window": state, "typed": typed, "no_form": state is Window.OPEN}
    return render(request, "applications/not_open.html", context)


def _window(meeting: Meeting, now: datetime) -> Window:
    return window_of(meeting, now)


@never_cache
@require_GET
def received(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """The receipt: whoever loads it again sees the same."""
    application = application_with_token(token)
    if application is None or application.meeting.slug != slug:
        raise Http404
    context = {
        "meeting": application.meeting,
        "application": application,
        "receipt": receipt_of(application),
        "own_address": status_url(application, language=get_language()),
        "token": token,
    }
    return render(request, "applications/received.html", context)


@require_GET
def notice(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = public_meeting(slug, actor_of(request))
    form = current_form(meeting)
    if form is None:
        raise Http404
    definition = definition_of(form)
    full = definition.notice.full
    text = full.get(get_language()) or full["pl"]
    parts = [part.split("\n", 1) for part in text.split("\n\n")]
    sections = [{"heading": part[0], "text": part[1] if len(part) > 1 else ""} for part in parts]
    context = {"meeting": meeting, "sections": sections, "version": definition.notice.version}
    return render(request, "applications/notice.html", context)
