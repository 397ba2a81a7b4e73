"""Signing in: the password, then the second factor of those who have one."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from obrady.doors.web.parts.access import account_page, mark_confirmed
from obrady.doors.web.people.forms import CodeForm, ConfirmForm, SignInForm
from obrady.doors.web.people.guessing import may_try_code, may_try_password, note_wrong_code, note_wrong_password
from obrady.stages.people.models import StaffAccount
from obrady.stages.people.queries import accounts
from obrady.stages.team.actions import is_right_code
from obrady.stages.team.queries import has_second_factor
from obrady.workshop import clock

PASSWORDS = "django.contrib.auth.backends.ModelBackend"
HALF_WAY = "second_step"
HALF_WAY_LASTS = timedelta(minutes=10)


class SignIn(LoginView):
    template_name = "people/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: SignInForm) -> HttpResponse:
        account = form.get_user()
        if has_second_factor(account) and not settings.OBRADY_DEMO:
            self.request.session[HALF_WAY] = {
                "account": str(account.pk),
                "at": clock.now().isoformat(),
                "next": self.get_success_url(),
                "hash": account.get_session_auth_hash(),
            }
            return redirect("second-step")
        response = super().form_valid(form)
        mark_confirmed(self.request)
        return response


sign_in = SignIn.as_view()
sign_out = LogoutView.as_view()


@never_cache
@sensitive_post_parameters("code")
def second_step(request: HttpRequest) -> HttpResponse:
    """Between password and second factor nobody is signed in; the session only knows whose password was right."""
    account = _half_way(request)
    if account is None:
        return redirect("sign-in")
    if not may_try_code(request, str(account.pk)):
        return render(request, "people/locked_out.html", status=429)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if is_right_code(account=account, code=form.cleaned_data["code"], now=clock.now()):
            return _signed_in(request, account)
        note_wrong_code(request, str(account.pk))
        form.add_error("code", _("This code is not right. A code of the app holds for half a minute and works once."))
    return render(request, "people/second_step.html", {"form": form})


def _half_way(request: HttpRequest) -> StaffAccount | None:
    held = request.session.get(HALF_WAY)
    if not held or clock.now() - datetime.fromisoformat(held["at"]) > HALF_WAY_LASTS:
        return None
    account = accounts().filter(pk=held["account"]).first()
    # A new password or a reset factor in between ends the half-way, too.
    return account if account and account.get_session_auth_hash() == held["hash"] else None


def _signed_in(request: HttpRequest, account: StaffAccount) -> HttpResponse:
    address = request.session.pop(HALF_WAY)["next"]
    login(request, account, backend=PASSWORDS)
    mark_confirmed(request)
    return redirect(address)


@account_page
@sensitive_post_parameters("password")
def confirm(request: HttpRequest, account: StaffAccount) -> HttpResponse:
    """The password once more, for what must not be done by whoever finds an open screen."""
    address = next_address(request, "account")
    if not may_try_password(request, account.email):
        return render(request, "people/locked_out.html", status=429)
    form = ConfirmForm(request.POST or None)
    if form.is_valid():
        if account.check_password(form.cleaned_data["password"]):
            mark_confirmed(request)
            return redirect(address)
        note_wrong_password(request, account.email)
        form.add_error("password", _("This is not your password."))
    return render(request, "people/confirm_password.html", {"form": form, "next": address})


def next_address(request: HttpRequest, otherwise: str) -> str:
    """Where the page leads on to: only places on this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else resolve_url(otherwise)
