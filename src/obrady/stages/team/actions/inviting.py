from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError

from obrady.stages.ledger.actions import act
from obrady.stages.ledger.rules import is_anyone
from obrady.stages.ledger.states import VISITOR, Actor, Role
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Organisation
from obrady.stages.people.models import StaffAccount
from obrady.stages.people.queries import account_with_email
from obrady.stages.team import rules
from obrady.stages.team.actions.posting import InvitationWriter, drop_mail, post
from obrady.stages.team.actions.roles import hand_over
from obrady.stages.team.models import StaffInvitation
from obrady.stages.team.queries import hash_of_token, invitation_with_token, new_token, roles_held
from obrady.stages.team.states import (
    INVITATION_LIFE,
    InvitationState,
    LinkNotValid,
    NotForTheTeam,
    TeamRefusal,
)


@dataclass(frozen=True)
class Invited:
    """The token is known here and now only."""

    invitation: StaffInvitation
    token: str


def invite(
    *,
    actor: Actor,
    organisation: Organisation,
    meeting: Meeting | None,
    email: str,
    name: str,
    language: str,
    role: Role,
    invited_by: StaffAccount | None,
    words: InvitationWriter,
    now: datetime,
) -> Invited:
    """A colleague is asked to take a role in the whole organisation, or in one meeting of it."""
    token, email = new_token(), email.strip().lower()
    invitation = StaffInvitation(organisation=organisation, meeting=meeting, email=email, name=name, language=language)
    invitation.role, invitation.invited_by = role, invited_by
    invitation.sha256 = hash_of_token(token)
    invitation.created_at, invitation.expires_at = now, now + INVITATION_LIFE
    invitation.full_clean(validate_constraints=False)
    try:
        with act(actor=actor, verb="team.invite", thing=invitation, rule=rules.can_manage, now=now) as line:
            line.facts["role"] = str(role)
            _refuse_double(invitation)
            _make_room(invitation, now)
            invitation.save(force_insert=True)
            _post(invitation, token, words, now)
    except IntegrityError:
        # Somebody invited the same colleague at the same moment.
        raise NotForTheTeam(TeamRefusal.INVITED_ALREADY) from None
    return Invited(invitation, token)


def _refuse_double(invitation: StaffInvitation) -> None:
    known = account_with_email(invitation.email)
    if known and roles_held(known, organisation=invitation.organisation, meeting=invitation.meeting):
        raise NotForTheTeam(TeamRefusal.HAS_ROLE)


def _make_room(invitation: StaffInvitation, now: datetime) -> None:
    """One whose time is over gives way; the constraint lets only one be open."""
    waiting = _same_place(invitation).filter(state=InvitationState.OPEN)
    waiting.filter(expires_at__lte=now).update(state=InvitationState.WITHDRAWN, settled_at=now)
    if waiting.exists():
        raise NotForTheTeam(TeamRefusal.INVITED_ALREADY)


def _same_place(invitation: StaffInvitation):
    return StaffInvitation.objects.select_for_update().filter(
        organisation=invitation.organisation, meeting=invitation.meeting, email=invitation.email
    )


def _post(invitation: StaffInvitation, token: str, words: InvitationWriter, now: datetime) -> None:
    if words:
        post(
            words=words(invitation, token),
            organisation=invitation.organisation,
            invitation=invitation,
            expires_at=invitation.expires_at,
            now=now,
        )


def invite_again(*, actor: Actor, invitation: StaffInvitation, words: InvitationWriter, now: datetime) -> Invited:
    """A new link for seven days; the former one no longer works."""
    token = new_token()
    with act(actor=actor, verb="team.invite_again", thing=invitation, rule=rules.can_manage, now=now):
        _refuse_double(invitation)
        others = _same_place(invitation).exclude(pk=invitation.pk)
        if others.filter(state=InvitationState.OPEN).exists():
            raise NotForTheTeam(TeamRefusal.INVITED_ALREADY)
        changed = (
            StaffInvitation.objects.filter(pk=invitation.pk)
            .exclude(state=InvitationState.ACCEPTED)
            .update(
                sha256=hash_of_token(token),
                state=InvitationState.OPEN,
                expires_at=now + INVITATION_LIFE,
                settled_at=None,
            )
        )
        if not changed:
            raise NotForTheTeam(TeamRefusal.HAS_ROLE)
        drop_mail(invitation)
        invitation.refresh_from_db()
        _post(invitation, token, words, now)
    return Invited(invitation, token)


def withdraw(*, actor: Actor, invitation: StaffInvitation, now: datetime) -> None:
    with act(actor=actor, verb="team.withdraw_invitation", thing=invitation, rule=rules.can_manage, now=now):
        _close(invitation, InvitationState.WITHDRAWN, now)


def join_as_new(*, token: str, name: str, language: str, password: str, now: datetime) -> StaffAccount:
    """The invited person chooses a password; the account and its role begin here."""
    invitation = _open(token, now)
    with act(actor=VISITOR, verb="team.join", thing=invitation, rule=is_anyone, now=now) as line:
        if account_with_email(invitation.email):
            raise NotForTheTeam(TeamRefusal.OTHER_EMAIL)
        _close(invitation, InvitationState.ACCEPTED, now, sha256=hash_of_token(token))
        account = StaffAccount(email=invitation.email, name=name, language=language, created_at=now)
        validate_password(password, account)
        account.set_password(password)
        account.full_clean()
        account.save(force_insert=True)
        hand_over(account, organisation=invitation.organisation, meeting=invitation.meeting, role=Role(invitation.role))
        line.facts.update(account=str(account.pk), role=invitation.role)
    return account


def accept(*, actor: Actor, token: str, account: StaffAccount, now: datetime) -> StaffInvitation:
    """Somebody who has an account takes one more role; signing in has shown that the address is theirs."""
    invitation = _open(token, now)
    if account.email != invitation.email:
        raise NotForTheTeam(TeamRefusal.OTHER_EMAIL)
    with act(actor=actor, verb="team.accept_invitation", thing=invitation, rule=is_anyone, now=now) as line:
        _close(invitation, InvitationState.ACCEPTED, now, sha256=hash_of_token(token))
        hand_over(account, organisation=invitation.organisation, meeting=invitation.meeting, role=Role(invitation.role))
        line.facts.update(account=str(account.pk), role=invitation.role)
    return invitation


def _open(token: str, now: datetime) -> StaffInvitation:
    invitation = invitation_with_token(token, now)
    if invitation is None:
        raise LinkNotValid
    return invitation


def _close(invitation: StaffInvitation, state: InvitationState, now: datetime, **seen: str) -> None:
    """Compare and set: of two who hold the same link, or of one who joins while another withdraws, one comes first."""
    rows = StaffInvitation.objects.filter(pk=invitation.pk, state=InvitationState.OPEN, **seen)
    if not rows.update(state=state, settled_at=now):
        raise LinkNotValid
    drop_mail(invitation)
