import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.html import escape, format_html, format_html_join, linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe
from PIL import Image

LONGEST_SUBJECT = 300
PICTURE_HEIGHT = 120
SHOWN_HEIGHT = 60
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


class BadAddress(Exception):
    """`header` (From or To) holds no address that mail can use; it is not repeated here, so that logs stay free of it."""

    def __init__(self, header: str) -> None:
        super().__init__(header)
        self.header = header


@dataclass(frozen=True)
class InlinePicture:
    """A PNG that travels inside the message; `alt` is read by those who do not see it."""

    cid: str
    content: bytes
    alt: str


@dataclass(frozen=True)
class Foot:
    """What stands under a letter: one funding sentence and the logos above it."""

    sentence: str
    pictures: tuple[InlinePicture, ...] = ()


@dataclass(frozen=True)
class Outgoing:
    message_id: str
    sender: str
    to: str
    reply_to: str
    subject: str
    body: str
    language: str
    written_at: datetime
    feet: Sequence[Foot] = ()
    unsubscribe_url: str = ""


def composed(letter: Outgoing) -> EmailMessage:
    """Plain text and simple HTML with the same words; line breaks and control signs never reach a header."""
    message = EmailMessage(policy=SMTP)
    name, sender = parseaddr(letter.sender)
    message["From"] = _address("From", sender, name=_one_line(name))
    message["To"] = _address("To", letter.to)
    if letter.reply_to and (reply_to := _address_or_none(letter.reply_to)):
        message["Reply-To"] = reply_to
    message["Subject"] = _one_line(letter.subject)[:LONGEST_SUBJECT]
    message["Message-ID"] = _one_line(letter.message_id)
    message["Date"] = format_datetime(letter.written_at)
    message["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe_url:
        # RFC 8058: the reader's mail program offers a button for it.
        message["List-Unsubscribe"] = f"<{_one_line(letter.unsubscribe_url)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(_plain(letter), cte="quoted-printable")
    message.add_alternative(_html(letter), subtype="html", cte="quoted-printable")
    message["Content-Language"] = _one_line(letter.language)
    page = message.get_payload()[1]
    for picture in {picture.cid: picture for foot in letter.feet for picture in foot.pictures}.values():
        page.add_related(picture.content, maintype="image", subtype="png", cid=f"<{picture.cid}>", disposition="inline")
    return message


def small_picture(content: bytes) -> bytes:
    """A logo as mail needs it: no higher than twice what is shown, on white, so that a dark inbox does not swallow it."""
    image = Image.open(io.BytesIO(content), formats=["PNG"]).convert("RGBA")
    image.thumbnail((PICTURE_HEIGHT * 6, PICTURE_HEIGHT))
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image)
    out = io.BytesIO()
    ground.save(out, format="PNG", optimize=True)
    return out.getvalue()


def _address(header: str, text: str, *, name: str = "") -> Address:
    local, _, domain = text.rpartition("@")
    try:
        if domain != "localhost":
            validate_email(text)
        return Address(display_name=name, addr_spec=f"{local}@{domain.encode('idna').decode()}")
    except (ValidationError, MessageError, ValueError, IndexError):
        raise BadAddress(header) from None


def _address_or_none(text: str) -> Address | None:
    """Without it answers go to the sender, which is better than no letter."""
    try:
        return _address("Reply-To", text)
    except BadAddress:
        return None


def _one_line(text: str) -> str:
    return " ".join(_UNSEEN.sub(" ", text).split())


def _plain(letter: Outgoing) -> str:
    sentences = [foot.sentence for foot in letter.feet if foot.sentence]
    foot = "\n\n-- \n" + "\n\n".join(sentences) if sentences else ""
    return letter.body.replace("\r\n", "\n").strip() + foot + "\n"


def _html(letter: Outgoing) -> str:
    words = mark_safe(urlize(linebreaks(letter.body, autoescape=True)))  # noqa: S308 escaped by linebreaks
    return str(
        format_html(
            '<!doctype html><html lang="{}"><head><meta charset="utf-8"><title>{}</title></head>'
            '<body style="margin:0;padding:24px;background:#ffffff;color:#1f1b16;'
            'font:17px/1.55 Georgia,serif"><main style="max-width:620px">{}</main>{}</body></html>',
            letter.language,
            _one_line(letter.subject),
            words,
            _feet_html(letter.feet),
        )
    )


def _feet_html(feet: Sequence[Foot]) -> SafeString:
    if not feet:
        return mark_safe("")
    blocks = format_html_join("", "<div>{}<p>{}</p></div>", ((_pictures_html(f), escape(f.sentence)) for f in feet))
    return format_html(
        '<footer style="max-width:620px;margin-top:32px;padding-top:16px;border-top:1px solid #b8aea0;'
        'font-size:14px">{}</footer>',
        blocks,
    )


def _pictures_html(foot: Foot) -> SafeString:
    return format_html_join(
        " ",
        '<img src="cid:{}" alt="{}" height="{}" style="height:{}px;margin-right:16px">',
        ((picture.cid, picture.alt, SHOWN_HEIGHT, SHOWN_HEIGHT) for picture in foot.pictures),
    )
