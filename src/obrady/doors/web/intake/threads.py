"""Questions, objections and rights of one meeting: the list, its export, and a new one that came by word of mouth."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from obrady.doors.web.intake import words
from obrady.doors.web.intake.forms import NewThreadForm, ThreadFilter
from obrady.doors.web.intake.records import application_called
from obrady.doors.web.intake.showing import Row, rows_of
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.intake import actions, queries, rules
from obrady.stages.intake.models import Thread
from obrady.stages.intake.states import Refusal, ThreadChannel
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock
from obrady.workshop.officefiles import write_csv

ROWS_A_PAGE = 50


def today_of(meeting: Meeting):
    return clock.now().astimezone(meeting.tz).date()


def found(request: HttpRequest, meeting: Meeting, asked: dict[str, str]):
    whose = asked["whose"]
    return queries.threads(
        meeting,
        search=asked["search"],
        kind=asked["kind"],
        state=asked["state"],
        owner=request.user if whose == "mine" else None,
        overdue_on=today_of(meeting) if whose == "overdue" else None,
    )


@team_page(rules.can_see)
@require_GET
def threads(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = ThreadFilter(request.GET or None)
    asked = form.chosen() if form.is_bound else dict.fromkeys(form.fields, "")
    page = Paginator(found(request, meeting, asked), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "meeting": meeting,
        "rail": "threads",
        "form": form,
        "page": page,
        "rows": rows_of(page.object_list, today_of(meeting)),
        "counts": queries.counts(meeting, today=today_of(meeting)),
        "is_filtered": any(asked.values()),
        "is_empty": not any(asked.values()) and not page.paginator.count,
        "unsorted": queries.waiting_messages(meeting.organisation).count(),
        "public": queries.public_questions(meeting).count(),
    }
    return render(request, "intake/threads.html", context)


@team_page(rules.can_see)
@require_POST
def export(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The list as filtered, without what was written."""
    rows = found(request, meeting, ThreadFilter(request.GET).chosen())
    today, columns = today_of(meeting), export_columns()
    actions.note_export(
        actor=actor_of(request), meeting=meeting, columns=len(columns), rows=rows.count(), file_format="csv",
        now=clock.now(),
    )  # fmt: skip
    content = write_csv(columns, (export_row(Row(thread, today)) for thread in rows.iterator()))
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="questions-{meeting.slug}.csv"'},
    )


def export_columns() -> list[str]:
    return [
        _("Number"), _("Kind"), _("Full name"), _("How it came"), _("Opened"), _("Answer by"), _("Who answers"),
        _("State"), _("Answered on"), _("Summary of the answer"),
    ]  # fmt: skip


def export_row(row: Row) -> list[str | int]:
    thread, zone = row.thread, row.thread.meeting.tz
    opened, answered = (
        moment.astimezone(zone).strftime("%Y-%m-%d %H:%M") if moment else ""
        for moment in (thread.opened_at, thread.answered_at)
    )
    return [
        thread.number, row.kind, row.name, str(row.channel), opened, thread.due_on.isoformat(),
        thread.owner.name if thread.owner else "", str(row.state), answered, thread.summary,
    ]  # fmt: skip


@team_page(rules.can_answer)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    asked = {"reference": request.GET.get("application", ""), "subject": request.GET.get("subject", "question")}
    form = NewThreadForm(request.POST or None, initial={**asked, "language": "pl", "channel": "phone"})
    if request.method == "POST" and form.is_valid() and (thread := opened(request, meeting, form)):
        messages.success(request, _("Noted under number %(number)d.") % {"number": thread.number})
        return redirect("thread", slug=meeting.slug, number=thread.number)
    context = {"meeting": meeting, "rail": "threads", "form": form}
    return render(request, "intake/thread_new.html", context, status=422 if form.errors else 200)


def opened(request: HttpRequest, meeting: Meeting, form: NewThreadForm) -> Thread | None:
    said, (kind, right) = form.cleaned_data, words.subject_of(form.cleaned_data["subject"])
    application = application_called(meeting, said["reference"])
    if said["reference"].strip() and application is None:
        form.add_error("reference", _("There is no application with this number."))
        return None
    common = {
        "actor": actor_of(request), "meeting": meeting, "kind": kind, "right": right, "text": said["text"],
        "channel": ThreadChannel(said["channel"]), "now": clock.now(),
    }  # fmt: skip
    try:
        if application is not None:
            person = application.person
            return actions.open_thread(person=person, about=application.about, language=person.language, **common)
        if form.has_contact:
            contact = actions.Contact(said["name"], said["email"], said["phone"], said["language"])
            return actions.open_for_stranger(contact=contact, **common)
        return actions.open_thread(person=None, about="", language=said["language"], **common)
    except Refusal as refusal:
        form.add_error("text", words.refusal_in_words(refusal))
        return None
