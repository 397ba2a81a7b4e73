"""The queue at 10,000 applications: server time of its page, and whether its queries grow with the register.

Run `.venv/bin/python bench/queue_page.py`; it ends by itself with status 1 where a limit is not kept.
"""

import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.house import installation, told
from bench.people import rows

APPLICATIONS, FEW = 10_000, 60
MOST_MILLISECONDS = 100.0
TIMES = 15
PAGES = {
    "first page": "",
    "page 150": "?page=150",
    "search for a name": "?search=ska",
    "search for a telephone": "?search=000 004 321",
    "incomplete ones": "?state=incomplete",
    "possible duplicates": "?problem=duplicate",
}


def main() -> int:
    with installation():
        from tests import cast
        from tests.stages.applications import desk

        now = datetime.now(UTC)
        meeting = desk.meeting(opens_at=now - timedelta(days=5), closes_at=now + timedelta(days=5))
        client = visitor(cast.sign_in, cast.coordinator())
        take_in(meeting, FEW, now=now)
        few = measured(client, "")[1]
        take_in(meeting, APPLICATIONS - FEW, now=now, first=FEW)
        kept = [
            told(f"queue, {name}", measured(client, tail)[0], MOST_MILLISECONDS, "ms") for name, tail in PAGES.items()
        ]
        many = measured(client, "")[1]
        print(f"queries of the first page: {few} at {FEW} applications, {many} at {APPLICATIONS}")
        return 0 if all(kept) and few == many else 1


def visitor(sign_in, account):
    from django.test import Client

    return sign_in(Client(headers={"accept-language": "pl"}), account)


def take_in(meeting, number: int, *, now: datetime, first: int = 0) -> None:
    from obrady.stages.applications.actions import import_applications
    from obrady.stages.ledger.states import CONSOLE

    made = list(rows(first + number, seed=7, first=now - timedelta(days=5)))[first:]
    outcome = import_applications(actor=CONSOLE, meeting=meeting, rows=made, now=now)
    if outcome.imported != number:
        raise SystemExit(f"only {outcome.imported} of {number} were taken in: {outcome.faults[:3]}")


def measured(client, tail: str) -> tuple[float, int]:
    """Median of warm answers in milliseconds, and the queries of one."""
    from django.db import connection

    asked = []

    def counted(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    address = f"/team/integracja/applications/{tail}"
    with connection.execute_wrapper(counted):
        answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answers {answer.status_code}")
    times = []
    for _ in range(TIMES):
        start = time.perf_counter()
        client.get(address)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times), len(asked)


if __name__ == "__main__":
    sys.exit(main())
