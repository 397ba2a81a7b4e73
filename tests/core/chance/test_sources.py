"""Several people and a public round choose together: nobody can take back, add or copy a value."""

import hashlib
import json

import pytest

from obrady.core.chance import (
    QUICKNET,
    Contribution,
    DiceNotUsable,
    PublicRound,
    Revealed,
    Sources,
    SourcesNotUsable,
    canonical,
    contribution_commitment,
    public_randomness,
    quicknet_round,
    reveal_document,
    row_chosen,
    row_from_sources,
    sources_document,
)
from tests.core.chance.examples import REVEALED, SIGNATURE, SOURCES, VALUES

RANDOMNESS = "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd"
COMMITMENT = "ab" * 32


def refusal(**given: object) -> tuple[str, str]:
    """The reason and what it is about."""
    asked = {"commitment": COMMITMENT, "rows": 1000, "dice": "042", "sources": SOURCES, "revealed": REVEALED}
    with pytest.raises(SourcesNotUsable) as refused:
        row_chosen(**(asked | given))
    assert refused.value.code == "sources_not_usable"
    about = f": {refused.value.about}" if refused.value.about else ""
    assert str(refused.value) == refused.value.reason + about
    return refused.value.reason, refused.value.about


def test_a_value_is_sealed_by_the_hash_of_name_and_value() -> None:
    expected = hashlib.sha256("obrady/1|contribution|Ala|żółw i 16 innych".encode()).hexdigest()
    assert contribution_commitment("żółw i 16 innych", by="Ala") == expected


@pytest.mark.parametrize("length", [16, 200])
def test_a_value_has_16_to_200_characters(length: int) -> None:
    assert contribution_commitment("x" * length, by="A")


@pytest.mark.parametrize(
    "value", ["x" * 15, "x" * 201, "with a | between it", "with a line\nend in it", "z\u0307 is not in NFC 123"]
)
def test_a_value_that_could_be_guessed_or_misread_is_refused(value: str) -> None:
    with pytest.raises(SourcesNotUsable) as refused:
        contribution_commitment(value, by="A")
    assert (refused.value.reason, refused.value.about) == ("value_unusable", "A")


@pytest.mark.parametrize("by", ["", "A|B", "A\tB", "x" * 201])
def test_a_name_that_could_be_misread_is_refused(by: str) -> None:
    with pytest.raises(SourcesNotUsable) as refused:
        contribution_commitment("x" * 16, by=by)
    assert (refused.value.reason, refused.value.about) == ("name_unusable", by)


def test_the_randomness_of_a_round_is_the_hash_of_its_signature() -> None:
    assert public_randomness(SIGNATURE) == RANDOMNESS


@pytest.mark.parametrize("signature", ["", "ab" * 31, "ab" * 97, SIGNATURE.upper(), SIGNATURE[:-1], f"{SIGNATURE}\n"])
def test_a_signature_that_is_none_is_refused(signature: str) -> None:
    with pytest.raises(SourcesNotUsable) as refused:
        public_randomness(signature)
    assert (refused.value.reason, refused.value.about) == ("signature_unusable", signature[:16])


@pytest.mark.parametrize(
    "seconds, number", [(0, 1), (1692803367, 1), (1692803368, 2), (1692803370, 2), (1692803371, 3), (1692806364, 1000)]
)
def test_a_round_of_quicknet_appears_every_three_seconds(seconds: int, number: int) -> None:
    assert quicknet_round(seconds) == number


def test_all_sources_choose_the_row_together() -> None:
    given = {"commitment": COMMITMENT, "dice": "042", "rows": 1000}
    expected = row_from_sources(contributions=list(VALUES.values()), public_round=RANDOMNESS, **given)
    assert row_chosen(sources=SOURCES, revealed=REVEALED, **given) == expected


def test_without_sources_the_dice_alone_name_the_row() -> None:
    assert row_chosen(commitment=COMMITMENT, rows=1000, dice="042") == 42


def test_sources_may_choose_without_dice_or_with_one_kind_alone() -> None:
    given = {"commitment": COMMITMENT, "rows": 1000}
    alone = Sources(dice=False, public_round=PublicRound(1000))
    expected = row_from_sources(dice="", contributions=[], public_round=RANDOMNESS, **given)
    assert row_chosen(dice="", sources=alone, revealed=Revealed(signature=SIGNATURE), **given) == expected
    people = Sources(contributions=SOURCES.contributions)
    expected = row_from_sources(dice="042", contributions=REVEALED.values, public_round=None, **given)
    assert row_chosen(dice="042", sources=people, revealed=Revealed(values=REVEALED.values), **given) == expected


