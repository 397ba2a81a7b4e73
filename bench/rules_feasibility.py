"""Whether shares can be met, asked while they are typed: 150 people in the pool, 40 rules.

Measured is the whole answer of the server to the rules page (reading the pool, the form, the solver, the words), for rules
that can be met and for rules that cannot, where the smallest change is looked for as well.

Run `.venv/bin/python bench/rules_feasibility.py`; it ends by itself with status 1 where the limit is not kept.
"""

import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.house import installation, told
from bench.people import rows

PEOPLE, RULES, SEATS = 150, 40, 40
MOST_MILLISECONDS = 50.0
TIMES = 25


def main() -> int:
    with installation():
        from tests import cast
        from tests.stages.applications import desk

        now = datetime.now(UTC)
        meeting = desk.meeting(opens_at=now - timedelta(days=5), closes_at=now - timedelta(hours=1), places=SEATS)
        draw = drafted(meeting, now=now)
        client = cast.sign_in(visitor(), cast.coordinator())
        page = client.get("/team/integracja/recruitment/shares/").context["form"]
        kept = []
        for name, slack in (("that can be met", 2), ("that cannot be met", -2)):
            sent = typed(page, draw, slack=slack)
            answer = client.post("/team/integracja/recruitment/shares/live/", sent)
            can = answer.context["found"].can_be_met
            if can is not (slack > 0):
                raise SystemExit(f"the rules {name} were answered with {can}")
            kept.append(told(f"{count_of(sent)} rules {name}", median(client, sent), MOST_MILLISECONDS, "ms"))
        return 0 if all(kept) else 1


def visitor():
    from django.test import Client

    return Client(headers={"accept-language": "pl"})


def drafted(meeting, *, now: datetime):
    """Everybody of the pool cleared, and a draft with shares."""
    from obrady.stages.applications.actions import clear_complete, import_applications, keep_both
    from obrady.stages.applications.queries import open_pairs
    from obrady.stages.draws.actions import RulesGiven, set_rules
    from obrady.stages.draws.states import Preset
    from obrady.stages.ledger.states import CONSOLE

    made = list(rows(PEOPLE, seed=11, first=now - timedelta(days=4)))
    import_applications(actor=CONSOLE, meeting=meeting, rows=made, now=now)
    for pair in open_pairs(meeting):
        keep_both(actor=CONSOLE, pair=pair, now=now)
    cleared = clear_complete(actor=CONSOLE, meeting=meeting, now=now)
    if cleared != PEOPLE:
        raise SystemExit(f"only {cleared} of {PEOPLE} are in the pool")
    given = RulesGiven(preset=Preset.SHARES, seats=SEATS, cap=2)
    return set_rules(actor=CONSOLE, meeting=meeting, given=given, now=now)


def typed(form, draw, *, slack: int) -> dict[str, str]:
    """Bounds around each value's share of the pool, the tighter the smaller the slack; half of them in percent."""
    sent: dict[str, str] = {}
    left = RULES
    for i, feature in enumerate(form.pool.features):
        sent[f"use-{i}"] = "on"
        for j, value in enumerate(feature.values):
            if not value.count or not left:
                continue
            left -= 1
            low = max(0, int(value.proportional) - slack)
            high = max(low, int(value.proportional) + slack) if slack > 0 else low
            sent[f"low-{i}-{j}"] = f"{100 * low / draw.seats:.1f}%" if left % 2 else str(low)
            sent[f"high-{i}-{j}"] = str(high)
    return sent


def count_of(sent: dict[str, str]) -> int:
    return sum(name.startswith("low-") for name in sent)


def median(client, sent: dict[str, str]) -> float:
    times = []
    for _ in range(TIMES):
        start = time.perf_counter()
        client.post("/team/integracja/recruitment/shares/live/", sent)
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
