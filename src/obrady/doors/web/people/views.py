from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from i18nfield.strings import LazyI18nString

from obrady.doors.web.parts.access import mark_confirmed
from obrady.doors.web.parts.slugs import slug_from
from obrady.doors.web.people.forms import FirstForm
from obrady.doors.web.people.signing import PASSWORDS
from obrady.stages.organisations.queries import all_organisations
from obrady.stages.people.actions import CodeAlreadyUsed, begin_installation
from obrady.stages.people.models import StaffAccount
from obrady.stages.people.queries import awaits_first_coordinator
from obrady.stages.team.queries import organisations_of
from obrady.workshop import clock


@sensitive_post_parameters("code", "password")
def first(request: HttpRequest) -> HttpResponse:
    """The first coordinator, with the code that the console printed."""
    if not awaits_first_coordinator():
        return render(request, "people/first_done.html")
    organisation = all_organisations().first()
    form = FirstForm(request.POST or None, asks_for_organisation=organisation is None)
    if form.is_valid() and (account := _began(request, form)):
        return redirect(_what_comes_next(account))
    return render(request, "people/first.html", {"form": form, "organisation": organisation})


def _began(request: HttpRequest, form: FirstForm) -> StaffAccount | None:
    said = form.cleaned_data
    name = said.get("organisation", "")
    try:
        account = begin_installation(
            code=said["code"],
            organisation_name=LazyI18nString({get_language(): name}),
            slug=said.get("slug") or slug_from(name),
            email=said["email"],
            name=said["name"],
            password=said["password"],
            now=clock.now(),
        )
    except CodeAlreadyUsed:
        form.add_error(
            "code", _("This code is not valid, or it was used. Start ./obrady run again: it prints a new one.")
        )
        return None
    login(request, account, backend=PASSWORDS)
    mark_confirmed(request)
    messages.success(
        request, _("You are signed in as the coordinator. Two steps are left: a second factor, then your organisation.")
    )
    return account


def _what_comes_next(account: StaffAccount) -> str:
    """First the second factor, then the set-up page of the organisation."""
    organisation = organisations_of(account)[0]
    set_up = reverse("organisation-setup", args=[organisation.slug])
    return f"{reverse('second-factor')}?{urlencode({'next': set_up})}"


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "people/privacy.html", {"organisations": all_organisations()})


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "people/accessibility.html", {"organisations": all_organisations()})
