"""`./obrady trial mutation`: whether the tests notice every small break of the draw's code."""

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from obrady.doors.console.trial_mutants import Mutant, mutants

ROOT = Path(__file__).parents[4]
EQUIVALENT = ROOT / "docs" / "reference" / "equivalent-mutants.toml"
LONGEST_RUN = 60.0
AT_ONCE = 2
CHANCE, SELECTION = "tests/core/chance", "tests/core/selection"
# Module -> the tests that have to notice. Slow ones that repeat a question ten thousand times are left out.
TRIALS = {
    "obrady.core.chance.dice": (f"{CHANCE}/test_dice.py",),
    "obrady.core.chance.stream": (f"{CHANCE}/test_stream.py",),
    "obrady.core.chance.bundle": (f"{CHANCE}/test_bundle.py",),
    "obrady.core.chance.sources": (f"{CHANCE}/test_sources.py",),
    "obrady.core.chance.leaves": (f"{CHANCE}/test_bundle.py",),
    "obrady.core.chance.canonical": (f"{CHANCE}/test_canonical.py",),
    "obrady.core.selection.check": (f"{SELECTION}/test_check_to_the_letter.py", f"{SELECTION}/test_check.py"),
}
LEFT_OUT = "not ten_thousand"
ALL_WELL, SURVIVED, NOT_USABLE = 0, 1, 3


@dataclass(frozen=True, slots=True)
class Trial:
    """How one mutant fared."""

    module: str
    mutant: Mutant
    is_killed: bool


def mutation(
    module: Annotated[
        list[str] | None, typer.Option(help="only modules with this in their name; may be repeated")
    ] = None,
    at_once: Annotated[int, typer.Option(help="processes at a time")] = AT_ONCE,
) -> int:
    """Break the code of the draw in every small way and run its tests on each; name every break that none of them notices.

    Breaks that change nothing which anybody could see are listed with their reasons in
    docs/reference/equivalent-mutants.toml. Exit status: 0 every other break was noticed, 1 some were not or the list names
    breaks that no longer exist, 3 the tests fail without any break.
    """
    if not (ROOT / "tests").is_dir():
        print("obrady trial: this needs a checkout with its tests", file=sys.stderr)
        return NOT_USABLE
    chosen = [name for name in TRIALS if not module or any(part in name for part in module)]
    known, status = equivalents(), ALL_WELL
    for name in chosen:
        started = time.monotonic()
        if not passes(name, None):
            print(f"{name}: the tests fail without any break", file=sys.stderr)
            return NOT_USABLE
        trials = list(tried(name, at_once=at_once))
        status = max(status, report(name, trials, known.get(name, {}), seconds=time.monotonic() - started))
    return status


def equivalents() -> dict[str, dict[str, str]]:
    """module -> key of a mutant -> why it changes nothing."""
    listed = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))["mutant"]
    known: dict[str, dict[str, str]] = {}
    for entry in listed:
        known.setdefault(entry["module"], {})[entry["key"]] = entry["reason"]
    return known


def report(name: str, trials: Sequence[Trial], known: dict[str, str], *, seconds: float) -> int:
    survivors = [trial.mutant for trial in trials if not trial.is_killed]
    left = [mutant for mutant in survivors if mutant.key not in known]
    gone = known.keys() - {mutant.key for mutant in survivors}
    print(
        f"{name}: {len(trials)} breaks, {len(trials) - len(survivors)} noticed, {len(survivors) - len(left)} change nothing, "
        f"{len(left)} not noticed ({seconds:.0f} s)"
    )
    for mutant in left:
        print(f"  line {mutant.line}, {mutant.key}")
    for key in sorted(gone):
        print(f"  listed as changing nothing, but noticed or no longer there: {key}")
    return SURVIVED if left or gone else ALL_WELL


def tried(name: str, *, at_once: int) -> Iterator[Trial]:
    """Every mutant of a module, in processes of their own, a few at a time."""
    waiting = list(mutants(source_of(name).read_text(encoding="utf-8")))[::-1]
    running: dict[int, tuple[Mutant, float]] = {}
    while waiting or running:
        while waiting and len(running) < at_once:
            mutant = waiting.pop()
            running[start(name, mutant.source)] = (mutant, time.monotonic())
        for process, (mutant, since) in list(running.items()):
            ended, status = os.waitpid(process, os.WNOHANG)
            if not ended and time.monotonic() - since > LONGEST_RUN:
                os.kill(process, 9)
                ended, status = os.waitpid(process, 0)
            if ended:
                del running[process]
                yield Trial(module=name, mutant=mutant, is_killed=status != 0)
        time.sleep(0.01)


def source_of(name: str) -> Path:
    return ROOT / "src" / Path(*name.split(".")).with_suffix(".py")


def passes(name: str, source: str | None) -> bool:
    return os.waitpid(start(name, source), 0)[1] == 0


def start(name: str, source: str | None) -> int:
    """Runs the tests of a module in a forked process, with another source in its place; its number."""
    sys.path[:0] = [str(ROOT)]
    # What runs tests belongs to them; the product does without. Loaded once, before all forks.
    tests = importlib.import_module("tests.silent_run")
    sys.stdout.flush()
    process = os.fork()
    if process:
        return process
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    sys.dont_write_bytecode = True
    take_place(name, source)
    code: int = 1
    try:
        code = tests.status([*options(), *(str(ROOT / file) for file in TRIALS[name])])
    finally:
        os._exit(code)


def options() -> list[str]:
    plugins = [part for name in ("cacheprovider", "django", "randomly", "xdist") for part in ("-p", f"no:{name}")]
    rest = [
        "-x",
        "-q",
        "-c",
        os.devnull,
        f"--rootdir={ROOT}",
        "--noconftest",
        "--import-mode=importlib",
        "-k",
        LEFT_OUT,
    ]
    return [*plugins, *rest]


def take_place(name: str, source: str | None) -> None:
    """From now on an import of the module gives the other source; nothing imported before is kept."""
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    for loaded in [one for one in sys.modules if one.startswith(("obrady.core", "tests"))]:
        del sys.modules[loaded]
    if source is not None:
        sys.meta_path.insert(0, OtherSource(name, source))


class OtherSource(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives one module another source and leaves all others alone."""

    def __init__(self, name: str, source: str) -> None:
        self.name = name
        self.source = source

    def find_spec(self, fullname: str, path: object, target: object = None) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(fullname, source_of(self.name), loader=self)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.source, str(source_of(self.name)), "exec"), module.__dict__)  # noqa: S102
