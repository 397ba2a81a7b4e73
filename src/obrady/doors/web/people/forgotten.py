"""A forgotten password: a link by mail, or one that was handed over."""

import time
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from obrady.doors.web.people.forms import ForgottenForm, NewPasswordForm
from obrady.doors.web.people.guessing import address_of
from obrady.doors.web.people.words import posting_organisation, reset_words
from obrady.stages.letters.queries import server_of
from obrady.stages.organisations.queries import all_organisations
from obrady.stages.people.queries import account_with_email
from obrady.stages.team.actions import ask_for_link, choose_password, count_asking
from obrady.stages.team.queries import password_link_with_token
from obrady.stages.team.states import LinkNotValid
from obrady.workshop import clock

# Every answer takes as long as the slowest kind, so that the time tells nothing about an address.
SHORTEST_ANSWER = 0.25
MOST_AN_HOUR_FROM_ONE_PLACE = 20


@never_cache
def forgotten(request: HttpRequest) -> HttpResponse:
    """Known address or not: the same answer, after the same time."""
    begun = time.monotonic()
    form = ForgottenForm(request.POST or None)
    has_mail = any(server_of(organisation) for organisation in all_organisations())
    if not form.is_valid():
        return render(request, "people/forgotten.html", {"form": form, "has_mail": has_mail})
    if _asked_too_often(request, clock.now()):
        return render(request, "people/locked_out.html", status=429)
    _ask(form.cleaned_data["email"], clock.now())
    time.sleep(max(0.0, SHORTEST_ANSWER - (time.monotonic() - begun)))
    return render(request, "people/forgotten_done.html", {"email": form.cleaned_data["email"]})


def _ask(email: str, now: datetime) -> None:
    account = account_with_email(email)
    organisation = posting_organisation(account) if account else None
    writer = (lambda token: reset_words(account, token)) if organisation else None
    ask_for_link(email=email, organisation=organisation, words=writer, now=now)


def _asked_too_often(request: HttpRequest, now: datetime) -> bool:
    return count_asking(address=address_of(request) or "", now=now) > MOST_AN_HOUR_FROM_ONE_PLACE


@never_cache
@sensitive_post_parameters("password")
def choose(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a link: a new password, once."""
    now = clock.now()
    link = password_link_with_token(token, now)
    if link is None:
        return render(request, "people/link_over.html", {"is_password": True}, status=404)
    form = NewPasswordForm(request.POST or None, account=link.account)
    if not form.is_valid():
        return render(request, "people/choose_password.html", {"form": form, "account": link.account})
    try:
        choose_password(token=token, password=form.cleaned_data["password"], now=now)
    except LinkNotValid:
        return render(request, "people/link_over.html", {"is_password": True}, status=404)
    messages.success(request, _("The new password is kept. Sign in with it."))
    return redirect("sign-in")
