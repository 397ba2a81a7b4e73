"""The main job on the register of 125 applications: freeze, compute, commit, dice, publish, against the answer key."""

import json
import time

import pytest

from obrady.core.chance import commitment, fingerprint
from obrady.stages.applications import queries as register
from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.minutes import frozen_file
from obrady.stages.draws.queries.results import composition
from tests.stages.draws import office
from tests.stages.draws.office import table

pytestmark = pytest.mark.django_db


@pytest.fixture
def draw() -> Draw:
    return office.draft_of_the_register(office.meeting_of_the_register())


def by_pool_id(draw: Draw) -> dict[str, object]:
    names = {row["reference"]: row["pool_id"] for row in table("expected_status.csv") if row["status"] == "eligible"}
    return {names[member.application.reference]: member for member in office.members(draw)}


def test_everybody_s_chance_is_that_of_the_key(draw) -> None:
    found = by_pool_id(office.computed(draw))
    expected = {row["id"]: float(row["with_links"]) for row in table("leximin.csv")}
    assert found.keys() == expected.keys()
    assert max(abs(found[name].chance - expected[name]) for name in expected) < 1e-6
    assert [name for name, member in found.items() if member.is_unselectable] == ["P095"]


def test_every_row_of_the_committed_table_keeps_every_rule(draw) -> None:
    office.committed(draw)
    bundle = json.loads(bytes(draw.bundle))
    people = {member.code: row for row, member in rows_and_members(draw)}
    rows = [[bundle["codes"][index] for index in row] for row in bundle["rows"]]
    assert len(rows) == 1000
    assert [broken for row in rows if (broken := broken_rules([people[code] for code in row]))] == []


def rows_and_members(draw: Draw) -> list[tuple]:
    key = {row["id"]: row for row in table("pool.csv")}
    return [(key[name], member) for name, member in by_pool_id(draw).items()]


def broken_rules(panel: list[dict[str, str]]) -> list[str]:
    counts = [sum(person[row["feature"]] == row["value"] for person in panel) for row in table("quotas.csv")]
    broken = [
        f"{row['feature']}={row['value']}: {count}"
        for row, count in zip(table("quotas.csv"), counts, strict=True)
        if not int(row["min"]) <= count <= int(row["max"])
    ]
    bodies = [person["organisation_key"] for person in panel]
    broken += [body for body in set(bodies) if bodies.count(body) > 2]
    names = {person["id"] for person in panel}
    broken += ["together"] if ("P014" in names) != ("P063" in names) else []
    broken += ["one of us"] if {"P053", "P015"} <= names else []
    return broken + ([] if len(panel) == 40 else ["seats"])


def test_the_dice_seat_forty_and_order_the_others(draw) -> None:
    office.published(draw)
    members = office.members(draw)
    reserve = sorted(member.reserve_position for member in members if not member.is_drawn)
    assert sum(member.is_drawn for member in members) == 40
    assert reserve == list(range(1, 69))
    assert all(one.is_kept for one in composition(draw))


def test_the_fingerprint_is_that_of_the_file_for_auditors(draw) -> None:
    office.frozen(draw)
    content = frozen_file(draw)
    assert commitment(content) == draw.fingerprint == fingerprint(json.loads(content))


def test_nothing_public_leads_to_a_person(draw) -> None:
    office.committed(draw)
    text = bytes(draw.bundle).decode()
    rows = register.register(draw.meeting)
    traces = [trace for row in rows for trace in (row.person.name, row.reference, str(row.pk)) if trace in text]
    assert traces == []


def test_the_pool_of_108_is_computed_in_seconds(draw) -> None:
    office.frozen(draw)
    started = time.process_time()
    office.actions.compute(draw, now=office.AFTER)
    assert time.process_time() - started < 20
