"""The private page behind the link that only the applicant has: the state in plain words, correct, withdraw.

Sensitive answers are never shown here: a link can be forwarded. GET changes nothing.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from obrady.doors.web.announcements.views.material_pages import own_materials
from obrady.doors.web.applications.sheet import Filled, sheet_of
from obrady.doors.web.applications.typed import typed_answers, typed_consents, without_untouched_secrets
from obrady.doors.web.draws.choosing import own_reasons
from obrady.doors.web.intake.own import own_part
from obrady.doors.web.parts.private import private
from obrady.stages.applications import actions
from obrady.stages.applications.models import Application
from obrady.stages.applications.queries import (
    applicant,
    application_with_token,
    definition_of,
    may_correct_until_closing,
    missing_in_words,
    receipt_of,
    whole,
)
from obrady.stages.applications.states import AnswersNeedMending, Refusal
from obrady.stages.draws.queries.finding import standing
from obrady.workshop import clock


def own_or_404(token: str) -> Application:
    application = application_with_token(token)
    if application is None:
        raise Http404
    return application


@never_cache
@require_GET
def own_application(request: HttpRequest, token: str) -> HttpResponse:
    application = own_or_404(token)
    kept = application.merged_into or application
    held, language = whole(kept, opened={}), get_language()
    gaps = whole(kept).gaps
    context = {
        "meeting": application.meeting,
        "application": kept,
        "was_merged": kept is not application,
        "token": token,
        "standing": standing(kept),
        "own_reasons": own_reasons(kept),
        "missing": missing_in_words(held.definition, gaps, language=language).splitlines(),
        "receipt": receipt_of(application),
        "may_correct": kept is application and may_correct_until_closing(kept, now=clock.now()),
        "materials": own_materials(application),
        **own_part(application),
    }
    return private(render(request, "applications/own.html", context))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_correct(request: HttpRequest, token: str) -> HttpResponse:
    application = own_or_404(token)
    now = clock.now()
    # A merged application is corrected through the link of the one that is kept: a wrong merge must show nobody's answers.
    if not may_correct_until_closing(application, now=now) or application.withdrawn_at:
        return private(
            render(request, "applications/own_closed.html", {"meeting": application.meeting, "token": token})
        )
    definition = definition_of(application.form_in_force)
    if request.method != "POST":
        return private(_correct_form(request, application, token, Filled()))
    answers = without_untouched_secrets(definition, typed_answers(definition.questions, request.POST))
    consents = typed_consents(definition.consents, request.POST)
    try:
        actions.correct(
            actor=applicant(application), application=application, answers=answers, consents=consents, now=now
        )
    except AnswersNeedMending as refusal:
        filled = Filled(answers=answers, consents=consents, faults=refusal.faults)
        return private(_correct_form(request, application, token, filled, status=422))
    except Refusal:
        return redirect("own-application", token=token)
    return redirect("own-application", token=token)


def _correct_form(
    request: HttpRequest, application: Application, token: str, filled: Filled, *, status: int = 200
) -> HttpResponse:
    held, known = whole(application, opened={}), whole(application)
    secret = frozenset(set(known.record.answers) - set(held.record.answers))
    filled = Filled(
        answers={**held.record.answers, **filled.answers},
        consents=filled.consents or held.record.consents,
        faults=filled.faults,
        kept_secret=secret,
    )
    sheet = sheet_of(held.definition, language=get_language(), filled=filled)
    context = {"meeting": application.meeting, "application": application, "sheet": sheet, "token": token}
    return render(request, "applications/own_correct.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_withdraw(request: HttpRequest, token: str) -> HttpResponse:
    application = own_or_404(token)
    if request.method == "POST":
        actions.withdraw(actor=applicant(application), application=application, now=clock.now())
        return redirect("own-application", token=token)
    context = {"meeting": application.meeting, "application": application, "token": token}
    return private(render(request, "applications/own_withdraw.html", context))


@require_POST
def own_come_back(request: HttpRequest, token: str) -> HttpResponse:
    """A withdrawal made by mistake is undone until closing."""
    application = own_or_404(token)
    try:
        actions.take_back_withdrawal(actor=applicant(application), application=application, now=clock.now())
    except Refusal:
        context = {"meeting": application.meeting, "token": token}
        return private(render(request, "applications/own_closed.html", context, status=409))
    return redirect("own-application", token=token)
