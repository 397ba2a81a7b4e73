"""Other sources of chance beside the dice: values that several people seal and later reveal, and a public round.

Which sources take part stands in the committed bundle; what they gave stands in a document of its own, published after
the throw. The order matters: everybody seals, the bundle is committed, the dice are thrown, everybody reveals, and the
public round appears last. Then one honest source suffices.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from obrady.core.chance.canonical import canonical
from obrady.core.chance.dice import digits_needed, row_from_dice, row_from_sources

FORMAT = "obrady.reveal"
VERSION = 1
SHORTEST_VALUE, LONGEST_VALUE = 16, 200
HASH = re.compile("[0-9a-f]{64}")
SIGNATURE = re.compile("([0-9a-f]{2}){32,96}")

QUICKNET = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
QUICKNET_GENESIS, QUICKNET_PERIOD = 1_692_803_367, 3


class SourcesNotUsable(ValueError):
    """What was sealed or revealed cannot take part.

    Attributes:
        code: always `sources_not_usable`.
        reason: `no_source`, `name_twice`, `name_unusable`, `value_unusable`, `seal_unusable`, `round_unusable`,
            `values_missing`, `value_not_sealed`, `signature_missing`, `signature_unusable`, `round_not_awaited`,
            `dice_not_awaited`.
        about: whose value it is, or what was given.
    """

    code = "sources_not_usable"

    def __init__(self, *, reason: str, about: str = "") -> None:
        super().__init__(f"{reason}: {about}" if about else reason)
        self.reason = reason
        self.about = about


@dataclass(frozen=True, slots=True)
class Contribution:
    """A value that somebody holds back: who, and its `contribution_commitment`."""

    by: str
    sealed: str


@dataclass(frozen=True, slots=True)
class PublicRound:
    """A round of a public randomness chain (drand) that lies in the future when the bundle is committed."""

    round: int
    chain: str = QUICKNET


@dataclass(frozen=True, slots=True)
class Sources:
    """What chooses the row together. Without this in the bundle the dice alone name the row.

    Raises:
        SourcesNotUsable: neither contributions nor a round; a name twice, empty or with `|` or a control character; a
            seal that is no SHA-256; a round below 1.
    """

    dice: bool = True
    contributions: tuple[Contribution, ...] = ()
    public_round: PublicRound | None = None

    def __post_init__(self) -> None:
        if not self.contributions and self.public_round is None:
            raise SourcesNotUsable(reason="no_source")
        names = [one.by for one in self.contributions]
        for one in self.contributions:
            if not _is_plain(one.by, shortest=1):
                raise SourcesNotUsable(reason="name_unusable", about=one.by)
            if names.count(one.by) > 1:
                raise SourcesNotUsable(reason="name_twice", about=one.by)
            if not HASH.fullmatch(one.sealed):
                raise SourcesNotUsable(reason="seal_unusable", about=one.by)
        if self.public_round and not (1 <= self.public_round.round < 2**53 and HASH.fullmatch(self.public_round.chain)):
            raise SourcesNotUsable(reason="round_unusable", about=str(self.public_round.round))


@dataclass(frozen=True, slots=True)
class Revealed:
    """What the sources gave: the values in the order of the contributions, and the signature of the public round."""

    values: tuple[str, ...] = ()
    signature: str | None = None


def contribution_commitment(value: str, *, by: str) -> str:
    """What somebody publishes first, 64 hexadecimal digits: SHA-256("obrady/1|contribution|" + by + "|" + value).

    The value stays with them until the dice have been thrown. It must not be guessable: 16 to 200 characters, best a
    sentence of their own with some random digits; the name is part of the hash, so that nobody hands in another's.

    Raises:
        SourcesNotUsable: value or name is too short or too long, not in NFC, or holds `|` or a control character.

    Example:
        >>> contribution_commitment("rain over Torun 58213", by="A")[:16]
        'ca7422b4b11f718c'
    """
    if not _is_plain(by, shortest=1):
        raise SourcesNotUsable(reason="name_unusable", about=by)
    if not _is_plain(value, shortest=SHORTEST_VALUE):
        raise SourcesNotUsable(reason="value_unusable", about=by)
    return hashlib.sha256(f"obrady/1|contribution|{by}|{value}".encode()).hexdigest()


def public_randomness(signature: str) -> str:
    """The randomness of a round, 64 hexadecimal digits: SHA-256 of the bytes of its BLS signature.

    It does not check the signature against the chain's public key; whoever pastes it and whoever checks it compare it
    with what the chain publishes.

    Raises:
        SourcesNotUsable: the signature is not written in 64 to 192 small hexadecimal digits, an even number.

    Example: round 1000 of drand's quicknet.
        >>> public_randomness(
        ...     "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125"
        ...     "e342b73a8dd2bacbe47e4b6b63ed5e39"
        ... )[:16]
        'fe290beca10872ef'
    """
    if not SIGNATURE.fullmatch(signature):
        raise SourcesNotUsable(reason="signature_unusable", about=signature[:16])
    return hashlib.sha256(bytes.fromhex(signature)).hexdigest()


def quicknet_round(seconds: int) -> int:
    """The first round of drand's quicknet that appears at or after a time, in whole seconds since 1970 (UTC).

    Example:
        >>> quicknet_round(1_692_803_367)
        1
    """
    return max(0, -(-(seconds - QUICKNET_GENESIS) // QUICKNET_PERIOD)) + 1


def sources_document(sources: Sources) -> dict[str, object]:
    """What the bundle holds of the sources: dice, contributions (by, sealed) and, if used, public_round (chain, round)."""
    document: dict[str, object] = {
        "dice": sources.dice,
        "contributions": [{"by": one.by, "sealed": one.sealed} for one in sources.contributions],
    }
    if sources.public_round:
        document["public_round"] = {"chain": sources.public_round.chain, "round": sources.public_round.round}
    return document


def reveal_document(revealed: Revealed, *, commitment: str) -> bytes:
    """The canonical bytes of reveal.json, which anybody checks the row with: format, version, commitment, values, and
    signature where a public round takes part."""
    document: dict[str, object] = {
        "format": FORMAT,
        "version": VERSION,
        "commitment": commitment,
        "values": list(revealed.values),
    }
    return canonical(document if revealed.signature is None else document | {"signature": revealed.signature})


def row_chosen(
    *, commitment: str, rows: int, dice: str, sources: Sources | None = None, revealed: Revealed | None = None
) -> int:
    """The row of the committed table that all sources choose together; without sources that of the dice.

    Raises:
        DiceNotUsable: the dice do not name a row.
        SourcesNotUsable: something was revealed that was not sealed, is missing, or takes no part.
    """
    if sources is None:
        if revealed is not None:
            raise SourcesNotUsable(reason="no_source")
        return row_from_dice(dice, rows)
    if sources.dice:
        row_from_dice(dice, rows)
    elif dice:
        raise SourcesNotUsable(reason="dice_not_awaited", about=dice)
    digits_needed(rows)
    given = revealed or Revealed()
    _check_revealed(sources, given)
    randomness = None if given.signature is None else public_randomness(given.signature)
    return row_from_sources(
        commitment=commitment, dice=dice, contributions=given.values, public_round=randomness, rows=rows
    )


def _check_revealed(sources: Sources, given: Revealed) -> None:
    if len(given.values) != len(sources.contributions):
        raise SourcesNotUsable(reason="values_missing")
    for one, value in zip(sources.contributions, given.values, strict=True):
        if contribution_commitment(value, by=one.by) != one.sealed:
            raise SourcesNotUsable(reason="value_not_sealed", about=one.by)
    if sources.public_round and given.signature is None:
        raise SourcesNotUsable(reason="signature_missing", about=str(sources.public_round.round))
    if sources.public_round is None and given.signature is not None:
        raise SourcesNotUsable(reason="round_not_awaited")


def _is_plain(text: str, *, shortest: int) -> bool:
    return (
        shortest <= len(text) <= LONGEST_VALUE
        and unicodedata.is_normalized("NFC", text)
        and "|" not in text
        and all(unicodedata.category(character)[0] != "C" for character in text)
    )
