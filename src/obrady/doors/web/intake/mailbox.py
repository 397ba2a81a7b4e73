"""The organisation's mailbox: what came, whose it is, what becomes of it. A message is shown as words, never as it is."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from obrady.doors.web.intake import words
from obrady.doors.web.intake.forms import MessageFilter, SortForm, meetings_of
from obrady.doors.web.intake.records import application_called
from obrady.doors.web.intake.showing import MessageRow
from obrady.doors.web.parts.access import actor_of, organisation_page
from obrady.stages.applications.models import Application
from obrady.stages.applications.queries.register import VISIBLE
from obrady.stages.intake import queries, rules
from obrady.stages.intake.actions import Contact
from obrady.stages.intake.actions.collecting import try_at_once
from obrady.stages.intake.actions.messages import (
    go_on_in,
    make_stranger,
    make_thread,
    put_back,
    set_aside,
    write_no_more,
)
from obrady.stages.intake.models import RawMessage, Thread
from obrady.stages.intake.states import MailTrouble, MessageKind, MessageState, Refusal
from obrady.stages.letters.queries import mailbox_of, may_write_unasked
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Organisation
from obrady.stages.people.models import Person
from obrady.workshop import clock

ROWS_A_PAGE = 50


@organisation_page(rules.can_see_mailbox)
@require_GET
def mailbox(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = MessageFilter(request.GET or None)
    asked = form.chosen() if form.is_bound else dict.fromkeys(form.fields, "")
    page = Paginator(queries.messages(organisation, **asked), ROWS_A_PAGE).get_page(request.GET.get("page"))
    collecting = queries.collecting_of(organisation)
    context = {
        "organisation": organisation,
        "rail": "mailbox",
        "form": form,
        "page": page,
        "rows": [MessageRow(message) for message in page.object_list],
        "is_filtered": any(asked.values()),
        "is_empty": not any(asked.values()) and not page.paginator.count,
        "waiting": queries.waiting_messages(organisation).count(),
        "collecting": collecting,
        "trouble": words.MAIL_TROUBLES.get(MailTrouble(collecting.trouble)) if collecting else None,
        "has_mailbox": mailbox_of(organisation) is not None,
    }
    return render(request, "intake/mailbox.html", context)


@organisation_page(rules.can_see_mailbox)
@require_POST
def collect(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The worker looks at its next round; a page never waits for a mail server."""
    try_at_once(actor=actor_of(request), organisation=organisation, now=clock.now())
    messages.success(request, _("The mailbox is looked into within a minute."))
    return redirect("mailbox", organisation=organisation.slug)


def message_or_404(organisation: Organisation, key: UUID) -> RawMessage:
    found = queries.message_with_key(organisation, key)
    if found is None or found.kind == MessageKind.UNREAD:
        raise Http404
    return found


