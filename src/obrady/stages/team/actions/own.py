from datetime import datetime

from django.contrib.auth.password_validation import validate_password

from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.people.models import StaffAccount
from obrady.stages.team import rules
from obrady.stages.team.models import PasswordLink
from obrady.stages.team.states import NotForTheTeam, TeamRefusal


def describe_self(*, actor: Actor, account: StaffAccount, name: str, language: str, now: datetime) -> None:
    with act(actor=actor, verb="team.describe_self", thing=account, rule=rules.is_own_account, now=now):
        account.name, account.language = name, language
        account.full_clean()
        account.save(update_fields=["name", "language"])


def change_password(*, actor: Actor, account: StaffAccount, old: str, new: str, now: datetime) -> None:
    if not account.check_password(old):
        raise NotForTheTeam(TeamRefusal.WRONG_PASSWORD)
    with act(actor=actor, verb="team.change_password", thing=account, rule=rules.is_own_account, now=now):
        validate_password(new, account)
        account.set_password(new)
        account.save(update_fields=["password"])
        PasswordLink.objects.filter(account=account, used_at=None).update(used_at=now)
