"""A temporary installation for measuring: a folder of its own, a meeting with the ready form, people of the team."""

import os
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
for folder in (ROOT, ROOT / "src"):
    sys.path.insert(0, str(folder))


@contextmanager
def installation(*, address: str = "http://127.0.0.1") -> Iterator[Path]:
    """SQLite in a folder that goes at the end, unless OBRADY_DATABASE_URL names another database."""
    with tempfile.TemporaryDirectory(prefix="obrady-bench-") as folder:
        os.environ["OBRADY_DATA"] = folder
        os.environ["OBRADY_PUBLIC_ADDRESS"] = address
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
        os.environ["OBRADY_COLLECTED"] = "yes"
        import django

        django.setup()
        from django.core.management import call_command
        from django.test.utils import setup_test_environment

        setup_test_environment()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", "--noinput", verbosity=0)
        yield Path(folder)
        from django.db import connections

        connections.close_all()


def told(name: str, measured: float, limit: float, unit: str) -> bool:
    """One line; the ratio is what counts, for machines differ."""
    kept = measured <= limit
    print(f"{name}: {measured:.1f} {unit}, limit {limit:g} {unit}, ratio {measured / limit:.2f}", flush=True)
    return kept


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
