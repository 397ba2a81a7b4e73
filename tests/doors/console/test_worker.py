"""The worker: does what is due again and again, survives faults, and ends when asked."""

import logging
import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta

import pytest

from obrady.doors.console.worker import LONGEST_PAUSE, SWEEPS, Rest, Sweep, sweep_once, work
from obrady.stages.people.queries import sensitive_answers
from tests import cast
from tests.stages.applications import desk
from tests.stages.letters.post import again, letter
from tests.workshop.smtp_peer import smtp_peer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def connections_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's own transaction lives on the connection that a worker of its own would close."""
    monkeypatch.setattr("obrady.doors.console.worker.close_old_connections", lambda: None)
    monkeypatch.setattr("obrady.doors.console.worker.connections.close_all", lambda: None)


def counting(times: list, stop: threading.Event, *, until: int, fault: bool = False) -> Sweep:
    def run(now) -> int:
        times.append(now)
        if len(times) >= until:
            stop.set()
        if fault:
            raise OSError("the disk is full")
        return 1

    return Sweep(name="counting", run=run)


def test_it_sends_letters() -> None:
    assert "letters" in [sweep.name for sweep in SWEEPS]


@pytest.mark.django_db(transaction=True)
def test_it_forgets_what_need_not_be_kept_any_longer_and_then_rests_for_an_hour(settings) -> None:
    person = desk.apply(desk.meeting()).application.person
    settings.OBRADY_FIXED_NOW = (cast.particulars().ends_at + timedelta(days=30)).isoformat()
    retention, rest = next(sweep for sweep in SWEEPS if sweep.name == "retention"), Rest()
    sweep_once(retention, rest, 1.0)
    assert sensitive_answers(person) == {}
    assert (rest.faults, rest.ticks) == (0, 3600)


def test_a_letter_that_is_due_leaves_within_a_tick(settings) -> None:
    written, stop = letter(), threading.Event()
    with smtp_peer() as (peer, server):
        settings.OBRADY_SMTP_HOST, settings.OBRADY_SMTP_PORT = server.host, server.port
        settings.OBRADY_SMTP_SECURITY = "none"
        sweeps = [next(sweep for sweep in SWEEPS if sweep.name == "letters"), counting([], stop, until=1)]
        work(stop, sweeps=sweeps, tick=0)
    assert again(written).state == "sent"
    assert peer.letters[0]["Message-ID"] == written.message_id


def test_every_sweep_gets_the_time_of_its_own_turn() -> None:
    stop, times = threading.Event(), []
    work(stop, sweeps=[counting(times, stop, until=3)], tick=0)
    assert times == [cast.NOW] * 3


def test_a_fault_in_one_sweep_is_logged_and_does_not_stop_the_others(caplog) -> None:
    stop, bad, good = threading.Event(), [], []
    sweeps = [counting(bad, threading.Event(), until=9, fault=True), counting(good, stop, until=3)]
    with caplog.at_level(logging.ERROR):
        work(stop, sweeps=sweeps, tick=0)
    assert len(good) == 3
    assert "the disk is full" in caplog.text


def test_the_pause_after_faults_grows_and_ends_with_the_first_success(caplog) -> None:
    rest, pauses = Rest(), []
    for _ in range(9):
        rest.ticks = 0
        sweep_once(counting([], threading.Event(), until=9, fault=True), rest, 1.0)
        pauses.append(rest.ticks)
    assert pauses[:3] == [2, 4, 8]
    assert pauses[-1] == LONGEST_PAUSE
    rest.ticks = 0
    sweep_once(counting([], threading.Event(), until=9), rest, 1.0)
    assert (rest.faults, rest.ticks) == (0, 0)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_when_asked(number: signal.Signals, tmp_path) -> None:
    world = {**os.environ, "PYTHONPATH": "src", "OBRADY_DATA": str(tmp_path / "data"), "PYTHONUNBUFFERED": "1"}
    code = (
        "import sys; from obrady.doors.console.main import run; print('begun', flush=True); sys.exit(run(['worker']))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], env=world, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        process.stdout.readline()
        line = process.stderr.readline()
        process.send_signal(number)
        assert process.wait(timeout=20) == 0
    assert "worker" in line
