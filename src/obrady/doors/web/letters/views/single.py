"""One letter as its reader sees it, and what can be done with it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from obrady.doors.web.letters.showing import Shown, acts_for, rule_of
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.ledger.states import Actor
from obrady.stages.letters import actions, queries, rules
from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import CallResult, LetterChannel, Move
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.queries import names_of_actors
from obrady.workshop import clock


def letter_of(meeting: Meeting, key: UUID) -> Letter:
    found = queries.letters_of(meeting).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


@team_page(rules.can_see)
def letter(request: HttpRequest, meeting: Meeting, key: UUID) -> HttpResponse:
    found = letter_of(meeting, key)
    context = {
        "meeting": meeting,
        "rail": "letters",
        "row": Shown(found),
        "letter": found,
        "acts": acts_for(found, actor_of(request)),
        "handled_by": names_of_actors([found.handled_by]).get(found.handled_by, ""),
        "others": queries.letters_about(found.about).exclude(pk=found.pk),
    }
    return render(request, "letters/letter.html", context)


@team_page(rules.can_handle)
@require_POST
def act(request: HttpRequest, meeting: Meeting, key: UUID) -> HttpResponse:
    """One button, one act; afterwards back to the page that the button was on."""
    found, actor = letter_of(meeting, key), actor_of(request)
    value = request.POST.get("act", "")
    if not rule_of(value).test(actor, found):
        raise PermissionDenied
    try:
        done = _do(value, found, actor)
    except actions.LetterHasMoved:
        messages.warning(request, _("Somebody else, or the worker, was quicker. This is how the letter stands now."))
    else:
        messages.success(request, done)
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back) if is_ours else redirect("letter", slug=meeting.slug, key=key)


def _do(value: str, letter: Letter, actor: Actor) -> str:
    now = clock.now()
    match value:
        case "told" | "no_answer" | "wrong_number":
            actions.record_call(actor=actor, letter=letter, result=CallResult(value), now=now)
        case "phone" | "print":
            actions.hand_over(actor=actor, letter=letter, channel=LetterChannel(value), now=now)
        case "posted":
            if not actions.mark_posted(actor=actor, meeting=letter.meeting, letters=[letter.pk], now=now):
                raise actions.LetterHasMoved(Move.FINISH)
        case "retry":
            actions.retry(actor=actor, letter=letter, now=now)
        case "cancel":
            actions.cancel(actor=actor, letter=letter, now=now)
        case "restore":
            actions.restore(actor=actor, letter=letter, now=now)
        case _:
            raise Http404
    return str(said_afterwards(value) % {"name": letter.person.name or letter.reference})


def said_afterwards(value: str) -> str:
    return {
        "told": _("Noted: %(name)s has been told."),
        "no_answer": _("Noted: %(name)s did not answer. The call comes back in two hours."),
        "wrong_number": _("Noted: wrong number. The letter to %(name)s is now one to print."),
        "phone": _("The letter to %(name)s is now a phone call to make."),
        "print": _("The letter to %(name)s is now one to print."),
        "posted": _("Noted: the letter to %(name)s is on its way."),
        "retry": _("The letter to %(name)s is tried again."),
        "cancel": _("The letter to %(name)s is cancelled. You can take it back."),
        "restore": _("The letter to %(name)s is a draft again."),
    }[value]
