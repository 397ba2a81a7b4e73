from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings

from obrady.stages.ledger.states import Grant, Role
from obrady.stages.people.models import StaffAccount
from obrady.workshop import sealing


def has_second_factor(account: StaffAccount) -> bool:
    return Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists()


def is_due_from(grants: Iterable[Grant]) -> bool:
    """Whoever coordinates, be it one meeting, reaches everybody's answers: a password alone is not enough for that."""
    return not settings.OBRADY_DEMO and any(grant.role is Role.COORDINATOR for grant in grants)


def codes_left(account: StaffAccount) -> int:
    row = Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(RecoveryCodes(row).get_unused_codes()) if row else 0


def carried(secret: str, account: StaffAccount) -> str:
    """A secret that is not confirmed yet travels with the form, sealed for this account."""
    sealed = sealing.seal(settings.OBRADY_MASTER_KEY, secret.encode(), place=_place(account))
    return urlsafe_b64encode(sealed).decode()


def carried_back(text: str, account: StaffAccount) -> str | None:
    try:
        return sealing.unseal(settings.OBRADY_MASTER_KEY, urlsafe_b64decode(text), place=_place(account)).decode()
    except (ValueError, sealing.CannotBeOpened):
        return None


def _place(account: StaffAccount) -> str:
    return f"second factor of {account.pk}"
