"""Chance that anyone can check: fingerprints, commitments, a reproducible stream, dice, the bundle of a draw.

Example:
    >>> rules = {"seats": 1, "quotas": [], "caps": [], "links": [], "households": False}
    >>> frozen = {"rules": rules, "pool": ["A", "B"]}
    >>> bundle = draw_bundle(
    ...     fingerprint=fingerprint(frozen),
    ...     algorithm="by hand",
    ...     rules=rules,
    ...     codes=["A", "B"],
    ...     table=[["A"]] * 500 + [["B"]] * 500,
    ... )
    >>> commitment(bundle.content) == bundle.commitment
    True
    >>> bundle.rows[row_from_dice("042", 1000)]
    ('A',)
    >>> bundle.order
    ('B', 'A')

`verify.py` in this folder is a program of its own, without any import of this package, that recomputes everything
from the published bytes.
"""

from obrady.core.chance.bundle import Bundle, commitment, draw_bundle, reserve_order, shuffled_rows
from obrady.core.chance.canonical import NotCanonical, canonical, fingerprint
from obrady.core.chance.dice import (
    TABLE_SIZES,
    DiceNotUsable,
    digits_needed,
    row_from_dice,
    row_from_sources,
)
from obrady.core.chance.leaves import leaf, salted_leaves, salts
from obrady.core.chance.sources import (
    QUICKNET,
    Contribution,
    PublicRound,
    Revealed,
    Sources,
    SourcesNotUsable,
    contribution_commitment,
    public_randomness,
    quicknet_round,
    reveal_document,
    row_chosen,
    sources_document,
)
from obrady.core.chance.stream import Stream, shuffle

__all__ = [
    "QUICKNET",
    "TABLE_SIZES",
    "Bundle",
    "Contribution",
    "DiceNotUsable",
    "NotCanonical",
    "PublicRound",
    "Revealed",
    "Sources",
    "SourcesNotUsable",
    "Stream",
    "canonical",
    "commitment",
    "contribution_commitment",
    "digits_needed",
    "draw_bundle",
    "fingerprint",
    "leaf",
    "public_randomness",
    "quicknet_round",
    "reserve_order",
    "reveal_document",
    "row_chosen",
    "row_from_dice",
    "row_from_sources",
    "salted_leaves",
    "salts",
    "shuffle",
    "shuffled_rows",
    "sources_document",
]
