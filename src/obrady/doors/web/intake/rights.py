"""One person's rights, for somebody who writes no e-mail: a copy, correction, consents, erasure, on the office's hand."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from obrady.doors.web.intake import words
from obrady.doors.web.intake.consents import withdrawable, words_of
from obrady.doors.web.intake.copies import as_file, parts_of
from obrady.doors.web.intake.forms import SPOKEN
from obrady.doors.web.intake.showing import rows_of
from obrady.doors.web.intake.threads import today_of
from obrady.doors.web.parts.access import actor_of, confirmed, team_page
from obrady.stages.applications import rules
from obrady.stages.applications.actions.rights import give_and_tell, office_copy, people_of, take_back_and_tell
from obrady.stages.applications.models import Application
from obrady.stages.applications.queries import application_with_reference, definition_of
from obrady.stages.applications.states import Refusal
from obrady.stages.draws.actions.erasing import erase_applicant
from obrady.stages.draws.queries.keeping import what_keeps
from obrady.stages.draws.states import ErasureRefused, Keeps
from obrady.stages.intake import queries
from obrady.stages.intake.actions import Settled
from obrady.stages.intake.states import ThreadChannel
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.rules import can_erase, can_export
from obrady.workshop import clock

KEEPS = {
    Keeps.POOL: gettext_lazy(
        "The pool for the draw is frozen and its result is not published yet. Erasing somebody now would make the draw "
        "impossible to check. Erase after the result is published; until then they can withdraw."
    ),
    Keeps.PLACE: gettext_lazy("They have a place in the meeting. Note the withdrawal first, then erase."),
    Keeps.PAPERS: gettext_lazy(
        "They took part on a place that was paid for with public money. The law on accounting for grants makes us keep "
        "these papers (article 17(3)(b) of the GDPR). Tell them so, and until when."
    ),
}


def record_or_404(meeting: Meeting, reference: str) -> Application:
    found = application_with_reference(meeting, reference)
    if found is None or found.person.erased_at is not None:
        raise Http404
    return found


def channel_of(request: HttpRequest) -> ThreadChannel:
    said = request.POST.get("channel", "")
    return ThreadChannel(said) if said in {str(one) for one in SPOKEN} else ThreadChannel.OFFICE


@team_page(rules.can_see_queue)
def rights(request: HttpRequest, meeting: Meeting, reference: str) -> HttpResponse:
    found, actor = record_or_404(meeting, reference), actor_of(request)
    people = people_of(found.person)
    context = {
        "meeting": meeting,
        "rail": "queue",
        "application": found,
        "consents": withdrawable(found, get_language() or "pl"),
        "threads": rows_of(queries.threads_of(people), today_of(meeting)),
        "may_export": can_export.test(actor, found),
        "may_erase": can_erase.test(actor, found),
        "keeps": KEEPS.get(kept) if (kept := what_keeps(found, now=clock.now())) else "",
        "channels": [(str(one), words.CHANNELS[one]) for one in SPOKEN],
    }
    return render(request, "intake/rights.html", context)


@team_page(can_export)
@confirmed
@require_POST
def export(request: HttpRequest, meeting: Meeting, reference: str) -> HttpResponse:
    """Everything, as a page to print or as a file; that it was made stands in the ledger and on the record."""
    found = record_or_404(meeting, reference)
    with override(found.person.language):
        said = Settled(asked=_("A copy of all my data."), told=_("The copy was handed over."))
    copy = office_copy(
        actor=actor_of(request), application=found, channel=channel_of(request), words=said, now=clock.now()
    )
    if request.POST.get("act") == "file":
        return as_file(copy, f"data-{found.reference.replace('/', '-')}")
    with override(found.person.language):
        parts = parts_of(copy, definition_of(found.form), found.person.language)
        context = {"meeting": meeting, "rail": "queue", "application": found, "parts": parts}
        return render(request, "intake/rights_copy.html", context)


@team_page(rules.can_correct)
@require_POST
def consent(request: HttpRequest, meeting: Meeting, reference: str) -> HttpResponse:
    """On the person's word: who noted it stands beside it."""
    found = record_or_404(meeting, reference)
    takes_back, key = request.POST.get("act") != "give", request.POST.get("consent", "")
    said = words_of(found, key, takes_back=takes_back)
    if said is None:
        messages.warning(request, _("This consent cannot be changed, or it stands so already."))
        return redirect("rights", slug=meeting.slug, reference=reference)
    act = take_back_and_tell if takes_back else give_and_tell
    try:
        act(
            actor=actor_of(request), application=found, key=key, channel=channel_of(request), words=said,
            now=clock.now(),
        )  # fmt: skip
    except Refusal:
        messages.warning(request, _("This consent cannot be changed, or it stands so already."))
    else:
        messages.success(request, _("Noted. The person gets a letter, or it waits as a call or a sheet under Letters."))
    return redirect("rights", slug=meeting.slug, reference=reference)


@team_page(can_erase)
@confirmed
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, meeting: Meeting, reference: str) -> HttpResponse:
    """The second step: what goes, what stays, and that nothing brings it back."""
    found = record_or_404(meeting, reference)
    sure, fault = request.POST.get("number", "").strip() == found.reference, ""
    if request.method == "POST" and sure:
        with override(found.person.language):
            said = Settled(asked=_("Erase my data."), told=_("Erased."))
        try:
            erase_applicant(
                actor=actor_of(request), application=found, channel=channel_of(request), words=said, now=clock.now()
            )
        except ErasureRefused as refusal:
            messages.warning(request, str(KEEPS[refusal.reason]))
            return redirect("rights", slug=meeting.slug, reference=reference)
        messages.success(request, _("Erased. What is left are counts, and codes that lead to nobody."))
        return redirect("queue", slug=meeting.slug)
    if request.method == "POST":
        fault = _("Type the application number exactly as it stands above.")
    kept = what_keeps(found, now=clock.now())
    context = {
        "meeting": meeting, "rail": "queue", "application": found, "fault": fault,
        "keeps": KEEPS.get(kept) if kept else "", "people": people_of(found.person),
        "channels": [(str(one), words.CHANNELS[one]) for one in SPOKEN], "typed": request.POST.get("number", ""),
    }  # fmt: skip
    return render(request, "intake/rights_erase.html", context, status=422 if fault else 200)
