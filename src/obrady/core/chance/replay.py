#!/usr/bin/env python3
"""Check a published draw, with nothing but Python.

    python replay.py bundle.json --commitment HEX [--dice DIGITS] [--code CODE] [--frozen frozen.json]

bundle.json is the file that was published before the dice were thrown; HEX is its SHA-256 as it was announced, sent in
letters and read aloud. The program says what it checked and ends with status 0; whatever is not as promised is named,
and the status is 1. It imports nothing of the program that made the draw, so read it: it is all there is.

The rules it recomputes:

* the commitment is SHA-256 of the bytes of bundle.json;
* the bytes are canonical JSON (RFC 8785, texts in NFC, no floats), so nothing can hide between them;
* number i of a stream is the first six bytes of SHA-256("obrady/1|LABEL|FINGERPRINT|i"); below n it is taken modulo n,
  unless it is at or above the largest multiple of n under 2**48, then it is skipped;
* shuffling goes from the last place to the second: place i swaps with place (number below i + 1);
* rows: sorted, then shuffled with the label "rows"; order: codes sorted, then shuffled with the label "order";
* the row drawn is the number that the dice show, the first throw first.
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import json
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

FORMAT, VERSION = "obrady.draw", 1
MEMBERS = {"format", "version", "algorithm", "fingerprint", "rules", "codes", "rows", "order"}
OPTIONAL = {"people", "leaves", "public_round", "replaces"}
RANGE = 2**48

Document = dict[str, Any]


class Refused(Exception):
    """Something is not as promised."""


def require(condition: bool, message: str) -> None:
    if not condition:
        raise Refused(message)


# ---------------------------------------------------------------- bytes


def canonical(value: object) -> bytes:
    return json.dumps(_sorted(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")


def _sorted(value: object) -> object:
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    if isinstance(value, list):
        return [_sorted(item) for item in value]
    require(not isinstance(value, float), "the file holds a float")
    require(not isinstance(value, str) or unicodedata.is_normalized("NFC", value), "a text is not in NFC")
    return value


def read(content: bytes) -> Document:
    """The document, once its bytes are known to be the only way to write it."""
    try:
        document: Document = json.loads(content.decode("utf-8"))
        again = canonical(document)
    except (ValueError, RecursionError) as error:
        raise Refused("the file is not JSON in UTF-8") from error
    require(again == content, "the bytes are not canonical JSON")
    return document


# ---------------------------------------------------------------- chance


def stream(seed: str, label: str) -> Iterator[int]:
    position = 0
    while True:
        digest = hashlib.sha256(f"obrady/1|{label}|{seed}|{position}".encode()).digest()
        yield int.from_bytes(digest[:6], "big")
        position += 1


def shuffled(items: Sequence[Any], seed: str, label: str) -> list[Any]:
    order, numbers = list(items), stream(seed, label)
    for last in range(len(order) - 1, 0, -1):
        fair = RANGE - RANGE % (last + 1)
        number = next(value for value in numbers if value < fair) % (last + 1)
        order[last], order[number] = order[number], order[last]
    return order


# ---------------------------------------------------------------- rules


def check_shape(bundle: Document) -> None:
    require(isinstance(bundle, dict), "the file is not a bundle")
    names = set(bundle)
    require(MEMBERS <= names <= MEMBERS | OPTIONAL, "members are missing or unknown")
    require((bundle["format"], bundle["version"]) == (FORMAT, VERSION), "another format or version")
    codes = bundle["codes"]
    require(codes == sorted(set(codes)), "codes are not ascending or occur twice")
    digits = len(str(len(bundle["rows"]))) - 1
    require(digits >= 1 and len(bundle["rows"]) == 10**digits, "the number of rows is not a power of ten")
    for name in ("people", "leaves"):
        require(name not in bundle or len(bundle[name]) == len(codes), f"{name} do not match the codes")


def check_rows(bundle: Document, people: list[Document] | None) -> None:
    """Every distinct row: its size, its codes, links, and quotas, caps and households where people are known."""
    codes, rules = bundle["codes"], bundle["rules"]
    for row in {tuple(row) for row in bundle["rows"]}:
        require(list(row) == sorted(set(row)), "a row is not ascending or holds somebody twice")
        require(all(isinstance(i, int) and 0 <= i < len(codes) for i in row), "a row holds an unknown code")
        require(len(row) == rules["seats"], "a row has the wrong size")
        drawn = {codes[index] for index in row}
        for link in rules["links"]:
            both = (link["first"] in drawn) + (link["second"] in drawn)
            require(both != (1 if link["kind"] == "together" else 2), f"a row breaks the link {link}")
        if people is not None:
            check_people([people[index] for index in row], rules)


def check_people(people: list[Document], rules: Document) -> None:
    for quota in rules["quotas"]:
        count = sum(one["features"][quota["feature"]] == quota["value"] for one in people)
        require(quota["min"] <= count <= quota["max"], f"a row breaks the quota {quota}")
    for cap in rules["caps"]:
        groups = [one["groups"].get(cap["key"]) for one in people if one["groups"].get(cap["key"])]
        require(all(groups.count(group) <= cap["most"] for group in set(groups)), f"a row breaks the cap {cap}")
    if rules["households"]:
        homes = [one["household"] for one in people if one["household"]]
        require(len(homes) == len(set(homes)), "a row holds two people of one household")


def check_chance(bundle: Document) -> None:
    seed = bundle["fingerprint"]
    require(bundle["rows"] == shuffled(sorted(bundle["rows"]), seed, "rows"), "rows are not in the promised order")
    promised = shuffled(range(len(bundle["codes"])), seed, "order")
    require(bundle["order"] == promised, "the reserve list is not in the promised order")


def check_frozen(bundle: Document, content: bytes) -> list[Document]:
    """The frozen rules and pool, which auditors see: fingerprint, rules, codes and salted leaves."""
    frozen = read(content)
    require(hashlib.sha256(content).hexdigest() == bundle["fingerprint"], "the fingerprint is another")
    require(frozen["rules"] == bundle["rules"], "the frozen rules are others")
    require(sorted(frozen["pool"]) == bundle["codes"], "the frozen pool is another")
    key = hashlib.sha256(b"obrady/1|salt|" + content).digest()
    for index, leaf in enumerate(bundle.get("leaves", [])):
        code = bundle["codes"][index]
        salt = hmac.new(key, code.encode(), hashlib.sha256).hexdigest()
        entry = salt.encode() + b"|" + canonical(frozen["pool"][code])
        require(hashlib.sha256(entry).hexdigest() == leaf, f"the leaf of {code} is another")
    return [frozen["pool"][code] for code in bundle["codes"]]


# ---------------------------------------------------------------- answers


def verify(content: bytes, commitment: str, frozen: bytes | None = None) -> Document:
    """The bundle, once everything in it is as promised; Refused otherwise."""
    found = hashlib.sha256(content).hexdigest()
    require(found == commitment.strip().lower(), f"the commitment is another: this file has {found}")
    bundle = read(content)
    try:
        check_shape(bundle)
        people = bundle.get("people") if frozen is None else check_frozen(bundle, frozen)
        check_rows(bundle, people)
        check_chance(bundle)
    except (KeyError, TypeError, AttributeError) as error:
        raise Refused("a part of the file is missing or of the wrong kind") from error
    return bundle


def drawn(bundle: Document, dice: str) -> tuple[list[str], list[str]]:
    """The codes of the row that the dice chose, and the reserve list without them."""
    digits = len(str(len(bundle["rows"]))) - 1
    right = len(dice) == digits and dice.isascii() and dice.isdigit()
    require(right, f"the dice must show {digits} digits")
    row = bundle["rows"][int(dice)]
    names = bundle["codes"]
    return [names[index] for index in row], [names[index] for index in bundle["order"] if index not in row]


def rows_with(bundle: Document, code: str) -> list[int]:
    """The numbers of the rows that hold a code."""
    require(code in bundle["codes"], f"{code} is not in the pool")
    index = bundle["codes"].index(code)
    return [number for number, row in enumerate(bundle["rows"]) if index in row]


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        print(f"{self.prog}: {message}", file=sys.stderr)
        raise SystemExit(1)


def main(arguments: list[str] | None = None) -> int:
    parser = Parser(description="Check a published draw.")
    parser.add_argument("bundle", help="bundle.json as published")
    parser.add_argument("--commitment", required=True, help="its SHA-256 as announced before the dice")
    parser.add_argument("--dice", help="the digits thrown, first throw first")
    parser.add_argument("--code", help="a code of the pool")
    parser.add_argument("--frozen", help="the frozen rules and pool, for auditors")
    given = parser.parse_args(arguments)
    try:
        report(given)
    except (Refused, OSError) as error:
        print(f"REFUSED: {error}")
        return 1
    return 0


def report(given: argparse.Namespace) -> None:
    content = Path(given.bundle).read_bytes()
    frozen = Path(given.frozen).read_bytes() if given.frozen else None
    bundle = verify(content, given.commitment, frozen)
    count, digits = len(bundle["rows"]), len(str(len(bundle["rows"]))) - 1
    known = frozen is not None or "people" in bundle
    print(f"The commitment is right: {hashlib.sha256(content).hexdigest()}")
    print(f"{count} rows of {bundle['rules']['seats']} of {len(bundle['codes'])} codes, in the promised order.")
    print(
        "Quotas, caps, households and links hold in every row."
        if known
        else "Links hold in every row; quotas cannot be checked: the file shows codes only."
    )
    if given.code:
        rows = rows_with(bundle, given.code)
        place = bundle["order"].index(bundle["codes"].index(given.code)) + 1
        print(f"{given.code}: in {len(rows)} of {count} rows; place {place} in the order for the reserve list.")
    if given.dice:
        people, reserve = drawn(bundle, given.dice)
        print(f"Row {int(given.dice):0{digits}d} was drawn: {', '.join(people)}")
        print(f"Reserve list: {', '.join(reserve)}")
        if given.code:
            print(f"{given.code} was {'drawn' if given.code in people else 'not drawn'}.")


if __name__ == "__main__":
    sys.exit(main())
