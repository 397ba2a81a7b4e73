"""1,000 letters to a mail server that fails in every way, while the worker is killed ten times.

The worker is the product's own, as a process of its own that is ended by SIGKILL; its clock runs sixty times as fast, so
that its pauses and leases pass within minutes. The mail server is a real one on loopback, with STARTTLS. In the end every
letter has to have arrived or to stand, with its reason, among what people have to do; copies that arrived twice may be
at most as many as kills, besides those that the server took without saying so.

Run `.venv/bin/python bench/letters_under_fault.py`; it ends by itself with status 1 where a limit is not kept.
`--control leases`, `--control numbers` and `--control early` each switch one safeguard off; then it has to end with 1.
"""

import argparse
import os
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
for folder in (ROOT, ROOT / "src"):
    sys.path.insert(0, str(folder))

from bench.house import installation  # noqa: E402

SPEED = 60
PATIENCE = 900.0
UNKNOWN_EVERY = 25
CONTROLS = ("leases", "numbers", "early")


@dataclass(frozen=True)
class Plan:
    letters: int
    kills: int
    seed: int
    control: str


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["worker"]:
        return work(port=int(arguments[1]), control=arguments[2])
    parser = argparse.ArgumentParser()
    parser.add_argument("--letters", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--control", choices=CONTROLS, default="")
    plan = Plan(**vars(parser.parse_args(arguments)))
    with installation() as home:
        return run(plan, home)


def run(plan: Plan, home: Path) -> int:
    from tests.workshop.faulty_peer import FaultyPeer

    unknown = frozenset(address(number) for number in range(plan.letters) if number % UNKNOWN_EVERY == 7)
    begun = time.monotonic()
    write(plan.letters)
    print(f"{plan.letters} letters written in {time.monotonic() - begun:.0f} s", flush=True)
    os.environ["BENCH_BEGUN"] = str(time.time())
    peer = FaultyPeer(home, seed=plan.seed, unknown=unknown)
    try:
        kills = killed_again_and_again(plan, peer)
    finally:
        peer.close()
    print(f"all settled after {time.monotonic() - begun:.0f} s and {kills} kills", flush=True)
    return 0 if judged(plan, peer.record, unknown, kills) else 1


def address(number: int) -> str:
    return f"reader{number}@example.net"


def write(number: int) -> None:
    from django.db import transaction

    from tests.stages.letters.post import letter, person

    with transaction.atomic():
        for one in range(number):
            phone = "+48 600 000 001" if one % 2 else ""
            letter(number=one, to=person(f"Reader {one}", email=address(one), phone=phone))


# ---------------------------------------------------------------- the kills


def killed_again_and_again(plan: Plan, peer) -> int:
    """A kill after every so many letters, at a moment that chance chooses; then the last worker finishes."""
    chance, kills = random.Random(plan.seed), 0
    workers = [started(peer, plan) for _ in range(2 if plan.control == "leases" else 1)]
    deadline, step = time.monotonic() + PATIENCE, plan.letters / (plan.kills + 1)
    try:
        while not is_settled() and time.monotonic() < deadline:
            if kills < plan.kills and peer.record.number >= (kills + 1) * step * 0.8:
                time.sleep(chance.uniform(0, 0.2))
                workers[0].kill()
                workers[0].wait()
                kills += 1
                if kills % 4 == 0:
                    peer.away_for(1.0)
                workers[0] = started(peer, plan)
            time.sleep(0.05)
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    return kills


def started(peer, plan: Plan) -> subprocess.Popen:
    """It trusts the one certificate of the mail server, and no other."""
    world = {**os.environ, "SSL_CERT_FILE": str(peer.authority)}
    command = [sys.executable, str(Path(__file__)), "worker", str(peer.port), plan.control]
    return subprocess.Popen(command, env=world, cwd=ROOT)


def is_settled() -> bool:
    from obrady.stages.letters.models import Letter
    from obrady.stages.letters.states import ON_ITS_WAY

    return not Letter.objects.filter(state__in=ON_ITS_WAY).exists()


def work(*, port: int, control: str) -> int:
    """In the child: the product's worker with the one sweep that sends letters, on a fast clock."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    import django

    django.setup()
    import logging
    import threading
    from datetime import timedelta

    from obrady.doors.console import worker
    from obrady.stages.letters import tasks
    from obrady.workshop import clock
    from obrady.workshop.mail import Security, Server
    from tests import cast

    logging.disable(logging.CRITICAL)
    server = Server(host="127.0.0.1", port=port, security=Security.STARTTLS, seconds=1.5)
    tasks.LONGEST_SWEEP /= SPEED
    begun = float(os.environ["BENCH_BEGUN"])
    clock.now = lambda: cast.NOW + timedelta(seconds=(time.time() - begun) * SPEED)
    switch_off(control)
    worker.work(
        threading.Event(), sweeps=[worker.Sweep("letters", lambda now: tasks.send_due(now, server=server))], tick=0.02
    )
    return 0


def switch_off(control: str) -> None:
    """The negative controls: without this one safeguard the check has to fail."""
    from django.db.models import Q

    from obrady.stages.letters import actions, tasks
    from obrady.stages.letters.actions import delivering
    from obrady.stages.letters.states import LetterChannel

    if control == "leases":
        delivering.due = lambda now: Q(channel=LetterChannel.MAIL)
    if control == "numbers":
        as_written = tasks.outgoing

        def anew(letter, pictures, **more):
            letter.message_id = f"<{letter.pk}.{letter.attempts}.{time.monotonic_ns()}@example.org>"
            return as_written(letter, pictures, **more)

        tasks.outgoing = anew
    if control == "early":
        offered = tasks._offered

        def noted_first(letter, connection, pictures, *, sender, now):
            actions.accepted(letter, now=now)
            return offered(letter, connection, pictures, sender=sender, now=now)

        tasks._offered = noted_first


# ---------------------------------------------------------------- the judgement


def judged(plan: Plan, record, unknown: frozenset[str], kills: int) -> bool:
    from obrady.stages.letters.models import Letter

    rows = {row.person.email: row for row in Letter.objects.select_related("person")}
    copies = Counter(taken.reader for taken in record.taken)
    unsaid = sum(not taken.was_said for taken in record.taken)
    doubles = sum(number - 1 for number in copies.values())
    numbers = Counter(reader for reader, _number in {(taken.reader, taken.message_id) for taken in record.taken})
    lost = [reader for reader in rows if reader not in unknown and copies[reader] == 0]
    print(f"the mail server took {len(record.taken)} copies of {len(copies)} letters, {unsaid} without saying so")
    for fault, number in sorted(record.faults.items()):
        print(f"  {fault}: {number}")
    print(f"  550 for good: {len(record.refused)} readers")
    return all(
        [
            counted("letters lost", len(lost), 0),
            counted("kills that were not made", plan.kills - kills, 0),
            counted("doubles besides those that the server never acknowledged", max(0, doubles - unsaid), kills),
            counted("doubles altogether", doubles, kills + unsaid),
            counted("readers who got two Message-IDs", sum(number > 1 for number in numbers.values()), 0),
            counted("letters whose state is not what happened", wrong(rows, copies, unknown), 0),
            counted("letters that no page shows where they belong", plan.letters - shown(), 0),
        ]
    )


def counted(name: str, number: int, most: int) -> bool:
    print(f"{name}: {number}, limit {most}{'' if number <= most else ' – NOT KEPT'}", flush=True)
    return number <= most


def wrong(rows: dict, copies: Counter, unknown: frozenset[str]) -> int:
    """Sent exactly where a server took it; refused ones a call or a sheet, with the server's words."""
    from obrady.stages.letters.states import LetterChannel, LetterState, Trouble

    found = 0
    for reader, row in rows.items():
        if reader in unknown:
            channel = LetterChannel.PHONE if row.person.phone else LetterChannel.PRINT
            right = (row.state, row.channel, row.trouble) == (LetterState.TO_DO, channel, Trouble.REFUSED)
            found += not (right and row.last_error.startswith("550") and copies[reader] == 0)
        else:
            found += not (row.state == LetterState.SENT and copies[reader] > 0 and row.sent_to == reader)
    return found


def shown() -> int:
    """On the pages of the letters: those that reached their reader, and what waits for people."""
    from obrady.stages.letters.queries import calls_to_make, counts_by_kind, letters_to_print
    from obrady.stages.letters.states import HAS_REACHED
    from tests import cast

    meeting = cast.meeting()
    reached = sum(count.by_state[state] for count in counts_by_kind(meeting) for state in HAS_REACHED)
    return reached + calls_to_make(meeting).count() + letters_to_print(meeting).count()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
