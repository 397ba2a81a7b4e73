import random
from collections import Counter
from itertools import combinations

import pytest

from obrady.core.selection import (
    Candidate,
    Link,
    LinkKind,
    Lottery,
    QuotasCannotBeMet,
    Rules,
    check_lottery,
    lottery,
    optimal,
)
from tests.core.selection.cases import meeting, named
from tests.core.selection.enumeration import instance, knot

SEED = "ab" * 32


def counts(table: Lottery) -> Counter[str]:
    return Counter(code for row in table.rows for code in row)


@pytest.mark.parametrize("rows", [1_000, 10_000])
@pytest.mark.parametrize("make", [meeting, lambda: meeting(linked=True), lambda: named("syn_a")])
def test_every_row_is_a_panel_and_odds_are_within_one_row(make, rows: int) -> None:
    pool, rules = make()
    outcome = optimal(pool=pool, rules=rules)
    table = lottery(outcome=outcome, rows=rows, seed=SEED)
    assert len(table.rows) == rows
    assert check_lottery(table, outcome=outcome, pool=pool, rules=rules, seats_off=1.0) == ()


def test_households_are_kept_in_every_row() -> None:
    pool, rules = named("cca_household")
    outcome = optimal(pool=pool, rules=rules)
    table = lottery(outcome=outcome, rows=1000, seed=SEED)
    assert check_lottery(table, outcome=outcome, pool=pool, rules=rules, seats_off=1.0) == ()


@pytest.mark.parametrize("make, seeds", [(instance, range(150)), (knot, range(60))])
def test_random_tight_pools_keep_their_odds(make, seeds: range) -> None:
    solved = 0
    for seed in seeds:
        pool, rules = make(seed)
        try:
            outcome = optimal(pool=pool, rules=rules)
        except QuotasCannotBeMet:
            continue
        table = lottery(outcome=outcome, rows=1000, seed=str(seed))
        assert check_lottery(table, outcome=outcome, pool=pool, rules=rules) == (), seed
        solved += 1
    assert solved > len(seeds) / 4


def strangers(seed: int) -> tuple[list[Candidate], Rules]:
    """Thirteen people; three pairs in ten may not be drawn together: few panels, and no two people are alike."""
    chance = random.Random(seed)
    people = [Candidate(f"P{number:02d}", {}) for number in range(13)]
    pairs = [pair for pair in combinations(people, 2) if chance.random() < 0.3]
    return people, Rules(4, links=tuple(Link(one.code, other.code, LinkKind.AT_MOST_ONE) for one, other in pairs))


@pytest.mark.parametrize("seed", [0, 3, 7, 16, 21, 22, 25, 34])
def test_odds_are_kept_where_few_panels_are_left(seed: int) -> None:
    pool, rules = strangers(seed)
    outcome = optimal(pool=pool, rules=rules)
    table = lottery(outcome=outcome, rows=1000, seed=SEED)
    assert check_lottery(table, outcome=outcome, pool=pool, rules=rules, seats_off=1.5) == ()


def test_people_whom_no_rule_tells_apart_differ_by_at_most_one_row() -> None:
    pool = [Candidate(f"P{index}", {}) for index in range(7)]
    outcome = optimal(pool=pool, rules=Rules(3))
    table = lottery(outcome=outcome, rows=1000, seed=SEED)
    assert set(counts(table).values()) == {428, 429}


def test_the_seed_decides_who_gets_an_odd_row_and_nothing_else_does() -> None:
    pool, rules = named("syn_a")
    outcome = optimal(pool=pool, rules=rules)

    def table(seed: str) -> Lottery:
        return lottery(outcome=outcome, rows=1000, seed=seed)

    assert table(SEED) == table(SEED)
    assert counts(table(SEED)) != counts(table("cd" * 32))


def test_a_table_has_at_least_one_row() -> None:
    pool = [Candidate("A", {})]
    outcome = optimal(pool=pool, rules=Rules(1))
    with pytest.raises(ValueError, match="positive"):
        lottery(outcome=outcome, rows=0, seed=SEED)
    assert lottery(outcome=outcome, rows=1, seed=SEED).rows == (("A",),)


class Stopped(Exception):
    pass


def test_a_watcher_may_stop_it() -> None:
    def stop(stage: str, done: float) -> None:
        assert stage == "rows"
        raise Stopped

    pool, rules = meeting()
    outcome = optimal(pool=pool, rules=rules)
    with pytest.raises(Stopped):
        lottery(outcome=outcome, rows=1000, seed=SEED, progress=stop)
