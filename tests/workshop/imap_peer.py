"""A small real IMAP server on loopback: it counts as it is told, breaks off as it is told, and notes every command."""

import asyncio
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from obrady.workshop.mail import Mailbox, Security

ARRIVED = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass
class Folder:
    """`breaks_at` are numbers at which the line drops in mid-fetch; `refuses` those that are answered with NO."""

    uidvalidity: int = 1
    messages: dict[int, bytes] = field(default_factory=dict)
    arrived: dict[int, datetime] = field(default_factory=dict)
    breaks_at: set[int] = field(default_factory=set)
    refuses: set[int] = field(default_factory=set)
    password: str = "right"
    commands: list[str] = field(default_factory=list)
    flags: dict[int, set[str]] = field(default_factory=dict)
    is_gone: bool = False

    def deliver(self, raw: bytes, *, arrived: datetime = ARRIVED) -> int:
        uid = max(self.messages, default=0) + 1
        self.messages[uid], self.arrived[uid] = raw, arrived
        return uid

    def count_anew(self, *, uidvalidity: int, first: int = 1) -> None:
        """What a restored or moved mailbox does: other numbers under another validity."""
        order = sorted(self.messages)
        messages, arrived = self.messages, self.arrived
        self.messages = {first + place: messages[uid] for place, uid in enumerate(order)}
        self.arrived = {first + place: arrived[uid] for place, uid in enumerate(order)}
        self.uidvalidity = uidvalidity


class Conversation:
    def __init__(self, folder: Folder, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.folder, self.reader, self.writer, self.is_read_only = folder, reader, writer, False

    async def run(self) -> None:
        if self.folder.is_gone:
            return
        self.say("* OK ready")
        while line := (await self.reader.readline()).decode():
            tag, _, command = line.strip().partition(" ")
            self.folder.commands.append(re.sub(r"LOGIN .*", "LOGIN", command))
            if not await self.answer(tag, command):
                break

    def say(self, line: str) -> None:
        self.writer.write(line.encode() + b"\r\n")

    async def answer(self, tag: str, command: str) -> bool:
        name, _, rest = command.partition(" ")
        match name.upper():
            case "CAPABILITY":
                self.say("* CAPABILITY IMAP4rev1 AUTH=PLAIN")
            case "LOGIN" if self.folder.password not in rest:
                self.say(f"{tag} NO [AUTHENTICATIONFAILED] wrong password")
                return True
            case "AUTHENTICATE":
                self.say("+")
                await self.writer.drain()
                said = (await self.reader.readline()).decode().strip()
                self.say(f"{tag} {'OK done' if said == self.folder.password else 'NO wrong password'}")
                return True
            case "EXAMINE" | "SELECT":
                self.is_read_only = name.upper() == "EXAMINE"
                self.say(f"* {len(self.folder.messages)} EXISTS")
                self.say(f"* OK [UIDVALIDITY {self.folder.uidvalidity}] counted so")
            case "UID":
                return await self.uid(tag, rest)
            case "LOGOUT":
                self.say("* BYE")
                self.say(f"{tag} OK")
                return False
        self.say(f"{tag} OK done")
        await self.writer.drain()
        return True

    async def uid(self, tag: str, rest: str) -> bool:
        name, _, arguments = rest.partition(" ")
        if name.upper() == "SEARCH":
            self.say("* SEARCH " + " ".join(map(str, self.found(arguments))))
        elif self.is_refused(arguments):
            self.say(f"{tag} NO cannot read this one")
            return True
        elif not await self.fetch(arguments):
            return False
        self.say(f"{tag} OK done")
        await self.writer.drain()
        return True

    def found(self, arguments: str) -> list[int]:
        first = int(re.search(r"UID (\d+):\*", arguments)[1])
        last = max(self.folder.messages, default=0)
        numbers = sorted({uid for uid in self.folder.messages if uid >= first} | ({last} if last else set()))
        if since := re.search(r"SINCE (\d+)-(\w+)-(\d+)", arguments):
            day = datetime(int(since[3]), MONTHS.index(since[2]) + 1, int(since[1]), tzinfo=UTC)
            numbers = [uid for uid in numbers if self.folder.arrived[uid] >= day]
        return numbers

    def is_refused(self, arguments: str) -> bool:
        return int(arguments.split()[0]) in self.folder.refuses and "PEEK[]" in arguments

    async def fetch(self, arguments: str) -> bool:
        number, _, what = arguments.partition(" ")
        uid = int(number)
        raw = self.folder.messages.get(uid)
        if raw is None:
            return True
        if "RFC822.SIZE" in what:
            self.say(f"* 1 FETCH (UID {uid} RFC822.SIZE {len(raw)})")
            return True
        if "PEEK" not in what and not self.is_read_only:
            self.folder.flags.setdefault(uid, set()).add("\\Seen")
        return await self.send(uid, raw, what)

    async def send(self, uid: int, raw: bytes, what: str) -> bool:
        label = re.search(r"BODY\.PEEK(\[\w*\](?:<\d+)?)", what)
        name = "BODY" + (label[1] + ">" if label and "<" in label[1] else label[1] if label else "[]")
        if "HEADER" in what:
            raw = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        if piece := re.search(r"<(\d+)\.(\d+)>", what):
            raw = raw[int(piece[1]) : int(piece[1]) + int(piece[2])]
        self.writer.write(f"* 1 FETCH (UID {uid} {name} {{{len(raw)}}}\r\n".encode())
        if uid in self.folder.breaks_at and "HEADER" not in what:
            self.writer.write(raw[: len(raw) // 2])
            await self.writer.drain()
            return False
        self.writer.write(raw + b")\r\n")
        await self.writer.drain()
        return True


@contextmanager
def imap_peer(folder: Folder) -> Iterator[Mailbox]:
    ready, ports, stop = threading.Event(), [], asyncio.Event()
    loops: list[asyncio.AbstractEventLoop] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await Conversation(folder, reader, writer).run()
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def serve() -> None:
        server = await asyncio.start_server(talk, "127.0.0.1", 0)
        ports.append(server.sockets[0].getsockname()[1])
        loops.append(asyncio.get_running_loop())
        ready.set()
        async with server:
            await stop.wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    ready.wait(5)
    try:
        yield Mailbox("127.0.0.1", ports[0], "office@example.org", "right", Security.NONE, seconds=5)
    finally:
        loops[0].call_soon_threadsafe(stop.set)
        thread.join(5)
