"""A small draw with every kind of rule, and bundles drawn at random for the two checkers to agree on."""

import hashlib
import json
import random
from collections.abc import Iterator

from obrady.core.chance import (
    Bundle,
    Contribution,
    PublicRound,
    Revealed,
    Sources,
    canonical,
    contribution_commitment,
    draw_bundle,
    fingerprint,
    reveal_document,
    salted_leaves,
)

SIGNATURE = "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"
POOL = {
    "A": {"features": {"g": "w"}, "household": "h", "groups": {"org": "o"}},
    "B": {"features": {"g": "m"}, "household": "h", "groups": {"org": "o"}},
    "C": {"features": {"g": "w"}, "household": None, "groups": {}},
    "D": {"features": {"g": "m"}, "household": None, "groups": {"org": "p"}},
}
RULES = {
    "seats": 2,
    "quotas": [{"feature": "g", "value": "w", "min": 1, "max": 1}],
    "caps": [{"key": "org", "most": 1}],
    "links": [{"first": "A", "second": "C", "kind": "at_most_one"}],
    "households": True,
}
FROZEN = {"format": "obrady.selection", "version": 1, "rules": RULES, "pool": POOL}
ROWS = [["A", "D"]] * 400 + [["B", "C"]] * 350 + [["C", "D"]] * 250
FEW_ROWS = [["A", "D"]] * 4 + [["B", "C"]] * 6


def made(
    *, rows: list[list[str]] = ROWS, rules: dict = RULES, attributes: dict | None = None, **more: object
) -> Bundle:
    return draw_bundle(
        fingerprint=fingerprint(FROZEN),
        algorithm="x/1",
        rules=rules,
        codes=list(POOL),
        table=rows,
        attributes=attributes,
        **more,
    )


def rewritten(bundle: Bundle, **changes: object) -> tuple[bytes, str]:
    """Forged bytes with their own right commitment, as a dishonest organiser could publish them."""
    content = canonical(json.loads(bundle.content) | changes)
    return content, hashlib.sha256(content).hexdigest()


VALUES = {"left": "the first of three sentences 41", "right": "a second one, żółw 77213"}
SOURCES = Sources(
    contributions=tuple(Contribution(by, contribution_commitment(value, by=by)) for by, value in VALUES.items()),
    public_round=PublicRound(1000),
)
REVEALED = Revealed(values=tuple(VALUES.values()), signature=SIGNATURE)


def changed(document: object, chance: random.Random) -> object:
    """A copy with one change somewhere: another number, text, order or kind, a part lost, doubled or strange."""
    if isinstance(document, dict) and document and chance.random() < 0.85:
        name = chance.choice(sorted(document))
        if chance.random() < 0.1:
            return {other: value for other, value in document.items() if other != name}
        return document | {name: changed(document[name], chance)}
    if isinstance(document, list) and document and chance.random() < 0.85:
        place = chance.randrange(len(document))
        return [*document[:place], changed(document[place], chance), *document[place + 1 :]]
    if isinstance(document, int) and not isinstance(document, bool) and chance.random() < 0.7:
        return chance.choice([document + 1, max(0, document - 1), -1, 2**53 - 1, bool(document)])
    strange = [
        None,
        True,
        False,
        0,
        1,
        "",
        "A",
        "ż",
        [],
        {},
        [0],
        ["A"],
        {"A": "B"},
        {"constructor": "x"},
        "1",
        "together",
    ]
    return chance.choice(strange)


def case(chance: random.Random) -> dict[str, object]:
    """One question to a checker: a bundle, honest or not, and what is given beside it."""
    names = chance.sample(["A", "B1", "ż", "Ł-2", "\uffe6x", "\U0001f600y", "z", "10", "9", "__proto__"], 6)
    people = {
        name: {
            "features": {"g": chance.choice("wm"), "wiek": chance.choice(["m", "s"])},
            "household": chance.choice([None, "h1", "h2"]),
            "groups": {"org": chance.choice(["o", "p", ""])},
        }
        for name in names
    }
    rules = some_rules(names, chance)
    frozen = {"format": "obrady.selection", "version": 1, "rules": rules, "pool": people}
    panels = [chance.sample(names, rules["seats"]) for _ in range(chance.choice([1, 2, 3]))]
    bundle = draw_bundle(
        fingerprint=fingerprint(frozen),
        algorithm="x/1",
        rules=rules,
        codes=names,
        table=[chance.choice(panels) for _ in range(chance.choice([10, 10, 100]))],
        attributes=shown(people, chance),
        leaves=salted_leaves(frozen, entries=people) if chance.random() < 0.5 else None,
        sources=SOURCES if chance.random() < 0.25 else None,
        replaces={"commitment": "ff" * 32, "reason": "„zła” tabela\n"} if chance.random() < 0.2 else None,
    )
    return question(bundle, canonical(frozen), chance)


def some_rules(names: list[str], chance: random.Random) -> dict:
    first, second, third = sorted(chance.sample(names, 3))
    rules: dict = {
        "seats": chance.choice([1, 2, 3]),
        "quotas": [{"feature": "g", "value": "w", "min": 0, "max": chance.choice([1, 3])}] * chance.choice([0, 1]),
        "caps": [{"key": "org", "most": chance.choice([1, 3])}] * chance.choice([0, 1]),
        "links": [{"first": first, "second": second, "kind": chance.choice(KINDS)}] * chance.choice([0, 0, 1]),
        "households": chance.random() < 0.2,
    }
    if rules["quotas"] and chance.random() < 0.5:
        rules["guests"] = [third]
        rules["quotas"] = [rules["quotas"][0] | {"counts_guests": False, "lowest": 0}]
    named = {"must": chance.random() < 0.1, "excluded": chance.random() < 0.1}
    return rules | {name: [third] for name, is_there in named.items() if is_there}


KINDS = ("together", "at_most_one", "exactly_one")


def shown(people: dict, chance: random.Random) -> dict | None:
    how = chance.random()
    if how < 0.4:
        return None
    if how < 0.8:
        return people
    return {name: {part: entry[part] for part in entry if chance.random() < 0.8} for name, entry in people.items()}


def question(bundle: Bundle, frozen: bytes, chance: random.Random) -> dict[str, object]:
    content = bundle.content
    if chance.random() < 0.5:
        document = changed(json.loads(content), chance)
        content = json.dumps(
            document, ensure_ascii=False, separators=(",", ":"), sort_keys=chance.random() < 0.9
        ).encode()
    commitment = hashlib.sha256(content).hexdigest()
    has_sources = '"sources"' in bundle.content.decode()
    rows = len(str(len(json.loads(bundle.content)["rows"]))) - 1
    return {
        "content": content,
        "commitment": chance.choice([commitment, commitment.upper(), commitment[:12], "", bundle.commitment, "x" * 64]),
        "dice": chance.choice(["", "0" * rows, "7" * rows, "12x", "4" * rows]),
        "code": chance.choice(["", *json.loads(bundle.content)["codes"], "Q"]),
        "frozen": frozen if chance.random() < 0.3 else None,
        "reveal": reveal_document(REVEALED, commitment=commitment) if has_sources and chance.random() < 0.9 else None,
    }


def cases(number: int, *, seed: int) -> Iterator[dict[str, object]]:
    chance = random.Random(seed)
    for _ in range(number):
        yield case(chance)
