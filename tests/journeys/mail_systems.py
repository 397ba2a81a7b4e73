"""Messages as mail systems and people really write them, about a letter of ours. Each takes the letter that arrived and
gives the raw bytes that come into the mailbox."""

from base64 import b64encode
from email.header import Header
from email.message import EmailMessage
from quopri import encodestring

OURS = "biuro@example.org"


def raw(head: str, body: bytes) -> bytes:
    return (
        head.strip().replace("\n", "\r\n").encode() + b"\r\n\r\n" + body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    )


def reader(letter: EmailMessage) -> str:
    return str(letter["To"])


def number(letter: EmailMessage) -> str:
    return str(letter["Message-ID"]).strip("<>").partition("@")[0]


def head(letter: EmailMessage, *, sender: str, subject: str, more: str = "") -> str:
    return (
        f"From: {sender}\nTo: {OURS}\nSubject: {subject}\nMessage-ID: <answer.{number(letter)}@mx.example.net>\n"
        f"Date: Mon, 30 Nov 2026 12:00:00 +0100\n{more}MIME-Version: 1.0"
    )


# ---------------------------------------------------------------- letters that come back


def report(letter: EmailMessage, *, sender: str, subject: str, words: str, status: str, original: str, more: str = ""):
    kind = f'Content-Type: multipart/report; report-type=delivery-status; boundary="edge"\n{more}'
    body = f"--edge\n{words}\n\n--edge\nContent-Type: message/delivery-status\n\n{status}\n\n--edge\n{original}\n--edge--\n"
    return raw(head(letter, sender=sender, subject=subject, more=kind), body.encode())


def own_headers(letter: EmailMessage) -> str:
    return f"From: {OURS}\nTo: {reader(letter)}\nMessage-ID: {letter['Message-ID']}\nSubject: Zaproszenie\n"


def postfix(letter: EmailMessage, *, action: str = "failed", status: str = "5.1.1") -> bytes:
    return report(
        letter,
        sender="MAILER-DAEMON@mx.example.net (Mail Delivery System)",
        subject="Undelivered Mail Returned to Sender" if action == "failed" else "Delayed Mail (still being retried)",
        words="Content-Type: text/plain; charset=us-ascii\n\nThis is the mail system at host mx.example.net.",
        status=(
            "Reporting-MTA: dns; mx.example.net\nX-Postfix-Queue-ID: 4XyZ\n\n"
            f"Final-Recipient: rfc822; {reader(letter)}\nAction: {action}\nStatus: {status}\n"
            "Diagnostic-Code: smtp; 550 5.1.1 <x>: Recipient address rejected:\n    User unknown"
        ),
        original=f"Content-Type: text/rfc822-headers\n\n{own_headers(letter)}",
        more="Auto-Submitted: auto-replied\n",
    )


def postfix_delay(letter: EmailMessage) -> bytes:
    return postfix(letter, action="delayed", status="4.4.1")


def exchange(letter: EmailMessage) -> bytes:
    """Words in HTML alone, the subject in the reader's language, the whole letter enclosed."""
    return report(
        letter,
        sender="postmaster@urzad.onmicrosoft.example",
        subject=Header("Nie można dostarczyć: Zaproszenie", "utf-8").encode(),
        words="Content-Type: text/html; charset=utf-8\n\n<p><b>Nie udało się dostarczyć wiadomości.</b></p>",
        status=(
            "Reporting-MTA: dns;AM0PR01.example.outlook.com\nReceived-From-MTA: dns;mx\n\n"
            f"Final-Recipient: rfc822;{reader(letter)}\nAction: failed\nStatus: 5.1.10\n"
            "Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found"
        ),
        original=f"Content-Type: message/rfc822\n\n{own_headers(letter)}Content-Type: text/plain\n\nDzień dobry",
        more=f"In-Reply-To: {letter['Message-ID']}\nX-MS-Exchange-Message-Is-Ndr:\n",
    )


