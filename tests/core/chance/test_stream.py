import hashlib
from collections import Counter
from itertools import permutations

import pytest

from obrady.core.chance import Stream, shuffle


def test_a_number_is_the_hash_of_label_seed_and_position() -> None:
    stream = Stream(seed="abc", label="order")
    expected = [
        int(hashlib.sha256(f"obrady/1|order|abc|{position}".encode()).hexdigest()[:12], 16) for position in range(3)
    ]
    assert [stream.below(2**48) for _ in range(3)] == expected


def test_seed_and_label_each_give_another_stream() -> None:
    def numbers(seed: str, label: str) -> list[int]:
        stream = Stream(seed=seed, label=label)
        return [stream.below(1000) for _ in range(10)]

    assert numbers("0", "a") == numbers("0", "a")
    assert len({tuple(numbers(seed, label)) for seed in "01" for label in "ab"}) == 4


def test_numbers_beyond_the_last_whole_multiple_are_thrown_away() -> None:
    bound = 2**47 + 1
    raw = [int(hashlib.sha256(f"obrady/1|l|s|{i}".encode()).hexdigest()[:12], 16) for i in range(40)]
    kept = [value for value in raw if value < bound]
    stream = Stream(seed="s", label="l")
    assert 0 < len(kept) < len(raw)
    assert [stream.below(bound) for _ in kept] == kept


def test_the_largest_multiple_itself_is_thrown_away() -> None:
    """A bound v above 2**47 fits once under 2**48, so that v is the first number that is not fair."""
    raw = [int(hashlib.sha256(f"obrady/1|l|s|{i}".encode()).hexdigest()[:12], 16) for i in range(40)]
    first = next(position for position, value in enumerate(raw) if value > 2**47)
    stream = Stream(seed="s", label="l")
    for value in raw[:first]:
        assert stream.below(2**48) == value
    assert stream.below(raw[first]) == next(value for value in raw[first + 1 :] if value < raw[first])


def test_below_one_there_is_only_nothing() -> None:
    assert Stream(seed="s", label="l").below(1) == 0


@pytest.mark.parametrize("bound", [0, -1, 2**48 + 1])
def test_a_bound_out_of_range_is_refused(bound: int) -> None:
    with pytest.raises(ValueError, match="bound"):
        Stream(seed="s", label="l").below(bound)


def test_every_order_is_equally_likely() -> None:
    """24 orders of four, 24,000 seeds: chi-squared with 23 degrees of freedom stays below its 99.99% point."""
    counts = Counter(shuffle("abcd", seed=str(seed), label="order") for seed in range(24_000))
    assert counts.keys() == set(permutations("abcd"))
    assert sum((count - 1000) ** 2 / 1000 for count in counts.values()) < 56.0


@pytest.mark.parametrize("items", ["", "a"])
def test_nothing_and_one_thing_stay_as_they_are(items: str) -> None:
    assert shuffle(items, seed="s", label="l") == tuple(items)
