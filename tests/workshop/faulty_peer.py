"""A mail server on loopback that fails in every way a mail server can, by chance that repeats, and keeps a true record."""

import random
import socket
import ssl
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HERE = "127.0.0.1"


class Fault(StrEnum):
    # Of a connection.
    RESET = "reset at once"
    BUSY = "421 as its greeting"
    GARBAGE_GREETING = "garbage as its greeting"
    NO_TLS = "TLS breaks off"
    WRONG_CERTIFICATE = "another's certificate"
    # Of one letter.
    HANG = "never answers"
    SLOW = "answers slowly"
    RCPT_LATER = "450 at the recipient"
    GREYLIST = "451 the first time"
    DATA_LATER = "451 after the data"
    CLOSING = "421 in the middle"
    DROP_IN_DATA = "drops during the data"
    TAKEN_UNSAID = "takes it and drops before 250"
    GARBAGE_ANSWER = "garbage, and an answer too many"


OF_A_CONNECTION = {
    Fault.RESET: 2, Fault.BUSY: 2, Fault.GARBAGE_GREETING: 2, Fault.NO_TLS: 2, Fault.WRONG_CERTIFICATE: 2,
}  # fmt: skip
OF_A_LETTER = {
    Fault.HANG: 0.3, Fault.SLOW: 2, Fault.RCPT_LATER: 2, Fault.GREYLIST: 5, Fault.DATA_LATER: 2, Fault.CLOSING: 2,
    Fault.DROP_IN_DATA: 2, Fault.TAKEN_UNSAID: 1.5, Fault.GARBAGE_ANSWER: 1.5,
}  # fmt: skip


@dataclass(frozen=True)
class Taken:
    reader: str
    message_id: str
    was_said: bool


@dataclass
class Record:
    """What this server took, whether its sender heard of it, and what it did besides."""

    taken: list[Taken] = field(default_factory=list)
    faults: Counter = field(default_factory=Counter)
    refused: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, fault: Fault) -> None:
        with self.lock:
            self.faults[fault] += 1

    def take(self, reader: str, data: bytes, *, was_said: bool) -> None:
        message_id = str(message_from_bytes(data)["Message-ID"])
        with self.lock:
            self.taken.append(Taken(reader, message_id, was_said))

    @property
    def number(self) -> int:
        with self.lock:
            return len(self.taken)


class Broken(Exception):
    """The conversation ends here, whatever the other side expects."""


class FaultyPeer:
    """Refuses for good everybody in `unknown`; the chance of a fault is in percent, times `harshness`."""

    def __init__(self, folder: Path, *, seed: int, unknown: frozenset[str], harshness: float = 1.0) -> None:
        self.record, self.unknown, self.harshness = Record(), unknown, harshness
        self.chance, self.greylisted = random.Random(seed), set[str]()
        self.authority = folder / "authority.pem"
        self.right, self.wrong = certificate(folder, "right"), certificate(folder, "wrong")
        self.authority.write_bytes((folder / "right.pem").read_bytes())
        self.listener = listening(0)
        self.port = self.listener.getsockname()[1]
        self.is_over = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def away_for(self, seconds: float) -> None:
        """Nobody listens: connections are refused."""
        self._stop_listening()
        time.sleep(seconds)
        self.listener = listening(self.port)

    def close(self) -> None:
        self.is_over.set()
        self._stop_listening()

    def _stop_listening(self) -> None:
        """Also for the thread that waits in `accept`."""
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def _serve(self) -> None:
        while not self.is_over.is_set():
            try:
                line, _address = self.listener.accept()
            except OSError:
                time.sleep(0.01)
                continue
            threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        line.settimeout(30)
        try:
            Talk(self, line).hold()
        except (Broken, OSError, ssl.SSLError, ValueError):
            pass
        finally:
            line.close()

    def fault(self, weights: dict[Fault, float]) -> Fault | None:
        with self.record.lock:
            drawn = self.chance.uniform(0, 100) / self.harshness
        for fault, weight in weights.items():
            drawn -= weight
            if drawn < 0:
                return fault
        return None


