"""How a refusal, a role and a message about an account are worded."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from obrady.doors.web.parts.words import ROLES
from obrady.stages.ledger.states import Role
from obrady.stages.letters.queries import server_of
from obrady.stages.meetings.models import TeamMember
from obrady.stages.organisations.models import Organisation
from obrady.stages.people.models import RoleGrant, StaffAccount
from obrady.stages.team.actions import Words
from obrady.stages.team.queries import organisations_of
from obrady.stages.team.states import TeamRefusal

REFUSALS = {
    TeamRefusal.LAST_COORDINATOR: gettext_lazy(
        "An organisation keeps at least one coordinator who can sign in. Make somebody else coordinator first."
    ),
    TeamRefusal.HAS_ROLE: gettext_lazy("Nothing was changed: somebody else was quicker, or this role is held already."),
    TeamRefusal.INVITED_ALREADY: gettext_lazy("This person is invited already; the invitation stands in the list."),
    TeamRefusal.OTHER_HOUSES: gettext_lazy(
        "This colleague has a role in another organisation too, so the account itself is not yours to change. "
        "The person who looks after the computer can do it with a command."
    ),
    TeamRefusal.OTHER_EMAIL: gettext_lazy("This invitation is for another e-mail address."),
    TeamRefusal.SWITCHED_OFF: gettext_lazy("This account is switched off."),
    TeamRefusal.WRONG_CODE: gettext_lazy("This code is not right."),
    TeamRefusal.OWN_ACCOUNT: gettext_lazy("This is your own account: another coordinator has to do it."),
    TeamRefusal.WRONG_PASSWORD: gettext_lazy("This is not your password."),
}


def roles_in_words(account: StaffAccount) -> list[tuple[str, str]]:
    """(role, where) of every role of an account."""
    whole = RoleGrant.objects.filter(account=account).select_related("organisation")
    single = TeamMember.objects.filter(account=account).select_related("meeting")
    rows = [(ROLES[Role(row.role)], str(row.organisation.name)) for row in whole]
    return rows + [(ROLES[Role(row.role)], str(row.meeting.title)) for row in single]


def issuer_of(account: StaffAccount) -> str:
    """How the app on the telephone names this place: the organisation, short and without a colon."""
    organisation = next(iter(organisations_of(account)), None)
    name = str(organisation.name) if organisation else ""
    return (f"Obrady {name}".replace(":", " ").strip())[:40]


def posting_organisation(account: StaffAccount) -> Organisation | None:
    """Through whose mail server a message to this account can leave; None when no server is known."""
    return next((one for one in organisations_of(account) if server_of(one)), None)


def public(path: str) -> str:
    return f"{settings.OBRADY_PUBLIC_ADDRESS}{path}"


def address_of_link(name: str, token: str, language: str) -> str:
    with override(language):
        return public(reverse(name, args=[token]))


def reset_words(account: StaffAccount, token: str) -> Words:
    address = address_of_link("choose-password", token, account.language)
    with override(account.language):
        return Words(
            to=account.email,
            subject=_("A new password for Obrady"),
            body=_(
                "Hello, %(name)s,\n\n"
                "somebody asked for a new password for your account. If it was you, choose it here within one hour:\n\n"
                "%(address)s\n\n"
                "The link works once. If it was not you, do nothing: your password stays as it is."
            )
            % {"name": account.name, "address": address},
            language=account.language,
        )


def invitation_words(invitation, token: str) -> Words:
    address = address_of_link("join", token, invitation.language)
    with override(invitation.language):
        place = str(invitation.meeting.title if invitation.meeting else invitation.organisation.name)
        return Words(
            to=invitation.email,
            subject=_("Invitation to the team: %(place)s") % {"place": place},
            body=_(
                "Hello, %(name)s,\n\n"
                "you are invited to the team of “%(place)s”, with the role: %(role)s. Accept within seven days here:\n\n"
                "%(address)s\n\n"
                "The link is for you alone and works once. If you do not know what this is about, do nothing."
            )
            % {"name": invitation.name, "place": place, "role": ROLES[Role(invitation.role)], "address": address},
            language=invitation.language,
        )
