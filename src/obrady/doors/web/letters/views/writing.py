"""Writing to many: which letter, to whom, in which words; a look at everybody's; drafts now or a plan for a day."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from obrady.doors.web.letters import wording
from obrady.doors.web.letters.outlook import numbers, outlook
from obrady.doors.web.letters.writing_forms import AUDIENCES, WORDS, WritingForm, refusal, unknown_names
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.letters import actions, queries, registry, rules
from obrady.stages.letters.models import Mailing
from obrady.stages.letters.states import TO_MANY, LetterKind, MailingState
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.queries import names_of_actors
from obrady.workshop import clock

MOST_SHOWN = 100


@team_page(rules.can_send)
def mailings(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    rows = list(queries.mailings_of(meeting)[:MOST_SHOWN])
    names = names_of_actors({row.made_by for row in rows})
    context = {
        "meeting": meeting,
        "rail": "letters",
        "kinds": [(kind, wording.KINDS[kind], wording.TO_MANY_FOR[kind]) for kind in TO_MANY],
        "rows": [shown(row, names) for row in rows],
    }
    return render(request, "letters/mailings.html", context)


def shown(row: Mailing, names: dict[str, str]) -> dict:
    why = row.stopped if row.state == MailingState.STOPPED else queries.why_stopped(row, clock.now())
    return {
        "row": row,
        "label": wording.KINDS[LetterKind(row.kind)],
        "audience": AUDIENCES.get(row.audience, row.audience),
        "state": wording.MAILING_STATES[MailingState(row.state)],
        "is_planned": row.state == MailingState.PLANNED,
        "why": wording.STOPS.get(why, "") if row.state != MailingState.WRITTEN else "",
        "by": names.get(row.made_by, ""),
        "subject": next((words["subject"] for words in row.words.values() if words.get("subject")), ""),
    }


@team_page(rules.can_send)
def writing(request: HttpRequest, meeting: Meeting, kind: str) -> HttpResponse:
    if kind not in TO_MANY:
        raise Http404
    form = form_for(request, meeting, LetterKind(kind))
    act = request.POST.get("act", "")
    if act in ("write", "plan") and form.is_valid() and (answer := _done(request, meeting, form, act)):
        return answer
    context = {
        "meeting": meeting,
        "rail": "letters",
        "form": form,
        "kind": form.kind,
        "label": wording.KINDS[form.kind],
        "for_what": wording.TO_MANY_FOR[form.kind],
        "is_free": form.kind is LetterKind.FREE,
        "placeholders": wording.explained(
            wording.IN_FREE_WORDS, queries.values_of(meeting, name="", language=get_language() or "")
        ),
        "outlook": outlook(meeting, form.wish(), at=request.POST.get("at", ""), now=clock.now())
        if form.said_to_whom
        else None,
    }
    return render(request, "letters/writing.html", context)


def form_for(request: HttpRequest, meeting: Meeting, kind: LetterKind) -> WritingForm:
    """Nobody is chosen beforehand; only the letters of the day itself propose those who have a place, once chosen among."""
    counts = numbers(meeting, kind, now=clock.now())
    if request.method == "POST":
        return WritingForm(request.POST, meeting=meeting, kind=kind, numbers=counts)
    known = _planned(request, meeting, kind)
    fresh = {"key": queries.new_key()} if kind is LetterKind.FREE else {"key": queries.new_key(), "place": ["in"]}
    return WritingForm(meeting=meeting, kind=kind, numbers=counts, initial=initial_of(known) if known else fresh)


def _planned(request: HttpRequest, meeting: Meeting, kind: LetterKind) -> Mailing | None:
    try:
        known = queries.mailing_with_key(meeting, UUID(request.GET.get("change", "")))
    except ValueError:
        return None
    return known if known and known.kind == kind and known.state != MailingState.WRITTEN else None


def initial_of(row: Mailing) -> dict:
    chosen = dict(row.filter)
    if row.audience == "contacts" and "kind" in chosen:
        chosen["contact_kind"] = chosen.pop("kind")
    words = {
        f"{word}_{code}": texts.get(word, "")
        for code, texts in row.words.items()
        for word in WORDS[LetterKind(row.kind)]
    }
    return {"key": row.pk, "audience": row.audience, "days_before": row.days_before, **chosen, **words}


def _done(request: HttpRequest, meeting: Meeting, form: WritingForm, act: str) -> HttpResponse | None:
    """None when it was refused; the form says why."""
    try:
        return _planned_now(request, meeting, form) if act == "plan" else _written_now(request, meeting, form)
    except actions.MailingRefused as refused:
        form.add_error(
            "days_before" if refused.code in ("days", "too_late", "no_date") else None, refusal(refused.code)
        )
    except actions.TemplateRefused as refused:
        form.add_error(None, unknown_names(refused.names))
    return None


def _written_now(request: HttpRequest, meeting: Meeting, form: WritingForm) -> HttpResponse:
    wish = form.wish()
    found = registry.audience(wish.audience)
    if found is None:
        raise Http404
    done = actions.write_to_many(
        actor=actor_of(request), meeting=meeting, wish=wish, readers=found.readers(meeting, wish.filter, clock.now()),
        complete=found.complete, now=clock.now(),
    )  # fmt: skip
    text = ngettext(
        "%(count)d draft is written. Look through it and send it.",
        "%(count)d drafts are written. Look through them and send them.",
        done.mailing.letters,
    )
    messages.success(request, text % {"count": done.mailing.letters})
    return redirect("letters-review", slug=meeting.slug)


def _planned_now(request: HttpRequest, meeting: Meeting, form: WritingForm) -> HttpResponse | None:
    days = form.cleaned_data["days_before"]
    if days is None:
        form.add_error("days_before", _("Say how many days before the meeting it leaves."))
        return None
    actions.plan_mailing(actor=actor_of(request), meeting=meeting, wish=form.wish(), days_before=days, now=clock.now())
    messages.success(request, _("It is planned. Until it leaves you can change or stop it here."))
    return redirect("letters-write", slug=meeting.slug)


@team_page(rules.can_send)
@require_POST
def stop(request: HttpRequest, meeting: Meeting, key: UUID) -> HttpResponse:
    mailing = queries.mailing_with_key(meeting, key)
    if mailing is None:
        raise Http404
    try:
        actions.stop_mailing(actor=actor_of(request), mailing=mailing, now=clock.now())
    except actions.MailingRefused as refused:
        messages.warning(request, refusal(refused.code))
    else:
        messages.success(request, _("It is stopped and does not leave. You can plan it again."))
    return redirect("letters-write", slug=meeting.slug)