@organisation_page(rules.can_see_mailbox)
@require_GET
def raw(request: HttpRequest, organisation: Organisation, key: UUID) -> HttpResponse:
    """As it came, only ever as a file to keep: no browser opens it on this site."""
    found = message_or_404(organisation, key)
    return HttpResponse(
        queries.raw_of(found),
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="message-{found.pk}.eml"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@organisation_page(rules.can_see_mailbox)
def message(request: HttpRequest, organisation: Organisation, key: UUID) -> HttpResponse:
    found = message_or_404(organisation, key)
    if request.method != "POST":
        return show(request, found)
    acts = {"aside": set_aside, "back": put_back, "stop": write_no_more}
    name = request.POST.get("act", "")
    if name in acts:
        return moved(request, found, lambda: acts[name](actor=actor_of(request), message=found, now=clock.now()))
    return sort(request, found)


def show(request: HttpRequest, found: RawMessage, *, form: SortForm | None = None) -> HttpResponse:
    context = {
        "organisation": found.organisation,
        "rail": "mailbox",
        "message": found,
        "row": MessageRow(found),
        "form": form or sort_form(found),
        "threads": threads_of(found),
        "is_stopped": bool(found.wants_no_letters and found.person)
        and not may_write_unasked(found.organisation, found.person),
        "is_waiting": found.state == MessageState.WAITING,
        "may_sort": found.thread_id is None and found.kind in (MessageKind.LETTER, MessageKind.REPLY,
                                                              MessageKind.AUTOMATIC, MessageKind.QUARANTINE),
        "may_put_back": found.thread_id is None and found.state != MessageState.WAITING,
    }  # fmt: skip
    return render(request, "intake/message.html", context, status=422 if form and form.errors else 200)


def threads_of(found: RawMessage) -> list[Thread]:
    """Those of the likely sender that it may go on in."""
    people = candidates(found)
    return list(queries.threads_of(people).order_by("-last_at")[:10]) if people else []


def candidates(found: RawMessage) -> list[Person]:
    likely = queries.likely_people(found.organisation, found.sender_address)
    known = [found.person] if found.person else []
    return list({person.pk: person for person in [*known, *likely]}.values())


def sort_form(found: RawMessage, data=None) -> SortForm:
    """The likely people, each with the application that they are known by."""
    people = candidates(found)
    rows = Application.objects.filter(VISIBLE, person__in=people).select_related("meeting")
    by_person = {row.person_id: row for row in rows.order_by("received_at")}
    labels = [(f"person:{person.pk}", named(person, by_person.get(person.pk))) for person in people]
    meeting = found.meeting_id or next((row.meeting_id for row in by_person.values()), None)
    meetings = meetings_of(found.organisation)
    return SortForm(data, meetings=meetings, people=labels, initial={"meeting": meeting or meetings.first()})


def named(person: Person, application: Application | None) -> str:
    if application is None:
        return f"{person.name} <{person.email}>"
    return f"{person.name}, {application.reference}, {application.meeting.title}"


def sort(request: HttpRequest, found: RawMessage) -> HttpResponse:
    if key := request.POST.get("thread"):
        return go_on(request, found, key)
    form = sort_form(found, request.POST)
    thread = None
    if form.is_valid():
        try:
            thread = made(request, found, form)
        except Refusal as refusal:
            form.add_error(None, words.refusal_in_words(refusal))
    if thread is None:
        return show(request, found, form=form)
    messages.success(request, _("Sorted."))
    return redirect("thread", slug=thread.meeting.slug, number=thread.number)


def go_on(request: HttpRequest, found: RawMessage, key: str) -> HttpResponse:
    thread = queries.thread_with_key(key)
    if thread is None or thread.organisation_id != found.organisation_id:
        raise Http404
    return moved(
        request, found, lambda: go_on_in(actor=actor_of(request), message=found, thread=thread, now=clock.now())
    )


def made(request: HttpRequest, found: RawMessage, form: SortForm) -> Thread | None:
    said, (kind, right) = form.cleaned_data, words.subject_of(form.cleaned_data["subject"])
    meeting: Meeting = said["meeting"]
    common = {"actor": actor_of(request), "message": found, "meeting": meeting, "kind": kind, "right": right,
              "now": clock.now()}  # fmt: skip
    if said["reference"].strip():
        application = application_called(meeting, said["reference"])
        if application is None:
            form.add_error("reference", _("There is no application with this number."))
            return None
        return make_thread(person=application.person, about=application.about, **common)
    person = chosen(found, said["whose"])
    if person is None:
        contact = Contact(found.sender_name, found.sender_address, "", "pl")
        return make_stranger(contact=contact, **common)
    own = Application.objects.filter(VISIBLE, meeting=meeting, person=person).first()
    return make_thread(person=person, about=own.about if own else person.about, **common)


def chosen(found: RawMessage, whose: str) -> Person | None:
    return next((person for person in candidates(found) if whose == f"person:{person.pk}"), None)


def moved(request: HttpRequest, found: RawMessage, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        messages.warning(request, words.refusal_in_words(refusal))
    else:
        messages.success(request, _("Done. A slip? On this page it can be put back.") if found.thread_id is None
                         else _("Sorted."))  # fmt: skip
    return redirect("message", organisation=found.organisation.slug, key=found.pk)
