"""Features: what follows from the answers for the recruitment."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from obrady.doors.web.applications.form_editor.desk import Desk
from obrady.doors.web.applications.form_editor.feature_form import FeatureForm
from obrady.doors.web.applications.form_editor.finding import of_part
from obrady.doors.web.parts.access import team_page
from obrady.stages.applications import rules
from obrady.stages.applications.queries.form_parts import Feature, put_feature, remove_feature
from obrady.stages.meetings.models import Meeting


@team_page(rules.can_edit_form)
@require_http_methods(["GET", "HEAD", "POST"])
def feature(request: HttpRequest, meeting: Meeting, key: str) -> HttpResponse:
    desk = Desk(request, meeting)
    for definition in desk.versions:
        for one in definition.features:
            if one.key == key:
                return edit(desk, one)
    raise Http404


@team_page(rules.can_edit_form)
@require_http_methods(["GET", "HEAD", "POST"])
def new_feature(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    desk = Desk(request, meeting)
    asked = next((one.key for one in desk.definition.questions if one.used_in_recruitment), "")
    if not asked:
        messages.info(request, _("First mark a question as counting in the recruitment."))
        return redirect("form-edit", slug=meeting.slug)
    return edit(desk, Feature(key="", source=asked, default="unknown", map={}))


def edit(desk: Desk, base: Feature) -> HttpResponse:
    request = desk.request
    data = request.POST if request.method == "POST" else None
    published = {one.key for one in desk.published.features} if desk.published else set()
    form = FeatureForm(data, definition=desk.words, base=base, is_name_open=base.key not in published)
    if data is not None and "again" in data:
        form.forgive()
    elif data is not None and form.is_valid() and not form.problems():
        made = form.feature()
        if desk.save(lambda one: put_feature(one, made, instead_of=base.key or None), what=f"feature:{made.key}"):
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('form-edit', args=[desk.meeting.slug])}?at=f-{made.key}#f-{made.key}")
    return show(desk, form, base)


def show(desk: Desk, form: FeatureForm, base: Feature) -> HttpResponse:
    sent = desk.request.method == "POST" and "again" not in desk.request.POST
    problems = form.problems() if sent else []
    context = {
        "meeting": desk.meeting,
        "rail": "form-view",
        "desk": desk,
        "form": form,
        "base": base,
        "problems": problems,
        "findings": of_part(desk, "feature", base.key) if base.key else [],
    }
    is_faulty = sent and bool(form.errors or problems)
    status = 409 if desk.conflict else 422 if is_faulty else 200
    return render(desk.request, "applications/form_editor/feature.html", context, status=status)


@team_page(rules.can_edit_form)
@require_http_methods(["GET", "HEAD", "POST"])
def feature_remove(request: HttpRequest, meeting: Meeting, key: str) -> HttpResponse:
    desk = Desk(request, meeting)
    if key not in {one.key for one in desk.definition.features}:
        raise Http404
    if request.method == "POST" and desk.save(lambda form: remove_feature(form, key), what=f"removed:{key}"):
        messages.success(request, _("The feature is removed. “Undo” on this page brings it back."))
        return redirect("form-edit", slug=meeting.slug)
    context = {
        "meeting": meeting,
        "rail": "form-view",
        "desk": desk,
        "name": key,
        "consequences": [
            _("It leaves the draft. After you publish, rules of the draw can no longer go by it."),
            _("The question and its answers stay."),
        ],
        "back_url": reverse("form-feature", args=[meeting.slug, key]),
        "action_label": _("Remove the feature"),
    }
    return render(request, "applications/form_editor/remove.html", context, status=409 if desk.conflict else 200)
