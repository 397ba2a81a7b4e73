"""10,000 rows of a file brought in by the worker, while people go on applying over HTTP.

A web server and a worker run as processes of their own, as in a real installation. Measured is the time from the upload
to the moment when all rows are in the register; every public application sent meanwhile has to be acknowledged, and to be
there in the end.

Run `.venv/bin/python bench/import_applications.py`; it ends by itself with status 1 where a limit is not kept.
"""

import csv
import io
import os
import re
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.cookiejar import CookieJar
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.house import ROOT, free_port, installation, told
from bench.people import rows

APPLICATIONS = 10_000
MOST_SECONDS, MOST_WAITING = 120.0, 5.0
# Not more than the form takes without a proof that a person writes: 60 in ten minutes.
PAUSE, MOST_SENT = 2.0, 55
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


def main() -> int:
    port = free_port()
    with installation(address=f"http://127.0.0.1:{port}"):
        from tests import cast
        from tests.stages.applications import desk

        now = datetime.now(UTC)
        meeting = desk.meeting(opens_at=now - timedelta(days=6), closes_at=now + timedelta(days=5))
        actor = cast.actor(cast.coordinator())
        with running(port):
            return measured(meeting, actor, f"http://127.0.0.1:{port}/m/{meeting.slug}/apply/")


def measured(meeting, actor, address: str) -> int:
    from obrady.stages.applications.queries import register

    over, sent, waited = threading.Event(), [], []
    people = threading.Thread(target=apply_again_and_again, args=(address, over, sent, waited))
    people.start()
    start = time.perf_counter()
    job = brought(meeting, actor, file_of(APPLICATIONS))
    steps = [f"{name} {seconds:.0f} s" for name, seconds in through(job, actor)]
    seconds = time.perf_counter() - start
    over.set()
    people.join()
    print("; ".join(steps))
    kept = told(f"{APPLICATIONS} rows from the upload to the register", seconds, MOST_SECONDS, "s")
    print(f"public applications meanwhile: {len(waited)} sent, {len(sent)} acknowledged")
    calm = told("the longest wait of a public application", max(waited, default=0.0), MOST_WAITING, "s")
    there = register(meeting).filter(batch=None).count()
    whole = register(meeting).count()
    print(f"in the register: {whole}, of them {there} over the web")
    return 0 if kept and calm and sent and len(sent) == len(waited) == there and whole == there + APPLICATIONS else 1


def file_of(number: int) -> bytes:
    made = list(rows(number, seed=3, first=datetime.now(UTC) - timedelta(days=5)))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(made[0]))
    writer.writeheader()
    writer.writerows(made)
    return text.getvalue().encode()


def brought(meeting, actor, data: bytes):
    from obrady.stages.applications.actions.import_uploading import upload_file

    pieces = (data[start : start + (1 << 20)] for start in range(0, len(data), 1 << 20))
    return upload_file(actor=actor, meeting=meeting, file_name="bench.csv", chunks=pieces, now=datetime.now(UTC))


def through(job, actor) -> Iterator[tuple[str, float]]:
    """A person's two words in between, as soon as the worker waits for them."""
    from obrady.stages.applications.actions.import_uploading import place_columns, start_import
    from obrady.stages.applications.queries.import_targets import ColumnMapping

    for state, act in (
        ("mapping", lambda found: place_columns(
            actor=actor, job=found, mapping=ColumnMapping.of_json(found.mapping), now=datetime.now(UTC))),
        ("checked", lambda found: start_import(actor=actor, job=found, good_rows_only=False, now=datetime.now(UTC))),
        ("done", lambda found: None),
    ):  # fmt: skip
        start = time.perf_counter()
        act(reached(job, state))
        yield f"until {state}", time.perf_counter() - start


def reached(job, state: str):
    from obrady.stages.applications.models import ImportJob

    until = time.monotonic() + 4 * MOST_SECONDS
    while time.monotonic() < until:
        found = ImportJob.objects.select_related("meeting__organisation").get(pk=job.pk)
        if found.state == state:
            return found
        if found.state == "failed":
            raise SystemExit(f"the import failed: {found.fault} {found.fault_params}")
        time.sleep(0.2)
    raise SystemExit(f"the import is still {found.state} after {found.done} rows")


def apply_again_and_again(address: str, over: threading.Event, sent: list[str], waited: list[float]) -> None:
    while not over.wait(PAUSE) and len(waited) < MOST_SENT:
        start = time.perf_counter()
        try:
            if "/received/" in (where := apply(address, len(waited))):
                sent.append(where)
        except OSError as error:
            print(f"a public application was not taken: {error}")
        waited.append(time.perf_counter() - start)


def apply(address: str, number: int) -> str:
    """As a browser without JavaScript does it; where the answer leads to."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    page = browser.open(address, timeout=60).read().decode()
    typed = dict(HIDDEN.findall(page)) | {
        "full_name": f"Osoba z Internetu {number}",
        "email": f"www{number}@example.org",
        "phone": f"+48 111 111 {number:03d}",
        "language": "pl",
        "answer_channel": "email",
        "applies_as": "own_name",
        "gmina_teryt": "0463011",
        "hardest_cooperation": "gminas",
        "problem": "Nie wiadomo, do kogo zadzwonić.",
        "consent_rules": "yes",
    }
    answer = browser.open(
        urllib.request.Request(address, urllib.parse.urlencode(typed).encode(), {"Referer": address}), timeout=60
    )
    return answer.geturl()


@contextmanager
def running(port: int) -> Iterator[None]:
    """A web server and a worker on this installation, ended at the end."""
    surroundings = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
        "DJANGO_SETTINGS_MODULE": "obrady.config.settings",
    }
    web = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"]
    commands = ([*web, "obrady.config.wsgi:application"], ["obrady", "worker"])
    children = [subprocess.Popen([sys.executable, "-m", *command], env=surroundings, cwd=ROOT) for command in commands]
    try:
        answers(f"http://127.0.0.1:{port}/")
        yield
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(timeout=30)


def answers(address: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=5)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the web server does not answer")


if __name__ == "__main__":
    sys.exit(main())
