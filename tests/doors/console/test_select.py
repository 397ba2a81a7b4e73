"""`./obrady select` keeps its word: what it writes, with which status, and that the same question gets the same answer."""

import csv
import hashlib
import json
import random
from collections import Counter
from pathlib import Path

import pytest

from obrady.doors.console.main import run

MEETING = Path(__file__).parents[2] / "data" / "meeting"
POOL = "id,f,org,note\na,x,o1,\nb,x,o1,\nc,y,self:c,\nd,y,o2,\n"
QUOTAS = "feature,value,min,max\nf,x,1,1\nf,y,1,1\n"
CAP = ("--cap", "organisation_key=2")
FILES = {"probabilities.csv", "panels.csv", "lottery.csv", "order.csv", "bundle.json", "result.json", "timing.json"}


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def asked(folder: Path, *options: str, pool: str = POOL, quotas: str = QUOTAS, seats: str = "2") -> int:
    (folder / "pool.csv").write_text(pool, encoding="utf-8", newline="")
    (folder / "quotas.csv").write_text(quotas, encoding="utf-8", newline="")
    files = (str(folder / "pool.csv"), str(folder / "quotas.csv"))
    return run(["select", *files, "--seats", seats, "--out", str(folder / "out"), *options])


def asked_for_the_meeting(out: Path, *options: str, quotas: Path = MEETING / "quotas.csv") -> int:
    return run(["select", str(MEETING / "pool.csv"), str(quotas), "--seats", "40", "--out", str(out), *CAP, *options])


def test_people_who_must_be_in_are_in_every_row_and_excluded_ones_in_none(tmp_path: Path) -> None:
    (tmp_path / "must.csv").write_text("id\nc\n", encoding="utf-8")
    (tmp_path / "exclude.csv").write_text("id,reason\na,has moved away\n", encoding="utf-8")
    files = ("--must", str(tmp_path / "must.csv"), "--exclude", str(tmp_path / "exclude.csv"))
    assert asked(tmp_path, *files) == 0
    found = {row["id"]: float(row["probability"]) for row in rows(tmp_path / "out" / "probabilities.csv")}
    assert found == pytest.approx({"a": 0, "b": 1, "c": 1, "d": 0})
    result = json.loads((tmp_path / "out" / "result.json").read_text(encoding="utf-8"))
    assert (result["must"], result["excluded"]) == (["c"], [{"id": "a", "reason": "has moved away"}])
    assert result["unselectable"] == ["d"]


@pytest.mark.parametrize("objective", ["leximin", "maximin", "nash"])
def test_the_objective_is_said_and_met(objective: str, tmp_path: Path) -> None:
    assert asked(tmp_path, "--objective", objective) == 0
    result = json.loads((tmp_path / "out" / "result.json").read_text(encoding="utf-8"))
    assert (result["objective"], result["minimum"]) == (objective, pytest.approx(0.5))


@pytest.mark.parametrize(
    "quotas, must, words",
    [
        ("feature,value,min,max,min_flex\nf,x,1,1,2\n", "id\na\n", "min_flex: 2 is above the minimum 1"),
        ("feature,value,min,max,max_flex\nf,x,1,1,0\n", "id\na\n", "max_flex: 0 is below the maximum 1"),
        ("feature,value,min,max,guests\nf,x,1,1,perhaps\n", "id\na\n", "guests: 'perhaps' is neither yes nor no"),
        (QUOTAS, "id\nz\n", "row 2, column id: 'z' is not in the pool"),
        (QUOTAS, "id\na\na\n", "row 3, column id: a already stands in row 2"),
    ],
)
def test_faults_in_the_new_columns_and_files_are_named(
    quotas: str, must: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "must.csv").write_text(must, encoding="utf-8")
    assert asked(tmp_path, "--must", str(tmp_path / "must.csv"), quotas=quotas) == 1
    assert words in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_relaxation_stays_within_its_limits_and_names_others_of_its_size(tmp_path: Path) -> None:
    quotas = "feature,value,min,max,min_flex,max_flex\nf,x,2,2,2,\nf,y,1,1,,1\norg,o1,1,1,,\n"
    assert asked(tmp_path, quotas=quotas) == 2
    result = json.loads((tmp_path / "out" / "result.json").read_text(encoding="utf-8"))
    moved = [[(one["feature"], one["value"], one["bound"]) for one in (result["relaxation"])]]
    moved += [[(one["feature"], one["value"], one["bound"]) for one in other] for other in result["alternatives"]]
    assert moved == [[("f", "y", "min"), ("org", "o1", "max")]]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("drawn") / "out"
    assert asked_for_the_meeting(out, "--links", str(MEETING / "links.csv"), "--dice", "007") == 0
    return out