class Talk:
    def __init__(self, peer: FaultyPeer, line: socket.socket) -> None:
        self.peer, self.record, self.line = peer, peer.record, line
        self.stream = line.makefile("rb")

    def say(self, text: str) -> None:
        self.line.sendall(text.encode() + b"\r\n")

    def hear(self) -> str:
        heard = self.stream.readline(10_000)
        if not heard:
            raise Broken
        return heard.decode("utf-8", "replace").strip()

    def hold(self) -> None:
        fault = self.peer.fault(OF_A_CONNECTION)
        if fault is not None:
            self.record.note(fault)
        match fault:
            case Fault.RESET:
                raise Broken
            case Fault.BUSY:
                self.say("421 too busy")
                raise Broken
            case Fault.GARBAGE_GREETING:
                self.say("\x00\x01 hello there")
                raise Broken
        self.say("220 here")
        self._encrypt(fault)
        reader = ""
        while True:
            command = self.hear()
            match command[:4].upper():
                case "RCPT":
                    reader = command.partition("<")[2].partition(">")[0]
                    self._recipient(reader)
                case "DATA":
                    self._letter(reader)
                case "QUIT":
                    self.say("221 bye")
                    raise Broken
                case _:
                    self.say("250 OK")

    def _encrypt(self, fault: Fault | None) -> None:
        self.hear()
        self.say("250-here\r\n250 STARTTLS")
        if self.hear().upper() != "STARTTLS":
            raise Broken
        self.say("220 go on")
        if fault is Fault.NO_TLS:
            self.say("what is that")
            raise Broken
        context = self.peer.wrong if fault is Fault.WRONG_CERTIFICATE else self.peer.right
        self.line = context.wrap_socket(self.line, server_side=True)
        self.stream = self.line.makefile("rb")

    def _recipient(self, reader: str) -> None:
        if reader in self.peer.unknown:
            self.record.refused.add(reader)
            self.say("550 5.1.1 no such reader")
            return
        self.fault = self.peer.fault(OF_A_LETTER)
        if self.fault is Fault.GREYLIST and reader in self.peer.greylisted:
            self.fault = None
        if self.fault is not None:
            self.record.note(self.fault)
        match self.fault:
            case Fault.GREYLIST:
                self.peer.greylisted.add(reader)
                self.say("451 4.7.1 come again")
            case Fault.RCPT_LATER:
                self.say("450 4.2.1 later")
            case Fault.CLOSING:
                self.say("421 4.3.2 shutting down")
                raise Broken
            case _:
                self.say("250 OK")

    def _letter(self, reader: str) -> None:
        self.say("354 go on")
        if self.fault is Fault.DROP_IN_DATA:
            self.stream.readline()
            raise Broken
        data = self._data()
        match self.fault:
            case Fault.HANG:
                time.sleep(5)
                raise Broken
            case Fault.DATA_LATER:
                self.say("451 4.3.0 later")
                return
            case Fault.GARBAGE_ANSWER:
                self.say("hm?\r\n250 OK")
                return
            case Fault.TAKEN_UNSAID:
                self.record.take(reader, data, was_said=False)
                raise Broken
            case Fault.SLOW:
                time.sleep(0.3)
        # Noted before it is said: who is killed now has had it taken all the same.
        self.record.take(reader, data, was_said=True)
        self.say("250 OK")

    def _data(self) -> bytes:
        lines: list[bytes] = []
        while (line := self.stream.readline()) != b".\r\n":
            if not line:
                raise Broken
            lines.append(line)
        return b"".join(lines)


def listening(port: int) -> socket.socket:
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.bind((HERE, port))
    found.listen(50)
    return found


def certificate(folder: Path, name: str) -> ssl.SSLContext:
    """Signed by itself, for the address of loopback."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HERE))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / f"{name}.pem", folder / f"{name}.key"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context
