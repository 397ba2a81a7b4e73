"""What stands in a message that came in. Whoever sent it may wish us harm, so everything has a limit."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from obrady.workshop.mail.plain import is_plea_to_stop, readable, unquoted, words_of_html

MOST_BYTES = 10 << 20
MOST_LINES = 400_000
MOST_HEADERS = 1_000
MOST_HEAD_BYTES = 256 << 10
MOST_NESTED = 30
MOST_PARTS = 200
MOST_IN_A_HEADER = 2_000
MOST_TEXT = 20_000
MOST_TEXT_BYTES = 1 << 20
MOST_IDS = 50
MACHINES = ("mailer-daemon", "mail-daemon", "postmaster", "mailerdaemon", "double-bounce", "bounce")
_NESTED = re.compile(rb"content-type:\s*(?:multipart|message)/", re.IGNORECASE)
_IDS = re.compile(r"<[^<>\s]{3,290}>")
_ORIGINAL = re.compile(r"^[ >\t]*message-id:\s*(<[^<>\s]{3,290}>)", re.IGNORECASE | re.MULTILINE)
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LATER = re.compile(r"delay|not yet|still trying|warning|opóźni|затрим", re.IGNORECASE)
_AWAY = re.compile(
    r"^(?:automatic reply|auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office|autoodpowied|automatyczna odpowied"
    r"|nieobecno|poza biurem|автоматична відповідь|автовідповід)",
    re.IGNORECASE,
)


class CannotBeRead(Exception):
    """`code` is too_large, too_many_headers, too_nested, too_many_lines, not_whole or broken."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Head:
    message_id: str
    sender_name: str
    sender_address: str
    subject: str
    written_at: datetime | None
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Bounce:
    """A letter came back for good; `originals` are the Message-IDs that the report names, the surest first."""

    originals: tuple[str, ...]
    answer: str


@dataclass(frozen=True)
class Incoming:
    head: Head
    text: str
    is_cut: bool
    attachments: tuple[str, ...]
    is_automatic: bool
    bounce: Bounce | None
    wants_no_letters: bool
    complains_about: tuple[str, ...] = ()


def fingerprint_of(raw: bytes) -> str:
    """The same for the same message under another number: what its sender made, not what servers put in front."""
    end = _HEAD_END.search(raw[:MOST_HEAD_BYTES])
    head, body = (raw[: end.start()], raw[end.end() :]) if end else (raw, b"")
    digest = hashlib.sha256()
    for name in (b"message-id", b"date", b"from", b"subject"):
        found = re.search(rb"(?:^|\n)" + name + rb":([^\n]*(?:\n[ \t][^\n]*)*)", head, re.IGNORECASE)
        digest.update(b" ".join(found[1].split()) if found else b"-")
        digest.update(b"\n")
    digest.update(hashlib.sha256(body.rstrip(b"\r\n")).digest())
    return digest.hexdigest()


def head_of(raw: bytes) -> Head:
    """From, subject and so on, even of a message that cannot be read as a whole."""
    end = _HEAD_END.search(raw[:MOST_HEAD_BYTES])
    lines = raw[: end.end() if end else MOST_HEAD_BYTES].splitlines(keepends=True)[:MOST_HEADERS]
    try:
        return _head(message_from_bytes(b"".join(lines)))
    except (ValueError, TypeError, LookupError, RecursionError, AttributeError):
        return Head("", "", "", "", None, ())


def read(raw: bytes) -> Incoming:
    _refuse_beyond_limits(raw)
    try:
        message = message_from_bytes(raw)
        return _incoming(message)
    except CannotBeRead:
        raise
    except (RecursionError, ValueError, TypeError, LookupError, AttributeError, IndexError, AssertionError):
        raise CannotBeRead("broken") from None


def _refuse_beyond_limits(raw: bytes) -> None:
    if len(raw) > MOST_BYTES:
        raise CannotBeRead("too_large")
    if not raw.strip():
        raise CannotBeRead("broken")
    end = _HEAD_END.search(raw)
    head = raw[: end.start()] if end else raw
    if len(head) > MOST_HEAD_BYTES or head.count(b"\n") > MOST_HEADERS:
        raise CannotBeRead("too_many_headers")
    if sum(1 for _ in _NESTED.finditer(raw)) > MOST_NESTED:
        raise CannotBeRead("too_nested")
    if raw.count(b"\n") > MOST_LINES or raw.count(b"\r") > MOST_LINES:
        raise CannotBeRead("too_many_lines")


def _incoming(message: Message) -> Incoming:
    head = _head(message)
    parts = list(_parts(message))
    text = _text(parts)
    bounce = _bounce(message, head, parts, text)
    said = unquoted(text[:MOST_TEXT])
    return Incoming(
        head=head,
        text=text[:MOST_TEXT],
        is_cut=len(text) > MOST_TEXT,
        attachments=tuple(_name(part) for part in parts if _is_attached(part))[:MOST_PARTS],
        is_automatic=bounce is not None or _is_automatic(message, head),
        bounce=bounce,
        wants_no_letters=bounce is None and is_plea_to_stop(head.subject, said),
        complains_about=_complained(message, parts),
    )


def _head(message: Message) -> Head:
    name, address = parseaddr(_header(message, "From"))
    address = address.strip().lower()
    ids = f"{_plain_header(message, 'In-Reply-To')} {_plain_header(message, 'References')}"
    own = _IDS.findall(_plain_header(message, "Message-ID"))
    return Head(
        message_id=readable(own[0]) if own else "",
        sender_name=readable(name)[:200],
        sender_address=readable(address) if "@" in address and len(address) <= 254 else "",
        subject=" ".join(readable(_header(message, "Subject")).split())[:300],
        written_at=_date(message),
        answers=tuple(dict.fromkeys(_IDS.findall(ids)))[:MOST_IDS],
    )


