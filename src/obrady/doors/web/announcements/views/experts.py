"""Experts for the team: who was invited, what they answered, and the letter with their own link."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from obrady.doors.web.announcements.forms.experts import ContactForm
from obrady.doors.web.announcements.views.saving import sent
from obrady.doors.web.announcements.wording import NOT_WRITTEN, STANDS
from obrady.doors.web.letters.wording import CHANNELS, STATES
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.doors.web.parts.words import languages_written
from obrady.stages.announcements import actions, rules
from obrady.stages.announcements.queries import InvitedExpert, expert_url, experts_of
from obrady.stages.letters.states import LetterChannel, LetterState
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import agenda_of
from obrady.workshop import clock


@team_page(rules.can_invite_experts)
def experts(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    rows = [_row(found) for found in experts_of(meeting, clock.now())]
    context = {"meeting": meeting, "rail": "announcement-edit", "rows": rows}
    return render(request, "announcements/experts.html", context)


def _row(found: InvitedExpert) -> dict:
    mark, label = STANDS[found.stand]
    letter = found.letter
    return {
        "found": found,
        "entry": found.entry,
        "expert": found.expert,
        "mark": mark,
        "stand": label,
        "points": found.points,
        "letter": letter,
        "letter_channel": CHANNELS[LetterChannel(letter.channel)] if letter else "",
        "letter_state": STATES[LetterState(letter.state)][0] if letter else "",
    }


def _found(meeting: Meeting, key: int) -> InvitedExpert:
    found = next((row for row in experts_of(meeting, clock.now()) if row.entry.pk == key), None)
    if found is None:
        raise Http404
    return found


@team_page(rules.can_invite_experts)
def expert(request: HttpRequest, meeting: Meeting, key: int) -> HttpResponse:
    found = _found(meeting, key)
    form = ContactForm(
        sent(request),
        expert=found.expert,
        agenda=agenda_of(meeting),
        languages=languages_written(meeting.organisation),
    )
    if request.method == "POST" and form.is_valid() and _kept(request, meeting, found, form):
        return redirect("announcement-expert", slug=meeting.slug, key=key)
    context = {
        **_row(found),
        "meeting": meeting,
        "rail": "announcement-edit",
        "form": form,
        "link": expert_url(found.expert) if found.expert else "",
    }
    return render(request, "announcements/expert.html", context, status=400 if form.is_bound else 200)


def _kept(request: HttpRequest, meeting: Meeting, found: InvitedExpert, form: ContactForm) -> bool:
    """Where no letter may be written nothing is kept either: the form comes back and says why."""
    by_letter = "write" in request.POST
    try:
        actions.keep_expert(
            actor=actor_of(request),
            meeting=meeting,
            entry=found.entry,
            contact=form.contact(),
            by_letter=by_letter,
            now=clock.now(),
        )
    except actions.ExpertNotWritten as refusal:
        form.add_error(None, NOT_WRITTEN[refusal.code])
        return False
    written = _("Saved, and the letter with the link is in the outbox.")
    messages.success(request, written if by_letter else _("Saved. The link to pass on stands below."))
    return True


@require_POST
@team_page(rules.can_invite_experts)
def write(request: HttpRequest, meeting: Meeting, key: int) -> HttpResponse:
    found = _found(meeting, key)
    if found.expert is None:
        raise Http404
    try:
        actions.write_to_expert(actor=actor_of(request), expert=found.expert, now=clock.now())
    except actions.ExpertNotWritten as refusal:
        messages.error(request, NOT_WRITTEN[refusal.code])
    else:
        messages.success(request, _("The letter is in the outbox once more."))
    return redirect("announcement-experts", slug=meeting.slug)
