"""The templates of an organisation: saved from a meeting, looked through, renamed, removed and brought back."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from obrady.doors.web.announcements.forms.wording import TidyField
from obrady.doors.web.applications.form_editor.desk import Desk, sent
from obrady.doors.web.applications.form_editor.gaps import without_meeting
from obrady.doors.web.applications.form_editor.previewing import looked_at
from obrady.doors.web.applications.form_editor.starting import CannotBegin, as_file, uploaded
from obrady.doors.web.parts.access import actor_of, organisation_page, team_page
from obrady.stages.applications import actions, queries, rules
from obrady.stages.applications.models import FormTemplate
from obrady.stages.applications.queries.form_parts import Filling, clean_text, parse_draft
from obrady.stages.applications.states import TemplateNameTaken
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Organisation
from obrady.workshop import clock

PER_PAGE = 50


class NameForm(forms.Form):
    name = TidyField(most=120, label=_("Name of the template"), help_text=_("So that colleagues recognise it."))


def taken() -> str:
    return _now("Another template has this name. Please choose another one.")


@team_page(rules.can_edit_form)
@require_http_methods(["GET", "HEAD", "POST"])
def save_template(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    desk, form = Desk(request, meeting), NameForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            actions.save_as_template(
                actor=actor_of(request), meeting=meeting, name=form.cleaned_data["name"], now=clock.now()
            )
        except TemplateNameTaken:
            form.add_error("name", taken())
        else:
            messages.success(request, _now("The form is kept as a template."))
            return redirect("form-templates", organisation=meeting.organisation.slug)
    context = {"meeting": meeting, "rail": "form-view", "desk": desk, "form": form}
    return render(request, "applications/form_editor/save_template.html", context, status=422 if form.errors else 200)


@organisation_page(rules.can_keep_templates)
@require_http_methods(["GET", "HEAD", "POST"])
def templates(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The list; posting a file keeps it as a template."""
    form, fault = NameForm(sent(request)), ""
    if form.is_bound and form.is_valid():
        try:
            actions.keep_template(
                actor=actor_of(request), organisation=organisation, name=form.cleaned_data["name"],
                definition=uploaded(request), now=clock.now(),
            )  # fmt: skip
        except CannotBegin as refusal:
            fault = str(refusal)
        except TemplateNameTaken:
            form.add_error("name", taken())
        else:
            messages.success(request, _now("The form is kept as a template."))
            return redirect("form-templates", organisation=organisation.slug)
    search = clean_text(request.GET.get("search", ""), one_line=True)[:120]
    rows = queries.templates_of(organisation).defer("definition")
    page = Paginator(rows.filter(name__icontains=search) if search else rows, PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "organisation": organisation, "rail": "form-templates", "page": page, "search": search, "form": form, "fault": fault,
        "removed": queries.removed_templates(organisation).defer("definition")[:10],
    }  # fmt: skip
    status = 422 if form.errors or fault else 200
    return render(request, "applications/form_editor/templates.html", context, status=status)


def template_or_404(organisation: Organisation, key: UUID, *, removed: bool = False) -> FormTemplate:
    found = queries.template(organisation, key)
    if found is None or (found.removed_at is not None) is not removed:
        raise Http404
    return found


@organisation_page(rules.can_keep_templates)
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, organisation: Organisation, key: UUID) -> HttpResponse:
    """Looked at, and renamed."""
    kept = template_or_404(organisation, key)
    old_name = kept.name
    form = NameForm(sent(request), initial={"name": old_name})
    if form.is_bound and form.is_valid():
        try:
            actions.rename_template(
                actor=actor_of(request), template=kept, name=form.cleaned_data["name"], now=clock.now()
            )
        except TemplateNameTaken:
            form.add_error("name", taken())
        else:
            messages.success(request, _now("Saved."))
            return redirect("form-template", organisation=organisation.slug, key=key)
    made = parse_draft(kept.definition)
    filling = Filling(values={language: {} for language in made.languages}, gap=without_meeting)
    context = {
        "organisation": organisation, "rail": "form-templates", "template": kept, "name": old_name, "form": form,
        **looked_at(filling.definition(made), request.GET),
    }  # fmt: skip
    return render(request, "applications/form_editor/template.html", context, status=422 if form.errors else 200)


@organisation_page(rules.can_keep_templates)
@require_http_methods(["GET", "HEAD", "POST"])
def template_remove(request: HttpRequest, organisation: Organisation, key: UUID) -> HttpResponse:
    kept = template_or_404(organisation, key)
    if request.method == "POST":
        actions.remove_template(actor=actor_of(request), template=kept, now=clock.now())
        messages.success(request, _now("The template is removed. “Bring back” on this page undoes that."))
        return redirect("form-templates", organisation=organisation.slug)
    context = {
        "organisation": organisation,
        "rail": "form-templates",
        "name": kept.name,
        "consequences": [
            _("No new form can begin with it."),
            _("Forms that began with it stay as they are."),
            _("You can bring it back from the list of templates."),
        ],
        "back_url": reverse("form-template", args=[organisation.slug, key]),
        "action_label": _("Remove the template"),
    }
    return render(request, "applications/form_editor/remove.html", context)


@organisation_page(rules.can_keep_templates)
@require_POST
def template_bring_back(request: HttpRequest, organisation: Organisation, key: UUID) -> HttpResponse:
    kept = template_or_404(organisation, key, removed=True)
    try:
        actions.bring_back_template(actor=actor_of(request), template=kept, now=clock.now())
    except TemplateNameTaken:
        messages.warning(request, _now("Another template has taken this name meanwhile. Rename that one first."))
    else:
        messages.success(request, _now("The template is back."))
    return redirect("form-templates", organisation=organisation.slug)


@organisation_page(rules.can_keep_templates)
@require_safe
def template_download(request: HttpRequest, organisation: Organisation, key: UUID) -> HttpResponse:
    return as_file(template_or_404(organisation, key).definition, f"form-template-{str(key)[:8]}.json")
