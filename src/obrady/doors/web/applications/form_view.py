"""The form as people see it, its versions, how a draft begins, and what the notice needs to say."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from obrady.doors.web.applications.controller import ControllerForm
from obrady.doors.web.applications.form_editor.gaps import Gap, gaps_of
from obrady.doors.web.applications.form_editor.starting import CannotBegin, other_forms, source_of
from obrady.doors.web.applications.sheet import Asked, Filled, sheet_of
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.stages.applications import actions, queries, rules
from obrady.stages.applications.queries.form_parts import differences, parse_draft
from obrady.stages.applications.states import DraftExists, PlaceholdersWithoutValue, ReadyForm
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.actions import describe_organisation
from obrady.workshop import clock

WIDGETS = {
    "text": gettext_lazy("a line"),
    "email": gettext_lazy("an e-mail address"),
    "tel": gettext_lazy("a telephone number"),
    "date": gettext_lazy("a day"),
    "number": gettext_lazy("a number"),
    "long": gettext_lazy("a longer text"),
    "radio": gettext_lazy("one answer of these:"),
    "checkboxes": gettext_lazy("several answers of these:"),
    "gmina": gettext_lazy("a gmina from the list"),
}


@dataclass(frozen=True)
class Shown:
    """One question with what the office should know of it."""

    asked: Asked
    widget: str
    is_sensitive: bool
    is_used: bool
    is_phone_minimum: bool


@team_page(rules.can_see_queue)
@require_http_methods(["GET", "HEAD", "POST"])
def form_view(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    return publish(request, meeting) if request.method == "POST" else show(request, meeting)


def publish(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """The ready form first; later the same form once more, when the meeting's details have changed."""
    before = queries.current_form(meeting)
    flavour = ReadyForm.GENERAL if request.POST.get("flavour") == ReadyForm.GENERAL else ReadyForm.INTEGRATION
    definition = before.definition if before else queries.ready_form_for(meeting, flavour)
    try:
        form = actions.publish_form(actor=actor_of(request), meeting=meeting, definition=definition, now=clock.now())
    except PlaceholdersWithoutValue as refusal:
        return show(request, meeting, gaps=gaps_of(meeting, refusal.names), status=422)
    if before is not None and before.pk == form.pk:
        messages.info(request, _("Nothing has changed: this version stays."))
    else:
        messages.success(request, _("Version %(version)s of the form is published.") % {"version": form.version})
    return redirect("form-view", slug=meeting.slug)


@team_page(rules.can_edit_form)
@require_POST
def begin(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    try:
        source = source_of(request, meeting)
        actions.begin_draft(actor=actor_of(request), meeting=meeting, source=source, now=clock.now())
    except CannotBegin as fault:
        return show(request, meeting, fault=str(fault), status=422)
    except DraftExists:
        messages.info(request, _("Somebody else has begun already: this is the draft."))
    else:
        messages.success(request, _("The draft has begun. Nobody sees it before you publish it."))
    return redirect("form-edit", slug=meeting.slug)


def show(
    request: HttpRequest, meeting: Meeting, *, gaps: Iterable[Gap] = (), fault: str = "", status: int = 200
) -> HttpResponse:
    form = queries.current_form(meeting)
    definition = queries.definition_of(form) if form else None
    sheet = sheet_of(definition, language=get_language() or "pl", filled=Filled()) if definition else None
    draft = queries.draft_of(meeting)
    may_edit = rules.can_edit_form.test(actor_of(request), meeting)
    is_begun = form is not None or draft is not None
    context = {
        "meeting": meeting,
        "rail": "form-view",
        "draft": draft,
        "changes": len(differences(parse_draft(form.definition), parse_draft(draft.definition)))
        if form and draft
        else 0,
        "may_edit": may_edit,
        "fault": fault,
        "chosen": request.POST.get("source", "general"),
        "templates": [] if is_begun or not may_edit else list(queries.templates_of(meeting.organisation)[:50]),
        "other_forms": [] if is_begun or not may_edit else other_forms(request, meeting),
        "form_version": form,
        "sheet": sheet,
        "sections": [(section, shown(definition, section.questions)) for section in sheet.sections] if sheet else [],
        "versions": list(queries.forms_of(meeting)),
        "may_publish": rules.can_publish_form.test(actor_of(request), meeting),
        "gaps": gaps,
    }
    return render(request, "applications/team_form.html", context, status=status)


def shown(definition, asked: Iterable[Asked]) -> list[Shown]:
    questions = [(one, definition.question(one.key)) for one in asked]
    return [
        Shown(one, str(WIDGETS[one.widget]), question.sensitive, question.used_in_recruitment, question.phone_minimum)
        for one, question in questions
    ]


@team_page(rules.can_publish_form)
@require_http_methods(["GET", "HEAD", "POST"])
def controller(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Who is responsible for the data, as the notice says it."""
    organisation = meeting.organisation
    form = ControllerForm(request.POST or None, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        kept = {name: getattr(organisation, name) for name in ("description", "website", "accent")}
        describe_organisation(
            actor=actor_of(request), organisation=organisation, **kept, **form.cleaned_data, now=clock.now()
        )
        messages.success(request, _("Saved."))
        return redirect("form-view", slug=meeting.slug)
    context = {"meeting": meeting, "rail": "form-view", "form": form}
    return render(request, "applications/team_controller.html", context, status=422 if form.errors else 200)
