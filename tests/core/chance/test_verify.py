"""The checker that critics run: it must accept what is promised and nothing else."""

import hashlib
import random
import subprocess
import sys
from pathlib import Path

import pytest

from obrady.core.chance import Revealed, canonical, reveal_document, row_chosen, salted_leaves, verify
from tests.core.chance.examples import (
    FEW_ROWS,
    FROZEN,
    POOL,
    REVEALED,
    RULES,
    SOURCES,
    cases,
    made,
    rewritten,
)

PROVEN, REFUSED, CONSISTENT = 0, 1, 2


def asked(content: bytes, **given: object) -> tuple[int, str]:
    """The status, and all that is said."""
    said: list[str] = []
    status = verify.verify(lambda sentence, **about: said.append(sentence.format(**about)), content, **given)
    return status, "\n".join(said)


def test_it_is_short_enough_to_be_read() -> None:
    assert len(Path(verify.__file__).read_text(encoding="utf-8").splitlines()) <= 120


@pytest.mark.parametrize("attributes", [None, POOL], ids=["codes only", "with people"])
def test_an_honest_draw_is_proven(attributes: dict | None) -> None:
    bundle = made(attributes=attributes)
    status, said = asked(bundle.content, commitment=bundle.commitment, dice="123", code="A")
    wins = sum("A" in row for row in bundle.rows)
    reserve = [code for code in bundle.order if code not in bundle.rows[123]]
    assert status == PROVEN
    assert f"Row 123 was drawn: {', '.join(bundle.rows[123])}" in said
    assert f"Reserve list: {', '.join(reserve)}" in said
    assert f"A is in {wins} of 1000 rows, and has place {bundle.order.index('A') + 1}" in said


@pytest.mark.parametrize("typed", ["", "12", "all but one"])
def test_without_the_whole_commitment_nothing_is_proven(typed: str) -> None:
    bundle = made()
    beginning = {"": "", "12": bundle.commitment[:12], "all but one": bundle.commitment[:-1]}[typed]
    assert asked(bundle.content, commitment=beginning)[0] == CONSISTENT


@pytest.mark.parametrize("typed", ["0" * 64, "0", "x", "\u0660"])
def test_another_commitment_is_refused(typed: str) -> None:
    status, said = asked(made().content, commitment=typed)
    assert status == REFUSED
    assert "the commitment is another one" in said


def test_a_commitment_may_be_typed_in_groups_and_capitals() -> None:
    bundle = made()
    typed = " ".join(bundle.commitment[i : i + 4] for i in range(0, 64, 4)).upper()
    assert asked(bundle.content, commitment=typed)[0] == PROVEN


def test_an_auditor_can_check_rows_and_leaves_against_the_frozen_pool() -> None:
    bundle = made(leaves=salted_leaves(FROZEN, entries=POOL))
    assert asked(bundle.content, commitment=bundle.commitment, frozen=canonical(FROZEN))[0] == PROVEN
    forged = canonical(FROZEN | {"pool": POOL | {"A": POOL["B"]}})
    assert "frozen" in asked(bundle.content, commitment=bundle.commitment, frozen=forged)[1]


@pytest.mark.parametrize(
    "changes",
    [{"leaves": ["00" * 32] * 4}, {"rules": RULES | {"households": False}}, {"codes": ["A", "B", "C", "E"]}],
)
def test_an_auditor_sees_when_the_bundle_is_not_of_the_frozen_pool(changes: dict) -> None:
    content, commitment = rewritten(made(rules=RULES | {"links": []}), **({"rules": RULES} | changes))
    status, said = asked(content, commitment=commitment, frozen=canonical(FROZEN))
    assert status == REFUSED
    assert "frozen rules and pool" in said or "unknown to this program" in said


def test_what_the_file_does_not_show_is_named() -> None:
    assert "does not show: g w 1-1, org, household" in asked(made().content)[1]
    assert "does not show: –" in asked(made(attributes=POOL).content)[1]


def test_ten_thousand_one_bit_changes_are_refused() -> None:
    bundle = made(rows=FEW_ROWS)
    chance = random.Random(7)
    for _ in range(10_000):
        forged = bytearray(bundle.content)
        forged[chance.randrange(len(forged))] ^= 1 << chance.randrange(8)
        assert asked(bytes(forged), commitment=bundle.commitment)[0] == REFUSED


