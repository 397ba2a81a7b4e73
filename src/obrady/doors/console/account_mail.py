"""Messages about accounts: through the mail server of the organisation, or they wait."""

import logging
from datetime import datetime

from obrady.stages.letters.queries import sender_of, server_of
from obrady.stages.team.actions import claim_mail, mail_left, put_off_mail
from obrady.stages.team.models import AccountMail
from obrady.stages.team.queries import account_mail_due, opened_mail
from obrady.workshop import mail

logger = logging.getLogger(__name__)
MOST_A_SWEEP = 20


def send_due(now: datetime) -> int:
    """How many messages a server took."""
    sent = 0
    for key in account_mail_due(now, most=MOST_A_SWEEP):
        message = claim_mail(key, now=now)
        if message is not None:
            sent += _send(message, now)
    return sent


def _send(message: AccountMail, now: datetime) -> bool:
    server = server_of(message.organisation) if message.organisation else mail.configured_server()
    if server is None:
        put_off_mail(message, for_good=False, now=now)
        return False
    result = _offered(message, server, now)
    if result is mail.Result.ACCEPTED:
        mail_left(message, now=now)
        return True
    put_off_mail(message, for_good=result is mail.Result.REFUSED, now=now)
    return False


def _offered(message: AccountMail, server: mail.Server, now: datetime) -> mail.Result:
    said = opened_mail(message)
    sender = sender_of(message.organisation)
    outgoing = mail.Outgoing(
        message_id=f"<account-{message.pk}@{sender.rpartition('@')[2].strip('>') or 'localhost'}>",
        sender=sender,
        to=said["to"],
        reply_to="",
        subject=said["subject"],
        body=said["body"],
        language=said["language"],
        written_at=now,
    )
    try:
        composed = mail.composed(outgoing)
    except mail.BadAddress:
        return mail.Result.REFUSED
    with mail.Connection(server) as connection:
        return connection.send(composed).result
