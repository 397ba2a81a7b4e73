"""Roles of colleagues. An organisation always keeps somebody who can coordinate it."""

from datetime import datetime

from django.db.models import F

from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor, Role
from obrady.stages.meetings.models import Meeting, TeamMember
from obrady.stages.organisations.models import Organisation
from obrady.stages.people.models import RoleGrant, StaffAccount
from obrady.stages.team import rules
from obrady.stages.team.models import PasswordLink, RoleTaken
from obrady.stages.team.queries import coordinators_left, no_other_houses, organisations_of, roles_held
from obrady.stages.team.states import NotForTheTeam, TeamRefusal


def hand_over(account: StaffAccount, *, organisation: Organisation, meeting: Meeting | None, role: Role) -> None:
    """Part of a larger act."""
    if meeting is None:
        RoleGrant.objects.get_or_create(account=account, organisation=organisation, role=role)
    else:
        TeamMember.objects.get_or_create(meeting=meeting, account=account, role=role)


def _take(account: StaffAccount, *, organisation: Organisation, meeting: Meeting | None, role: Role) -> None:
    if meeting is None:
        gone = RoleGrant.objects.filter(account=account, organisation=organisation, role=role).delete()[0]
    else:
        gone = TeamMember.objects.filter(account=account, meeting=meeting, role=role).delete()[0]
    if not gone:
        raise NotForTheTeam(TeamRefusal.HAS_ROLE)


def _lock(organisation: Organisation) -> None:
    """Two who take roles away at the same moment do it one after the other: both could be the last but one."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)


def _keep_a_coordinator(organisation: Organisation) -> None:
    if not coordinators_left(organisation):
        raise NotForTheTeam(TeamRefusal.LAST_COORDINATOR)


def give_role(
    *,
    actor: Actor,
    organisation: Organisation,
    meeting: Meeting | None,
    account: StaffAccount,
    role: Role,
    now: datetime,
) -> None:
    """One more role for a colleague who is in the team already."""
    thing = meeting or organisation
    with act(actor=actor, verb="team.give_role", thing=thing, rule=rules.can_manage, now=now) as line:
        line.facts.update(account=str(account.pk), role=str(role))
        if role in roles_held(account, organisation=organisation, meeting=meeting):
            raise NotForTheTeam(TeamRefusal.HAS_ROLE)
        hand_over(account, organisation=organisation, meeting=meeting, role=role)


def change_role(
    *,
    actor: Actor,
    organisation: Organisation,
    meeting: Meeting | None,
    account: StaffAccount,
    old: Role,
    new: Role,
    now: datetime,
) -> None:
    thing = meeting or organisation
    with act(actor=actor, verb="team.change_role", thing=thing, rule=rules.can_manage, now=now) as line:
        line.facts.update(account=str(account.pk), old=str(old), new=str(new))
        _lock(organisation)
        _take(account, organisation=organisation, meeting=meeting, role=old)
        hand_over(account, organisation=organisation, meeting=meeting, role=new)
        if old is Role.COORDINATOR and meeting is None:
            _keep_a_coordinator(organisation)


def take_role(
    *,
    actor: Actor,
    organisation: Organisation,
    meeting: Meeting | None,
    account: StaffAccount,
    role: Role,
    now: datetime,
) -> RoleTaken:
    """It ends at the next page that the colleague asks for; `give_back` undoes it."""
    thing = meeting or organisation
    with act(actor=actor, verb="team.take_role", thing=thing, rule=rules.can_manage, now=now) as line:
        line.facts.update(account=str(account.pk), role=str(role))
        _lock(organisation)
        _take(account, organisation=organisation, meeting=meeting, role=role)
        if role is Role.COORDINATOR and meeting is None:
            _keep_a_coordinator(organisation)
        return RoleTaken.objects.create(
            organisation=organisation, meeting=meeting, account=account, role=role, taken_at=now
        )


def give_back(*, actor: Actor, taken: RoleTaken, now: datetime) -> None:
    thing = taken.meeting or taken.organisation
    with act(actor=actor, verb="team.give_role_back", thing=thing, rule=rules.can_manage, now=now) as line:
        line.facts.update(account=str(taken.account_id), role=taken.role)
        if not RoleTaken.objects.filter(pk=taken.pk).delete()[0]:
            raise NotForTheTeam(TeamRefusal.HAS_ROLE)
        hand_over(taken.account, organisation=taken.organisation, meeting=taken.meeting, role=Role(taken.role))


def switch_off(*, actor: Actor, organisation: Organisation, account: StaffAccount, now: datetime) -> None:
    """Nobody signs in with this account any more, and whoever is signed in is out at once; roles are kept."""
    with act(actor=actor, verb="team.switch_off", thing=organisation, rule=rules.can_manage, now=now) as line:
        line.facts["account"] = str(account.pk)
        if not no_other_houses(actor, account):
            raise NotForTheTeam(TeamRefusal.OTHER_HOUSES)
        houses = organisations_of(account)
        for house in houses:
            _lock(house)
        rows = StaffAccount.objects.filter(pk=account.pk, is_active=True)
        if not rows.update(is_active=False, session_round=F("session_round") + 1):
            raise NotForTheTeam(TeamRefusal.SWITCHED_OFF)
        PasswordLink.objects.filter(account=account, used_at=None).delete()
        for house in houses:
            if Role.COORDINATOR in roles_held(account, organisation=house, meeting=None):
                _keep_a_coordinator(house)
    account.refresh_from_db()


def switch_on(*, actor: Actor, organisation: Organisation, account: StaffAccount, now: datetime) -> None:
    with act(actor=actor, verb="team.switch_on", thing=organisation, rule=rules.can_manage, now=now) as line:
        line.facts["account"] = str(account.pk)
        if not no_other_houses(actor, account):
            raise NotForTheTeam(TeamRefusal.OTHER_HOUSES)
        StaffAccount.objects.filter(pk=account.pk).update(is_active=True)
    account.refresh_from_db()
