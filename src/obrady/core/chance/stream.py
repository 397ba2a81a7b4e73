"""A reproducible stream of numbers that anyone can recompute with a hash function.

Number i (from 0) of the stream with a seed and a label comes from

    SHA-256("obrady/1|" + label + "|" + seed + "|" + i)        (UTF-8; i in decimal)

of which the first six bytes are read as a whole number v, 0 <= v < 2**48. A number below n is v mod n, unless v is at
least the largest multiple of n that fits under 2**48: then v is thrown away and the next number of the stream is tried
(rejection sampling), so that every result is exactly equally likely. Six bytes, so that a page's JavaScript computes it
without large integers.
"""

import hashlib
from collections.abc import Iterable
from typing import TypeVar

STREAM = "obrady/1"
RANGE = 2**48

Item = TypeVar("Item")


class Stream:
    """Whole numbers that follow from a seed and a label alone.

    Args:
        seed: any text; here the fingerprint of the frozen rules and pool.
        label: what the numbers are for, so that two uses of one seed are independent.

    Example:
        >>> stream = Stream(seed="abc", label="order")
        >>> [stream.below(10) for _ in range(5)]
        [2, 6, 9, 7, 2]
    """

    def __init__(self, *, seed: str, label: str) -> None:
        self._prefix = f"{STREAM}|{label}|{seed}|"
        self._position = 0

    def below(self, bound: int) -> int:
        """A whole number from 0 to bound - 1, each equally likely. `bound` is from 1 to 2**48.

        Raises:
            ValueError: the bound is out of range.
        """
        if not 1 <= bound <= RANGE:
            raise ValueError(f"bound must be from 1 to 2**48, not {bound}")
        fair = RANGE - RANGE % bound
        while True:
            value = self._next()
            if value < fair:
                return value % bound

    def _next(self) -> int:
        digest = hashlib.sha256(f"{self._prefix}{self._position}".encode()).digest()
        self._position += 1
        return int.from_bytes(digest[:6], "big")


def shuffle(items: Iterable[Item], *, seed: str, label: str) -> tuple[Item, ...]:
    """The items in an order in which every order is equally likely, given a seed that nobody chose.

    Fisher-Yates from the end: for i = n - 1 down to 1, j = below(i + 1), swap items i and j.

    Example:
        >>> shuffle("abcde", seed="abc", label="order")
        ('a', 'b', 'd', 'e', 'c')
    """
    order = list(items)
    stream = Stream(seed=seed, label=label)
    for last in range(len(order) - 1, 0, -1):
        chosen = stream.below(last + 1)
        order[last], order[chosen] = order[chosen], order[last]
    return tuple(order)
