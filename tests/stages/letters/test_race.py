"""Several workers at once, and workers that are killed: nobody gets a letter twice for it."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connections
from django.db.models import Q

from obrady.stages.letters import actions, queries
from obrady.stages.letters.actions import delivering
from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import LEASE, LetterState
from obrady.stages.letters.tasks import send_due
from tests import cast
from tests.stages.letters.post import letter, person
from tests.workshop.smtp_peer import smtp_peer

LETTERS = 12


def write_letters(number: int) -> None:
    for one in range(number):
        letter(number=one, to=person(email=f"osoba{one}@example.net"))


def two_workers(server) -> None:
    ready = threading.Barrier(2)

    def work() -> None:
        ready.wait()
        send_due(cast.NOW, server=server)
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_letters_and_send_none_twice() -> None:
    write_letters(LETTERS)
    with smtp_peer(pause=0.05) as (peer, server):
        two_workers(server)
    assert Counter(peer.readers) == {f"osoba{one}@example.net": 1 for one in range(LETTERS)}
    assert set(Letter.objects.values_list("state", flat=True)) == {LetterState.SENT}


@pytest.mark.django_db(transaction=True)
def test_without_the_condition_on_the_lease_they_would_send_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: with the one condition switched off, the test above must be able to fail."""
    monkeypatch.setattr(delivering, "due", lambda now: Q())
    write_letters(LETTERS)
    with smtp_peer(pause=0.05) as (peer, server):
        two_workers(server)
    assert max(Counter(peer.readers).values()) == 2


@pytest.mark.django_db
def test_the_same_letter_can_be_claimed_once_until_the_lease_runs_out() -> None:
    key = letter().pk
    first = actions.claim(key, now=cast.NOW)
    assert first is not None
    assert actions.claim(key, now=cast.NOW + LEASE - timedelta(seconds=1)) is None
    assert actions.claim(key, now=cast.NOW + LEASE) is not None


@pytest.mark.django_db
def test_a_worker_that_lost_its_lease_cannot_spoil_what_the_next_one_said() -> None:
    key = letter().pk
    slow = actions.claim(key, now=cast.NOW)
    quick = actions.claim(key, now=cast.NOW + LEASE)
    actions.accepted(quick, now=cast.NOW + LEASE)
    with pytest.raises(actions.LetterHasMoved):
        actions.failed(slow, trouble="refused", answer="550", now=cast.NOW + LEASE)
    actions.asked_to_wait(slow, answer="451", now=cast.NOW + LEASE)
    assert Letter.objects.get(pk=key).state == LetterState.SENT


WORKERS_WORLD = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
WORKER = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "obrady.config.settings"
from django.conf import settings
settings.DATABASES["default"]["NAME"] = {database!r}
import django; django.setup()
from datetime import datetime
from obrady.stages.letters.tasks import send_due
from obrady.workshop.mail import Security, Server
server = Server(host="127.0.0.1", port={port}, security=Security.NONE, seconds=5)
print("begun", flush=True)
while send_due(datetime.fromisoformat({now!r}), server=server): pass
"""


def kill_in_the_middle(server, *, now) -> None:
    database = str(connections["default"].settings_dict["NAME"])
    code = WORKER.format(database=database, port=server.port, now=now.isoformat())
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=WORKERS_WORLD) as process:
        process.stdout.readline()
        time.sleep(0.25)
        process.send_signal(signal.SIGKILL)


@pytest.mark.faults
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_again_and_again_the_worker_loses_nothing_and_doubles_at_most_one_letter_a_kill() -> None:
    write_letters(60)
    now, kills = cast.NOW, 0
    with smtp_peer(lambda number, reader: "451 later" if number % 10 == 0 else "250 OK", pause=0.02) as (peer, server):
        while Letter.objects.filter(~Q(state=LetterState.SENT)).exists() and kills < 60:
            kill_in_the_middle(server, now=now)
            kills, now = kills + 1, now + LEASE
    arrived = Counter(found["Message-ID"] for found in peer.letters)
    assert kills >= 3
    assert set(arrived) == set(Letter.objects.values_list("message_id", flat=True))
    assert arrived.total() - len(arrived) <= kills
    assert queries.waiting_counts(cast.meeting()).failed == 0
