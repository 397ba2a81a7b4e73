from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from obrady.doors.web.organisations.forms import DetailsForm, LanguageForm
from obrady.doors.web.organisations.steps import steps_of
from obrady.doors.web.parts.access import actor_of, organisation_page
from obrady.doors.web.parts.reach import reach_of
from obrady.doors.web.parts.words import own_name
from obrady.stages.organisations.actions import NoLanguageLeft, describe_organisation, keep_languages
from obrady.stages.organisations.models import Organisation
from obrady.stages.organisations.queries import languages_of
from obrady.stages.organisations.rules import can_edit
from obrady.workshop import clock

EXAMPLE = "spotkania.example.org"


def context_of(organisation: Organisation, **more: object) -> dict:
    return {"organisation": organisation, "rail": "organisation-setup", **more}


@organisation_page(can_edit)
def setup(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    steps = steps_of(organisation, request)
    open_steps = [step for step in steps if not step.is_done]
    needed = [step for step in open_steps if not step.may_wait]
    context = context_of(
        organisation,
        steps=steps,
        needed=len(needed),
        optional=[step for step in open_steps if step.may_wait],
        next_step=next(iter(needed), None),
    )
    return render(request, "organisations/setup.html", context)


@organisation_page(can_edit)
def details(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = DetailsForm(request.POST or None, organisation=organisation)
    if form.is_valid():
        describe_organisation(
            actor=actor_of(request),
            organisation=organisation,
            accent=organisation.accent,
            now=clock.now(),
            **form.said(),
        )
        messages.success(request, _("The details are kept."))
        return redirect("organisation-setup", organisation=organisation.slug)
    return render(request, "organisations/details.html", context_of(organisation, form=form))


@organisation_page(can_edit)
def languages(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """One press, one change: up, down, out; and one more from the list."""
    chosen = languages_of(organisation)
    form = LanguageForm(request.POST if "language" in request.POST else None, chosen=chosen)
    if request.method == "POST" and (wanted := _wanted(request, chosen, form)) is not None:
        try:
            keep_languages(actor=actor_of(request), organisation=organisation, languages=wanted, now=clock.now())
            messages.success(request, _("The languages are kept."))
        except NoLanguageLeft:
            messages.error(request, _("One language must remain. Add another one first."))
        return redirect("organisation-languages", organisation=organisation.slug)
    rows = [(code, own_name(code)) for code in chosen]
    return render(request, "organisations/languages.html", context_of(organisation, form=form, rows=rows))


def _wanted(request: HttpRequest, chosen: list[str], form: LanguageForm) -> list[str] | None:
    if form.is_bound:
        return [*chosen, form.cleaned_data["language"]] if form.is_valid() else None
    act, _colon, code = request.POST.get("act", "").partition(":")
    if code not in chosen:
        return chosen
    place = chosen.index(code)
    rest = [other for other in chosen if other != code]
    match act:
        case "up":
            return [*rest[: max(place - 1, 0)], code, *rest[max(place - 1, 0) :]]
        case "down":
            return [*rest[: place + 1], code, *rest[place + 1 :]]
        case "out":
            return rest
    return chosen


@organisation_page(can_edit)
def public_address(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    reach = reach_of(request)
    name = EXAMPLE if reach.is_for_this_computer else reach.host
    context = context_of(organisation, reach=reach, name=name)
    return render(request, "organisations/public_address.html", context)