@pytest.mark.parametrize(
    "revealed, reason",
    [
        (None, ("values_missing", "")),
        (Revealed(REVEALED.values[:1], SIGNATURE), ("values_missing", "")),
        (Revealed((*REVEALED.values, "x" * 16), SIGNATURE), ("values_missing", "")),
        (Revealed(REVEALED.values[::-1], SIGNATURE), ("value_not_sealed", "left")),
        (Revealed((REVEALED.values[0], "x" * 16), SIGNATURE), ("value_not_sealed", "right")),
        (Revealed(REVEALED.values), ("signature_missing", "1000")),
    ],
)
def test_what_was_not_sealed_takes_no_part(revealed: Revealed | None, reason: tuple[str, str]) -> None:
    assert refusal(revealed=revealed) == reason


def test_what_is_not_awaited_takes_no_part() -> None:
    assert refusal(sources=None) == ("no_source", "")
    assert refusal(sources=Sources(contributions=SOURCES.contributions)) == ("round_not_awaited", "")
    without_dice = Sources(dice=False, contributions=SOURCES.contributions, public_round=PublicRound(1000))
    assert refusal(sources=without_dice) == ("dice_not_awaited", "042")


@pytest.mark.parametrize("dice", ["", "42", "0042"])
def test_dice_that_take_part_name_a_row_of_the_table(dice: str) -> None:
    with pytest.raises(DiceNotUsable):
        row_chosen(commitment=COMMITMENT, rows=1000, dice=dice, sources=SOURCES, revealed=REVEALED)


def test_also_without_dice_the_table_has_a_size_that_dice_could_throw() -> None:
    alone = Sources(dice=False, public_round=PublicRound(1000))
    with pytest.raises(ValueError, match="power of ten"):
        row_chosen(commitment=COMMITMENT, rows=999, dice="", sources=alone, revealed=Revealed(signature=SIGNATURE))


SEAL = "ab" * 32


@pytest.mark.parametrize(
    "given, reason",
    [
        ({}, ("no_source", "")),
        ({"contributions": (Contribution("A", SEAL), Contribution("A", SEAL))}, ("name_twice", "A")),
        ({"contributions": (Contribution("", SEAL),)}, ("name_unusable", "")),
        ({"contributions": (Contribution("A", SEAL[:-1]),)}, ("seal_unusable", "A")),
        ({"contributions": (Contribution("A", SEAL + "a"),)}, ("seal_unusable", "A")),
        ({"public_round": PublicRound(0)}, ("round_unusable", "0")),
        ({"public_round": PublicRound(2**53)}, ("round_unusable", str(2**53))),
        ({"public_round": PublicRound(1, chain="ab")}, ("round_unusable", "1")),
    ],
)
def test_sources_that_could_be_disputed_are_refused(given: dict, reason: tuple[str, str]) -> None:
    with pytest.raises(SourcesNotUsable) as refused:
        Sources(**given)
    assert (refused.value.reason, refused.value.about) == reason


@pytest.mark.parametrize("number", [1, 2**53 - 1])
def test_a_round_has_a_whole_number_of_its_chain(number: int) -> None:
    assert Sources(public_round=PublicRound(number)).public_round == PublicRound(number, chain=QUICKNET)


def test_the_bundle_names_the_sources() -> None:
    people = [{"by": one.by, "sealed": one.sealed} for one in SOURCES.contributions]
    assert sources_document(SOURCES) == {
        "dice": True,
        "contributions": people,
        "public_round": {"chain": QUICKNET, "round": 1000},
    }
    assert sources_document(Sources(contributions=SOURCES.contributions)).keys() == {"dice", "contributions"}


def test_the_document_of_what_was_revealed_is_canonical() -> None:
    content = reveal_document(REVEALED, commitment=COMMITMENT)
    assert content == canonical(json.loads(content))
    assert json.loads(content) == {
        "format": "obrady.reveal",
        "version": 1,
        "commitment": COMMITMENT,
        "values": list(VALUES.values()),
        "signature": SIGNATURE,
    }
    assert "signature" not in json.loads(reveal_document(Revealed(REVEALED.values), commitment=COMMITMENT))
