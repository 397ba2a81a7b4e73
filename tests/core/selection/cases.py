"""Instances kept as files, as the solver takes them."""

import csv
import json
from pathlib import Path

from obrady.core.selection import Candidate, Cap, Link, LinkKind, Quota, Rules

DATA = Path(__file__).parents[2] / "data"
MEETING = DATA / "meeting"
SELECTION = DATA / "selection"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def quotas_in(path: Path) -> tuple[Quota, ...]:
    return tuple(Quota(row["feature"], row["value"], int(row["min"]), int(row["max"])) for row in rows(path))


def meeting(*, linked: bool = False, quotas: str = "quotas.csv") -> tuple[list[Candidate], Rules]:
    bounds = quotas_in(MEETING / quotas)
    features = {quota.feature for quota in bounds}
    pool = [
        Candidate(
            row["id"],
            {feature: row[feature] for feature in features},
            groups={"organisation_key": row["organisation_key"]},
        )
        for row in rows(MEETING / "pool.csv")
    ]
    kinds = {"together": LinkKind.TOGETHER, "one_of_us": LinkKind.AT_MOST_ONE}
    links = [Link(row["id_a"], row["id_b"], kinds[row["mode"]]) for row in rows(MEETING / "links.csv")]
    return pool, Rules(40, bounds, (Cap("organisation_key", 2),), tuple(links) if linked else ())


def meeting_truth(column: str) -> dict[str, float]:
    return {row["id"]: float(row[column]) for row in rows(MEETING / "leximin.csv")}


def named(name: str) -> tuple[list[Candidate], Rules]:
    folder = SELECTION / name
    about = json.loads((folder / "instance.json").read_text(encoding="utf-8"))
    bounds = quotas_in(folder / "quotas.csv")
    features = {quota.feature for quota in bounds}
    pool = [
        Candidate(row["id"], {feature: row[feature] for feature in features}, row.get("household") or None)
        for row in rows(folder / "pool.csv")
    ]
    return pool, Rules(about["k"], bounds, households=bool(about["household_rule"]))


def named_truth(name: str) -> dict[str, float]:
    return {row["id"]: float(row["probability"]) for row in rows(SELECTION / name / "leximin.csv")}


def tiny(file: str) -> list[dict]:
    return json.loads((SELECTION / file).read_text(encoding="utf-8"))["instances"]


def tiny_case(given: dict) -> tuple[list[Candidate], Rules]:
    homes = given["household"] or [""] * given["n"]
    pool = [
        Candidate(f"{index:02d}", dict(zip(given["features"], values, strict=True)), homes[index] or None)
        for index, values in enumerate(given["pool"])
    ]
    bounds = tuple(Quota(row["feature"], row["value"], row["min"], row["max"]) for row in given["quotas"])
    return pool, Rules(given["k"], bounds, households=bool(given["household"]))
