"""The truth for tiny instances: every panel listed, leximin by linear programs over the list.

Written without any part of the room under test except its words, so that the two can disagree.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from random import Random

import highspy
import numpy as np

from obrady.core.selection import Candidate, Cap, Link, LinkKind, Quota, Rules


def all_panels(pool: Sequence[Candidate], rules: Rules) -> list[tuple[str, ...]]:
    return [
        tuple(sorted(one.code for one in chosen))
        for chosen in combinations(pool, rules.seats)
        if obeys(chosen, rules) and quota_distance(chosen, rules) == 0
    ]


def obeys(chosen: Sequence[Candidate], rules: Rules) -> bool:
    """Every rule except the quotas."""
    codes = {one.code for one in chosen}
    homes = [one.household for one in chosen if one.household]
    if rules.households and len(set(homes)) < len(homes):
        return False
    for cap in rules.caps:
        groups = Counter(one.groups[cap.key] for one in chosen if one.groups.get(cap.key))
        if any(count > cap.most for count in groups.values()):
            return False
    for link in rules.links:
        if (link.first in codes) + (link.second in codes) not in ALLOWED[link.kind]:
            return False
    return codes >= set(rules.must) and not codes & set(rules.excluded)


ALLOWED = {LinkKind.TOGETHER: {0, 2}, LinkKind.AT_MOST_ONE: {0, 1}, LinkKind.EXACTLY_ONE: {1}}


def quota_distance(chosen: Sequence[Candidate], rules: Rules) -> int:
    distance = 0
    for quota in rules.quotas:
        count = sum(
            one.features[quota.feature] == quota.value
            for one in chosen
            if quota.counts_guests or one.code not in rules.guests
        )
        distance += max(0, quota.low - count) + max(0, count - quota.high)
    return distance


def smallest_change(pool: Sequence[Candidate], rules: Rules) -> int | None:
    distances = [quota_distance(chosen, rules) for chosen in combinations(pool, rules.seats) if obeys(chosen, rules)]
    return min(distances, default=None)


def leximin_over(pool: Sequence[Candidate], panels: Sequence[tuple[str, ...]]) -> dict[str, float]:
    """Level by level; somebody is fixed only when a program of their own shows that they cannot gain."""
    codes = [one.code for one in pool]
    fixed = dict.fromkeys(set(codes) - {code for panel in panels for code in panel}, 0.0)
    while len(fixed) < len(codes):
        free = [code for code in codes if code not in fixed]
        level = _most(codes, panels, fixed, floor_for=free, gain=None, floor=None)
        stuck = [
            code for code in free if _most(codes, panels, fixed, floor_for=free, gain=code, floor=level) <= level + 1e-7
        ]
        assert stuck
        fixed |= dict.fromkeys(stuck, level)
    return fixed


def maximin_over(pool: Sequence[Candidate], panels: Sequence[tuple[str, ...]]) -> float:
    """The largest smallest probability of those whom some panel contains."""
    codes = [one.code for one in pool]
    drawable = [code for code in codes if any(code in panel for panel in panels)]
    never = dict.fromkeys(set(codes) - set(drawable), 0.0)
    return _most(codes, panels, never, floor_for=drawable, gain=None, floor=None)


def nash_excess(probabilities: Mapping[str, float], panels: Sequence[tuple[str, ...]]) -> float:
    """By how much the sum of logarithms may still grow: it lies below its tangent, which no panel leaves further."""
    drawable = {code for panel in panels for code in panel}
    return max(sum(1 / probabilities[code] for code in panel) for panel in panels) - len(drawable)


def _most(codes, panels, fixed, *, floor_for, gain, floor) -> float:
    """The largest common floor of `floor_for`, or with a floor given, the largest probability of `gain`."""
    highs = highspy._core._Highs()
    highs.setOptionValue("output_flag", False)
    infinity = highspy.kHighsInf
    for _ in panels:
        highs.addVar(0.0, 1.0)
    highs.addVar(0.0, infinity)
    z = len(panels)
    highs.changeColCost(z, -1.0)
    every = np.arange(z, dtype=np.int32)
    highs.addRow(1.0, 1.0, z, every, np.ones(z))
    for code in codes:
        member = np.array([index for index, panel in enumerate(panels) if code in panel], dtype=np.int32)
        ones = np.ones(len(member))
        if code in fixed:
            highs.addRow(fixed[code] - 1e-9, fixed[code] + 1e-9, len(member), member, ones)
        elif code == gain or (floor is None and code in floor_for):
            highs.addRow(0.0, infinity, len(member) + 1, np.append(member, np.int32(z)), np.append(ones, -1.0))
        if code in floor_for and floor is not None:
            highs.addRow(floor - 1e-9, infinity, len(member), member, ones)
    highs.run()
    assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return -highs.getInfo().objective_function_value


def instance(seed: int) -> tuple[list[Candidate], Rules]:
    """A small, tight instance with some of every kind of rule."""
    random = Random(seed)
    n = random.randint(5, 11)
    k = random.randint(2, min(6, n - 1))
    sizes = [random.choice([2, 2, 3]) for _ in range(random.randint(1, 4))]
    homes = [f"h{index}" for index in range(max(2, n // 2))] if random.random() < 0.5 else []
    houses = [f"o{index}" for index in range(max(2, n // 3))]
    pool = [
        Candidate(
            code=f"P{index:02d}",
            features={f"f{j}": f"v{random.randrange(size)}" for j, size in enumerate(sizes)},
            household=random.choice([*homes, None, None]) if homes else None,
            groups={"org": random.choice([*houses, ""]), "town": random.choice(["a", "b", "c"])},
        )
        for index in range(n)
    ]
    rules = Rules(
        seats=k,
        quotas=tuple(_quotas(random, pool, k, sizes)),
        caps=tuple(_caps(random, k)),
        links=tuple(_links(random, pool)),
        households=bool(homes),
    )
    return pool, _with_decisions(random, pool, rules)


def _with_decisions(random: Random, pool: Sequence[Candidate], rules: Rules) -> Rules:
    """Sometimes somebody must be in or is excluded, and the quotas do not count guests."""
    if random.random() < 0.6:
        return rules
    named = random.sample([one.code for one in pool], 3)
    invited, excluded = random.choice([(1, 0), (0, 1), (1, 1), (2, 0), (2, 1)])
    uncounted = random.random() < 0.5
    return replace(
        rules,
        quotas=tuple(replace(quota, counts_guests=not uncounted) for quota in rules.quotas),
        must=tuple(named[:invited]),
        guests=tuple(named[:invited]) if random.random() < 0.7 else tuple(named[1:3]),
        excluded=tuple(named[2 : 2 + excluded]),
    )


def knot(seed: int) -> tuple[list[Candidate], Rules]:
    """Many small overlapping quotas: where a mixture of divided people promises more than whole panels can give."""
    random = Random(seed)
    n, features = random.randint(6, 13), random.randint(3, 8)
    k = random.randint(2, min(6, n - 1))
    thickness = random.choice([0.2, 0.35, 0.5])
    pool = [
        Candidate(f"P{index:02d}", {f"f{j}": "in" if random.random() < thickness else "out" for j in range(features)})
        for index in range(n)
    ]
    quotas = []
    for j in range(features):
        share = k * sum(one.features[f"f{j}"] == "in" for one in pool) / n
        most = max(1, round(share) + random.choice([0, 0, 0, 1]))
        quotas.append(Quota(f"f{j}", "in", max(0, min(most, round(share)) - random.choice([0, 1, 1])), most))
    return pool, Rules(seats=k, quotas=tuple(quotas))


def _quotas(random: Random, pool: Sequence[Candidate], k: int, sizes: Sequence[int]) -> list[Quota]:
    """Bounds around the counts of one random panel, some of them moved, some left out."""
    model = random.sample(pool, k)
    quotas = []
    for j, size in enumerate(sizes):
        for v in range(size):
            if random.random() < 0.12:
                continue
            count = sum(one.features[f"f{j}"] == f"v{v}" for one in model) + random.choice([0, 0, 0, 0, 1, -1])
            low, high = count - random.choice([0, 0, 1, 2]), count + random.choice([0, 0, 1, 2])
            quotas.append(Quota(f"f{j}", f"v{v}", max(0, low), max(0, low, high)))
    return quotas


def _caps(random: Random, k: int) -> list[Cap]:
    caps = [Cap("org", random.choice([1, 1, 2, 2, 3])), Cap("town", random.randint((k + 2) // 3, k))]
    return [cap for cap in caps if random.random() < 0.5]


def _links(random: Random, pool: Sequence[Candidate]) -> list[Link]:
    """None, a pair, a chain or a star, of either kind."""
    codes = random.sample([one.code for one in pool], len(pool))
    shape = random.choice(["none", "none", "pair", "two", "chain", "star", "mixed"])
    pairs = {
        "none": [],
        "pair": [(0, 1)],
        "two": [(0, 1), (2, 3)],
        "chain": [(0, 1), (1, 2), (2, 3)],
        "star": [(0, 1), (0, 2), (0, 3)],
        "mixed": [(0, 1), (1, 2), (0, 2), (3, 1)],
    }[shape]
    one_kind = random.choice(list(LinkKind))
    return [Link(codes[a], codes[b], random.choice(list(LinkKind)) if shape == "mixed" else one_kind) for a, b in pairs]
