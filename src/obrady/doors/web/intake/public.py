"""Questions and answers for everybody: the public list, and where the team writes it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from i18nfield.strings import LazyI18nString

from obrady.doors.web.announcements.page import said
from obrady.doors.web.intake import words
from obrady.doors.web.intake.forms import PublicQuestionForm
from obrady.doors.web.parts.access import actor_of, public_meeting, team_page
from obrady.stages.intake import actions, queries, rules
from obrady.stages.intake.models import PublicQuestion, Thread
from obrady.stages.intake.states import Direction, Refusal, SavedMeanwhile
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock


@require_GET
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    meeting = public_meeting(slug, actor_of(request))
    language = get_language() or "pl"
    rows = [
        {"key": row.pk, "question": said(texts(row.question), language), "answer": said(texts(row.answer), language)}
        for row in queries.public_questions(meeting)
    ]
    return render(request, "intake/questions.html", {"meeting": meeting, "rows": rows})


def texts(value: LazyI18nString) -> dict[str, str]:
    return {key: text for key, text in value.data.items() if text} if isinstance(value.data, dict) else {}


@team_page(rules.can_publish)
@require_GET
def listed(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    rows = queries.all_public_questions(meeting)
    context = {"meeting": meeting, "rail": "threads", "rows": list(rows)}
    return render(request, "intake/public_questions.html", context)


@team_page(rules.can_publish)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    thread = thread_asked(request, meeting)
    form = PublicQuestionForm(request.POST or None, initial=first_words(thread))
    return edit(request, meeting, form, thread=thread)


@team_page(rules.can_publish)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, meeting: Meeting, key: int) -> HttpResponse:
    row = question_or_404(meeting, key)
    form = PublicQuestionForm(request.POST or None, initial={"question": row.question, "answer": row.answer})
    return edit(request, meeting, form, known=row, thread=row.thread)


def edit(
    request: HttpRequest,
    meeting: Meeting,
    form: PublicQuestionForm,
    *,
    known: PublicQuestion | None = None,
    thread: Thread | None = None,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        question, answer = form.said()
        publish = request.POST.get("act") == "publish"
        try:
            actions.write_public_question(
                actor=actor_of(request), meeting=meeting, question=question, answer=answer, publish=publish,
                thread=thread, known=known, seen=request.POST.get("seen"), now=clock.now(),
            )  # fmt: skip
        except SavedMeanwhile as refusal:
            form.add_error(None, words.refusal_in_words(refusal))
            quote_theirs(form, known)
        except Refusal as refusal:
            form.add_error("answer", words.refusal_in_words(refusal))
        else:
            messages.success(request, _("Published.") if publish else _("Kept. Readers do not see it."))
            return redirect("public-questions", slug=meeting.slug)
    context = {"meeting": meeting, "rail": "threads", "form": form, "known": known, "thread": thread}
    return render(request, "intake/public_question.html", context, status=422 if form.errors else 200)


def quote_theirs(form: PublicQuestionForm, known: PublicQuestion | None) -> None:
    for name, typed in zip(("question", "answer"), form.said(), strict=True):
        theirs = getattr(known, name)
        if texts(theirs) != texts(typed):
            form.add_error(name, words.stands_now(" / ".join(texts(theirs).values())))


@team_page(rules.can_publish)
@require_POST
def act(request: HttpRequest, meeting: Meeting, key: int) -> HttpResponse:
    row, actor, now = question_or_404(meeting, key), actor_of(request), clock.now()
    match request.POST.get("act"):
        case "up" | "down" as way:
            actions.move_public_question(actor=actor, row=row, up=way == "up", now=now)
        case "show" | "hide" as what:
            actions.show_public_question(actor=actor, row=row, shown=what == "show", now=now)
            is_shown = what == "show"
            messages.success(request, _("Published.") if is_shown else _("Taken from the page. You can put it back."))
    return redirect("public-questions", slug=meeting.slug)


def question_or_404(meeting: Meeting, key: int) -> PublicQuestion:
    row = queries.public_question_with_key(meeting, key)
    if row is None:
        raise Http404
    return row


def thread_asked(request: HttpRequest, meeting: Meeting) -> Thread | None:
    number = request.GET.get("thread", "")
    return queries.thread_with_number(meeting, int(number)) if number.isdecimal() and len(number) < 9 else None


def first_words(thread: Thread | None) -> dict[str, LazyI18nString]:
    """What was asked and answered, in its own language, as something to begin from."""
    if thread is None:
        return {}
    entries = queries.entries_of(thread)
    asked = next((entry.text for entry in entries if entry.direction == Direction.IN), "")
    told = next((entry.text for entry in reversed(entries) if entry.direction == Direction.OUT), "")
    return {
        "question": LazyI18nString({thread.language: " ".join(asked.split())[:300]}),
        "answer": LazyI18nString({thread.language: told}),
    }