def _plain_header(message: Message, name: str) -> str:
    """As it stands, its encoded words left alone; bytes that are no text become signs that say so."""
    value = message.get(name)
    return readable(str(value))[:MOST_IN_A_HEADER] if value is not None else ""


def _header(message: Message, name: str) -> str:
    raw = message.get(name)
    if raw is None:
        return ""
    text = str(raw).encode("utf-8", "surrogateescape").decode("utf-8", "replace")[:MOST_IN_A_HEADER]
    try:
        return "".join(_decoded(part, charset) for part, charset in decode_header(text))
    except (ValueError, LookupError):
        return text


def _decoded(part: bytes | str, charset: str | None) -> str:
    return part if isinstance(part, str) else _as_text(part, charset or "utf-8")


def _as_text(content: bytes, charset: str) -> str:
    """What its sender claims, else UTF-8, else what Polish mail once was written in."""
    for name in (charset, "utf-8"):
        try:
            return content.decode(name)
        except (LookupError, ValueError, UnicodeError):
            continue
    return content.decode("cp1250", "replace")


def _date(message: Message) -> datetime | None:
    try:
        moment = parsedate_to_datetime(_plain_header(message, "Date"))
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC) if 1990 <= moment.year <= 2100 else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _parts(message: Message) -> Iterator[Message]:
    """The leaves, without what lies inside an enclosed message."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part = waiting.pop(0)
        seen += 1
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting[:0] = part.get_payload()
        else:
            yield part


def _is_attached(part: Message) -> bool:
    kind = part.get_content_type()
    if kind in ("message/delivery-status", "text/rfc822-headers", "message/disposition-notification"):
        return False
    return bool(part.get_filename()) or part.get_content_disposition() == "attachment" or not kind.startswith("text/")


def _name(part: Message) -> str:
    try:
        name = readable(str(part.get_filename() or ""))
    except (ValueError, TypeError, LookupError):
        name = ""
    return (name or part.get_content_type())[:120]


def _text(parts: list[Message]) -> str:
    """The plain parts; only where there are none the HTML ones, as words."""
    shown = [part for part in parts if part.get_content_maintype() == "text" and not _is_attached(part)]
    plain = [_content(part) for part in shown if part.get_content_subtype() == "plain"]
    if any(text.strip() for text in plain):
        return "\n\n".join(plain).strip()
    return "\n\n".join(words_of_html(_content(part)) for part in shown if part.get_content_subtype() == "html").strip()


def _content(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    return readable(_as_text(content[:MOST_TEXT_BYTES], str(part.get_param("charset") or "utf-8")))


def _is_automatic(message: Message, head: Head) -> bool:
    submitted = _plain_header(message, "Auto-Submitted").strip().lower()
    precedence = _plain_header(message, "Precedence").strip().lower()
    return (
        (bool(submitted) and not submitted.startswith("no"))
        or precedence in ("bulk", "junk", "list", "auto_reply")
        or any(message.get(name) for name in ("X-Autoreply", "X-Autorespond", "List-Id", "X-Autogenerated"))
        or _report_type(message) == "disposition-notification"
        or bool(_AWAY.search(head.subject))
        or _is_machine(head)
    )


def _is_machine(head: Head) -> bool:
    return head.sender_address.partition("@")[0].split("+")[0] in MACHINES


def _report_type(message: Message) -> str:
    if message.get_content_type() != "multipart/report":
        return ""
    return str(message.get_param("report-type") or "").lower()


def _bounce(message: Message, head: Head, parts: list[Message], text: str) -> Bounce | None:
    statuses = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    if statuses:
        fields = [block for part in statuses for block in _blocks(part)]
        failed = [block for block in fields if str(block.get("Action", "")).strip().lower() == "failed"]
        if not failed:
            return None
        said = _plain_header(failed[0], "Diagnostic-Code") or _plain_header(failed[0], "Status")
        return Bounce(originals=_originals(parts, text, head), answer=" ".join(said.split())[:200])
    if not (_is_machine(head) or message.get("X-Failed-Recipients")) or _LATER.search(head.subject):
        return None
    originals = _originals(parts, text, head)
    return Bounce(originals=originals, answer=_first_refusal(text)) if originals else None


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []


def _originals(parts: list[Message], text: str, head: Head) -> tuple[str, ...]:
    found: list[str] = []
    for part in parts:
        if part.get_content_type() == "message/rfc822" and _blocks(part):
            found += _IDS.findall(_plain_header(_blocks(part)[0], "Message-ID"))
        elif part.get_content_type() in ("text/rfc822-headers", "message/rfc822-headers"):
            found += _ORIGINAL.findall(_content(part) or readable(str(part.get_payload()))[:MOST_TEXT_BYTES])
    found += _ORIGINAL.findall(text)
    return tuple(dict.fromkeys([*found, *head.answers]))[:MOST_IDS]


def _first_refusal(text: str) -> str:
    found = re.search(r"^.*\b5\d\d[ -].*$", text[:MOST_TEXT], re.MULTILINE)
    return " ".join(found[0].split())[:200] if found else ""


def _complained(message: Message, parts: list[Message]) -> tuple[str, ...]:
    """A mail service says that its user marked our letter as spam."""
    return _originals(parts, "", _head(message)) if _report_type(message) == "feedback-report" else ()
