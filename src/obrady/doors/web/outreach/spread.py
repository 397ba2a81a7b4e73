"""Inviting to apply: choose, see who is left out and why, read the letter, send, call back."""

from collections import Counter
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from obrady.doors.web.letters.waiting import say_if_mail_waits
from obrady.doors.web.letters.wording import called
from obrady.doors.web.outreach import words
from obrady.doors.web.outreach.book import shown
from obrady.doors.web.outreach.forms import BookFilter, StepForm
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.letters.queries import Wording, server_of, sketched, stationery, values_of
from obrady.stages.letters.states import LetterKind
from obrady.stages.meetings.models import Meeting
from obrady.stages.outreach import actions, queries, rules
from obrady.stages.outreach.queries import Choice
from obrady.stages.outreach.states import InvitationRefused, InvitationState, LeftOut, Step
from obrady.workshop import clock
from obrady.workshop.mail import configured_server

MOST_SHOWN = 100


@team_page(rules.can_see_invitations)
@require_GET
def spread(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    rows, now = queries.rows_of(meeting), clock.now()
    counts = queries.counts_by_state(rows)
    days = queries.planned_days(meeting)
    context = {
        "meeting": meeting,
        "rail": "spread",
        "counts": [
            (label, mark, str(state), counts[state]) for state, (label, mark) in words.STATES.items() if counts[state]
        ],
        "total": queries.line("", rows),
        "days": days,
        "planned": sum(day.number for day in days),
        "has_server": server_of(meeting.organisation) is not None,
        "bounced": counts[InvitationState.BOUNCED],
        "covered": queries.coverage(rows),
        "why_not": words.NOT_NOW.get(queries.may_invite(meeting, now), ""),
        "may_invite": rules.can_invite.test(actor_of(request), meeting),
        "limits": queries.restraints_of(meeting.organisation),
        "has_contacts": queries.contacts(meeting.organisation).exists(),
    }
    return render(request, "outreach/spread.html", context)


@team_page(rules.can_invite)
@require_GET
def choose(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Who of those that the filter finds would get the letter, and who would not and why. Nothing is written."""
    form, step = BookFilter(request.GET, meeting.organisation), step_of(request.GET)
    contacts = queries.found_contacts(meeting.organisation, **form.chosen())
    now = clock.now()
    known = queries.history(meeting, now)
    choice = queries.choose(contacts, known, step, now)
    days = leaving(meeting, choice, now=now)
    context = {
        "meeting": meeting,
        "rail": "spread",
        "form": form,
        "step_form": StepForm(initial={"step": step}),
        "step": step,
        "query": request.GET.urlencode(),
        "total": len(choice.ready) + len(choice.left_out),
        "ready": [shown(contact) for contact in choice.ready[:MOST_SHOWN]],
        "number": len(choice.ready),
        "reasons": reasons(choice),
        "left_out": [refusal_shown(refusal) for refusal in choice.left_out[:MOST_SHOWN]],
        "more_left_out": max(0, len(choice.left_out) - MOST_SHOWN),
        "ways": ways(choice),
        "days": days,
        "too_late": sum(1 for refusal in choice.left_out if refusal.why is LeftOut.TOO_LATE),
        "letters": previews(meeting, choice),
        "why_not": words.NOT_NOW.get(queries.may_invite(meeting, now), ""),
        "has_server": configured_server() is not None,
    }
    return render(request, "outreach/choose.html", context)


def step_of(data: QueryDict) -> Step:
    text = data.get("step", "")
    return Step(text) if text in set(Step) else Step.FIRST


def reasons(choice: Choice) -> list[dict]:
    counts = Counter(refusal.why for refusal in choice.left_out)
    return [{"label": words.LEFT_OUT[why], "number": number} for why, number in counts.most_common()]


def refusal_shown(refusal) -> dict:
    return {**shown(refusal.contact), "why": words.LEFT_OUT[refusal.why], "until": refusal.until}


def ways(choice: Choice) -> list[tuple[object, int]]:
    """By mail where there is an address, else a call, else a sheet to print."""
    found: Counter = Counter()
    for contact in choice.ready:
        person = contact.person
        found["mail" if person.email else "phone" if person.phone else "print"] += 1
    return [(words.CHANNELS[way], found[str(way)]) for way in words.CHANNELS if found[str(way)]]


def leaving(meeting: Meeting, choice: Choice, *, now) -> list[tuple[object, int]]:
    """On which day how many would leave; whose turn comes after the closing leaves the choice."""
    moments = queries.slots(
        queries.letters_a_day(meeting.organisation, meeting.tz),
        most_a_day=queries.restraints_of(meeting.organisation).most_a_day,
        zone=meeting.tz,
        now=now,
    )
    days = Counter(moment.astimezone(meeting.tz).date() for moment in queries.in_time(choice, meeting, moments))
    return sorted(days.items())


def previews(meeting: Meeting, choice: Choice) -> list[dict]:
    """The letter in every language that its readers have, with the first of them as the example."""
    shared, found = stationery(meeting), {}
    for contact in choice.ready:
        language, wording = shared.wording(LetterKind.INVITATION, contact.person.language)
        if language not in found:
            found[language] = letter(meeting, wording, language, contact.person.name)
            found[language]["funding"] = shared.funding(language)
        found[language]["number"] += 1
    return list(found.values())


def letter(meeting: Meeting, wording: Wording, language: str, name: str) -> dict:
    links = {"invitation_url": _("(a personal link)"), "unsubscribe_url": _("(a link for no more letters)")}
    sketch, missing = sketched(wording, {**links, **values_of(meeting, name=name, language=language)}, called=called())
    return {
        "language": language,
        "language_name": words.language_name(language),
        "subject": sketch.subject,
        "body": sketch.body,
        "missing": [called().get(name, name) for name in missing],
        "number": 0,
    }


@team_page(rules.can_invite)
@require_POST
def send(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Everybody whom the filter finds and who may get it; who may is decided anew at this very moment."""
    sent = QueryDict(request.POST.get("query", ""))
    chosen = BookFilter(sent, meeting.organisation).chosen()
    keys: list[UUID] = list(queries.found_contacts(meeting.organisation, **chosen).values_list("pk", flat=True))
    try:
        planned = actions.plan_invitations(
            actor=actor_of(request), meeting=meeting, contacts=keys, step=step_of(sent), now=clock.now()
        )
    except InvitationRefused as refusal:
        messages.error(request, words.NOT_NOW[refusal.code])
        return redirect("spread", slug=meeting.slug)
    if planned.number and server_of(meeting.organisation) is None:
        text = ngettext("%(n)d letter is planned.", "%(n)d letters are planned.", planned.number)
        messages.success(request, text % {"n": planned.number})
        say_if_mail_waits(request, meeting)
    elif planned.number:
        text = ngettext(
            "%(n)d letter is on its way. The first leave in two minutes; until a letter has left you can call it back.",
            "%(n)d letters are on their way. The first leave in two minutes; until a letter has left you can call it back.",
            planned.number,
        )
        messages.success(request, text % {"n": planned.number})
    else:
        messages.warning(request, _("Nobody of these can get a letter now, so none was written."))
    return redirect("spread", slug=meeting.slug)


@team_page(rules.can_invite)
@require_POST
def call_back(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    try:
        number = actions.call_back(actor=actor_of(request), meeting=meeting, now=clock.now())
    except InvitationRefused:
        messages.warning(request, _("Nothing is planned any more. Letters that are written stand under Letters."))
    else:
        text = ngettext("%(n)d letter was called back.", "%(n)d letters were called back.", number)
        messages.success(request, text % {"n": number})
    return redirect("spread", slug=meeting.slug)
