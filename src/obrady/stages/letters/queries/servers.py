"""Through which server an organisation's letters leave, under which name, and in which mailbox answers arrive."""

from email.utils import parseaddr

from django.conf import settings

from obrady.stages.letters.models import MailSettings
from obrady.stages.organisations.models import Organisation
from obrady.workshop import sealing
from obrady.workshop.mail import Mailbox, Security, Server, configured_server


def mail_settings(organisation: Organisation) -> MailSettings | None:
    return MailSettings.objects.select_related("organisation").filter(organisation=organisation).first()


def server_of(organisation: Organisation) -> Server | None:
    """The organisation's own, else the installation's; without either its letters wait."""
    return server_in(mail_settings(organisation))


def server_in(chosen: MailSettings | None) -> Server | None:
    if chosen is None or not chosen.smtp_host:
        return configured_server()
    return Server(
        host=chosen.smtp_host,
        port=chosen.smtp_port,
        user=chosen.smtp_user,
        password=password_in(chosen, "smtp"),
        security=Security(chosen.smtp_security),
    )


def mailbox_of(organisation: Organisation) -> Mailbox | None:
    chosen = mail_settings(organisation)
    if chosen is None or not chosen.imap_host:
        return None
    return Mailbox(
        host=chosen.imap_host,
        port=chosen.imap_port,
        user=chosen.imap_user,
        password=password_in(chosen, "imap"),
        security=Security(chosen.imap_security),
        folder=chosen.imap_folder or "INBOX",
    )


def mailboxes() -> list[Organisation]:
    """Organisations whose mailbox can be looked into."""
    return list(Organisation.objects.exclude(mail_settings__imap_host="").filter(mail_settings__isnull=False))


def sender_in(chosen: MailSettings | None) -> str:
    """The From of a letter: the organisation's own name and address, else the installation's."""
    if chosen is None or not chosen.sender_address:
        return settings.OBRADY_MAIL_FROM
    name = chosen.sender_name.replace("\\", " ").replace('"', "'").strip()
    return f'"{name}" <{chosen.sender_address}>' if name else chosen.sender_address


def sender_of(organisation: Organisation) -> str:
    return sender_in(mail_settings(organisation))


def sender_domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "obrady.invalid"


def password_in(chosen: MailSettings, which: str) -> str:
    sealed = bytes(chosen.smtp_sealed if which == "smtp" else chosen.imap_sealed)
    if not sealed:
        return ""
    return sealing.unseal(settings.OBRADY_MASTER_KEY, sealed, place=chosen.seal_place(which)).decode()
