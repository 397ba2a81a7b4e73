"""One's own account: name, language, password, second factor."""

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from obrady.doors.web.parts.access import account_page, actor_of, confirmed, mark_confirmed
from obrady.doors.web.people.forms import OwnPasswordForm, SelfForm, SetUpFactorForm
from obrady.doors.web.people.signing import next_address
from obrady.doors.web.people.words import issuer_of, roles_in_words
from obrady.stages.meetings.queries import team_grants
from obrady.stages.people.models import StaffAccount
from obrady.stages.people.queries import role_grants
from obrady.stages.team import actions
from obrady.stages.team.queries import (
    carried,
    carried_back,
    codes_left,
    has_second_factor,
    is_due_from,
)
from obrady.stages.team.states import NotForTheTeam
from obrady.workshop import clock
from obrady.workshop.second_factor import address_for_apps, new_secret


@account_page
def account(request: HttpRequest, own: StaffAccount) -> HttpResponse:
    form = SelfForm(request.POST or None, initial={"name": own.name, "language": own.language})
    if form.is_valid():
        actions.describe_self(actor=actor_of(request), account=own, now=clock.now(), **form.cleaned_data)
        messages.success(request, _("Your name and language are kept."))
        return redirect("account")
    context = {
        "form": form,
        "roles": roles_in_words(own),
        "has_factor": has_second_factor(own),
        "codes_left": codes_left(own),
        "is_due": _is_due(own),
    }
    return render(request, "people/account.html", context)


@account_page
@sensitive_post_parameters("old", "password")
def password(request: HttpRequest, own: StaffAccount) -> HttpResponse:
    form = OwnPasswordForm(request.POST or None, account=own)
    if form.is_valid():
        said = form.cleaned_data
        actions.change_password(
            actor=actor_of(request), account=own, old=said["old"], new=said["password"], now=clock.now()
        )
        update_session_auth_hash(request, own)
        mark_confirmed(request)
        messages.success(request, _("The new password is kept. You are signed out everywhere else."))
        return redirect("account")
    return render(request, "people/password.html", {"form": form})


@account_page
@confirmed
@sensitive_post_parameters("code", "secret")
def second_factor(request: HttpRequest, own: StaffAccount) -> HttpResponse:
    """What is set up, or the way to set it up: a picture for the app, and its first code."""
    address = next_address(request, "account")
    if request.method == "GET" and has_second_factor(own) and "anew" not in request.GET:
        context = {"codes_left": codes_left(own), "is_due": _is_due(own), "next": address}
        return render(request, "people/second_factor.html", context)
    secret = carried_back(request.POST.get("secret", ""), own) or new_secret()
    form = SetUpFactorForm(request.POST or None)
    if form.is_valid() and (codes := _set_up(request, own, secret, form)):
        return _shown_once(request, codes, address)
    context = {
        "form": form,
        "next": address,
        "secret": " ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
        "carried": carried(secret, own),
        "picture": _picture(own, secret),
        "is_due": _is_due(own),
        "is_anew": has_second_factor(own),
    }
    return render(request, "people/second_factor_set_up.html", context)


def _set_up(request: HttpRequest, own: StaffAccount, secret: str, form: SetUpFactorForm) -> list[str]:
    try:
        codes = actions.set_up_second_factor(
            actor=actor_of(request), account=own, secret=secret, code=form.cleaned_data["code"], now=clock.now()
        )
    except NotForTheTeam:
        form.add_error(
            "code", _("This code is not right. Type the one that the app shows now; is the telephone’s clock right?")
        )
        return []
    update_session_auth_hash(request, own)
    return codes


def _picture(own: StaffAccount, secret: str) -> str:
    address = address_for_apps(secret=secret, account=own.email, issuer=issuer_of(own))
    code = segno.make(address, error="m")
    return mark_safe(  # noqa: S308 made by segno from our own address
        code.svg_inline(scale=5, border=4, dark="#000", light="#fff", title=_("QR code for the app"))
    )


def _is_due(own: StaffAccount) -> bool:
    return is_due_from(role_grants(own) | team_grants(own))


@require_POST
@account_page
@confirmed
def recovery_codes(request: HttpRequest, own: StaffAccount) -> HttpResponse:
    if not has_second_factor(own):
        return redirect("second-factor")
    codes = actions.new_recovery_codes(actor=actor_of(request), account=own, now=clock.now())
    return _shown_once(request, codes, next_address(request, "account"))


def _shown_once(request: HttpRequest, codes: list[str], address: str) -> HttpResponse:
    """In the answer itself, so that they lie nowhere: not in the session, and on no page that can be opened again."""
    pairs = [f"{code[:4]} {code[4:]}" for code in codes]
    context = {"codes": pairs, "next": address, "public_address": settings.OBRADY_PUBLIC_ADDRESS}
    return render(request, "people/recovery_codes.html", context)


@account_page
@confirmed
def second_factor_remove(request: HttpRequest, own: StaffAccount) -> HttpResponse:
    if _is_due(own) or not has_second_factor(own):
        return redirect("second-factor")
    if request.method == "POST":
        actions.remove_second_factor(actor=actor_of(request), account=own, now=clock.now())
        update_session_auth_hash(request, own)
        messages.success(request, _("The second factor is removed. From now on the password alone signs you in."))
        return redirect("account")
    return render(request, "people/second_factor_remove.html")
