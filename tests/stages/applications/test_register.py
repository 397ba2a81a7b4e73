"""The 125 applications of the answer key, cleared through the product's own actions."""

from collections import defaultdict

import pytest

from obrady.stages.applications import actions, queries
from obrady.stages.applications.models import DuplicatePair
from obrady.stages.ledger.states import CONSOLE
from tests.cast import NOW
from tests.stages.applications import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    found = desk.meeting_of_the_register()
    actions.import_applications(actor=CONSOLE, meeting=found, rows=desk.table("applications.csv"), now=NOW)
    return found


def references(meeting) -> dict:
    return {application.pk: application for application in queries.register(meeting)}


def decide_as_the_key_says(meeting) -> None:
    yes = {
        frozenset((row["reference_a"], row["reference_b"]))
        for row in desk.table("duplicates.csv")
        if row["is_duplicate"] == "yes"
    }
    for pair in queries.open_pairs(meeting):
        same = frozenset((pair.a.reference, pair.b.reference)) in yes
        (actions.merge_pair if same else actions.keep_both)(actor=desk.office(), pair=pair, now=NOW)
    for spelling in queries.spellings_to_nod(meeting):
        if spelling.score >= queries.CONFIDENT:
            actions.nod_spelling(actor=desk.coordinator(), spelling=spelling, body=spelling.proposed, now=NOW)
        else:
            actions.keep_spelling_apart(actor=desk.coordinator(), spelling=spelling, now=NOW)
    for link in queries.links_to_decide(meeting):
        actions.confirm_link(actor=desk.office(), link=link, now=NOW)
    actions.clear_complete(actor=desk.office(), meeting=meeting, now=NOW)


def test_every_record_has_the_state_of_the_key(meeting) -> None:
    decide_as_the_key_says(meeting)
    expected = {
        row["reference"]: row["status"].replace("duplicate", "merged") for row in desk.table("expected_status.csv")
    }
    assert {row.reference: row.state for row in queries.register(meeting)} == expected


def test_the_pool_is_the_key_s_pool(meeting) -> None:
    decide_as_the_key_says(meeting)
    pool = queries.pool(meeting)
    names = {
        row["reference"]: row["pool_id"] for row in desk.table("expected_status.csv") if row["status"] == "eligible"
    }
    key = {row.pop("id"): row for row in desk.table("pool.csv")}
    bodies = {name: row.pop("organisation_key") for name, row in key.items()}
    assert {names[member.reference]: member.features for member in pool.members} == key
    ours = {names[member.reference]: member.organisation_key for member in pool.members}
    assert together(ours) == together(bodies)
    by_id = {member.application_id: names[member.reference] for member in pool.members}
    links = {(row["id_a"], row["id_b"], row["mode"]) for row in desk.table("links.csv")}
    assert {(frozenset((by_id[a], by_id[b])), mode) for a, b, mode in pool.links} == {
        (frozenset((a, b)), mode) for a, b, mode in links
    }
    assert (pool.hindrances.open_pairs, pool.hindrances.spellings, pool.hindrances.links) == (0, 0, 0)


def together(keys: dict[str, str]) -> set[frozenset[str]]:
    groups = defaultdict(set)
    for name, key in keys.items():
        groups[key].add(name)
    return {frozenset(group) for group in groups.values()}


def test_every_true_pair_is_proposed_and_none_is_decided(meeting) -> None:
    proposed = {frozenset((pair.a.reference, pair.b.reference)) for pair in queries.open_pairs(meeting)}
    true = {
        frozenset((row["reference_a"], row["reference_b"]))
        for row in desk.table("duplicates.csv")
        if row["is_duplicate"] == "yes"
    }
    assert true <= proposed
    assert len(proposed - true) <= len(true)
    assert not DuplicatePair.objects.exclude(state="open").exists()
