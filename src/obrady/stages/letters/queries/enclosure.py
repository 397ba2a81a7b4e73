"""One letter as it travels: the message for the mail server, the script for the telephone."""

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from obrady.stages.letters.models import Letter
from obrady.stages.organisations.models import Logo
from obrady.workshop.mail import Foot, InlinePicture, Outgoing, small_picture

logger = logging.getLogger(__name__)
_ADDRESS = re.compile(r"https?://\S+")


class Pictures:
    """The logos of one sweep, read and shrunk once."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes | None] = {}

    def of(self, hashes: Iterable[str]) -> dict[str, bytes]:
        missing = set(hashes) - self._kept.keys()
        rows = {logo.sha256: logo for logo in Logo.objects.filter(sha256__in=missing)} if missing else {}
        for sha256 in missing:
            self._kept[sha256] = self._read(rows.get(sha256))
        return {sha256: content for sha256 in hashes if (content := self._kept[sha256]) is not None}

    def _read(self, logo: Logo | None) -> bytes | None:
        """A letter without a logo is better than no letter; the funding sentence stands in any case."""
        try:
            if logo is None:
                return None
            with logo.file.open("rb") as file:
                return small_picture(file.read())
        except OSError:
            logger.warning("the logo %s cannot be read, so the letter leaves without it", logo.sha256)
            return None


def outgoing(letter: Letter, pictures: Pictures, *, sender: str = "") -> Outgoing:
    hashes = [logo["sha256"] for part in letter.funding for logo in part["logos"]]
    contents = pictures.of(hashes)
    feet = [
        Foot(
            sentence=part["sentence"],
            pictures=tuple(
                InlinePicture(cid=f"{logo['sha256'][:24]}@obrady", content=contents[logo["sha256"]], alt=logo["alt"])
                for logo in part["logos"]
                if logo["sha256"] in contents
            ),
        )
        for part in letter.funding
    ]
    return Outgoing(
        message_id=letter.message_id,
        sender=sender or settings.OBRADY_MAIL_FROM,
        to=letter.person.email.strip(),
        reply_to=letter.meeting.email or letter.meeting.organisation.email,
        subject=letter.subject,
        body=letter.body,
        language=letter.language,
        written_at=letter.created_at,
        feet=feet,
        unsubscribe_url=letter.placeholders.get("unsubscribe_url") or "",
    )


@dataclass(frozen=True)
class Script:
    """What is read out, and the web addresses that are only given when the person asks."""

    paragraphs: tuple[str, ...]
    addresses: tuple[str, ...]


def script(letter: Letter) -> Script:
    parts = [part.strip() for part in re.split(r"\n\s*\n", letter.body) if part.strip()]
    return Script(
        paragraphs=tuple(part for part in parts if not _ADDRESS.search(part)),
        addresses=tuple(dict.fromkeys(_ADDRESS.findall(letter.body))),
    )
