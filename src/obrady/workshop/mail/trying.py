"""Mail settings tried out: one conversation, within a fixed time, and what it came to."""

import smtplib
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum

from obrady.workshop.mail.reading import CannotBeCollected, Mailbox, Reading
from obrady.workshop.mail.sending import AUTHENTICATION, Connection, Server, said_by

# Whatever the other side does, the person at the screen has an answer by then.
LONGEST_TRIAL = 25.0
QUIET = 10.0


class Trial(StrEnum):
    ACCEPTED = "accepted"
    NO_CONNECTION = "no_connection"
    CERTIFICATE = "certificate"
    NO_SECURITY = "no_security"
    SIGN_IN = "sign_in"
    SENDER = "sender"
    RECIPIENT = "recipient"
    BUSY = "busy"
    FOLDER = "folder"
    OTHER = "other"


@dataclass(frozen=True)
class Tried:
    result: Trial
    answer: str = ""


def try_server(server: Server, message: EmailMessage, *, seconds: float = LONGEST_TRIAL) -> Tried:
    """One letter offered to a server."""
    return _within(seconds, lambda: _offered(server, message))


def try_mailbox(box: Mailbox, *, seconds: float = LONGEST_TRIAL) -> Tried:
    """Signed in, and the folder opened for reading."""
    return _within(seconds, lambda: _looked_into(box))


def _within(seconds: float, trial: Callable[[], Tried]) -> Tried:
    """A server that answers one sign a second, or a name that takes minutes to be looked up, must not hold a page."""
    found: list[Tried] = []
    worker = threading.Thread(target=lambda: found.append(trial()), daemon=True)
    worker.start()
    worker.join(seconds)
    return found[0] if found else Tried(Trial.NO_CONNECTION)


def _offered(server: Server, message: EmailMessage) -> Tried:
    connection = Connection(Server(**{**vars(server), "seconds": min(server.seconds, QUIET)}))
    try:
        smtp = connection.opened()
    except (smtplib.SMTPException, OSError, ValueError, UnicodeError) as fault:
        return Tried(_why_not_opened(fault), _words(fault))
    try:
        smtp.send_message(message)
    except (smtplib.SMTPException, OSError, ValueError) as fault:
        return Tried(_why_not_taken(fault), _words(fault))
    finally:
        connection.close()
    return Tried(Trial.ACCEPTED)


def _why_not_opened(fault: Exception) -> Trial:
    code, _text = said_by(fault)
    match fault:
        case smtplib.SMTPAuthenticationError():
            return Trial.SIGN_IN
        case ssl.SSLCertVerificationError():
            return Trial.CERTIFICATE
        case smtplib.SMTPNotSupportedError() if "AUTH" in str(fault):
            return Trial.SIGN_IN
        case smtplib.SMTPNotSupportedError() | ssl.SSLError():
            return Trial.NO_SECURITY
        case smtplib.SMTPResponseException() if 400 <= code < 500:
            return Trial.BUSY
        case smtplib.SMTPResponseException():
            return Trial.SIGN_IN if code in AUTHENTICATION else Trial.OTHER
        case smtplib.SMTPException() if not isinstance(fault, smtplib.SMTPServerDisconnected):
            return Trial.SIGN_IN
    return Trial.NO_CONNECTION


def _why_not_taken(fault: Exception) -> Trial:
    code, _text = said_by(fault)
    if code in AUTHENTICATION:
        return Trial.SIGN_IN
    if 400 <= code < 500:
        return Trial.BUSY
    match fault:
        case smtplib.SMTPSenderRefused():
            return Trial.SENDER
        case smtplib.SMTPRecipientsRefused():
            return Trial.RECIPIENT
        case smtplib.SMTPServerDisconnected() | OSError() if not code:
            return Trial.NO_CONNECTION
    return Trial.OTHER


def _words(fault: Exception) -> str:
    """What the server said, never what our own machine calls it."""
    code, text = said_by(fault)
    return f"{code} {text}" if code > 0 else ""


def _looked_into(box: Mailbox) -> Tried:
    try:
        with Reading(Mailbox(**{**vars(box), "seconds": min(box.seconds, QUIET)})):
            return Tried(Trial.ACCEPTED)
    except CannotBeCollected as fault:
        cause = fault.__context__
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Tried(Trial.CERTIFICATE)
        if isinstance(cause, ssl.SSLError) or "STARTTLS" in fault.answer.upper():
            return Tried(Trial.NO_SECURITY)
        if fault.trouble == "refused":
            return Tried(Trial.FOLDER if cause is None else Trial.SIGN_IN, fault.answer)
        return Tried(Trial.NO_CONNECTION)
