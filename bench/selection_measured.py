"""One run of one program on one pool, in a process of its own: `selection_measured.py ours|peer FOLDER OBJECTIVE`.

Prints JSON: processor seconds (user and system) by step, the peak of memory, and everybody's probability. The peer's
environment runs this file too, so nothing is imported before it is known which program is meant.
"""

import json
import os
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.selection_pools import Pool, read  # noqa: E402

Seconds = defaultdict[str, float]


def main(arguments: list[str]) -> None:
    program, folder, objective, *others = arguments
    seconds: Seconds = defaultdict(float)
    measure = ours if program == "ours" else peers
    told = measure(Path(folder), objective, seconds, prove="prove" in others)
    json.dump({"seconds": seconds, "peak": peak(), **told}, sys.stdout)


def ours(folder: Path, objective: str, seconds: Seconds, *, prove: bool) -> dict[str, Any]:
    from obrady.core.selection import Objective, check_optimal, check_outcome, lottery, optimal
    from obrady.core.selection.highs import Model

    with spent(seconds, "reading"):
        pool = read(folder)
        people, rules = as_ours(pool)
    with watched(Model, seconds), spent(seconds, "solving"):
        outcome = optimal(pool=people, rules=rules, objective=Objective(objective))
    with spent(seconds, "table"):
        lottery(outcome=outcome, rows=1000, seed="0" * 64)
    told: dict[str, Any] = {"chances": dict(outcome.probabilities), "peak": peak(), "out": len(outcome.unselectable)}
    if prove:
        if check_outcome(outcome, pool=people, rules=rules):
            raise SystemExit("a panel breaks a rule")
        told["proved"] = check_optimal(outcome, pool=people, rules=rules)
    return told


def as_ours(pool: Pool) -> tuple[Any, Any]:
    from obrady.core.selection import Candidate, Cap, Quota, Rules

    people = [
        Candidate(
            code=person["id"],
            features={name: person[name] for name in pool.features},
            household=person.get("household") or None,
            groups={"organisation": person["organisation"]} if pool.cap else {},
        )
        for person in pool.people
    ]
    quotas = tuple(Quota(*quota) for quota in pool.quotas)
    caps = (Cap("organisation", pool.cap),) if pool.cap else ()
    return people, Rules(seats=pool.seats, quotas=quotas, caps=caps, households=pool.households)


@contextmanager
def watched(model: Any, seconds: Seconds) -> Iterator[None]:
    """What the solver takes of our time, by linear and by integer programs."""
    solve = model.solve

    def timed(self: Any) -> Any:
        with spent(seconds, "integer programs" if self.integer else "linear programs"):
            return solve(self)

    model.solve = timed
    try:
        yield
    finally:
        model.solve = solve


def peers(folder: Path, objective: str, seconds: Seconds, *, prove: bool) -> dict[str, Any]:
    from sortition_algorithms import settings
    from sortition_algorithms.committee_generation import (
        find_distribution_leximin,
        find_distribution_maximin,
        find_distribution_nash,
    )
    from sortition_algorithms.features import read_in_features
    from sortition_algorithms.people import read_in_people

    find = {
        "leximin": find_distribution_leximin,
        "maximin": find_distribution_maximin,
        "nash": find_distribution_nash,
    }[objective]
    with spent(seconds, "reading"):
        pool = read(folder)
        home = ["household"] if pool.households else []
        quotas = [
            {"feature": one, "value": two, "min": str(low), "max": str(high)} for one, two, low, high in pool.quotas
        ]
        features, _, _ = read_in_features(["feature", "value", "min", "max"], quotas)
        alone = [person | {"household": person.get("household") or f"alone {person['id']}"} for person in pool.people]
        set_up = settings.Settings(id_column="id", columns_to_keep=home)
        people, _ = read_in_people(["id", *pool.features, *home], alone if home else pool.people, features, set_up)
    with spent(seconds, "solving"):
        committees, weights, _ = find(features, people, pool.seats, home, "highspy")
    chances = dict.fromkeys((person["id"] for person in pool.people), 0.0)
    for committee, weight in zip(committees, weights, strict=True):
        for code in committee:
            chances[code] += weight
    return {"chances": chances}


@contextmanager
def spent(seconds: Seconds, step: str) -> Iterator[None]:
    start = time.process_time()
    try:
        yield
    finally:
        seconds[step] += time.process_time() - start


def peak() -> float:
    """MB. Linux keeps the starting process's peak in `ru_maxrss`, so the process's own is read where it is told."""
    status = Path(f"/proc/{os.getpid()}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    own = next((line.split()[1] for line in lines if line.startswith("VmHWM")), None)
    return int(own or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


if __name__ == "__main__":
    main(sys.argv[1:])
