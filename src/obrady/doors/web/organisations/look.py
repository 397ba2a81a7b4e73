"""Logo and colour."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from obrady.doors.web.organisations.forms import AccentForm, LogoForm
from obrady.doors.web.organisations.setup import context_of
from obrady.doors.web.organisations.swatches import swatches_of
from obrady.doors.web.parts.access import actor_of, organisation_page
from obrady.stages.organisations.actions import choose_logo, keep_accent, keep_logo
from obrady.stages.organisations.models import Organisation
from obrady.stages.organisations.queries import languages_of, logos_of
from obrady.stages.organisations.rules import can_edit
from obrady.workshop import clock

LONGEST_KEY = 18


@organisation_page(can_edit)
def logo(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = LogoForm(request.POST or None, request.FILES or None, languages=languages_of(organisation))
    if form.is_valid():
        said, actor, now = form.cleaned_data, actor_of(request), clock.now()
        kept = keep_logo(
            actor=actor,
            organisation=organisation,
            picture=said["picture"],
            alternative_text=said["alternative_text"],
            now=now,
        )
        choose_logo(actor=actor, organisation=organisation, logo=kept, now=now)
        messages.success(request, _("The logo is kept; it stands on your public pages."))
        return redirect("organisation-logo", organisation=organisation.slug)
    context = context_of(organisation, form=form, logos=list(logos_of(organisation)))
    return render(request, "organisations/logo.html", context)


@require_POST
@organisation_page(can_edit)
def choose(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Another one of those kept, or none; pictures stay kept, so any choice can be changed back."""
    chosen = logos_of(organisation).filter(pk=request.POST["logo"]).first() if _is_number(request) else None
    choose_logo(actor=actor_of(request), organisation=organisation, logo=chosen, now=clock.now())
    messages.success(
        request, _("This logo is shown now.") if chosen else _("No logo is shown now; it is still kept below.")
    )
    return redirect("organisation-logo", organisation=organisation.slug)


def _is_number(request: HttpRequest) -> bool:
    key = request.POST.get("logo", "")
    return key.isascii() and key.isdecimal() and len(key) < LONGEST_KEY


@organisation_page(can_edit)
def accent(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Looked at with GET (?accent=…) or `look`, kept with any other POST."""
    typed = request.POST or (request.GET if "accent" in request.GET else None)
    form = AccentForm(typed, initial={"accent": organisation.accent})
    if request.method == "POST" and "look" not in request.POST and form.is_valid():
        keep_accent(
            actor=actor_of(request), organisation=organisation, accent=form.cleaned_data["accent"], now=clock.now()
        )
        messages.success(request, _("The colour is kept; every page has it already."))
        return redirect("organisation-accent", organisation=organisation.slug)
    shown = form.cleaned_data["accent"] if form.is_bound and form.is_valid() else organisation.accent
    context = context_of(organisation, form=form, swatches=swatches_of(shown), is_preview=shown != organisation.accent)
    return render(request, "organisations/accent.html", context)