def exim(letter: EmailMessage) -> bytes:
    """No report at all: words, then a copy."""
    words = (
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be "
        f"delivered to one or more of its recipients. This is a permanent error.\n\n  {reader(letter)}\n"
        "    host mx.example.net [192.0.2.7]\n    SMTP error from remote mail server after RCPT TO:\n"
        "    550 5.1.1 no mailbox here by that name\n\n"
        "------ This is a copy of the message, including all the headers. ------\n\n"
        f"Return-path: <{OURS}>\n{own_headers(letter)}\nDzień dobry\n"
    )
    more = f"X-Failed-Recipients: {reader(letter)}\nAuto-Submitted: auto-replied\nContent-Type: text/plain; charset=utf-8\n"
    sender = "Mail Delivery System <Mailer-Daemon@serwer.example>"
    subject = "Mail delivery failed: returning message to sender"
    return raw(head(letter, sender=sender, subject=subject, more=more), words.encode())


def exim_delay(letter: EmailMessage) -> bytes:
    words = f"A message that you sent has not yet been delivered after 24 hours.\n\n  {reader(letter)}\n\n{own_headers(letter)}"
    sender, subject = "Mail Delivery System <Mailer-Daemon@serwer.example>", "Warning: message 1kA delayed 24 hours"
    return raw(head(letter, sender=sender, subject=subject, more="Auto-Submitted: auto-replied\n"), words.encode())


def gmail(letter: EmailMessage) -> bytes:
    """Words in three wrappings with a picture, before the report."""
    words = (
        'Content-Type: multipart/related; boundary="inner"\n\n--inner\nContent-Type: multipart/alternative; boundary="alt"\n\n'
        "--alt\nContent-Type: text/plain; charset=utf-8\n\n** Nie znaleziono adresu **\n\n--alt\n"
        "Content-Type: text/html; charset=utf-8\n\n<p>Nie znaleziono adresu</p>\n--alt--\n"
        "--inner\nContent-Type: image/png; name=icon.png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--inner--"
    )
    return report(
        letter,
        sender="Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
        subject="Delivery Status Notification (Failure)",
        words=words,
        status=(
            "Reporting-MTA: dns; googlemail.example\nArrival-Date: Mon, 30 Nov 2026 03:00:00 -0800\n\n"
            f"Final-Recipient: rfc822; {reader(letter)}\nAction: failed\nStatus: 5.1.1\n"
            "Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.\n 550 5.1.1 NoSuchUser"
        ),
        original=f"Content-Type: message/rfc822\n\n{own_headers(letter)}\nDzień dobry",
        more=f"In-Reply-To: {letter['Message-ID']}\nReferences: {letter['Message-ID']}\n",
    )


def qmail(letter: EmailMessage) -> bytes:
    words = (
        f"Hi. This is the qmail-send program at old.example.net.\n<{reader(letter)}>:\nRemote host said: 550 no such mailbox\n\n"
        f"--- Below this line is a copy of the message.\n\nReturn-Path: <{OURS}>\n{own_headers(letter)}\nDzień dobry\n"
    )
    return raw(head(letter, sender="MAILER-DAEMON@old.example.net", subject="failure notice"), words.encode())


# ---------------------------------------------------------------- machines that answer for their people


def exchange_away(letter: EmailMessage) -> bytes:
    subject = Header("Automatyczna odpowiedź: Zaproszenie", "utf-8").encode()
    more = (
        f"In-Reply-To: {letter['Message-ID']}\nX-Auto-Response-Suppress: All\nauto-submitted: auto-generated\n"
        'Content-Type: text/plain; charset="iso-8859-2"\nContent-Transfer-Encoding: quoted-printable\n'
    )
    words = encodestring("Jestem na urlopie. Proszę pisać do sekretariatu.".encode("iso-8859-2"))
    return raw(head(letter, sender=reader(letter), subject=subject, more=more), words)


