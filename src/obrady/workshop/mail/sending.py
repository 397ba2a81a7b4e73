import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum
from types import TracebackType

from django.conf import settings

SECONDS = 30
LONGEST_ANSWER = 180
AUTHENTICATION = {530, 534, 535, 538}
TOO_LARGE = 552
CLOSING = 421


class Security(StrEnum):
    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


class Result(StrEnum):
    """The server took the letter, refused it for good, asked for another try, or could not be worked with at all."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    LATER = "later"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class Outcome:
    result: Result
    code: int = 0
    text: str = ""

    def __str__(self) -> str:
        return f"{self.code} {self.text}".strip() if self.code else self.text


@dataclass(frozen=True)
class Server:
    host: str
    port: int
    user: str = ""
    password: str = ""
    security: Security = Security.STARTTLS
    seconds: float = SECONDS


def configured_server() -> Server | None:
    """The server that the installation names, or None: then letters wait."""
    if not settings.OBRADY_SMTP_HOST:
        return None
    return Server(
        host=settings.OBRADY_SMTP_HOST,
        port=settings.OBRADY_SMTP_PORT,
        user=settings.OBRADY_SMTP_USER,
        password=settings.OBRADY_SMTP_PASSWORD,
        security=Security(settings.OBRADY_SMTP_SECURITY),
    )


class Connection:
    """One conversation with a mail server, opened at the first letter and again after it broke off."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> "Connection":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            try:
                smtp.quit()
            except (smtplib.SMTPException, OSError):
                smtp.close()

    def send(self, message: EmailMessage) -> Outcome:
        """Never raises for what a server or a network does; each such event is an outcome."""
        try:
            smtp = self.opened()
        except (smtplib.SMTPException, OSError, ValueError) as fault:
            self._smtp = None
            return Outcome(Result.UNREACHABLE, *said_by(fault))
        try:
            smtp.send_message(message)
        except (smtplib.SMTPException, OSError) as fault:
            self._drop_when_broken(fault)
            return outcome_of(fault)
        return Outcome(Result.ACCEPTED, 250)

    def opened(self) -> smtplib.SMTP:
        if self._smtp is not None and not self._is_alive():
            self.close()
        if self._smtp is None:
            self._smtp = self._open()
        return self._smtp

    def _is_alive(self) -> bool:
        try:
            return self._smtp is not None and self._smtp.noop()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False

    def _open(self) -> smtplib.SMTP:
        server, context = self.server, ssl.create_default_context()
        security = Security(server.security)
        if security is Security.TLS:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=server.seconds, context=context)
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=server.seconds)
        try:
            if security is Security.STARTTLS:
                smtp.starttls(context=context)
            if server.user:
                smtp.login(server.user, server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _drop_when_broken(self, fault: Exception) -> None:
        """After an answer that is none the next one might belong to the letter before: this conversation is over."""
        code, _text = said_by(fault)
        if 400 <= code < 600 and code != CLOSING:
            return
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()


def outcome_of(fault: Exception) -> Outcome:
    """5xx about the reader or the letter is for good; 5xx about ourselves, 4xx and a broken line are for later."""
    code, text = said_by(fault)
    is_about_us = isinstance(fault, smtplib.SMTPSenderRefused | smtplib.SMTPHeloError) or code in AUTHENTICATION
    if is_about_us and code != TOO_LARGE:
        return Outcome(Result.UNREACHABLE, code, text)
    if isinstance(fault, smtplib.SMTPNotSupportedError) or 500 <= code < 600:
        return Outcome(Result.REFUSED, code, text)
    return Outcome(Result.LATER, code, text)


def said_by(fault: Exception) -> tuple[int, str]:
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(fault.recipients.values()))
    elif isinstance(fault, smtplib.SMTPResponseException):
        code, answer = fault.smtp_code, fault.smtp_error
    else:
        code, answer = 0, str(fault) or type(fault).__name__
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else str(answer)
    return int(code), " ".join(text.split())[:LONGEST_ANSWER]