def test_the_meeting_gets_its_exact_chances(drawn: Path) -> None:
    truth = {row["id"]: float(row["with_links"]) for row in rows(MEETING / "leximin.csv")}
    found = {row["id"]: row["probability"] for row in rows(drawn / "probabilities.csv")}
    assert {code: float(text) for code, text in found.items()} == pytest.approx(truth, abs=1e-6)
    assert all(len(text.partition(".")[2]) >= 10 for text in found.values())


def test_all_files_are_written_and_the_commitment_is_the_hash_of_the_bundle(drawn: Path) -> None:
    result = json.loads((drawn / "result.json").read_text(encoding="utf-8"))
    assert {file.name for file in drawn.iterdir()} == FILES
    assert result["commitment"] == hashlib.sha256((drawn / "bundle.json").read_bytes()).hexdigest()
    assert result["status"] == "optimal"
    assert result["unselectable"] == ["P095"]
    assert result["minimum"] == pytest.approx(1 / 43)


def test_the_rows_of_the_lottery_have_the_chances_and_the_dice_pick_one(drawn: Path) -> None:
    table = rows(drawn / "lottery.csv")
    seats = Counter(row["id"] for row in table)
    result = json.loads((drawn / "result.json").read_text(encoding="utf-8"))
    assert Counter(row["row"] for row in table) == Counter({f"{row:03d}": 40 for row in range(1000)})
    for row in rows(drawn / "probabilities.csv"):
        assert abs(seats[row["id"]] - 1000 * float(row["probability"])) <= 1.5
    assert sorted(result["chosen"]) == sorted(row["id"] for row in table if row["row"] == "007")


def test_the_order_in_which_rules_and_people_are_listed_changes_nothing(drawn: Path, tmp_path: Path) -> None:
    for name in ("pool.csv", "quotas.csv", "links.csv"):
        header, *body = (MEETING / name).read_text(encoding="utf-8").splitlines()
        random.Random(name).shuffle(body)
        (tmp_path / name).write_text("\n".join([header, *body]), encoding="utf-8")
    files = [str(tmp_path / name) for name in ("pool.csv", "quotas.csv")]
    options = ["--seats", "40", "--out", str(tmp_path / "out"), *CAP, "--links", str(tmp_path / "links.csv")]
    assert run(["select", *files, *options]) == 0
    assert (tmp_path / "out" / "bundle.json").read_bytes() == (drawn / "bundle.json").read_bytes()


def test_rules_that_cannot_be_met_end_with_the_smallest_change(tmp_path: Path) -> None:
    assert asked_for_the_meeting(tmp_path, quotas=MEETING / "quotas_infeasible.csv") == 2
    result = json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))
    assert {file.name for file in tmp_path.iterdir()} == {"result.json", "timing.json"}
    assert result["status"] == "infeasible"
    assert result["relaxation_total"] == 2
    assert sum(abs(change["to"] - change["from"]) for change in result["relaxation"]) == 2


def test_what_no_bound_can_mend_has_no_total_and_leaves_no_older_result(tmp_path: Path) -> None:
    assert asked(tmp_path) == 0
    assert asked(tmp_path, seats="5") == 2
    result = json.loads((tmp_path / "out" / "result.json").read_text(encoding="utf-8"))
    assert {file.name for file in (tmp_path / "out").iterdir()} == {"result.json", "timing.json"}
    assert (result["relaxation_total"], result["relaxation"]) == (None, [])


@pytest.mark.parametrize("mark", ["\u202e", "\u200f", "\x07"])
def test_invisible_characters_matter_only_where_a_column_is_used(mark: str, tmp_path: Path, capsys) -> None:
    assert asked(tmp_path, pool=POOL.replace("o1,\n", f"o1,Ala{mark}K\n")) == 0
    assert asked(tmp_path, "--cap", "note=1", pool=POOL.replace("o1,\n", f"o1,Ala{mark}K\n")) == 1
    assert f"row 2, column note: an invisible character U+{ord(mark):04X}" in capsys.readouterr().err


BAD_NUMBERS = [("--seats", "9" * 40), ("--rows", "500"), ("--dice", "12"), ("--dice", "12x"), ("--cap", "org=x")]


@pytest.mark.parametrize("options", BAD_NUMBERS, ids=" ".join)
def test_a_number_that_will_not_do_is_named_and_nothing_is_written(options: tuple, tmp_path: Path, capsys) -> None:
    assert asked(tmp_path, *options) == 1
    said = capsys.readouterr().err
    assert " ".join(options) in said
    assert said.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_folder_in_the_way_of_a_file_leaves_everything_as_it_was(tmp_path: Path, capsys) -> None:
    (tmp_path / "out" / "lottery.csv").mkdir(parents=True)
    assert asked(tmp_path) == 1
    assert "lottery.csv is a folder" in capsys.readouterr().err
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["lottery.csv"]
