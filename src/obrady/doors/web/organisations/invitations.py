"""Inviting a colleague. The link is known in the answer alone: there it can be copied and handed over."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from obrady.doors.web.organisations.forms import InviteForm
from obrady.doors.web.parts.access import actor_of, confirmed, organisation_page
from obrady.doors.web.parts.words import ROLES
from obrady.doors.web.people.words import REFUSALS, address_of_link, invitation_words
from obrady.stages.ledger.states import Role
from obrady.stages.letters.queries import server_of
from obrady.stages.organisations.models import Organisation
from obrady.stages.team import actions
from obrady.stages.team.actions import Invited, Words
from obrady.stages.team.models import StaffInvitation
from obrady.stages.team.queries import invitation_with_key
from obrady.stages.team.rules import can_manage
from obrady.stages.team.states import LinkNotValid, MailState, NotForTheTeam
from obrady.workshop import clock

MAIL = {
    MailState.DUE: ("calm", gettext_lazy("e-mail on its way")),
    MailState.SENT: ("good", gettext_lazy("e-mail sent")),
    MailState.FAILED: ("bad", gettext_lazy("e-mail failed")),
}


def mail_state(invitation: StaffInvitation) -> tuple[str, object] | None:
    """What became of the latest message that still counts."""
    states = [mail.state for mail in sorted(invitation.mail.all(), key=lambda mail: mail.created_at)]
    counted = [state for state in states if state in MAIL]
    return MAIL[MailState(counted[-1])] if counted else None


def context_of(organisation: Organisation, **more: object) -> dict:
    return {"organisation": organisation, "rail": "colleagues", **more}


@organisation_page(can_manage)
@confirmed
def invite(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = InviteForm(request.POST or None, organisation=organisation, initial={"language": get_language()})
    if form.is_valid() and (invited := _invited(request, organisation, form)):
        return _handed_over(request, organisation, invited)
    context = context_of(organisation, form=form, has_mail=server_of(organisation) is not None)
    return render(request, "organisations/invite.html", context)


def _invited(request: HttpRequest, organisation: Organisation, form: InviteForm) -> Invited | None:
    said = form.cleaned_data
    try:
        return actions.invite(
            actor=actor_of(request),
            organisation=organisation,
            meeting=form.meeting,
            email=said["email"],
            name=said["name"],
            language=said["language"],
            role=Role(said["role"]),
            invited_by=request.user,
            words=_writer(organisation),
            now=clock.now(),
        )
    except NotForTheTeam as refusal:
        words = REFUSALS[refusal.code]
        form.add_error("email", _("This person holds a role there already.") if refusal.code == "has_role" else words)
        return None


def _writer(organisation: Organisation):
    """Without a mail server nothing is written that would leave days later with a link that is over."""
    return _words if server_of(organisation) else None


def _words(invitation: StaffInvitation, token: str) -> Words:
    return invitation_words(invitation, token)


def _handed_over(request: HttpRequest, organisation: Organisation, invited: Invited) -> HttpResponse:
    row = invited.invitation
    context = context_of(
        organisation,
        invitation=row,
        role=ROLES[Role(row.role)],
        address=address_of_link("join", invited.token, row.language),
        has_mail=server_of(organisation) is not None,
    )
    return render(request, "organisations/invited.html", context)


@organisation_page(can_manage)
@confirmed
def invitation(request: HttpRequest, organisation: Organisation, key: UUID) -> HttpResponse:
    """Invite again (a new link; the old one is over), or withdraw."""
    known = invitation_with_key(organisation, key)
    if known is None:
        raise Http404
    if request.method != "POST":
        context = context_of(organisation, invitation=known, role=ROLES[Role(known.role)], now=clock.now())
        return render(request, "organisations/invitation.html", context)
    try:
        if request.POST.get("act") == "withdraw":
            actions.withdraw(actor=actor_of(request), invitation=known, now=clock.now())
            messages.success(request, _("The invitation is withdrawn; its link leads nowhere."))
        else:
            again = actions.invite_again(
                actor=actor_of(request), invitation=known, words=_writer(organisation), now=clock.now()
            )
            return _handed_over(request, organisation, again)
    except NotForTheTeam as refusal:
        messages.error(request, REFUSALS[refusal.code])
    except LinkNotValid:
        messages.error(request, REFUSALS["has_role"])
    return redirect("colleagues", organisation=organisation.slug)
