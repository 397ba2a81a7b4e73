"""Ready lists: every office of the voivodeship, and applicants who agreed to hear of later meetings."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from obrady.doors.web.outreach.book import A_PAGE, key_of
from obrady.doors.web.parts.access import actor_of, organisation_page
from obrady.stages.organisations.models import Organisation
from obrady.stages.outreach import actions, queries, rules
from obrady.stages.outreach.actions import TakenIn
from obrady.workshop import clock
from obrady.workshop.territory import ATTRIBUTION


@organisation_page(rules.can_import)
def offices(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """What would come in, then the act. Doing it again adds only what is missing."""
    if request.method == "POST":
        done = actions.fill_in_offices(
            actor=actor_of(request), organisation=organisation, source=ATTRIBUTION[:200], now=clock.now()
        )
        return _taken_in(request, organisation, done)
    missing = actions.missing_offices(organisation)
    context = {
        "organisation": organisation,
        "rail": "contacts",
        "gminas": sum(len(code) == 6 for code in missing),
        "powiats": sum(len(code) == 4 for code in missing),
        "voivodeship": "04" in missing,
        "number": len(missing),
        "attribution": ATTRIBUTION,
    }
    return render(request, "outreach/offices.html", context)


@organisation_page(rules.can_import)
def participants(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    if request.method == "POST":
        return _take_in(request, organisation)
    page = Paginator(queries.ready_to_take_in(organisation), A_PAGE).get_page(request.GET.get("page"))
    context = {"organisation": organisation, "rail": "contacts", "page": page, "rows": page.object_list}
    return render(request, "outreach/participants.html", context)


def _take_in(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    if request.POST.get("all") == "yes":
        keys = {said.person.pk for said in queries.ready_to_take_in(organisation)}
    else:
        keys = {key for text in request.POST.getlist("person") if (key := key_of(text))}
    done = actions.take_in_participants(
        actor=actor_of(request),
        organisation=organisation,
        people=keys,
        source=_("An application to one of our meetings"),
        now=clock.now(),
    )
    return _taken_in(request, organisation, done)


def _taken_in(request: HttpRequest, organisation: Organisation, done: TakenIn) -> HttpResponse:
    text = ngettext("%(n)d contact was taken in.", "%(n)d contacts were taken in.", done.number)
    messages.success(request, text % {"n": done.number})
    return render(request, "outreach/taken_in.html", {"organisation": organisation, "rail": "contacts", "done": done})
