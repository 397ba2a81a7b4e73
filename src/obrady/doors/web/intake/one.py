"""One thread: what was said, who answers until when, the answer."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from obrady.doors.web.intake import words
from obrady.doors.web.intake.forms import AnswerForm, ArrangeForm, MoreForm, NoteForm
from obrady.doors.web.intake.records import application_of, page_url_of
from obrady.doors.web.intake.showing import Row, said_in
from obrady.doors.web.intake.threads import today_of
from obrady.doors.web.letters.waiting import say_if_mail_waits
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.intake import actions, queries, rules
from obrady.stages.intake.models import Thread
from obrady.stages.intake.states import Refusal, SavedMeanwhile, ThreadChannel
from obrady.stages.letters.actions.writing import channel_for
from obrady.stages.letters.states import LetterChannel
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock

WAYS = {
    LetterChannel.MAIL: gettext_lazy("A letter by e-mail to %(contact)s"),
    LetterChannel.PHONE: gettext_lazy("A call to %(contact)s: it becomes a task under Letters"),
    LetterChannel.PRINT: gettext_lazy("A printed letter: it becomes a task under Letters"),
}


def thread_or_404(meeting: Meeting, number: int) -> Thread:
    found = queries.thread_with_number(meeting, number)
    if found is None:
        raise Http404
    return found


def by_letter(thread: Thread) -> str:
    """By which way a letter would reach this person; nothing where nobody is known."""
    if thread.person is None or thread.person.erased_at is not None:
        return ""
    way = channel_for(thread.person)
    contact = {LetterChannel.MAIL: thread.person.email, LetterChannel.PHONE: thread.person.phone}.get(way, "")
    return str(WAYS[way]) % {"contact": contact}


@team_page(rules.can_see)
def thread(request: HttpRequest, meeting: Meeting, number: int) -> HttpResponse:
    found = thread_or_404(meeting, number)
    if request.method != "POST":
        return show(request, found)
    acts: dict[str, Callable[[HttpRequest, Thread], HttpResponse]] = {
        "answer": answer, "note": note, "more": more, "arrange": arrange, "close": close, "reopen": reopen,
    }  # fmt: skip
    act = acts.get(request.POST.get("act", ""))
    return act(request, found) if act else show(request, found)


def show(request: HttpRequest, found: Thread, *, failed: dict[str, Form] | None = None) -> HttpResponse:
    entries = queries.entries_of(found)
    faults = failed or {}
    context = {
        "meeting": found.meeting,
        "rail": "threads",
        "thread": found,
        "row": Row(found, today_of(found.meeting)),
        "said": said_in(entries),
        "application": application_of(found),
        "public": queries.public_question_of(found),
        "answer_form": faults.get("answer") or answer_form(found),
        "seen": queries.mark_of_conversation(found),
        "note_form": faults.get("note") or NoteForm(prefix="note"),
        "more_form": faults.get("more") or MoreForm(prefix="more"),
        "arrange_form": faults.get("arrange") or ArrangeForm(prefix="arrange", thread=found),
        "arrange_seen": queries.mark_of_arrangement(found),
        "faulty": next(iter(faults.values()), None),
    }
    return render(request, "intake/thread.html", context, status=422 if faults else 200)


def answer_form(found: Thread, *args, **kwargs) -> AnswerForm:
    return AnswerForm(*args, prefix="answer", by_letter=by_letter(found), **kwargs)


def tried(request: HttpRequest, found: Thread, name: str, form: Form, act: Callable[[], object]) -> HttpResponse:
    """Do it and come back to the thread; or show it again with what was typed and what is wrong with it."""
    if form.is_valid():
        try:
            act()
        except Refusal as refusal:
            field = "text" if "text" in form.fields else None
            form.add_error(field, words.refusal_in_words(refusal))
    if form.errors:
        return show(request, found, failed={name: form})
    return redirect("thread", slug=found.meeting.slug, number=found.number)


def answer(request: HttpRequest, found: Thread) -> HttpResponse:
    form = answer_form(found, request.POST)

    def act() -> None:
        said = form.cleaned_data
        spoken = None if said["way"] == "letter" else ThreadChannel(said["way"])
        actions.answer(
            actor=actor_of(request), thread=found, text=said["text"], spoken=spoken, waits=said["waits"],
            seen=said["seen"] or None, page_url=page_url_of(found), now=clock.now(),
        )  # fmt: skip
        messages.success(request, _("Answered.") if spoken else _("The answer is on its way."))
        if not spoken:
            say_if_mail_waits(request, found.meeting)

    return tried(request, found, "answer", form, act)


def note(request: HttpRequest, found: Thread) -> HttpResponse:
    form = NoteForm(request.POST, prefix="note")
    return tried(
        request, found, "note", form,
        lambda: actions.note(
            actor=actor_of(request), thread=found, text=form.cleaned_data["text"], now=clock.now()
        ),
    )  # fmt: skip


def more(request: HttpRequest, found: Thread) -> HttpResponse:
    """They called again."""
    form = MoreForm(request.POST, prefix="more")
    return tried(
        request, found, "more", form,
        lambda: actions.say_more(
            actor=actor_of(request), thread=found, text=form.cleaned_data["text"], channel=ThreadChannel.PHONE,
            now=clock.now(),
        ),
    )  # fmt: skip


def arrange(request: HttpRequest, found: Thread) -> HttpResponse:
    form = ArrangeForm(request.POST, prefix="arrange", thread=found)

    def act() -> None:
        said = form.cleaned_data
        try:
            actions.arrange(
                actor=actor_of(request), thread=found, owner=said["owner"], due=said["due"], summary=said["summary"],
                seen=request.POST.get("arrange-seen"), now=clock.now(),
            )  # fmt: skip
        except SavedMeanwhile:
            quote_theirs(form, found)
            raise
        messages.success(request, _("Kept."))

    return tried(request, found, "arrange", form, act)


def quote_theirs(form: Form, found: Thread) -> None:
    found.refresh_from_db()
    said = dict(form.cleaned_data)
    if found.owner != said["owner"]:
        form.add_error("owner", words.stands_now(found.owner.name if found.owner else ""))
    for name, value in {"due": found.due_on, "summary": found.summary}.items():
        if value != said[name]:
            form.add_error(name, words.stands_now(value))


def close(request: HttpRequest, found: Thread) -> HttpResponse:
    seen = request.POST.get("seen")
    return moved(
        request, found, lambda: actions.close(actor=actor_of(request), thread=found, seen=seen, now=clock.now())
    )


def reopen(request: HttpRequest, found: Thread) -> HttpResponse:
    return moved(request, found, lambda: actions.reopen(actor=actor_of(request), thread=found, now=clock.now()))


def moved(request: HttpRequest, found: Thread, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        messages.warning(request, words.refusal_in_words(refusal))
    return redirect("thread", slug=found.meeting.slug, number=found.number)
