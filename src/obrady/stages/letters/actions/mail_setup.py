"""An organisation's own mail: settings, passwords sealed, and one try of them."""

from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from uuid import uuid4

from django.conf import settings

from obrady.stages.ledger.actions import NotAllowed, act
from obrady.stages.ledger.states import Actor
from obrady.stages.letters import rules
from obrady.stages.letters.models import MailSettings
from obrady.stages.letters.queries import mailbox_of, sender_domain, sender_of, server_of
from obrady.stages.organisations.models import Organisation
from obrady.workshop import mail, sealing

SMTP = ("smtp_host", "smtp_port", "smtp_user", "smtp_security", "sender_name", "sender_address")
IMAP = ("imap_host", "imap_port", "imap_user", "imap_security", "imap_folder")


class MailRefused(Exception):
    """`code` is password (another host or user needs its password typed again) or nothing_set."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Sending:
    """An empty host means the installation's server; an empty password keeps the one there is."""

    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_security: mail.Security = mail.Security.STARTTLS
    sender_name: str = ""
    sender_address: str = ""
    password: str = ""
    most_an_hour: int | None = None
    most_a_day: int | None = None


@dataclass(frozen=True)
class Receiving:
    imap_host: str = ""
    imap_port: int = 993
    imap_user: str = ""
    imap_security: mail.Security = mail.Security.TLS
    imap_folder: str = "INBOX"
    password: str = ""


def save_sending(*, actor: Actor, organisation: Organisation, chosen: Sending, now: datetime) -> MailSettings:
    with act(actor=actor, verb="letters.save_sending", thing=organisation, rule=rules.can_set_up_mail, now=now) as line:
        row = _row(organisation, now)
        _put_password(row, "smtp", chosen.smtp_host, chosen.smtp_user, chosen.password)
        changed = _put(row, {name: getattr(chosen, name) for name in (*SMTP, "most_an_hour", "most_a_day")})
        if changed.intersection(SMTP) or chosen.password:
            row.smtp_tested, row.smtp_tested_at = "", None
        row.later, row.changed_at = False, now
        row.save()
        line.facts.update(own_server=bool(row.smtp_host), password=bool(chosen.password), changed=sorted(changed))
    return row


def save_receiving(*, actor: Actor, organisation: Organisation, chosen: Receiving, now: datetime) -> MailSettings:
    with act(
        actor=actor, verb="letters.save_receiving", thing=organisation, rule=rules.can_set_up_mail, now=now
    ) as line:
        row = _row(organisation, now)
        _put_password(row, "imap", chosen.imap_host, chosen.imap_user, chosen.password)
        changed = _put(row, {name: getattr(chosen, name) for name in IMAP})
        if changed or chosen.password:
            row.imap_tested, row.imap_tested_at = "", None
        row.changed_at = now
        row.save()
        line.facts.update(mailbox=bool(row.imap_host), password=bool(chosen.password), changed=sorted(changed))
    return row


def leave_mail_for_later(*, actor: Actor, organisation: Organisation, now: datetime) -> None:
    """Said once, so that nobody is asked again; letters wait meanwhile."""
    with act(actor=actor, verb="letters.mail_later", thing=organisation, rule=rules.can_set_up_mail, now=now):
        row = _row(organisation, now)
        row.later, row.changed_at = True, now
        row.save()


@dataclass(frozen=True)
class Probe:
    to: str
    subject: str
    body: str
    language: str


def send_test_letter(*, actor: Actor, organisation: Organisation, letter: Probe, now: datetime) -> mail.Tried:
    """Through the saved settings; the conversation lies outside of any transaction, its outcome is kept."""
    _ask(actor, organisation, "letters.test_sending")
    server = server_of(organisation)
    if server is None:
        raise MailRefused("nothing_set")
    tried = mail.try_server(server, _message(organisation, letter, now=now))
    with act(actor=actor, verb="letters.test_sending", thing=organisation, rule=rules.can_set_up_mail, now=now) as line:
        line.facts["result"] = str(tried.result)
        MailSettings.objects.filter(organisation=organisation).update(smtp_tested=tried.result, smtp_tested_at=now)
    return tried


def try_mailbox(*, actor: Actor, organisation: Organisation, now: datetime) -> mail.Tried:
    _ask(actor, organisation, "letters.test_mailbox")
    box = mailbox_of(organisation)
    if box is None:
        raise MailRefused("nothing_set")
    tried = mail.try_mailbox(box)
    with act(actor=actor, verb="letters.test_mailbox", thing=organisation, rule=rules.can_set_up_mail, now=now) as line:
        line.facts["result"] = str(tried.result)
        MailSettings.objects.filter(organisation=organisation).update(imap_tested=tried.result, imap_tested_at=now)
    return tried


def _ask(actor: Actor, organisation: Organisation, verb: str) -> None:
    if not rules.can_set_up_mail.test(actor, organisation):
        raise NotAllowed(verb)


def _row(organisation: Organisation, now: datetime) -> MailSettings:
    row, _ = MailSettings.objects.select_for_update().get_or_create(
        organisation=organisation, defaults={"changed_at": now}
    )
    return row


def _put(row: MailSettings, values: dict[str, object]) -> set[str]:
    changed = {name for name, value in values.items() if getattr(row, name) != value}
    for name in changed:
        setattr(row, name, values[name])
    return changed


def _put_password(row: MailSettings, which: str, host: str, user: str, password: str) -> None:
    """A kept password goes to the host and the user it was given for, and to nobody else."""
    sealed = f"{which}_sealed"
    if not host or not user:
        setattr(row, sealed, b"")
    elif password:
        place = row.seal_place(which)
        setattr(row, sealed, sealing.seal(settings.OBRADY_MASTER_KEY, password.encode(), place=place))
    elif getattr(row, sealed) and (host, user) != (getattr(row, f"{which}_host"), getattr(row, f"{which}_user")):
        raise MailRefused("password")


def _message(organisation: Organisation, letter: Probe, *, now: datetime) -> EmailMessage:
    sender = sender_of(organisation)
    return mail.composed(
        mail.Outgoing(
            message_id=f"<test.{uuid4()}@{sender_domain(sender)}>",
            sender=sender,
            to=letter.to,
            reply_to=organisation.email,
            subject=letter.subject,
            body=letter.body,
            language=letter.language,
            written_at=now,
        )
    )
