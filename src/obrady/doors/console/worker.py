"""The worker: looks every second for what is due. What is to be done lies in the database, so it may die at any time."""

import logging
import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import close_old_connections, connections

from obrady.doors.console.account_mail import send_due as send_account_mail
from obrady.stages.applications.tasks import forget_what_is_due
from obrady.stages.applications.tasks import sweep as sweep_imports
from obrady.stages.draws.tasks import compute_due
from obrady.stages.intake.tasks import collect_mail, let_go_of_messages
from obrady.stages.letters.tasks import send_due, send_planned
from obrady.stages.outreach.tasks import write_due_invitations
from obrady.stages.team.tasks import forget_what_is_settled
from obrady.workshop import clock
from obrady.workshop.leftovers import empty_write_ahead_log

logger = logging.getLogger("obrady.worker")
TICK = 1.0
LONGEST_PAUSE = 60.0
MINUTE = 60.0
HOUR = 3600.0


@dataclass(frozen=True)
class Sweep:
    """`run` is called with the time, again and again; it does what is due and returns how much that was.

    `every` is the pause after it in seconds, for what need not be done at once.
    """

    name: str
    run: Callable[[datetime], int]
    every: float = 0.0


def forget(now: datetime) -> int:
    """Destroy what need not be kept any longer, in the database's own log as well."""
    forgotten = forget_what_is_due(now)
    empty_write_ahead_log()
    return forgotten


SWEEPS: list[Sweep] = [
    Sweep("invitations", write_due_invitations),
    Sweep("planned letters", send_planned),
    Sweep("letters", send_due),
    Sweep("imports", sweep_imports),
    Sweep("draws", compute_due),
    Sweep("account mail", send_account_mail),
    Sweep("old invitations", forget_what_is_settled, every=HOUR),
    Sweep("mailbox", collect_mail, every=MINUTE),
    Sweep("old messages", let_go_of_messages, every=HOUR),
    Sweep("retention", forget, every=HOUR),
]


def worker() -> int:
    """Send letters and do other background work until stopped; run one or several."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, frame: stop.set())
    work(stop)
    return 0


def work(stop: threading.Event, *, sweeps: Sequence[Sweep] | None = None, tick: float = TICK) -> None:
    """Until `stop` is set. A sweep that raises is logged and rests for a growing while; the others go on."""
    rests = {sweep.name: Rest() for sweep in sweeps or SWEEPS}
    while not stop.is_set():
        for sweep in sweeps or SWEEPS:
            if not stop.is_set():
                sweep_once(sweep, rests[sweep.name], tick)
        stop.wait(tick)
    connections.close_all()


@dataclass
class Rest:
    faults: int = 0
    ticks: int = 0


def sweep_once(sweep: Sweep, rest: Rest, tick: float) -> None:
    if rest.ticks > 0:
        rest.ticks -= 1
        return
    close_old_connections()
    try:
        sweep.run(clock.now())
    except Exception:
        # A fault in one sweep must not end the others: it is logged and tried again.
        rest.faults += 1
        pause = min(2.0**rest.faults, LONGEST_PAUSE)
        rest.ticks = round(pause / tick) if tick else 0
        logger.exception("the sweep “%s” failed; next try in %s s", sweep.name, round(pause))
        connections.close_all()
    else:
        rest.faults = 0
        rest.ticks = round(sweep.every / tick) if tick else 0
