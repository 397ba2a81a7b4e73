import hashlib
import json

import pytest

from obrady.core.chance import (
    Bundle,
    PublicRound,
    Sources,
    draw_bundle,
    leaf,
    reserve_order,
    salted_leaves,
    salts,
    shuffle,
    shuffled_rows,
)

RULES = {"seats": 1, "quotas": [], "caps": [], "links": [], "households": False}
SEED = "ab" * 32


def made(**changes: object) -> Bundle:
    given = {
        "fingerprint": SEED,
        "algorithm": "by hand",
        "rules": RULES,
        "codes": ["C", "A", "B"],
        "table": [["A"]] * 500 + [["B"]] * 300 + [["C"]] * 200,
    }
    return draw_bundle(**(given | changes))


def test_the_bundle_holds_everything_that_is_fixed_before_the_dice() -> None:
    document = json.loads(made().content)
    assert document.keys() == {"format", "version", "algorithm", "fingerprint", "rules", "codes", "rows", "order"}
    assert (document["format"], document["version"]) == ("obrady.draw", 1)
    assert (document["rules"], document["codes"], document["fingerprint"]) == (RULES, ["A", "B", "C"], SEED)
    assert sorted(document["order"]) == [0, 1, 2]


def test_the_commitment_is_the_hash_of_its_bytes() -> None:
    assert made().commitment == hashlib.sha256(made().content).hexdigest()


def test_neither_the_order_of_the_pool_nor_of_the_table_can_be_chosen() -> None:
    turned = made(codes=["A", "B", "C"], table=[["C"]] * 200 + [["B"]] * 300 + [["A"]] * 500)
    assert turned == made()
    assert made(fingerprint="cd" * 32).rows != made().rows


def test_winning_numbers_are_spread_over_the_dice() -> None:
    numbers = [number for number, row in enumerate(made().rows) if row == ("A",)]
    assert len(numbers) == 500
    assert 200 < sum(number < 500 for number in numbers) < 300


def test_attributes_leaves_round_and_reason_go_in_only_when_given() -> None:
    document = json.loads(
        made(
            attributes={code: {"features": {"f": code}} for code in "ABC"},
            leaves=dict.fromkeys("ABC", "00"),
            sources=Sources(public_round=PublicRound(4711)),
            replaces={"commitment": "ff", "reason": "two seats fell free"},
        ).content
    )
    assert document["people"] == [{"features": {"f": code}} for code in "ABC"]
    assert document["leaves"] == ["00"] * 3
    assert (document["sources"]["public_round"]["round"], document["replaces"]["commitment"]) == (4711, "ff")


@pytest.mark.parametrize(
    "changes, reason",
    [
        ({"codes": ["A", "B", "C", "A"]}, "twice"),
        ({"codes": ["A", "B", "z\u0307"]}, "NFC"),
        ({"table": [["A"], ["Y"], ["X"]]}, "not in the pool: X"),
    ],
)
def test_a_table_that_does_not_fit_its_codes_is_refused(changes: dict, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        made(**changes)


def test_rows_and_reserve_list_have_a_shuffle_of_their_own_each() -> None:
    rows = [("B", "A"), ("C", "A"), ("B", "C"), ("A", "B")]
    ascending = [("A", "B"), ("A", "B"), ("A", "C"), ("B", "C")]
    assert shuffled_rows(rows, fingerprint=SEED) == shuffle(ascending, seed=SEED, label="rows")
    assert reserve_order("dcba", fingerprint=SEED) == shuffle("abcd", seed=SEED, label="order")


def test_the_reserve_list_names_everybody_once_whatever_their_order() -> None:
    order = reserve_order(["B", "A", "C", "D"], fingerprint=SEED)
    assert sorted(order) == ["A", "B", "C", "D"]
    assert order == reserve_order(["D", "C", "B", "A"], fingerprint=SEED)


def test_a_leaf_needs_the_salt_that_only_the_whole_pool_gives() -> None:
    entries = {"A": {"f": "x"}, "B": {"f": "x"}}
    leaves = salted_leaves({"pool": entries}, entries=entries)
    salt = salts({"pool": entries}, codes=["A", "B"])
    assert leaves == {code: leaf(entries[code], salt=salt[code]) for code in "AB"}
    assert leaves["A"] != leaves["B"]
    assert salted_leaves({"pool": entries, "more": 1}, entries=entries)["A"] != leaves["A"]
