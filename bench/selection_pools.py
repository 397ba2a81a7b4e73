"""Pools for measuring selection: folders of shared data, and invented ones of the published shapes.

A folder holds `pool.csv`, `quotas.csv`, `instance.json` and, where the truth is known, `leximin.csv`. Only the standard
library is needed, since the peer's environment reads them too.
"""

import csv
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

CLASSES = 4
SWAPS = 20_000
Person = dict[str, str]


@dataclass(frozen=True)
class Shape:
    """Attributes:
    values: how many values each feature has.
    spread: how evenly a class of people spreads over them; small: few distinct people.
    housed: the part of people who live with another of the pool.
    cap: at most so many people of an organisation; 0: no organisations.
    asked: whether it belongs to a run that names nothing.
    """

    name: str
    people: int
    seats: int
    values: tuple[int, ...]
    spread: float
    housed: float = 0.0
    cap: int = 0
    asked: bool = True


SHAPES = (
    Shape("like_hd", 239, 30, (2, 4, 3, 3, 2, 4, 2), 0.8),
    Shape("like_sf_a", 312, 35, (2, 4, 4, 3, 2, 2), 0.9),
    Shape("like_geneva", 360, 30, (2, 4, 3, 4, 2, 3, 2), 0.9),
    Shape("like_example_large", 2_000, 200, (2, 2), 0.5),
    Shape("homes", 400, 40, (2, 3, 4, 3, 2), 0.8, housed=0.15),
    Shape("caps", 400, 40, (2, 3, 4, 3, 2), 0.8, cap=2),
    Shape("seven_features", 2_000, 110, (2, 4, 6, 5, 4, 4, 3), 2.5),
    Shape("crowd", 100_000, 250, (2, 4, 6, 5, 4), 3.0),
    Shape("ten_thousand_types", 10_000, 150, (3, 6, 6, 5, 5, 4, 4), 1.6, asked=False),
)


@dataclass(frozen=True)
class Pool:
    """Attributes:
    quotas: (feature, value, minimum, maximum).
    truth: code -> leximin probability where it is known.
    """

    name: str
    seats: int
    people: Sequence[Person]
    quotas: Sequence[tuple[str, str, int, int]]
    features: Sequence[str]
    households: bool = False
    cap: int = 0
    truth: dict[str, float] = field(default_factory=dict)

    @property
    def types(self) -> int:
        return len({tuple(person[name] for name in self.features) for person in self.people})


def read(folder: Path) -> Pool:
    facts = json.loads((folder / "instance.json").read_text())
    truth = folder / "leximin.csv"
    return Pool(
        name=facts["name"],
        seats=facts["k"],
        people=rows_of(folder / "pool.csv"),
        quotas=[
            (row["feature"], row["value"], int(row["min"]), int(row["max"])) for row in rows_of(folder / "quotas.csv")
        ],
        features=facts["features"],
        households=facts["household_rule"],
        cap=facts.get("cap", 0),
        truth={row["id"]: float(row["probability"]) for row in rows_of(truth)} if truth.exists() else {},
    )


def rows_of(path: Path) -> list[Person]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(pool: Pool, folder: Path) -> Path:
    folder.mkdir()
    facts = {"name": pool.name, "k": pool.seats, "features": list(pool.features)}
    facts |= {"household_rule": pool.households, "cap": pool.cap}
    (folder / "instance.json").write_text(json.dumps(facts))
    _table(folder / "pool.csv", list(pool.people[0]), (person.values() for person in pool.people))
    _table(folder / "quotas.csv", ["feature", "value", "min", "max"], pool.quotas)
    return folder


def _table(path: Path, head: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])


def invented(shape: Shape, *, seed: int = 1) -> Pool:
    """People of a few hidden classes answer more or less readily; quotas are the population's shares of the seats.

    Where no panel is found whose numbers are those shares rounded down or up, the quotas are widened to the nearest
    panel found, so that every pool can be drawn from.
    """
    random = Random(f"{shape.name} {seed}")
    names = [f"f{index}" for index in range(len(shape.values))]
    classes = [[_shares(random, count, shape.spread) for count in shape.values] for _ in range(CLASSES)]
    sizes = _shares(random, CLASSES, 3.0)
    ready = [[random.uniform(0.3, 1.0) for _ in range(count)] for count in shape.values]
    people = [_answer(random, names, classes, sizes, ready) for _ in range(shape.people)]
    people = [{"id": f"p{index:06}"} | person for index, person in enumerate(people)]
    _house(random, people, shape)
    targets = {
        (name, f"v{value}"): shape.seats * sum(size * one[at][value] for size, one in zip(sizes, classes, strict=True))
        for at, name in enumerate(names)
        for value in range(shape.values[at])
    }
    return Pool(
        name=shape.name,
        seats=shape.seats,
        people=people,
        quotas=_quotas(targets, _near(random, people, names, targets, shape)),
        features=names,
        households=shape.housed > 0,
        cap=shape.cap,
    )


