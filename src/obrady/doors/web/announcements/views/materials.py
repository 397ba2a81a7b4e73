"""Materials for the team: files and links in their order, taken away with a way back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from obrady.doors.web.announcements.forms.materials import MaterialForm
from obrady.doors.web.announcements.handing_out import handed_out
from obrady.doors.web.announcements.moving import one_step
from obrady.doors.web.announcements.views.saving import again, one_at_a_time, sent
from obrady.doors.web.parts.access import actor_of, team_page
from obrady.doors.web.parts.words import languages_written
from obrady.stages.announcements import actions, rules
from obrady.stages.announcements.models import Material
from obrady.stages.announcements.queries import material_with_key, materials_of, removed_materials
from obrady.stages.announcements.states import MOST_MATERIALS
from obrady.stages.meetings.models import Meeting
from obrady.workshop import clock


def _context(meeting: Meeting) -> dict:
    return {"meeting": meeting, "rail": "announcement-edit", "back_url": reverse("materials", args=[meeting.slug])}


def _known(meeting: Meeting, key: int) -> Material:
    material = material_with_key(meeting, key)
    if material is None:
        raise Http404
    return material


@team_page(rules.can_see_draft)
def materials(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    context = {
        **_context(meeting),
        "rows": materials_of(meeting),
        "removed": removed_materials(meeting),
        "may_edit": rules.can_edit.test(actor_of(request), meeting),
    }
    return render(request, "announcements/materials.html", context)


@team_page(rules.can_edit)
@one_at_a_time
def material(request: HttpRequest, meeting: Meeting, key: int | None = None) -> HttpResponse:
    known = _known(meeting, key) if key is not None else None
    languages = languages_written(meeting.organisation)
    form = MaterialForm(sent(request), request.FILES or None, material=known, languages=languages)
    context = {**_context(meeting), "material": known}

    def write() -> None:
        actions.keep_material(
            actor=actor_of(request), meeting=meeting, material=known, details=form.details(), now=clock.now()
        )

    try:
        is_kept = request.method == "POST" and form.accepts(write)
    except actions.TooManyMaterials:
        form.add_error(None, _("A meeting has at most %(most)d materials.") % {"most": MOST_MATERIALS})
        is_kept = False
    if is_kept:
        messages.success(request, _("Saved."))
        return redirect(context["back_url"])
    return again(request, "announcements/material.html", context, form)


@team_page(rules.can_see_draft)
@require_safe
def download(request: HttpRequest, meeting: Meeting, key: int) -> HttpResponseBase:
    """The team looks at it before others may."""
    return handed_out(_known(meeting, key))


@require_POST
@team_page(rules.can_edit)
def move(request: HttpRequest, meeting: Meeting, key: int) -> HttpResponse:
    order = [row.pk for row in materials_of(meeting)]
    if key not in order:
        raise Http404
    moved = one_step(order, key, request)
    try:
        actions.order_materials(actor=actor_of(request), meeting=meeting, keys=moved, now=clock.now())
    except actions.NotTheWholeOrder:
        messages.warning(request, _("Somebody else has just changed this list. Look at it and move the entry again."))
    return redirect(f"{reverse('materials', args=[meeting.slug])}#material-{key}")


@require_POST
@team_page(rules.can_edit)
def remove(request: HttpRequest, meeting: Meeting, key: int) -> HttpResponse:
    gone = _known(meeting, key)
    actions.remove_material(actor=actor_of(request), meeting=meeting, material=gone, now=clock.now())
    messages.success(request, _("Taken away: nobody can open it any more. You can put it back below."))
    return redirect("materials", slug=meeting.slug)


@require_POST
@team_page(rules.can_edit)
def put_back(request: HttpRequest, meeting: Meeting, key: int) -> HttpResponse:
    back = _known(meeting, key)
    actions.put_material_back(actor=actor_of(request), meeting=meeting, material=back, now=clock.now())
    messages.success(request, _("It is back in its place."))
    return redirect("materials", slug=meeting.slug)
