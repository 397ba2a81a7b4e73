"""The second factor: an app on the telephone, and codes on paper for the day when the telephone is lost."""

from datetime import datetime

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction
from django.db.models import F

from obrady.stages.ledger.actions import act
from obrady.stages.ledger.rules import is_anyone, is_machine
from obrady.stages.ledger.states import Actor
from obrady.stages.organisations.models import Organisation
from obrady.stages.people.models import StaffAccount
from obrady.stages.people.queries import staff_actor
from obrady.stages.team import rules
from obrady.stages.team.queries import no_other_houses
from obrady.stages.team.states import NotForTheTeam, TeamRefusal
from obrady.workshop.second_factor import period_of

APP, PAPER = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES


def set_up_second_factor(*, actor: Actor, account: StaffAccount, secret: str, code: str, now: datetime) -> list[str]:
    """The code shows that the app has the secret. Gives the recovery codes; other browsers of this account are out."""
    period = period_of(secret=secret, code=code, now=now)
    if period is None:
        raise NotForTheTeam(TeamRefusal.WRONG_CODE)
    with act(actor=actor, verb="team.set_up_second_factor", thing=account, rule=rules.is_own_account, now=now):
        _forget(account)
        app = TOTP.activate(account, secret).instance
        app.data["period"] = period
        app.save(update_fields=["data"])
        codes = RecoveryCodes.activate(account).get_unused_codes()
        _sign_out_everywhere(account)
    return codes


def is_right_code(*, account: StaffAccount, code: str, now: datetime) -> bool:
    """The second step of signing in: a code of the app, each only once, or one of the codes on paper."""
    typed = "".join(character for character in code if character.isalnum())
    return _is_of_app(account, typed, now) or _is_on_paper(account, typed, now)


def _is_of_app(account: StaffAccount, typed: str, now: datetime) -> bool:
    """Like the time of the last sign-in, the period of the last code is bookkeeping of the session, not of the ledger."""
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().filter(user=account, type=APP).first()
        if row is None:
            return False
        period = period_of(secret=get_adapter().decrypt(row.data["secret"]), code=typed, now=now)
        if period is None or period <= row.data.get("period", 0):
            return False
        row.data["period"], row.last_used_at = period, now
        row.save(update_fields=["data", "last_used_at"])
    return True


def _is_on_paper(account: StaffAccount, typed: str, now: datetime) -> bool:
    row = Authenticator.objects.filter(user=account, type=PAPER).first()
    if row is None or not RecoveryCodes(row).validate_code(typed):
        return False
    with act(
        actor=staff_actor(account, grants=()), verb="team.use_recovery_code", thing=account, rule=is_anyone, now=now
    ):
        Authenticator.objects.filter(pk=row.pk).update(last_used_at=now)
    return True


def new_recovery_codes(*, actor: Actor, account: StaffAccount, now: datetime) -> list[str]:
    """The former ones no longer work."""
    with act(actor=actor, verb="team.new_recovery_codes", thing=account, rule=rules.is_own_account, now=now):
        Authenticator.objects.filter(user=account, type=PAPER).delete()
        return RecoveryCodes.activate(account).get_unused_codes()


def remove_second_factor(*, actor: Actor, account: StaffAccount, now: datetime) -> None:
    with act(actor=actor, verb="team.remove_second_factor", thing=account, rule=rules.is_own_account, now=now):
        _forget(account)
        _sign_out_everywhere(account)


def reset_second_factor(
    *, actor: Actor, organisation: Organisation | None, account: StaffAccount, now: datetime
) -> None:
    """For a colleague whose telephone is lost: signing in with the password leads to setting up a new one."""
    thing = organisation or account
    rule = rules.can_manage if organisation else is_machine
    with act(actor=actor, verb="team.reset_second_factor", thing=thing, rule=rule, now=now) as line:
        line.facts["account"] = str(account.pk)
        if actor.key == str(account.pk):
            raise NotForTheTeam(TeamRefusal.OWN_ACCOUNT)
        if not no_other_houses(actor, account):
            raise NotForTheTeam(TeamRefusal.OTHER_HOUSES)
        _forget(account)
        _sign_out_everywhere(account)


def _forget(account: StaffAccount) -> None:
    Authenticator.objects.filter(user=account).delete()


def _sign_out_everywhere(account: StaffAccount) -> None:
    StaffAccount.objects.filter(pk=account.pk).update(session_round=F("session_round") + 1)
    account.refresh_from_db(fields=["session_round"])
