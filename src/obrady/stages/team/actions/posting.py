"""Messages about accounts on their way. Writing one is part of the act that made its link; the worker sends it."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import F

from obrady.stages.ledger.actions import act
from obrady.stages.ledger.rules import is_machine
from obrady.stages.ledger.states import WORKER
from obrady.stages.organisations.models import Organisation
from obrady.stages.team.models import AccountMail, StaffInvitation
from obrady.stages.team.queries import sealing_place_of_mail
from obrady.stages.team.states import MAIL_PAUSE, MAIL_TRIES, MailState
from obrady.workshop import sealing


@dataclass(frozen=True)
class Words:
    """A message in the reader's language, with the link in it."""

    to: str
    subject: str
    body: str
    language: str


# The door writes the words once it is handed the token; None where there is no server to send them.
Writer = Callable[[str], Words] | None
InvitationWriter = Callable[[StaffInvitation, str], Words] | None


def post(
    *,
    words: Words,
    organisation: Organisation | None,
    invitation: StaffInvitation | None = None,
    expires_at: datetime,
    now: datetime,
) -> AccountMail:
    """Part of a larger act."""
    mail = AccountMail(
        organisation=organisation, invitation=invitation, due_at=now, created_at=now, expires_at=expires_at
    )
    plain = json.dumps(asdict(words), ensure_ascii=False).encode()
    mail.sealed = sealing.seal(settings.OBRADY_MASTER_KEY, plain, place=sealing_place_of_mail(mail.pk))
    mail.save(force_insert=True)
    return mail


def drop_mail(invitation: StaffInvitation) -> None:
    """Part of a larger act: what has not left yet is not sent any more."""
    waiting = AccountMail.objects.filter(invitation=invitation, state=MailState.DUE)
    waiting.update(state=MailState.DROPPED, sealed=None)


def claim_mail(key: UUID, *, now: datetime) -> AccountMail | None:
    """One worker takes it for a while; None when another one has it, or when its link is no longer worth sending."""
    due = AccountMail.objects.filter(pk=key, state=MailState.DUE, due_at__lte=now)
    if due.filter(expires_at__lte=now).update(state=MailState.DROPPED, sealed=None):
        return None
    if not due.update(due_at=now + MAIL_PAUSE, tries=F("tries") + 1):
        return None
    return AccountMail.objects.select_related("organisation").get(pk=key)


def mail_left(mail: AccountMail, *, now: datetime) -> None:
    _settle(mail, MailState.SENT, verb="team.mail_sent", now=now)


def put_off_mail(mail: AccountMail, *, for_good: bool, now: datetime) -> None:
    """Later again, each time after a longer pause; after a refusal for good or too many tries never again."""
    if for_good or mail.tries >= MAIL_TRIES:
        _settle(mail, MailState.FAILED, verb="team.mail_failed", now=now)
        return
    pause = MAIL_PAUSE * 2**mail.tries
    AccountMail.objects.filter(pk=mail.pk, state=MailState.DUE).update(due_at=now + pause)


def _settle(mail: AccountMail, state: MailState, *, verb: str, now: datetime) -> None:
    about = f"account_mail:{mail.pk}"
    with act(actor=WORKER, verb=verb, thing=mail.organisation, rule=is_machine, now=now, about=about):
        AccountMail.objects.filter(pk=mail.pk, state=MailState.DUE).update(state=state, sealed=None)
