from itertools import combinations
from random import Random

import pytest

from obrady.core.selection import (
    Candidate,
    Link,
    LinkKind,
    Quota,
    Rules,
    check_panel,
    likely_replacements,
    replacements,
)
from tests.core.selection.enumeration import all_panels, instance

POOL = [Candidate(code, {"g": gender}) for code, gender in zip("ABCDEF", "wmmwwm", strict=True)]
ONE_WOMAN = Rules(2, (Quota("g", "w", 1, 1),))


def first_by_listing(order, staying, gone, pool, rules):
    """Every way to fill the places, the earliest in the order first."""
    free = [code for code in order if code not in staying and code not in gone]
    links = tuple(link for link in rules.links if not {link.first, link.second} & set(gone))
    left = Rules(rules.seats, rules.quotas, rules.caps, links, rules.households, (), rules.guests, rules.excluded)
    for chosen in combinations(free, rules.seats - len(staying)):
        if not check_panel([*staying, *chosen], pool=pool, rules=left):
            return set(chosen)
    return None


def test_the_first_who_restores_the_rules_follows() -> None:
    assert replacements(order="CBDEAF", staying=["B"], gone=["A"], pool=POOL, rules=ONE_WOMAN) == ("D",)
    assert replacements(order="CBDEAF", staying=["A"], gone=["B"], pool=POOL, rules=ONE_WOMAN) == ("C",)


def test_nobody_follows_when_nobody_restores_the_rules() -> None:
    gone = ["A", "D", "E"]
    assert replacements(order="CBDEAF", staying=["B"], gone=gone, pool=POOL, rules=ONE_WOMAN) is None


def test_nobody_is_called_while_nobody_has_left() -> None:
    assert replacements(order="CBDEAF", staying=["A", "B"], pool=POOL, rules=ONE_WOMAN) == ()


def test_who_is_drawn_only_together_comes_with_the_other_and_a_link_ends_with_who_leaves() -> None:
    together = Rules(3, links=(Link("C", "D", LinkKind.TOGETHER),))
    assert replacements(order="CDEFAB", staying=["A"], gone=["B"], pool=POOL, rules=together) == ("C", "D")
    assert replacements(order="DEFABC", staying=["A", "B"], gone=["C"], pool=POOL, rules=together) == ("D",)


@pytest.mark.parametrize("seed", range(40))
def test_against_every_way_to_fill_the_places(seed: int) -> None:
    """Random pools with every kind of rule: somebody drawn leaves, perhaps somebody of the reserve as well."""
    random = Random(seed)
    tried = 0
    for number in range(seed * 10, seed * 10 + 10):
        pool, rules = instance(number)
        panels = all_panels(pool, rules)
        if not panels:
            continue
        drawn = random.choice(panels)
        order = random.sample([one.code for one in pool], len(pool))
        gone = random.sample(drawn, random.randint(1, min(2, len(drawn)))) + random.sample(order, 1)
        gone = list(dict.fromkeys(gone))
        staying = [code for code in drawn if code not in gone]
        found = replacements(order=order, staying=staying, gone=gone, pool=pool, rules=rules)
        wanted = first_by_listing(order, staying, gone, pool, rules)
        assert (None if found is None else set(found)) == wanted, number
        tried += 1
    assert tried or seed


def test_those_likely_to_be_called_are_told_and_nobody_else() -> None:
    given = {"order": "CDEFAB", "drawn": "AB", "pool": POOL, "rules": ONE_WOMAN, "seed": "ab" * 32}
    assert likely_replacements(rates={}, **given) == ()
    certain = likely_replacements(rates={"A": 1.0}, samples=5, **given)
    assert certain == (("D", 1.0),)
    half = dict(likely_replacements(rates={"A": 0.5, "B": 0.25}, samples=400, **given))
    assert half == pytest.approx({"D": 0.5, "C": 0.25}, abs=0.1)


def test_the_same_seed_gives_the_same_advice() -> None:
    given = {"order": "CDEFAB", "drawn": "AB", "rates": dict.fromkeys("AB", 0.3), "pool": POOL, "rules": ONE_WOMAN}
    assert likely_replacements(seed="a", **given) == likely_replacements(seed="a", **given)
