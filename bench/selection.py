"""Our selection and the specialists' side by side: processor time, accuracy and memory on the same pools in one run.

Run `.venv/bin/python bench/selection.py --help`, or see docs/explanation/algorithms/selection.md. Shared data are the
folders of `--data` (or of OBRADY_SELECTION_DATA, or those of the repository); invented pools of the published shapes are
added. The peer lives in an environment of its own (`requirements/peer.txt`) and is named with `--peer`. Each program runs
in a process of its own, on one thread. Ends with status 1 where a limit is not kept.
"""

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.selection_pools import SHAPES, Pool, invented, read, write  # noqa: E402

MEASURED = ROOT / "bench" / "selection_measured.py"
MOST_SECONDS = {"sfe_like": 4.0, "syn_10k": 5.0, "seven_features": 15.0, "crowd": 5.0, "ten_thousand_types": 60.0}
LEAST_RATIO = {"leximin": 100.0, "maximin": 50.0}
FROM_PEOPLE = 200
EXACT = 1e-6
# The check loosens every share by 1e-10 before it looks for a gain, and long chains of rules multiply that.
PROVED = 1e-5
PEERS_OWN_SOLVER = {"leximin": "its leximin needs Gurobi, which is not in its environment"}


@dataclass(frozen=True)
class Run:
    """What one program did on one pool; `told` is empty where it did not end, and `why` says so.

    `stopped` are the processor seconds that it had used when it was stopped.
    """

    told: dict[str, Any]
    why: str = ""
    stopped: int = 0

    @property
    def solving(self) -> float:
        return float(self.told["seconds"]["solving"])

    @property
    def chances(self) -> dict[str, float]:
        return dict(self.told["chances"])


@dataclass(frozen=True)
class Compared:
    pool: Pool
    objective: str
    ours: Run
    peer: Run

    @property
    def ratio(self) -> float | None:
        return self.peer.solving / self.ours.solving if self.ours.told and self.peer.told else None


def main(given: Sequence[str] | None = None) -> int:
    asked = options().parse_args(given)
    found: list[Compared] = []
    with tempfile.TemporaryDirectory(prefix="obrady-bench-") as scratch:
        (Path(scratch) / "gurobi.env").write_text("Threads 1\nOutputFlag 0\n")
        print(HEAD, flush=True)
        for folder in folders(asked.data, asked.only, Path(scratch)):
            pool = read(folder)
            for objective in asked.objectives:
                one = compared(pool, folder, objective, asked, Path(scratch))
                found.append(one)
                print("\n".join(lines(one)), flush=True)
    print("\n" + what_dominates(found))
    broken = [fault for one in found for fault in faults(one)]
    print("\n".join(["", "Limits not kept:", *broken] if broken else ["", "Every limit that was measured is kept."]))
    return 1 if broken else 0


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    shipped = os.environ.get("OBRADY_SELECTION_DATA", str(ROOT / "tests" / "data" / "selection"))
    parser.add_argument("--data", type=Path, default=Path(shipped), help="folder of pools, each a folder")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these pools; else all but the largest")
    parser.add_argument("--objectives", nargs="+", default=["leximin"], choices=["leximin", "maximin", "nash"])
    parser.add_argument("--peer", metavar="PYTHON", help="python of the peer's environment; else ours runs alone")
    parser.add_argument("--peer-limit", type=int, default=120, metavar="SECONDS", help="processor time of a peer's run")
    parser.add_argument("--prove", action="store_true", help="prove each of our outcomes again (takes its time)")
    return parser


def folders(data: Path, only: Sequence[str], scratch: Path) -> Iterator[Path]:
    shared = sorted(path.parent for path in data.glob("*/pool.csv")) if data.is_dir() else []
    known = {folder.name for folder in shared} | {shape.name for shape in SHAPES}
    if unknown := set(only) - known:
        raise SystemExit(f"no pool is called {', '.join(sorted(unknown))}; there are {', '.join(sorted(known))}")
    yield from (folder for folder in shared if not only or folder.name in only)
    for shape in SHAPES:
        if shape.name in only or (not only and shape.asked):
            yield write(invented(shape), scratch / shape.name)


def compared(pool: Pool, folder: Path, objective: str, asked: argparse.Namespace, scratch: Path) -> Compared:
    prove = ["prove"] if asked.prove else []
    ours = run([sys.executable, "-P", str(MEASURED), "ours", str(folder), objective, *prove], None, scratch)
    return Compared(pool, objective, ours, peers(pool, folder, objective, asked, scratch))


def peers(pool: Pool, folder: Path, objective: str, asked: argparse.Namespace, scratch: Path) -> Run:
    if not asked.peer:
        return Run({}, "not asked for")
    if pool.cap:
        return Run({}, "it has no caps")
    if objective == "leximin" and run([asked.peer, "-c", "import gurobipy; print(0)"], None, scratch).why:
        return Run({}, PEERS_OWN_SOLVER["leximin"])
    command = [asked.peer, "-P", str(MEASURED), "peer", str(folder), objective]
    return run(command, asked.peer_limit, scratch)


