"""One application: what was answered, what is missing, what happened, and what a person may decide."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from obrady.doors.web.applications import portrait, refusals
from obrady.doors.web.applications.beside import beside
from obrady.doors.web.applications.filtering import back_to, list_of, list_tail, neighbours
from obrady.doors.web.applications.showing import missing, rows_of
from obrady.doors.web.intake.record import threads_on
from obrady.doors.web.letters.showing import shown as shown_letters
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.applications import actions, queries, rules
from obrady.stages.applications.actions.opening import open_sensitive
from obrady.stages.applications.models import Application
from obrady.stages.applications.states import CAN_BE_JUDGED, ApplicationState, Refusal
from obrady.stages.letters.queries import letters_about
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.queries import sensitive_answers
from obrady.workshop import clock

CAN_BE_COMPLETED = frozenset(set(ApplicationState) - {ApplicationState.MERGED, ApplicationState.WITHDRAWN})


def application_or_404(meeting: Meeting, reference: str) -> Application:
    found = queries.application_with_reference(meeting, reference)
    if found is None:
        raise Http404
    return found


@team_page(rules.can_see_queue)
@require_GET
def application(request: HttpRequest, meeting: Meeting, reference: str) -> HttpResponse:
    return show(request, application_or_404(meeting, reference))


@team_page(rules.can_see_sensitive)
@require_POST
def sensitive(request: HttpRequest, meeting: Meeting, reference: str) -> HttpResponse:
    """The same page with the sealed answers open, this once."""
    found = application_or_404(meeting, reference)
    open_sensitive(actor=actor_of(request), application=found, now=clock.now())
    return show(request, found, is_open=True)


def show(
    request: HttpRequest, found: Application, *, is_open=False, reason_fault="", note="", note_fault="", status=200
) -> HttpResponse:
    meeting, secret = found.meeting, sensitive_answers(found.person)
    held = queries.whole(found, opened=secret)
    pairs = portrait.pairs_of(found)
    context = {
        "meeting": meeting,
        "rail": "queue",
        "row": rows_of([found])[0],
        "application": found,
        "person": found.person,
        "taker": portrait.taker_in_words(held, found.taken_by),
        "missing": missing(held, language=get_language() or "pl"),
        "parts": portrait.parts_of(held, secret, is_open=is_open),
        "has_sealed": bool(secret),
        "is_open": is_open,
        "may_open": rules.can_see_sensitive.test(actor_of(request), meeting),
        "consents": portrait.consents_of(held),
        "pairs": pairs,
        "open_pair": next((row["pair"] for row in pairs if row["is_open"]), None),
        "links": portrait.links_of(found),
        "letters": shown_letters(letters_about(found.about)),
        "threads": threads_on(found),
        "trail": portrait.trail_of(found),
        "merged_records": queries.register(meeting).filter(merged_into=found),
        "reason_fault": reason_fault,
        "reason": request.POST.get("reason", ""),
        "note_text": note,
        "note_fault": note_fault,
        "list": list_of(request),
        "list_tail": list_tail(request),
        "neighbours": neighbours(request, found),
        **beside(found),
        **what_may_be_done(request, found),
    }
    return render(request, "applications/team_one.html", context, status=status)


def what_may_be_done(request: HttpRequest, found: Application) -> dict[str, bool]:
    state, is_free = ApplicationState(found.state), found.locked_at is None
    judges = rules.can_judge.test(actor_of(request), found) and is_free and state in CAN_BE_JUDGED
    return {
        "is_locked": not is_free,
        "may_complete": is_free and state in CAN_BE_COMPLETED,
        "may_let_in": judges and state in (ApplicationState.COMPLETE, ApplicationState.NOT_ELIGIBLE),
        "may_refuse": judges and state is not ApplicationState.NOT_ELIGIBLE,
        "may_withdraw": state not in (ApplicationState.WITHDRAWN, ApplicationState.MERGED),
        "may_take_back": state is ApplicationState.WITHDRAWN and is_free,
    }


@team_page(rules.can_judge)
@require_POST
def judge(request: HttpRequest, meeting: Meeting, reference: str) -> HttpResponse:
    found = application_or_404(meeting, reference)
    eligible, reason = request.POST.get("act") == "eligible", request.POST.get("reason", "")
    try:
        actions.judge(
            actor=actor_of(request),
            application=found,
            eligible=eligible,
            reason="" if eligible else reason,
            seen=request.POST.get("seen", ""),
            now=clock.now(),
        )
    except Refusal as refusal:
        if refusal.code == "reason_missing":
            return show(request, found, reason_fault=refusals.in_words(refusal), status=422)
        messages.warning(request, refusals.in_words(refusal))
    else:
        messages.success(request, judged(found))
    return back_to(request, found)


def judged(found: Application) -> str:
    if found.state == ApplicationState.ELIGIBLE:
        return _("%(reference)s takes part in the recruitment.") % {"reference": found.reference}
    return _("%(reference)s does not take part. The letter with the reason waits as a draft under Letters.") % {
        "reference": found.reference
    }


@team_page(rules.can_see_queue)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, meeting: Meeting, reference: str) -> HttpResponse:
    """On the person's word, after saying what follows."""
    found = application_or_404(meeting, reference)
    if request.method == "POST":
        actions.withdraw(actor=actor_of(request), application=found, now=clock.now())
        messages.success(request, _("Withdrawn. A slip? You can undo it on this page."))
        return back_to(request, found)
    context = {"meeting": meeting, "rail": "queue", "application": found, "list": list_of(request)}
    return render(request, "applications/team_withdraw.html", context)


@team_page(rules.can_see_queue)
@require_POST
def take_back(request: HttpRequest, meeting: Meeting, reference: str) -> HttpResponse:
    found = application_or_404(meeting, reference)
    try:
        actions.take_back_withdrawal(actor=actor_of(request), application=found, now=clock.now())
    except Refusal as refusal:
        messages.warning(request, refusals.in_words(refusal))
    else:
        messages.success(request, _("The withdrawal is undone."))
    return back_to(request, found)
