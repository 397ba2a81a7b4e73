"""The side-by-side run of selection: its pools, its limits and its refusals, without the peer."""

import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from bench import selection
from bench.selection import Compared, Run, accuracy, faults, folders, lines, main, run
from bench.selection_measured import as_ours
from bench.selection_pools import SHAPES, Pool, Shape, invented, read, write

from obrady.core.selection import can_be_met

ROOT = Path(__file__).resolve().parent.parent.parent
SMALL = [replace(shape, people=min(shape.people, 300), seats=min(shape.seats, 30)) for shape in SHAPES]
PAIR = Pool("pair", 1, [{"id": "A", "f": "x"}, {"id": "B", "f": "x"}], [], ["f"], truth={"A": 0.5, "B": 0.5})


def done(chances: Sequence[float], seconds: float) -> Run:
    codes = dict(zip("AB", chances, strict=True))
    return Run({"seconds": {"solving": seconds}, "peak": 50.0, "chances": codes})


@pytest.mark.parametrize("shape", SMALL, ids=lambda shape: shape.name)
def test_every_invented_pool_can_be_drawn_from(shape: Shape) -> None:
    people, rules = as_ours(invented(shape))
    assert len(people) == shape.people
    can_be_met(pool=people, rules=rules)


def test_the_same_seed_invents_the_same_pool_and_another_seed_another() -> None:
    assert invented(SMALL[0]) == invented(SMALL[0])
    assert invented(SMALL[0]).people != invented(SMALL[0], seed=2).people


@pytest.mark.parametrize("name", ["homes", "caps"])
def test_a_pool_comes_back_from_its_files_as_it_was(name: str, tmp_path: Path) -> None:
    pool = invented(next(shape for shape in SMALL if shape.name == name))
    assert read(write(pool, tmp_path / name)) == pool


def test_homes_and_organisations_hold_several_people() -> None:
    pools = {shape.name: invented(shape) for shape in SMALL}
    homes = [person["household"] for person in pools["homes"].people if person["household"]]
    groups = [person["organisation"] for person in pools["caps"].people if person["organisation"]]
    assert len(homes) == 2 * len(set(homes)) > 0
    assert max(groups.count(group) for group in set(groups)) > pools["caps"].cap > 0


def test_our_run_on_a_shared_pool_is_exact_and_needs_no_peer(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(ROOT / "tests" / "data" / "selection"), "--only", "syn_a", "--prove"]) == 0
    told = capsys.readouterr().out
    assert re.search(r"syn_a +200/30/4/76 +ours +leximin .* 0\.1111111111\d\d .*truth, per person", told)
    assert re.search(r"syn_a .*peer +leximin +- not asked for", told)
    assert re.search(r"all together( +\d+%){5}", told)


def test_a_pool_that_nobody_knows_is_refused_with_the_names_there_are(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no pool is called nowhere; there are caps, crowd"):
        list(folders(tmp_path, ["nowhere"], tmp_path))


def test_a_run_is_stopped_by_its_processor_time_and_says_so(tmp_path: Path) -> None:
    assert run([sys.executable, "-c", "while True: pass"], 1, tmp_path).why == "stopped after 1 s"


def test_a_run_that_fails_says_why(tmp_path: Path) -> None:
    assert run([sys.executable, "-c", "raise SystemExit('too large')"], 5, tmp_path).why == "failed: too large"


def test_the_ratio_names_the_peers_objective_and_both_are_held_to_the_truth() -> None:
    one = Compared(PAIR, "leximin", done([0.5, 0.5], 0.1), done([0.49, 0.51], 20.0))
    ours, peer = lines(one)
    assert "ours    leximin" in ours
    assert "0.0e+00  truth, per person" in ours
    assert "peer    leximin" in peer
    assert " 200x " in peer
    assert "1.0e-02  truth, per person" in peer


def test_a_stopped_peer_is_named_with_the_ratio_that_it_had_passed() -> None:
    one = Compared(PAIR, "maximin", done([0.5, 0.5], 0.1), Run({}, "stopped after 20 s", stopped=20))
    assert list(lines(one))[1].endswith("peer    maximin     - stopped after 20 s, so more than 200x")


def test_the_product_of_chances_is_held_against_ours() -> None:
    one = Compared(PAIR, "nash", done([0.5, 0.5], 0.1), done([0.4, 0.6], 1.0))
    assert accuracy(one, one.peer) == ("4.1e-02", "sum of logarithms, ours less its own")


@pytest.mark.parametrize(
    ("people", "name", "seconds", "chances", "told"),
    [
        (200, "pair", 0.1, [0.5, 0.5], []),
        (200, "pair", 1.0, [0.5, 0.5], ["pair, leximin: 20 times the peer's, at least 100"]),
        (199, "pair", 1.0, [0.5, 0.5], []),
        (199, "sfe_like", 4.1, [0.5, 0.5], ["sfe_like, leximin: 4.1 s, at most 4 s"]),
        (199, "pair", 0.1, [0.4, 0.6], ["pair, leximin: 1.0e-01 off (truth, per person)"]),
    ],
)
def test_limits(people: int, name: str, seconds: float, chances: list[float], told: list[str]) -> None:
    pool = replace(PAIR, name=name, people=[PAIR.people[0]] * people)
    assert list(faults(Compared(pool, "leximin", done(chances, seconds), done([0.5, 0.5], 20.0)))) == told


def test_a_run_of_ours_that_does_not_end_is_a_limit_not_kept() -> None:
    assert list(faults(Compared(PAIR, "nash", Run({}, "failed: x"), Run({})))) == ["pair, nash: ours failed: x"]


def test_a_peer_without_caps_is_not_run_on_a_pool_that_has_one() -> None:
    asked = selection.options().parse_args(["--peer", "nowhere"])
    assert selection.peers(replace(PAIR, cap=2), ROOT, "maximin", asked, ROOT).why == "it has no caps"


def test_the_peer_is_in_its_own_lock_file_alone_and_every_line_has_its_hash() -> None:
    locks = {name: (ROOT / "requirements" / f"{name}.txt").read_text() for name in ("run", "test", "uv", "peer")}
    assert [name for name, text in locks.items() if "sortition-algorithms==" in text] == ["peer"]
    assert len(re.findall(r"^[a-z0-9].*==.*\\\n +--hash=sha256:", locks["peer"], re.MULTILINE)) == locks["peer"].count(
        "=="
    )
    assert not re.search(r"^ *(-i|--index|--extra|--find)", locks["peer"], re.MULTILINE)