DISHONEST = [
    ({"order": [0, 1, 2, 3]}, "reserve list"),
    ({"rows": [[0, 3]] * 400 + [[1, 2]] * 350 + [[2, 3]] * 250}, "promised order"),
    ({"rows": [[0, 3]] * 999}, "10, 100"),
    ({"rows": []}, "10, 100"),
    ({"rows": [[0]] * 10}, "row 0 is not 2 people"),
    ({"rows": [[3, 0]] * 10}, "row 0 is not 2 people"),
    ({"rows": [[3, 3]] * 10}, "row 0 is not 2 people"),
    ({"rows": [[0, 9]] * 10}, "row 0 is not 2 people"),
    ({"rows": [[0, 2]] * 10}, "at_most_one A C"),
    ({"codes": ["A", "B", "D", "C"]}, "ascend"),
    ({"codes": ["A", "B", "C", "C"]}, "ascend"),
    ({"leaves": ["00" * 32]}, "ascend"),
    ({"people": [{}]}, "ascend"),
    ({"leaves": ["00"]}, "wrong kind"),
    ({"version": 2}, "wrong kind"),
    ({"version": True}, "wrong kind"),
    ({"format": "obrady.other"}, "wrong kind"),
    ({"note": "more"}, "unknown to this program: note"),
    ({"rules": {"seats": 2}}, "missing, or unknown to this program: quotas"),
    ({"rules": RULES | {"minimum_age": 16}}, "unknown to this program: minimum_age"),
    ({"rules": RULES | {"lowest?": 16}}, "unknown to this program: lowest?"),
    ({"rules": RULES | {"must": ["X"]}}, "unknown to this program: X"),
    ({"rules": RULES | {"links": [{"first": "A", "second": "C", "kind": "never"}]}}, "unknown to this program: never"),
    ({"rows": [[0, "3"]] * 10}, "wrong kind"),
    ({"rows": [[0, True]] * 10}, "wrong kind"),
    ({"people": [{"household": False}] * 4}, "wrong kind"),
]


@pytest.mark.parametrize("changes, reason", DISHONEST, ids=[str(changes)[:50] for changes, _ in DISHONEST])
def test_a_dishonest_bundle_is_refused_though_its_commitment_is_right(changes: dict, reason: str) -> None:
    content, commitment = rewritten(made(), **changes)
    status, said = asked(content, commitment=commitment)
    assert status == REFUSED
    assert reason in said


BROKEN = [
    ({}, ["A", "B"], "org o 0-1; household h 0-1"),
    ({}, ["B", "D"], "g w 1-1"),
    ({"quotas": [{"feature": "g", "value": "x", "min": 1, "max": 2}]}, ["B", "C"], "g x 1-2"),
    ({"households": False, "quotas": []}, ["A", "B"], "org o 0-1"),
    ({"caps": [], "quotas": []}, ["A", "B"], "household h 0-1"),
    ({"must": ["D"]}, ["B", "C"], "must D"),
    ({"excluded": ["B"]}, ["B", "C"], "excluded B"),
    ({"links": [{"first": "A", "second": "D", "kind": "together"}]}, ["C", "D"], "together A D"),
    ({"links": [{"first": "A", "second": "B", "kind": "exactly_one"}]}, ["C", "D"], "exactly_one A B"),
    ({"links": [{"first": "B", "second": "C", "kind": "exactly_one"}]}, ["B", "C"], "exactly_one B C"),
    ({"guests": ["C"], "quotas": [RULES["quotas"][0] | {"counts_guests": False}]}, ["C", "D"], "g w 1-1"),
]


@pytest.mark.parametrize("changes, row, reason", BROKEN, ids=[reason for *_, reason in BROKEN])
def test_a_row_against_a_rule_is_refused_where_people_are_shown(changes: dict, row: list[str], reason: str) -> None:
    bundle = made(rows=[row] * 10, rules=RULES | {"links": []} | changes, attributes=POOL)
    status, said = asked(bundle.content, commitment=bundle.commitment)
    assert status == REFUSED
    assert said.endswith(f"breaks a rule: {reason}")


def test_a_guest_who_counts_is_counted() -> None:
    rules = RULES | {"guests": ["C"], "links": []}
    assert asked(made(rows=[["C", "D"]] * 10, rules=rules, attributes=POOL).content)[0] == CONSISTENT


AMBIGUOUS = [
    b'{"a": 1}', b'{"a":1,"a":1}', b'{"b":1,"a":1}', b'{"a":0.5}', b'{"a":1e2}', b'{"a":-0}', b'{"a":NaN}',
    '{"a":"z\u0307"}'.encode(), b'{"a":"\\ud800"}', b'{"a":"\\u0041"}', b'{"a":9007199254740992}', b'{"a":1' + b"0" * 5000 + b"}",
    b"\xff", b"[]", b"", b"[" * 100_000, b"1",
]  # fmt: skip


