"""The checker that critics run: it must accept what is promised and nothing else."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from obrady.core.chance import Bundle, canonical, draw_bundle, fingerprint, replay, salted_leaves

POOL = {
    "A": {"features": {"g": "w"}, "household": "h", "groups": {"org": "o"}},
    "B": {"features": {"g": "m"}, "household": "h", "groups": {"org": "o"}},
    "C": {"features": {"g": "w"}, "household": None, "groups": {}},
    "D": {"features": {"g": "m"}, "household": None, "groups": {"org": "p"}},
}
RULES = {
    "seats": 2,
    "quotas": [{"feature": "g", "value": "w", "min": 1, "max": 1}],
    "caps": [{"key": "org", "most": 1}],
    "links": [{"first": "A", "second": "C", "kind": "at_most_one"}],
    "households": True,
}
FROZEN = {"rules": RULES, "pool": POOL}
ROWS = [["A", "D"]] * 400 + [["B", "C"]] * 350 + [["C", "D"]] * 250


def made(
    *, rows: list[list[str]] = ROWS, rules: dict = RULES, attributes: dict | None = None, **more: object
) -> Bundle:
    return draw_bundle(
        fingerprint=fingerprint(FROZEN),
        algorithm="x/1",
        rules=rules,
        codes=list(POOL),
        table=rows,
        attributes=attributes,
        **more,
    )


def rewritten(bundle: Bundle, **changes: object) -> tuple[bytes, str]:
    """Forged bytes with their own right commitment, as a dishonest organiser could publish them."""
    content = canonical(json.loads(bundle.content) | changes)
    return content, hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("attributes", [None, POOL], ids=["codes only", "with people"])
def test_an_honest_draw_passes(attributes: dict | None) -> None:
    bundle = made(attributes=attributes)
    document = replay.verify(bundle.content, bundle.commitment)
    people, reserve = replay.drawn(document, "123")
    assert tuple(people) == bundle.rows[123]
    assert reserve == [code for code in bundle.order if code not in people]
    assert replay.rows_with(document, "A") == [number for number, row in enumerate(bundle.rows) if "A" in row]


def test_an_auditor_can_check_rows_and_leaves_against_the_frozen_pool() -> None:
    bundle = made(leaves=salted_leaves(FROZEN, entries=POOL))
    assert replay.verify(bundle.content, bundle.commitment, canonical(FROZEN))
    forged = canonical(FROZEN | {"pool": POOL | {"A": POOL["B"]}})
    with pytest.raises(replay.Refused, match="fingerprint"):
        replay.verify(bundle.content, bundle.commitment, forged)


def test_any_flipped_bit_is_refused() -> None:
    bundle = made(rows=[["A", "D"]] * 4 + [["B", "C"]] * 6)
    assert replay.verify(bundle.content, bundle.commitment)
    for position in range(len(bundle.content)):
        for bit in range(8):
            forged = bytearray(bundle.content)
            forged[position] ^= 1 << bit
            with pytest.raises(replay.Refused, match="commitment"):
                replay.verify(bytes(forged), bundle.commitment)


@pytest.mark.parametrize(
    "changes, reason",
    [
        ({"order": [0, 1, 2, 3]}, "reserve list"),
        ({"rows": [[0, 3]] * 400 + [[1, 2]] * 350 + [[2, 3]] * 250}, "promised order"),
        ({"rows": [[0, 3]] * 999}, "power of ten"),
        ({"rows": [[0]] * 10}, "wrong size"),
        ({"rows": [[3, 0]] * 10}, "not ascending"),
        ({"rows": [[0, 9]] * 10}, "unknown code"),
        ({"rows": [[0, 2]] * 10}, "link"),
        ({"codes": ["A", "B", "D", "C"]}, "codes"),
        ({"leaves": ["00"]}, "leaves"),
        ({"version": 2}, "version"),
        ({"note": "more"}, "unknown"),
        ({"rules": {"seats": 2}}, "missing"),
        ({"rows": [[0, "3"]] * 10}, "missing|unknown|wrong kind"),
    ],
)
def test_a_dishonest_bundle_is_refused_though_its_commitment_is_right(changes: dict, reason: str) -> None:
    content, commitment = rewritten(made(), **changes)
    with pytest.raises(replay.Refused, match=reason):
        replay.verify(content, commitment)


@pytest.mark.parametrize(
    "row, reason",
    [(["A", "B"], "cap|household"), (["B", "D"], "quota")],
)
def test_a_row_against_the_rules_is_refused_where_people_are_shown(row: list[str], reason: str) -> None:
    bundle = made(rows=[*ROWS[:-1], row], attributes=POOL)
    with pytest.raises(replay.Refused, match=reason):
        replay.verify(bundle.content, bundle.commitment)


@pytest.mark.parametrize("rule, reason", [("caps", "household"), ("households", "cap")])
def test_households_and_caps_are_each_checked(rule: str, reason: str) -> None:
    rules = RULES | {"quotas": [], rule: [] if rule == "caps" else False}
    bundle = made(rows=[*ROWS[:-1], ["A", "B"]], rules=rules, attributes=POOL)
    with pytest.raises(replay.Refused, match=reason):
        replay.verify(bundle.content, bundle.commitment)


@pytest.mark.parametrize(
    "content, reason",
    [
        (b'{"a": 1}', "canonical"),
        (b'{"a":1,"a":1}', "canonical"),
        (b'{"a":0.5}', "float"),
        ('{"a":"z\u0307"}'.encode(), "NFC"),
        (b'{"a":"\\ud800"}', "UTF-8"),
        (b"\xff", "UTF-8"),
        (b"[]", "not a bundle"),
    ],
)
def test_bytes_that_could_be_read_in_two_ways_are_refused(content: bytes, reason: str) -> None:
    with pytest.raises(replay.Refused, match=reason):
        replay.verify(content, hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize("dice", ["12", "1234", "abc", "٣٤٥"])
def test_dice_must_name_one_row(dice: str) -> None:
    with pytest.raises(replay.Refused, match="3 digits"):
        replay.drawn(json.loads(made().content), dice)


def test_a_code_outside_the_pool_is_named() -> None:
    with pytest.raises(replay.Refused, match="X is not in the pool"):
        replay.rows_with(json.loads(made().content), "X")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """As a critic does: a copy of the one file, far from the product, without site packages."""
    script = folder / "check.py"
    script.write_bytes(Path(replay.__file__).read_bytes())
    return subprocess.run(
        [sys.executable, "-I", "-S", str(script), *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_file_alone_is_the_program(tmp_path: Path) -> None:
    bundle = made(leaves=salted_leaves(FROZEN, entries=POOL))
    (tmp_path / "bundle.json").write_bytes(bundle.content)
    (tmp_path / "frozen.json").write_bytes(canonical(FROZEN))
    asked = [
        "bundle.json",
        "--commitment",
        bundle.commitment,
        "--dice",
        "007",
        "--code",
        "A",
        "--frozen",
        "frozen.json",
    ]
    done = run(tmp_path, *asked)
    assert done.returncode == 0, done.stderr
    assert f"Row 007 was drawn: {', '.join(bundle.rows[7])}" in done.stdout
    assert "A: in 400 of 1000 rows" in done.stdout


@pytest.mark.parametrize(
    "arguments", [["bundle.json"], ["nowhere.json", "--commitment", "00"], ["bundle.json", "--commitment", "00"]]
)
def test_bad_use_and_refusals_end_with_status_one(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "bundle.json").write_bytes(made().content)
    done = run(tmp_path, *arguments)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
