"""Servers of mail providers that organisers often use, so that nobody has to look them up."""

from dataclasses import dataclass

from obrady.workshop.mail import Security


@dataclass(frozen=True)
class Provider:
    key: str
    name: str
    smtp: tuple[str, int, Security]
    imap: tuple[str, int, Security]
    own_password: bool = False


def _provider(key: str, name: str, smtp: str, imap: str, port: int = 465, *, own_password: bool = False) -> Provider:
    security = Security.TLS if port == 465 else Security.STARTTLS
    return Provider(key, name, (smtp, port, security), (imap, 993, Security.TLS), own_password)


# `own_password`: the provider wants a password made for programs instead of the one people sign in with.
PROVIDERS = {
    one.key: one
    for one in (
        _provider("gmail", "Gmail, Google Workspace", "smtp.gmail.com", "imap.gmail.com", own_password=True),
        _provider("infomaniak", "Infomaniak", "mail.infomaniak.com", "mail.infomaniak.com"),
        _provider("interia", "Interia", "poczta.interia.pl", "poczta.interia.pl"),
        _provider("mailbox", "mailbox.org", "smtp.mailbox.org", "imap.mailbox.org"),
        _provider("o2", "o2", "poczta.o2.pl", "poczta.o2.pl"),
        _provider("onet", "Onet", "smtp.poczta.onet.pl", "imap.poczta.onet.pl"),
        _provider("ovh", "OVH", "ssl0.ovh.net", "ssl0.ovh.net"),
        _provider("ukr", "ukr.net", "smtp.ukr.net", "imap.ukr.net", own_password=True),
        _provider("wp", "WP", "smtp.wp.pl", "imap.wp.pl"),
    )
}