@pytest.mark.parametrize("content", AMBIGUOUS, ids=repr)
def test_bytes_that_could_be_read_in_two_ways_are_refused(content: bytes) -> None:
    assert asked(content, commitment=hashlib.sha256(content).hexdigest())[0] == REFUSED


WRAPPED = [b"\xef\xbb\xbf%s", b"%s\n", b"%s\r\n", b" %s", b"%s\x00", b"%s%s"]


@pytest.mark.parametrize("frame", WRAPPED, ids=repr)
def test_not_one_byte_may_stand_around_the_document(frame: bytes) -> None:
    content = frame.replace(b"%s", made(rows=FEW_ROWS).content)
    status, said = asked(content, commitment=hashlib.sha256(content).hexdigest())
    assert status == REFUSED
    assert "not canonical" in said


@pytest.mark.parametrize("dice", ["12", "1234", "abc", "٣٤٥", "12\n"])
def test_dice_must_name_one_row(dice: str) -> None:
    assert "must show 3 digits" in asked(made().content, dice=dice)[1]


def test_several_sources_choose_the_row_that_the_draw_says() -> None:
    bundle = made(sources=SOURCES)
    row = row_chosen(commitment=bundle.commitment, rows=1000, dice="042", sources=SOURCES, revealed=REVEALED)
    given = {"commitment": bundle.commitment, "dice": "042"}
    status, said = asked(bundle.content, reveal=reveal_document(REVEALED, commitment=bundle.commitment), **given)
    assert status == PROVEN
    assert f"Row {row:03d} was drawn: {', '.join(bundle.rows[row])}" in said


BAD_REVEALS = [
    Revealed(values=tuple(reversed(REVEALED.values)), signature=REVEALED.signature),
    Revealed(values=REVEALED.values[:1], signature=REVEALED.signature),
    Revealed(values=(*REVEALED.values, "one more sentence 123"), signature=REVEALED.signature),
    Revealed(values=REVEALED.values, signature=None),
    Revealed(values=REVEALED.values, signature="XY"),
]


@pytest.mark.parametrize("revealed", BAD_REVEALS, ids=repr)
def test_what_was_not_sealed_chooses_nothing(revealed: Revealed) -> None:
    bundle = made(sources=SOURCES)
    reveal = reveal_document(revealed, commitment=bundle.commitment)
    assert asked(bundle.content, commitment=bundle.commitment, dice="042", reveal=reveal)[0] == REFUSED


def test_what_was_revealed_for_another_draw_is_refused() -> None:
    bundle = made(sources=SOURCES)
    reveal = reveal_document(REVEALED, commitment="00" * 32)
    assert "not what was committed" in asked(bundle.content, dice="042", reveal=reveal)[1]


def test_reveals_are_given_where_they_take_part_and_only_there() -> None:
    reveal = reveal_document(REVEALED, commitment=made().commitment)
    assert "what was revealed is needed" in asked(made(sources=SOURCES).content, dice="042")[1]
    assert "what was revealed is needed" in asked(made().content, dice="042", reveal=reveal)[1]


def test_random_bundles_end_in_every_way_and_never_in_a_fault_of_the_program() -> None:
    statuses = [asked(**one)[0] for one in cases(400, seed=1)]
    assert {PROVEN, REFUSED, CONSISTENT} == set(statuses)


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """As a critic does: a copy of the one file, far from the product, without site packages."""
    script = folder / "check.py"
    script.write_bytes(Path(verify.__file__).read_bytes())
    return subprocess.run(
        [sys.executable, "-I", "-S", str(script), *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_file_alone_is_the_program(tmp_path: Path) -> None:
    bundle = made(leaves=salted_leaves(FROZEN, entries=POOL))
    (tmp_path / "bundle.json").write_bytes(bundle.content)
    (tmp_path / "frozen.json").write_bytes(canonical(FROZEN))
    asked_for = ["--commitment", bundle.commitment, "--dice", "007", "--code", "A", "--frozen", "frozen.json"]
    done = run(tmp_path, "bundle.json", *asked_for)
    assert done.returncode == PROVEN, done.stderr
    assert f"Row 007 was drawn: {', '.join(bundle.rows[7])}" in done.stdout
    assert "A is in 400 of 1000 rows" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nowhere.json"],
        ["bundle.json", "--commitment", "00"],
        ["bundle.json", "--dice"],
        ["bundle.json", "--x", "1"],
    ],
    ids=str,
)
def test_bad_use_and_refusals_end_with_status_one(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "bundle.json").write_bytes(made().content)
    done = run(tmp_path, *arguments)
    assert done.returncode == REFUSED
    assert "Traceback" not in done.stderr
