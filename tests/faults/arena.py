"""A real installation of its own for tests with several processes: `python -m tests.faults.arena COMMAND`.

Children are prepared first and then wait for a file named "go", so that they start in the same moment.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120


@dataclass(frozen=True)
class Arena:
    """A data folder, on SQLite unless `database` is a PostgreSQL address."""

    folder: Path
    database: str = ""

    def start(self, command: str, *arguments: str) -> subprocess.Popen:
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))),
            "DJANGO_SETTINGS_MODULE": "obrady.config.settings",
            "OBRADY_DATA": str(self.folder / "data"),
            "OBRADY_DATABASE_URL": self.database,
            "ARENA": str(self.folder),
        }
        return subprocess.Popen(
            [sys.executable, "-m", "tests.faults.arena", command, *arguments],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, command: str, *arguments: str) -> dict:
        return result_of(self.start(command, *arguments))

    def all_at_once(self, command: str, argument_lists: Sequence[Sequence[str]]) -> list[dict]:
        (self.folder / "go").unlink(missing_ok=True)
        children = [self.start(command, *arguments) for arguments in argument_lists]
        for child in children:
            assert child.stdout is not None
            assert child.stdout.readline().strip() == "ready"
        (self.folder / "go").touch()
        return [result_of(child) for child in children]


def result_of(child: subprocess.Popen) -> dict:
    printed, _ = child.communicate(timeout=PATIENCE)
    assert child.returncode == 0, printed
    return json.loads(printed.strip().splitlines()[-1])


def fresh_postgres(address: str) -> str:
    """A new empty database on the same server."""
    import psycopg

    name = f"arena_{uuid4().hex[:12]}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return urlsplit(address)._replace(path=f"/{name}").geturl()


# ---------------------------------------------------------------- in the child


def prepare() -> dict:
    from django.core.management import call_command
    from django.db import connection

    from tests import snapshots
    from tests.stages.applications import desk

    # What the whole run of the tests has migrated once is not migrated again here.
    if connection.vendor == "sqlite" and (migrated := os.environ.get("OBRADY_TEST_MIGRATED")):
        snapshots.copy_file(Path(migrated), Path(connection.settings_dict["NAME"]))
    call_command("migrate", interactive=False, verbosity=0)
    return {"meeting": desk.meeting().slug}


def loosen() -> dict:
    """The negative control: nothing in the database keeps a submission from being there twice."""
    from django.db import connection

    from obrady.stages.applications.models import Application

    once = next(one for one in Application._meta.constraints if one.name == "applications_submitted_once")
    Application._meta.constraints = [one for one in Application._meta.constraints if one is not once]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Application, once)
    return {}


def submit(*keys: str) -> dict:
    from obrady.stages.meetings.queries import meeting_with_slug
    from tests.stages.applications import desk

    meeting = meeting_with_slug("integracja")
    wait_for_go()
    done = {key: desk.apply(meeting, key=key, **desk.other_person(number)) for number, key in enumerate(keys)}
    return {key: [one.application.reference, str(one.receipt), one.is_repeat] for key, one in done.items()}


def wait_for_go() -> None:
    print("ready", flush=True)
    while not (Path(os.environ["ARENA"]) / "go").exists():
        time.sleep(0.001)


def take_file() -> dict:
    """The register of 125 applications; "ready" is printed while its rows are being staged."""
    from obrady.stages.applications import actions
    from obrady.stages.applications.actions import importing
    from obrady.stages.ledger.states import CONSOLE
    from obrady.stages.meetings.queries import meeting_with_slug
    from tests.cast import NOW
    from tests.stages.applications import desk

    print("ready", flush=True)
    importing.AT_ONCE = 5
    meeting = meeting_with_slug("integracja")
    outcome = actions.import_applications(actor=CONSOLE, meeting=meeting, rows=desk.table("applications.csv"), now=NOW)
    return {"imported": outcome.imported}


def look() -> dict:
    from obrady.stages.applications import queries
    from obrady.stages.applications.models import Application, ImportBatch
    from obrady.stages.ledger.models import Entry
    from obrady.stages.ledger.queries import breaks
    from obrady.stages.meetings.queries import meeting_with_slug
    from obrady.stages.people.models import Person

    meeting = meeting_with_slug("integracja")
    return {
        "keys": sorted(Application.objects.exclude(idempotency_key="").values_list("idempotency_key", flat=True)),
        "register": queries.register(meeting).count(),
        "rows": Application.objects.count(),
        "people": Person.objects.count(),
        "batches": ImportBatch.objects.count(),
        "pairs": queries.open_pairs(meeting).count(),
        "lines": Entry.objects.filter(verb__startswith="applications.submit").count(),
        "breaks": len(list(breaks())),
    }


COMMANDS = {"prepare": prepare, "loosen": loosen, "submit": submit, "take-file": take_file, "look": look}

if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(COMMANDS[sys.argv[1]](*sys.argv[2:])), flush=True)
