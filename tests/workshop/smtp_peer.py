"""A real mail server on loopback that answers as it is told and keeps what it took."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from obrady.workshop.mail import Security, Server

TAKEN = "250 OK"


class Peer:
    """`answer` decides about each letter by its number (from 0) and its recipient, after the data has come."""

    def __init__(self, answer: Callable[[int, str], str], pause: float) -> None:
        self.answer, self.pause, self.number, self.taken = answer, pause, 0, []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 aiosmtpd's name
        said = self.answer(self.number, envelope.rcpt_tos[0])
        self.number += 1
        await asyncio.sleep(self.pause)
        if said.startswith("250"):
            self.taken.append(message_from_bytes(envelope.content, policy=default))
        return said

    @property
    def letters(self) -> list[EmailMessage]:
        return self.taken

    @property
    def readers(self) -> list[str]:
        return sorted(str(letter["To"]) for letter in self.taken)


@contextmanager
def smtp_peer(
    answer: Callable[[int, str], str] = lambda number, reader: TAKEN, *, pause: float = 0
) -> Iterator[tuple[Peer, Server]]:
    peer = Peer(answer, pause)
    port = free_port()
    controller = Controller(peer, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield peer, Server(host="127.0.0.1", port=port, security=Security.NONE, seconds=5)
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def nobody_listens() -> Server:
    return Server(host="127.0.0.1", port=free_port(), security=Security.NONE, seconds=2)
