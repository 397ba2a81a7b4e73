"""Mail in: one look into a mailbox over IMAP. Nothing is ever changed there: the folder is opened for reading only."""

import imaplib
import re
import ssl
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from types import TracebackType

from obrady.workshop.mail.sending import Security

SECONDS = 30
LONGEST_ANSWER = 180
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PIECE = 1 << 20
# Whoever sends more than this gets a quarantined message that holds only its beginning.
MOST_FETCHED = 60 << 20
BEGINNING = 1 << 20
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True)
class Mailbox:
    host: str
    port: int
    user: str
    password: str
    security: Security = Security.TLS
    folder: str = "INBOX"
    seconds: float = SECONDS

    @property
    def key(self) -> str:
        """Which mailbox this is, without its password."""
        return f"{self.user}@{self.host}/{self.folder}"[:300]


class CannotBeCollected(Exception):
    """`trouble` is unreachable, refused (the sign-in or the folder), broke_off or stuck (this one message)."""

    def __init__(self, trouble: str, answer: object = "") -> None:
        self.trouble = trouble
        text = answer.decode(errors="replace") if isinstance(answer, bytes) else str(answer)
        self.answer = " ".join(text.replace("\x00", "").split())[:LONGEST_ANSWER]
        super().__init__(f"{trouble} {self.answer}")


@dataclass(frozen=True)
class Fetched:
    raw: bytes
    size: int
    is_whole: bool


class Reading:
    """One conversation with the mail server; `uidvalidity` is what its numbers count under."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox
        self.uidvalidity = 0
        self._imap: imaplib.IMAP4 | None = None

    def __enter__(self) -> "Reading":
        try:
            self._imap = self._connected()
        except (imaplib.IMAP4.error, OSError, ValueError) as fault:
            raise CannotBeCollected("unreachable", fault) from None
        try:
            self._sign_in(self._imap)
        except BaseException:
            self._leave()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()

    def uids_after(self, uid: int, *, since: date | None = None) -> list[int]:
        """In the order in which the server counted them; "n:*" names the last message even when it is older."""
        arrived = ("SINCE", f"{since.day}-{MONTHS[since.month - 1]}-{since.year}") if since else ()
        answer = self._asked("SEARCH", "UID", f"{uid + 1}:*", *arrived)
        found = {
            int(number) for line in answer if isinstance(line, bytes) for number in line.split() if number.isdigit()
        }
        return sorted(number for number in found if number > uid)

    def fetch(self, uid: int) -> Fetched | None:
        """The message as it lies there, or None when it is gone. PEEK: it stays unread for everybody else."""
        size = self._size(uid)
        if size is None:
            return None
        most = size if size <= MOST_FETCHED else BEGINNING
        raw = self._whole(uid) if most <= PIECE else self._in_pieces(uid, most)
        if raw is None:
            return None
        return Fetched(raw=raw, size=max(size, len(raw)), is_whole=most == size)

    def beginning(self, uid: int) -> Fetched | None:
        """Its head only, for a message at which the server stumbles."""
        raw = self._bytes(self._asked("FETCH", str(uid), "(BODY.PEEK[HEADER])"))
        return None if raw is None else Fetched(raw=raw, size=len(raw), is_whole=False)

    def _whole(self, uid: int) -> bytes | None:
        return self._bytes(self._asked("FETCH", str(uid), "(BODY.PEEK[])"))

    def _in_pieces(self, uid: int, most: int) -> bytes | None:
        pieces: list[bytes] = []
        while (have := sum(map(len, pieces))) < most:
            wanted = min(PIECE, most - have)
            piece = self._bytes(self._asked("FETCH", str(uid), f"(BODY.PEEK[]<{have}.{wanted}>)"))
            if piece is None:
                return None
            if not piece:
                break
            pieces.append(piece)
        return b"".join(pieces)

    def _size(self, uid: int) -> int | None:
        answer = self._asked("FETCH", str(uid), "(RFC822.SIZE)")
        parts = [line if isinstance(line, bytes) else line[0] for line in answer if line]
        found = [match for part in parts if (match := _SIZE.search(part))]
        return int(found[0][1]) if found else None

    def _bytes(self, answer: list) -> bytes | None:
        """A body comes as a literal, or, when it is short, as a quoted text."""
        for line in answer:
            if isinstance(line, tuple):
                return bytes(line[1])
        for line in answer:
            if isinstance(line, bytes) and (quoted := re.search(rb'BODY\[[^\]]*\](?:<\d+>)? "(.*)"', line, re.DOTALL)):
                return re.sub(rb"\\(.)", rb"\1", quoted[1])
        return None

    def _asked(self, *command: str) -> list:
        if self._imap is None:
            raise CannotBeCollected("broke_off")
        try:
            status, answer = self._imap.uid(*command)
        except imaplib.IMAP4.abort as fault:
            raise CannotBeCollected("broke_off", fault) from None
        except imaplib.IMAP4.error as fault:
            raise CannotBeCollected("stuck", fault) from None
        except (OSError, ValueError, EOFError) as fault:
            raise CannotBeCollected("broke_off", fault) from None
        if status != "OK":
            raise CannotBeCollected("stuck", answer[0] or b"" if answer else b"")
        return answer

    def _connected(self) -> imaplib.IMAP4:
        box, context = self.mailbox, ssl.create_default_context()
        security = Security(box.security)
        if security is Security.TLS:
            return imaplib.IMAP4_SSL(box.host, box.port, ssl_context=context, timeout=box.seconds)
        imap = imaplib.IMAP4(box.host, box.port, timeout=box.seconds)
        if security is Security.STARTTLS:
            imap.starttls(ssl_context=context)
        return imap

    def _sign_in(self, imap: imaplib.IMAP4) -> None:
        try:
            _log_in(imap, self.mailbox)
            status, answer = imap.select(_quoted(self.mailbox.folder), readonly=True)
            validity = imap.response("UIDVALIDITY")[1][0]
        except imaplib.IMAP4.abort as fault:
            raise CannotBeCollected("broke_off", fault) from None
        except imaplib.IMAP4.error as fault:
            raise CannotBeCollected("refused", fault) from None
        except (OSError, EOFError) as fault:
            raise CannotBeCollected("broke_off", fault) from None
        if status != "OK" or not validity:
            raise CannotBeCollected("refused", answer[0] or b"")
        self.uidvalidity = int(validity)

    def _leave(self) -> None:
        imap, self._imap = self._imap, None
        if imap is not None:
            with suppress(imaplib.IMAP4.error, OSError, EOFError):
                imap.logout()
            with suppress(OSError):
                imap.shutdown()


def _log_in(imap: imaplib.IMAP4, box: Mailbox) -> None:
    """LOGIN takes plain letters only; whoever has others in their password signs in the other way."""
    if (box.user + box.password).isascii():
        imap.login(box.user, box.password)
    else:
        imap.authenticate("PLAIN", lambda _challenge: f"\0{box.user}\0{box.password}".encode())


def _quoted(folder: str) -> str:
    """Names of folders travel in IMAP's own UTF-7: "Wiadomości" as "Wiadomo&AVs-ci"."""
    encoded = re.sub(r"[^\x20-\x7e]+|&", lambda found: _shifted(found[0]), folder)
    return '"' + encoded.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _shifted(signs: str) -> str:
    if signs == "&":
        return "&-"
    return "&" + b64encode(signs.encode("utf-16-be")).decode().rstrip("=").replace("/", ",") + "-"