def run(command: Sequence[str], limit: int | None, scratch: Path) -> Run:
    """On one thread; stopped when it has used its processor time, however busy the machine is."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

    def limited() -> None:
        if limit:
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))

    done = subprocess.run(
        command,
        cwd=scratch,
        env=os.environ | threads,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limited,
    )
    if done.returncode < 0 and limit:
        return Run({}, f"stopped after {limit} s", stopped=limit)
    if done.returncode:
        return Run({}, "failed: " + (done.stderr.strip().splitlines() or ["without a word"])[-1][:90])
    answer = json.loads(done.stdout.strip().splitlines()[-1])
    return Run(answer if isinstance(answer, dict) else {})


HEAD = (
    f"{'pool':<20}{'people/seats/features/types':<30}{'program':<8}{'objective':<10}"
    f"{'CPU s':>8}{'ratio':>8}{'MB':>6}{'smallest chance':>17}{'off, at most':>14}  against"
)


def lines(one: Compared) -> Iterator[str]:
    pool = one.pool
    shape = f"{len(pool.people)}/{pool.seats}/{len(pool.features)}/{pool.types}"
    for program, done in (("ours", one.ours), ("peer", one.peer)):
        start = f"{pool.name:<20}{shape:<30}{program:<8}{one.objective:<10}"
        if not done.told:
            yield start + f"  - {done.why}{at_least(one, done)}"
            continue
        ratio = f"{one.ratio:.0f}x" if program == "peer" and one.ratio else ""
        off, against = accuracy(one, done)
        yield start + (
            f"{done.solving:>8.2f}{ratio:>8}{done.told['peak']:>6.0f}{smallest(one, done):>17.12f}{off:>14}  {against}"
        )


def at_least(one: Compared, done: Run) -> str:
    return f", so more than {done.stopped / one.ours.solving:.0f}x" if done.stopped and one.ours.told else ""


def smallest(one: Compared, done: Run) -> float:
    """Over those whom some panel contains: by the truth where it is known, else by our outcome."""
    known = one.pool.truth or (one.ours.chances if one.ours.told else done.chances)
    return min((done.chances[code] for code, chance in known.items() if chance > 0), default=0.0)


def accuracy(one: Compared, done: Run) -> tuple[str, str]:
    """How far a result is from the truth, or else from ours, and what it was compared with."""
    truth, itself = one.pool.truth, done is one.ours
    if one.objective == "nash" and not itself and one.ours.told:
        return f"{logarithms(one.ours) - logarithms(done):.1e}", "sum of logarithms, ours less its own"
    if one.objective == "leximin" and truth:
        return f"{apart(done.chances, truth):.1e}", "truth, per person"
    if one.objective == "maximin" and truth:
        reached = smallest(one, done)
        return f"{abs(min(chance for chance in truth.values() if chance > 0) - reached):.1e}", "truth, smallest chance"
    if itself and "proved" in done.told:
        return f"{done.told['proved']:.1e}", "bound proved again"
    if itself or not one.ours.told:
        return "-", "(--prove proves it)"
    if one.objective == "maximin":
        return f"{abs(smallest(one, one.ours) - smallest(one, done)):.1e}", "ours, smallest chance"
    return f"{apart(done.chances, one.ours.chances):.1e}", "ours, per person"


def apart(chances: dict[str, float], truth: dict[str, float]) -> float:
    return max(abs(chances[code] - chance) for code, chance in truth.items())


def logarithms(done: Run) -> float:
    return sum(math.log(chance) for chance in done.chances.values() if chance > 0)


def what_dominates(found: Sequence[Compared]) -> str:
    """Our processor time from the files to the table of 1,000 rows, by step, for each pool and in all."""
    steps = ("integer programs", "linear programs", "our own arithmetic", "table", "reading")
    shares = [f"{'Where our time goes':<31}" + "".join(f"{step:>20}" for step in steps)]
    total = dict.fromkeys(steps, 0.0)
    for one in (one for one in found if one.ours.told):
        spent = {step: one.ours.told["seconds"].get(step, 0.0) for step in steps}
        spent["our own arithmetic"] = max(0.0, one.ours.solving - spent["integer programs"] - spent["linear programs"])
        total = {step: total[step] + spent[step] for step in steps}
        shares.append(share_line(f"{one.pool.name}, {one.objective}", spent))
    return "\n".join([*shares, share_line("all together", total)])


def share_line(name: str, spent: dict[str, float]) -> str:
    whole = sum(spent.values()) or 1.0
    return f"{name:<31}" + "".join(f"{seconds / whole:>20.0%}" for seconds in spent.values())


def faults(one: Compared) -> Iterator[str]:
    name = f"{one.pool.name}, {one.objective}"
    if not one.ours.told:
        yield f"{name}: ours {one.ours.why}"
        return
    most = MOST_SECONDS.get(one.pool.name)
    if most and one.ours.solving > most:
        yield f"{name}: {one.ours.solving:.1f} s, at most {most:g} s"
    least = LEAST_RATIO.get(one.objective)
    if least and one.ratio and len(one.pool.people) >= FROM_PEOPLE and one.ratio < least:
        yield f"{name}: {one.ratio:.0f} times the peer's, at least {least:.0f}"
    off, against = accuracy(one, one.ours)
    if off != "-" and float(off) > (PROVED if against.startswith("bound") else EXACT):
        yield f"{name}: {off} off ({against})"


if __name__ == "__main__":
    sys.exit(main())
