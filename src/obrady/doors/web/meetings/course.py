"""Change of course: what makes sense now, the new values with a reason, whom it touches, and then one act."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from i18nfield.strings import LazyI18nString

from obrady.doors.web.announcements.course_notes import notes_of
from obrady.doors.web.announcements.page import said
from obrady.doors.web.letters.wording import called
from obrady.doors.web.meetings.closing import closing_of
from obrady.doors.web.meetings.course_forms import FORMS, CourseForm
from obrady.doors.web.meetings.course_words import KINDS, details_in_words, refusal, touched_in_words
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.doors.web.parts.context import OWN_NAMES
from obrady.stages.announcements.actions import NoSuchReason, take_reason_back
from obrady.stages.announcements.queries.content import words
from obrady.stages.ledger.states import Actor
from obrady.stages.letters import course as letters
from obrady.stages.letters.queries import drafts_of, sketched, stationery, values_of
from obrady.stages.meetings.models import CourseChange, Meeting
from obrady.stages.meetings.queries import changes_of, courses_of
from obrady.stages.meetings.registry.course import (
    Change,
    CourseRefused,
    Touched,
    asked,
    change_course,
    refuse,
    refuse_by_rooms,
    touched_by,
)
from obrady.stages.meetings.registry.values import plain, refuse_reason
from obrady.stages.meetings.rules import can_edit, can_see_team_pages
from obrady.stages.meetings.states import CourseKind, MeetingState
from obrady.stages.people.queries import names_of_actors
from obrady.workshop import clock

NOT_KEPT = ("csrfmiddlewaretoken", "confirmed", "expected", "mend")


@dataclass(frozen=True)
class Offer:
    """One change that makes sense now; `against` is what a room holds against it."""

    kind: CourseKind
    words: object
    against: str


@dataclass(frozen=True)
class Told:
    """A change that was made, as the history shows it."""

    row: CourseChange
    note: object
    by: str


@dataclass(frozen=True)
class Preview:
    language: str
    language_name: str
    subject: str
    body: str
    is_in_polish: bool


@team_page(can_edit)
@require_safe
def course(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    now = clock.now()
    context = {
        "meeting": meeting,
        "rail": "course",
        "offers": offers(meeting, actor_of(request), now),
        "history": history(meeting),
        "closing": closing_of(meeting, now),
        "drafts": drafts_of(meeting, list(letters.KINDS.values())).count(),
        "is_draft": meeting.state == MeetingState.DRAFT,
    }
    return render(request, "meetings/course.html", context)


@team_page(can_edit)
@require_POST
def reason_back(request: HttpRequest, meeting: Meeting, number: int) -> HttpResponse:
    try:
        take_reason_back(actor=actor_of(request), meeting=meeting, number=number, now=clock.now())
    except NoSuchReason:
        messages.info(request, gettext("This reason is taken back already."))
    else:
        messages.success(request, gettext("The words are gone from our records and from the public page."))
    return redirect("course", slug=meeting.slug)


@team_page(can_see_team_pages)
@require_safe
def closing(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    context = {"meeting": meeting, "rail": "meeting-overview", "closing": closing_of(meeting, clock.now())}
    return render(request, "meetings/closing.html", context)


@team_page(can_edit)
@require_http_methods(["GET", "HEAD", "POST"])
def course_change(request: HttpRequest, meeting: Meeting, kind: str) -> HttpResponse:
    now = clock.now()
    if kind not in FORMS:
        raise Http404
    wanted = CourseKind(kind)
    if wanted not in courses_of(meeting, now):
        messages.info(request, refusal(CourseRefused("not_now")))
        return redirect("course", slug=meeting.slug)
    form = FORMS[wanted](request.POST or None, meeting=meeting, kind=wanted, now=now)
    if request.method != "POST" or "mend" in request.POST or not accepted(form, actor_of(request), now):
        return asking(request, meeting, form)
    if "confirmed" in request.POST:
        return done(request, meeting, form, now)
    return confirming(request, meeting, form, now)


def accepted(form: CourseForm, actor: Actor, now: datetime) -> bool:
    """Everything that could be held against it is said while somebody still types, and again in the act itself."""
    if not form.is_valid():
        return False
    try:
        refuse_reason(form.said("reason"))
        refuse(actor=actor, meeting=form.meeting, change=form.change(), now=now)
    except CourseRefused as refused:
        form.refuse(refused)
        return False
    return True


def asking(request: HttpRequest, meeting: Meeting, form: CourseForm) -> HttpResponse:
    status = 400 if form.is_bound and form.errors and "mend" not in request.POST else 200
    context = {"meeting": meeting, "rail": "course", "form": form, "words": KINDS[form.kind], "kind": form.kind}
    return render(request, "meetings/course_change.html", context, status=status)


def confirming(request: HttpRequest, meeting: Meeting, form: CourseForm, now: datetime) -> HttpResponse:
    actor, change = actor_of(request), form.change()
    touched = touched_by(actor=actor, meeting=meeting, change=change, now=now)
    context = {
        "meeting": meeting,
        "rail": "course",
        "kind": form.kind,
        "words": KINDS[form.kind],
        "note": note_before(actor, meeting, form, now),
        "touched": [(one, touched_in_words(one), details_in_words(one)) for one in touched],
        "previews": previews(actor, meeting, change, form.said("reason"), touched, now),
        "kept": kept(request.POST),
        "expected": len(changes_of(meeting)),
        "is_final": form.kind is CourseKind.CANCEL,
    }
    return render(request, "meetings/course_confirm.html", context)


def done(request: HttpRequest, meeting: Meeting, form: CourseForm, now: datetime) -> HttpResponse:
    expected = request.POST.get("expected", "")
    try:
        change_course(
            actor=actor_of(request),
            meeting=meeting,
            change=form.change(),
            reason=form.said("reason"),
            expected=int(expected) if expected.isascii() and expected.isdigit() and len(expected) < 9 else -1,
            now=now,
        )
    except CourseRefused as refused:
        form.refuse(refused)
        return asking(request, meeting, form)
    messages.success(request, KINDS[form.kind].done)
    return redirect("course", slug=meeting.slug)


def offers(meeting: Meeting, actor: Actor, now: datetime) -> list[Offer]:
    return [Offer(kind, KINDS[kind], held_against(meeting, kind, actor, now)) for kind in courses_of(meeting, now)]


def held_against(meeting: Meeting, kind: CourseKind, actor: Actor, now: datetime) -> str:
    """Asked with values that nobody typed: the rooms look at which values change, not at what they are."""
    probe = {
        CourseKind.EXTEND: {"closes_at": meeting.starts_at},
        CourseKind.REOPEN: {"closes_at": meeting.starts_at},
        CourseKind.SHRINK: {"places": max(1, (meeting.places or 2) - 1)},
    }.get(kind, {})
    try:
        refuse_by_rooms(actor=actor, meeting=meeting, change=Change(kind, probe), now=now)
    except CourseRefused as refused:
        return refusal(refused)
    return ""


def history(meeting: Meeting) -> list[Told]:
    rows = changes_of(meeting)
    names = names_of_actors({row.by for row in rows})
    return [Told(row, note_of(row, meeting), names.get(row.by, "")) for row in rows]


def note_of(row: CourseChange, meeting: Meeting) -> object:
    language = get_language() or settings.LANGUAGE_CODE
    content = {
        "course": [
            {
                "kind": row.kind,
                "at": row.at.isoformat(),
                "before": row.before,
                "after": row.after,
                "reason": words(row.reason),
            }
        ]
    }
    return notes_of(content, lambda texts: said(texts, language), zone=meeting.zone)[0]


def note_before(actor: Actor, meeting: Meeting, form: CourseForm, now: datetime) -> object:
    """The note as the page will show it."""
    step = asked(actor=actor, meeting=meeting, change=form.change(), now=now)
    row = CourseChange(
        meeting=meeting,
        kind=form.kind,
        before=plain(meeting, step.change),
        after=plain(step.meeting, step.change),
        reason=form.said("reason"),
        at=now,
    )
    return note_of(row, meeting)


def previews(
    actor: Actor, meeting: Meeting, change: Change, reason: LazyI18nString, touched: list[Touched], now: datetime
) -> list[Preview]:
    """The drafted letter in every language that somebody reads; what differs from person to person stays as ‹name›."""
    kind = letters.KINDS.get(change.kind)
    languages = {key.removeprefix("language:") for one in touched for key in one.details if key.startswith("language:")}
    if kind is None or not languages:
        return []
    step = asked(actor=actor, meeting=meeting, change=change, now=now)
    shared = stationery(step.meeting)
    found = []
    for language in [code for code, _name in settings.LANGUAGES if code in languages]:
        used, wording = shared.wording(kind, language)
        told = letters.told_in(step, used, reason=str(reason.localize(used)))
        values = {
            **values_of(step.meeting, name="", language=used),
            **told,
            "ledger_head": None,
            "missing_answers": None,
        }
        letter, _missing = sketched(wording, values, called=called())
        has_reason = bool(words(reason).get(language))
        found.append(Preview(used, OWN_NAMES.get(used, used), letter.subject, letter.body, not has_reason))
    return found


def kept(data: QueryDict) -> list[tuple[str, str]]:
    """What was typed, carried to the next page."""
    return [(name, value) for name, values in data.lists() if name not in NOT_KEPT for value in values]
