"""For a colleague who cannot get in: a link for a new password, and a second factor that is set up anew."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from obrady.doors.web.organisations.held import colleague_or_404
from obrady.doors.web.organisations.invitations import context_of
from obrady.doors.web.parts.access import actor_of, confirmed, organisation_page
from obrady.doors.web.people.words import REFUSALS, address_of_link
from obrady.stages.organisations.models import Organisation
from obrady.stages.team import actions
from obrady.stages.team.rules import can_manage
from obrady.stages.team.states import NotForTheTeam
from obrady.workshop import clock


@organisation_page(can_manage)
@confirmed
def password_link(request: HttpRequest, organisation: Organisation, key: UUID) -> HttpResponse:
    known = colleague_or_404(organisation, key)
    context = context_of(organisation, known=known)
    if request.method != "POST":
        return render(request, "organisations/colleague_password.html", context)
    try:
        token = actions.make_link(
            actor=actor_of(request), organisation=organisation, account=known.account, now=clock.now()
        )
    except NotForTheTeam as refusal:
        messages.error(request, REFUSALS[refusal.code])
        return redirect("colleague", organisation=organisation.slug, key=key)
    context["address"] = address_of_link("choose-password", token, known.account.language)
    return render(request, "organisations/colleague_password_link.html", context)


@organisation_page(can_manage)
@confirmed
def factor(request: HttpRequest, organisation: Organisation, key: UUID) -> HttpResponse:
    known = colleague_or_404(organisation, key)
    if request.method != "POST":
        return render(request, "organisations/colleague_factor.html", context_of(organisation, known=known))
    try:
        actions.reset_second_factor(
            actor=actor_of(request), organisation=organisation, account=known.account, now=clock.now()
        )
        messages.success(request, _("The second factor is reset. The colleague signs in and sets up a new one."))
    except NotForTheTeam as refusal:
        messages.error(request, REFUSALS[refusal.code])
    return redirect("colleague", organisation=organisation.slug, key=key)
