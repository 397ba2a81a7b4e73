"""The page of an invitation: whoever is new chooses a password, whoever has an account signs in and takes the role."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from obrady.doors.web.parts.access import actor_of, mark_confirmed
from obrady.doors.web.parts.words import ROLES
from obrady.doors.web.people.forms import JoinForm
from obrady.doors.web.people.signing import PASSWORDS
from obrady.stages.ledger.states import Role
from obrady.stages.people.queries import account_with_email
from obrady.stages.team.actions import accept, join_as_new
from obrady.stages.team.models import StaffInvitation
from obrady.stages.team.queries import invitation_with_token
from obrady.stages.team.states import LinkNotValid, NotForTheTeam
from obrady.workshop import clock


@never_cache
@sensitive_post_parameters("password")
def join(request: HttpRequest, token: str) -> HttpResponse:
    invitation = invitation_with_token(token, clock.now())
    if invitation is None:
        return _over(request)
    known = account_with_email(invitation.email)
    context = {"invitation": invitation, "token": token, "role": ROLES[Role(invitation.role)]}
    try:
        if known is None:
            return _as_new(request, token, invitation, context)
        return _with_account(request, token, known, context)
    except (LinkNotValid, NotForTheTeam):
        return _over(request)


def _as_new(request: HttpRequest, token: str, invitation: StaffInvitation, context: dict) -> HttpResponse:
    if request.user.is_authenticated:
        return render(request, "people/join_other.html", context)
    form = JoinForm(
        request.POST or None,
        email=invitation.email,
        initial={"name": invitation.name, "language": invitation.language},
    )
    if not form.is_valid():
        return render(request, "people/join.html", {**context, "form": form})
    account = join_as_new(token=token, now=clock.now(), **form.cleaned_data)
    login(request, account, backend=PASSWORDS)
    mark_confirmed(request)
    messages.success(request, _("Welcome to the team. You are signed in."))
    return redirect("team")


def _with_account(request: HttpRequest, token: str, known, context: dict) -> HttpResponse:
    if not request.user.is_authenticated:
        return render(request, "people/join_sign_in.html", context)
    if request.user.pk != known.pk:
        return render(request, "people/join_other.html", context)
    if request.method != "POST":
        return render(request, "people/join_accept.html", context)
    accept(actor=actor_of(request), token=token, account=known, now=clock.now())
    messages.success(request, _("The role is yours now."))
    return redirect("team")


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "people/link_over.html", {"is_password": False}, status=404)
