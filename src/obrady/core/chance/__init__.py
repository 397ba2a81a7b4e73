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

`replay.py` in this folder is a program of its own, without any import of this package, that recomputes everything
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
from obrady.core.chance.stream import Stream, shuffle

__all__ = [
    "TABLE_SIZES",
    "Bundle",
    "DiceNotUsable",
    "NotCanonical",
    "Stream",
    "canonical",
    "commitment",
    "digits_needed",
    "draw_bundle",
    "fingerprint",
    "leaf",
    "reserve_order",
    "row_from_dice",
    "row_from_sources",
    "salted_leaves",
    "salts",
    "shuffle",
    "shuffled_rows",
]
