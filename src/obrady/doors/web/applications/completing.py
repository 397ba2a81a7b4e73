"""The office completes or corrects an application: what is missing is asked first."""

from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from obrady.doors.web.applications import refusals
from obrady.doors.web.applications.answers import answer_in_words
from obrady.doors.web.applications.entry import LATER, WHOLE, Changed, Entry
from obrady.doors.web.applications.entry import typed as typed_entry
from obrady.doors.web.applications.one import application_or_404
from obrady.doors.web.applications.sheet import Filled
from obrady.doors.web.applications.typed import without_untouched_secrets
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.applications import actions, rules
from obrady.stages.applications.models import Application
from obrady.stages.applications.queries import Whole, marks_of, untouched, whole
from obrady.stages.applications.states import AnswersNeedMending, ChangedMeanwhile, Channel, Refusal
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
        form=application.form_in_force,
        channel=Channel(application.channel),
        language=application.language if application.language in languages else settings.LANGUAGE_CODE,
        filled=Filled(
            answers=held.record.answers,
            consents=held.record.consents,
            kept_secret=frozenset(set(known.record.answers) - set(held.record.answers)),
        ),
        first=frozenset(gap.key for gap in known.gaps),
        application=application,
        seen=" ".join(f"{key}={mark}" for key, mark in sorted(marks_of(known).items())),
    )


def as_sent(request: HttpRequest, application: Application) -> Entry:
    stands = as_it_stands(application)
    sent = typed_entry(request, application.meeting, application.form_in_force, stands.channel)
    answers = without_untouched_secrets(stands.definition, dict(sent.filled.answers))
    filled = replace(stands.filled, answers=answers, consents=sent.filled.consents)
    return replace(stands, language=sent.language, filled=filled, act=sent.act, seen=request.POST.get("seen", ""))


def as_shown(entry: Entry) -> dict[str, str] | None:
    """The marks of what the page showed; None where it was sent without."""
    pairs = [pair.partition("=") for pair in entry.seen.split()]
    return {key: mark for key, _sign, mark in pairs} or None


def beside_another(entry: Entry, keys: tuple[str, ...]) -> Entry:
    """What was typed stays, what was not touched is as somebody else left it, and both are named where they meet."""
    application = entry.application
    application.refresh_from_db()
    stands, held = as_it_stands(application), whole(application)
    kept = untouched(held, entry.filled.answers, as_shown(entry) or {})
    theirs = {key: stands.filled.answers.get(key, "") for key in kept}
    filled = replace(stands.filled, answers={**entry.filled.answers, **theirs}, consents=entry.filled.consents)
    changed = tuple(changed_line(held, stands, key) for key in keys)
    return replace(stands, language=entry.language, filled=filled, act=entry.act, changed=changed)


def changed_line(held: Whole, stands: Entry, key: str) -> Changed:
    language = get_language() or "pl"
    if not held.definition.has_question(key):
        consents = {consent.key: consent for consent in held.definition.consents}
        label = consents[key].label if key in consents else {}
        return Changed(label=label.get(language) or label.get("pl") or key, stored="")
    question = held.definition.question(key)
    answer = stands.filled.answers.get(key)
    stored = answer_in_words(question, answer, language) if answer else ""
    return Changed(label=question.label.get(language) or question.label["pl"], stored=stored)


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
            seen=as_shown(entry),
            now=clock.now(),
        )
    except AnswersNeedMending as refusal:
        return show(request, replace(entry, filled=replace(entry.filled, faults=refusal.faults)), status=422)
    except ChangedMeanwhile as refusal:
        return show(request, beside_another(entry, refusal.keys), status=409)
    except Refusal as refusal:
        messages.error(request, refusals.in_words(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect("application", slug=entry.meeting.slug, reference=application.reference)


def show(request: HttpRequest, entry: Entry, *, status: int = 200) -> HttpResponse:
    context = {"meeting": entry.meeting, "rail": "queue", "entry": entry, "sheet": entry.sheet}
    return render(request, "applications/team_complete.html", context, status=status)
