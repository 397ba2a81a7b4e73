"""Messages as mail servers and people write them, and a mailbox that the product looks into."""

from datetime import datetime, timedelta
from email.message import EmailMessage

from obrady.stages.intake.models import RawMessage
from obrady.stages.intake.tasks import collect_mail
from obrady.stages.letters.actions import accepted, claim
from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import LetterKind
from obrady.stages.people.models import Person
from tests import cast
from tests.stages.letters import post
from tests.workshop.imap_peer import Folder, imap_peer

LATER = cast.NOW + timedelta(minutes=30)


def sent_letter(*, to: Person | None = None, number: int = 1, kind: LetterKind = LetterKind.RECEIVED) -> Letter:
    """A letter that a mail server has taken."""
    letter = post.letter(kind, to=to, number=number)
    claimed = claim(letter.pk, now=cast.NOW)
    assert claimed is not None
    accepted(claimed, now=cast.NOW)
    return post.again(letter)


def written(
    text: str = "Dzień dobry, czy jest winda?",
    *,
    answers: str = "",
    sender: str = "Oksana Testowa <oksana@example.net>",
    subject: str = "Pytanie",
    message_id: str = "<one@example.net>",
    **headers: str,
) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "biuro@example.org", subject
    message["Message-ID"], message["Date"] = message_id, "Mon, 30 Nov 2026 10:00:00 +0100"
    if answers:
        message["In-Reply-To"] = answers
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def bounce_of(message_id: str, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    """As Postfix writes it (RFC 3464), the original's headers enclosed."""
    return f"""From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: biuro@example.org
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce-{action}-{abs(hash(message_id))}@mx.example.net>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; oksana@example.net
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 user unknown

--edge
Content-Type: text/rfc822-headers

Message-ID: {message_id}
Subject: x

--edge--
""".replace("\n", "\r\n").encode()


def plain_bounce_of(message_id: str) -> bytes:
    """As qmail writes it: words, then a copy of the letter."""
    return f"""From: MAILER-DAEMON@old.example.net
To: biuro@example.org
Subject: failure notice
Message-ID: <qmail@old.example.net>

Hi. This is the qmail-send program at old.example.net.
<oksana@example.net>:
Remote host said: 550 no such mailbox

--- Below this line is a copy of the message.

Return-Path: <biuro@example.org>
Message-ID: {message_id}
Subject: x

Dzień dobry
""".replace("\n", "\r\n").encode()


def collected(folder: Folder, *raws: bytes, now: datetime = LATER) -> list[RawMessage]:
    """Deliver these, look into the mailbox once, and give all that is kept, the newest last."""
    for raw in raws:
        folder.deliver(raw)
    with imap_peer(folder) as box:
        collect_mail(now, boxes=[(cast.organisation(), box)])
    return list(RawMessage.objects.order_by("uid", "fetched_at"))


def only(folder: Folder, raw: bytes) -> RawMessage:
    [message] = collected(folder, raw)
    return message
