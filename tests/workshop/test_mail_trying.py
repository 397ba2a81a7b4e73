"""Mail settings tried out against servers that misbehave: an answer each time, within a fixed time."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from obrady.workshop.mail import Mailbox, Outgoing, Security, Server, Trial, composed, try_mailbox, try_server

MESSAGE = composed(
    Outgoing(
        message_id="<a@example.org>", sender="a@example.org", to="b@example.net", reply_to="", subject="S", body="B",
        language="pl", written_at=datetime(2026, 11, 30, tzinfo=UTC),
    )
)  # fmt: skip


@contextmanager
def says(*lines: str, pause: float = 0) -> Iterator[int]:
    """A server that says these lines, one after each thing it hears, and then nothing any more."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()

    def talk() -> None:
        line, _ = listener.accept()
        with line:
            for text in lines:
                for sign in text + "\r\n":
                    line.sendall(sign.encode())
                    time.sleep(pause)
                line.recv(1000)
            time.sleep(3)

    threading.Thread(target=talk, daemon=True).start()
    yield listener.getsockname()[1]
    listener.close()


def server(port: int, security: Security = Security.NONE, **more) -> Server:
    return Server(host="127.0.0.1", port=port, security=security, seconds=1, **more)


@pytest.mark.parametrize(
    ("lines", "security", "result"),
    [
        ((), Security.NONE, Trial.NO_CONNECTION),
        (("hello?",), Security.NONE, Trial.OTHER),
        (("421 busy",), Security.NONE, Trial.BUSY),
        (("220 here", "250 here"), Security.STARTTLS, Trial.NO_SECURITY),
        (("220 here", "250 here", "553 not you"), Security.NONE, Trial.SENDER),
        (("220 here", "250 here", "250 OK", "550 nobody"), Security.NONE, Trial.RECIPIENT),
    ],
)
def test_each_answer_has_its_word(lines: tuple, security: Security, result: Trial) -> None:
    with says(*lines) as port:
        assert try_server(server(port, security), MESSAGE).result is result


def test_a_server_without_sign_in_refuses_the_password() -> None:
    with says("220 here", "250 here") as port:
        assert try_server(server(port, user="a", password="b"), MESSAGE).result is Trial.SIGN_IN


def test_a_server_that_answers_one_sign_at_a_time_holds_nobody() -> None:
    begun = time.monotonic()
    with says("220 " + "x" * 300, pause=0.1) as port:
        assert try_server(server(port), MESSAGE, seconds=1).result is Trial.NO_CONNECTION
    assert time.monotonic() - begun < 3


def test_a_name_that_does_not_exist_is_no_connection() -> None:
    assert try_server(Server(host="no.such.host.invalid", port=25), MESSAGE).result is Trial.NO_CONNECTION


def test_a_mailbox_that_does_not_answer_is_said_within_its_time() -> None:
    with says() as port:
        box = Mailbox(host="127.0.0.1", port=port, user="a", password="b", security=Security.NONE, seconds=1)
        assert try_mailbox(box, seconds=2).result is Trial.NO_CONNECTION