def _shares(random: Random, count: int, spread: float) -> list[float]:
    drawn = [random.gammavariate(spread, 1.0) + 0.01 for _ in range(count)]
    return [one / sum(drawn) for one in drawn]


def _answer(
    random: Random,
    names: Sequence[str],
    classes: Sequence[Sequence[list[float]]],
    sizes: list[float],
    ready: Sequence[list[float]],
) -> Person:
    """One person of the pool: drawn from a class, with each value the likelier the more readily its people answer."""
    shares = classes[random.choices(range(CLASSES), sizes)[0]]
    person = {}
    for name, share, will in zip(names, shares, ready, strict=True):
        weights = [one * other for one, other in zip(share, will, strict=True)]
        person[name] = f"v{random.choices(range(len(share)), weights)[0]}"
    return person


def _house(random: Random, people: list[Person], shape: Shape) -> None:
    if shape.housed:
        homes = [index // 2 for index in range(2 * int(shape.housed * len(people) / 2))]
        for person, home in zip(random.sample(people, len(people)), [*homes, *[None] * len(people)], strict=False):
            person["household"] = "" if home is None else f"h{home:05}"
    if shape.cap:
        for person in people:
            size = int(random.paretovariate(0.8) * len(people) / 60)
            person["organisation"] = f"o{size}" if size < len(people) else ""


def _near(
    random: Random, people: list[Person], names: Sequence[str], targets: dict[tuple[str, str], float], shape: Shape
) -> dict[tuple[str, str], int]:
    """Numbers of a panel near the targets: swaps of one person are kept while they do not lead away."""
    order = random.sample(people, len(people))
    panel: list[Person] = []
    for person in order:
        if len(panel) < shape.seats and _fits(person, panel, shape.cap):
            panel.append(person)
    counts = dict.fromkeys(targets, 0)
    for person in panel:
        for name in names:
            counts[name, person[name]] += 1
    inside = {person["id"] for person in panel}
    for _ in range(SWAPS):
        at, person = random.randrange(len(panel)), random.choice(people)
        rest = [*panel[:at], *panel[at + 1 :]] if shape.housed or shape.cap else []
        if person["id"] in inside or not _fits(person, rest, shape.cap):
            continue
        if _moves(counts, targets, names, panel[at], person):
            inside = (inside - {panel[at]["id"]}) | {person["id"]}
            panel[at] = person
    return counts


def _fits(person: Person, panel: Sequence[Person], cap: int) -> bool:
    home, group = person.get("household"), person.get("organisation")
    if home and any(one["household"] == home for one in panel):
        return False
    return not group or sum(one["organisation"] == group for one in panel) < cap


def _moves(
    counts: dict[tuple[str, str], int],
    targets: dict[tuple[str, str], float],
    names: Sequence[str],
    out: Person,
    coming: Person,
) -> bool:
    """Whether the swap leads no further away; then the counts are those after it."""
    changed = [(name, out[name], coming[name]) for name in names if out[name] != coming[name]]
    gain = 0.0
    for name, less, more in changed:
        gain += _off(counts[name, less], targets[name, less]) - _off(counts[name, less] - 1, targets[name, less])
        gain += _off(counts[name, more], targets[name, more]) - _off(counts[name, more] + 1, targets[name, more])
    if gain < 0:
        return False
    for name, less, more in changed:
        counts[name, less] -= 1
        counts[name, more] += 1
    return True


def _off(count: int, target: float) -> float:
    return max(0.0, math.floor(target) - count, count - math.ceil(target)) ** 2


def _quotas(
    targets: dict[tuple[str, str], float], counts: dict[tuple[str, str], int]
) -> list[tuple[str, str, int, int]]:
    return [
        (name, value, min(math.floor(target), counts[name, value]), max(math.ceil(target), counts[name, value]))
        for (name, value), target in targets.items()
    ]
