from datetime import datetime

from obrady.stages.ledger.actions import act
from obrady.stages.ledger.rules import is_machine
from obrady.stages.ledger.states import WORKER
from obrady.stages.team.models import AccountMail, PasswordLink, RoleTaken, StaffInvitation
from obrady.stages.team.states import KEPT_AFTER


def forget_what_is_settled(now: datetime) -> int:
    """Names and addresses of people who were invited and never came, links and messages that lead nowhere any more."""
    before = now - KEPT_AFTER
    old = [
        StaffInvitation.objects.filter(expires_at__lt=before),
        PasswordLink.objects.filter(expires_at__lt=before),
        AccountMail.objects.filter(expires_at__lt=before),
        RoleTaken.objects.filter(taken_at__lt=before),
    ]
    if not any(rows.exists() for rows in old):
        return 0
    with act(actor=WORKER, verb="team.forget", thing=None, rule=is_machine, now=now, about="installation") as line:
        line.facts["rows"] = sum(rows.delete()[0] for rows in old)
    return line.facts["rows"]
