"""Random keys of which only the hash is kept, and what is sealed until it has left."""

import json
import secrets
from datetime import datetime
from uuid import UUID

from django.conf import settings

from obrady.stages.people.models import StaffAccount
from obrady.stages.team.models import AccountMail, PasswordLink
from obrady.stages.team.states import LinkOrigin, MailState
from obrady.workshop import links, sealing


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hash_of_token(token: str) -> str:
    return links.hash_of_token(token.strip())


def password_link_with_token(token: str, now: datetime) -> PasswordLink | None:
    rows = PasswordLink.objects.select_related("account")
    return rows.filter(sha256=hash_of_token(token), used_at=None, expires_at__gt=now, account__is_active=True).first()


def mail_links_since(account: StaffAccount, since: datetime) -> int:
    return PasswordLink.objects.filter(account=account, origin=LinkOrigin.MAIL, created_at__gt=since).count()


def sealing_place_of_mail(key: UUID) -> str:
    return f"team_accountmail:{key}:sealed"


def account_mail_due(now: datetime, *, most: int) -> list[UUID]:
    rows = AccountMail.objects.filter(state=MailState.DUE, due_at__lte=now).order_by("due_at", "pk")
    return list(rows.values_list("pk", flat=True)[:most])


def opened_mail(mail: AccountMail) -> dict[str, str]:
    """to, subject, body and language of a message that has not left yet."""
    plain = sealing.unseal(settings.OBRADY_MASTER_KEY, mail.sealed or b"", place=sealing_place_of_mail(mail.pk))
    return json.loads(plain)