def gmail_away(letter: EmailMessage) -> bytes:
    more = (
        f"In-Reply-To: {letter['Message-ID']}\nReferences: {letter['Message-ID']}\nAuto-Submitted: auto-replied\n"
        "Precedence: bulk\nX-Autoreply: yes\nContent-Type: text/plain; charset=utf-8\n"
    )
    words = "Мене немає до 7 грудня. Не пишіть, я не читаю пошту."
    return raw(head(letter, sender=reader(letter), subject="Re: Zaproszenie", more=more), words.encode())


# ---------------------------------------------------------------- people


def written(letter: EmailMessage, words: str, *, charset: str = "utf-8", claims: str = "", html: bool = False) -> bytes:
    """An answer with the button "reply", its text in base64 under whatever charset the program claims."""
    kind = f'text/{"html" if html else "plain"}; charset="{claims or charset}"'
    more = f"In-Reply-To: {letter['Message-ID']}\nContent-Type: {kind}\nContent-Transfer-Encoding: base64\n"
    subject = Header("Odp.: Zaproszenie", "iso-8859-2").encode()
    return raw(head(letter, sender=reader(letter), subject=subject, more=more), b64encode(words.encode(charset)))


def quoted(letter: EmailMessage) -> str:
    """Our own letter underneath, which says how to unsubscribe."""
    own = letter.get_body(("plain",)).get_content()
    return "\n".join(f"> {line}" for line in own.splitlines())


def asks_in_gmail(letter: EmailMessage) -> bytes:
    above = f"W dniu pon., 30 lis 2026 o 10:00 Biuro <{OURS}> napisał(a):"
    return written(letter, f"Czy jest winda?\n\n{above}\n\n{quoted(letter)}\n")


def asks_in_outlook(letter: EmailMessage) -> bytes:
    own = letter.get_body(("plain",)).get_content()
    above = (
        f"Od: Biuro <{OURS}>\nWysłano: poniedziałek, 30 listopada 2026 10:00\nDo: {reader(letter)}\nTemat: Zaproszenie"
    )
    return written(letter, f"Ile osób możemy zgłosić?\n\n{above}\n\n{own}", charset="cp1250", claims="windows-1250")


def asks_in_ukrainian(letter: EmailMessage) -> bytes:
    above = f"пн, 30 лист. 2026 р. о 10:00 Biuro <{OURS}> пише:"
    return written(letter, f"Чи буде переклад?\n\n{above}\n\n{quoted(letter)}", charset="utf-8")


def asks_in_html_under_a_wrong_name(letter: EmailMessage) -> bytes:
    words = (
        "<html><body><style>p{color:red}</style><p>Zażółć gęślą jaźń&nbsp;– <b>czy można z psem?</b></p></body></html>"
    )
    return written(letter, words, charset="utf-8", claims="x-unknown-8bit", html=True)


PLEAS = (
    ("Proszę mnie wypisać z listy.", "utf-8"),
    ("Proszę o wypisanie naszego adresu.", "iso-8859-2"),
    ("Nie chcemy otrzymywać takich wiadomości", "cp1250"),
    ("Proszę usunąć nasz adres.", "utf-16"),
    ("Прошу видалити мене зі списку", "koi8-u"),
    ("Відпишіть нас, будь ласка", "cp1251"),
    ("Please remove us from your list", "us-ascii"),
    ("unsubscribe", "us-ascii"),
)


def plea(letter: EmailMessage, turn: int) -> bytes:
    words, charset = PLEAS[turn % len(PLEAS)]
    return written(letter, words, charset=charset)


def complains(letter: EmailMessage) -> bytes:
    """A mail service tells that its user marked the letter as spam (RFC 5965)."""
    body = (
        "--edge\nContent-Type: text/plain\n\nThis is an email abuse report.\n\n--edge\nContent-Type: message/feedback-report\n\n"
        f"Feedback-Type: abuse\nVersion: 1\n\n--edge\nContent-Type: message/rfc822\n\n{own_headers(letter)}\nx\n--edge--\n"
    )
    more = 'Content-Type: multipart/report; report-type=feedback-report; boundary="edge"\n'
    return raw(head(letter, sender="fbl@provider.example", subject="complaint", more=more), body.encode())
