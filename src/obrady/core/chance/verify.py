#!/usr/bin/env python3
"""Check a published draw with nothing but Python. Read it first; docs/explanation/chance.md says why it is so.
python3 verify.py bundle.json [--commitment HEX] [--dice DIGITS] [--code CODE] [--frozen FILE] [--reveal FILE]
Status 0: proven. 1: refused, with the reason. 2: consistent, not proven (the whole commitment was not given)."""
import hashlib, hmac, itertools, json, re, sys, unicodedata
from pathlib import Path
# ---- What files hold: names ("name?" may be missing, str is any), [lists], and how a value is made again, to look the same.
WHOLE, HEX = lambda value: min(abs(int(value)), 2**53 - 1), lambda value: re.fullmatch("([0-9a-f]{2}){32,96}", value)[0]
RULES = {"seats": WHOLE, "quotas": [{"feature": str, "value": str, "min": WHOLE, "max": WHOLE, "lowest?": WHOLE,
         "highest?": WHOLE, "counts_guests?": bool}], "caps": [{"key": str, "most": WHOLE}], "households": bool,
         "links": [{"first": str, "second": str, "kind": str}], "must?": [str], "guests?": [str], "excluded?": [str]}
PERSON = {"features?": {str: str}, "groups?": {str: str}, "household?": lambda value: None if value is None else str(value)}
SOURCES = {"dice": bool, "contributions": [{"by": str, "sealed": HEX}], "public_round?": {"chain": HEX, "round": WHOLE}}
BUNDLE = {"format": str, "version": WHOLE, "algorithm": str, "fingerprint": HEX, "rules": RULES, "codes": [str], "rows":
          [[WHOLE]], "order": [WHOLE], "people?": [PERSON], "leaves?": [HEX], "sources?": SOURCES, "replaces?": {str: str}}
FROZEN = {"format": str, "version": WHOLE, "rules": RULES, "pool": {str: PERSON}, "more?": {str: lambda value: value}}
REVEAL = {"format": str, "version": WHOLE, "commitment": HEX, "values": [str], "signature?": HEX}
def again(kind, value):
    if isinstance(kind, list): return [again(kind[0], one) for one in value]
    if not isinstance(kind, dict): return kind(value)
    kinds = dict.fromkeys(value, kind[str]) if str in kind else {name.rstrip("?"): kind[name] for name in kind}
    return {name: again(kinds[name], value[name]) for name in [*value, *(name for name in kind if name in kinds and str not in kind)]}
def need(condition, sentence, **about):
    if not condition: raise AssertionError(sentence, about)
def written(value): return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
def read(content, kind, name):
    in_order = lambda members: dict(sorted(members, key=lambda member: member[0].encode("utf-16-be")))
    document = json.loads(content.decode(), object_pairs_hook=in_order, parse_float=int, parse_constant=int)
    if not (written(document) == written(again(kind, document)) == content and unicodedata.is_normalized("NFC", content.decode())
            and (document["format"], document["version"]) == (name, 1)): raise ValueError
    return document
# ---- Chance: six bytes of a hash modulo n; from the largest multiple of n in 2**48 on they are skipped.
def sha256(content): return hashlib.sha256(content if isinstance(content, bytes) else content.encode()).hexdigest()
def stream(label, seed):
    numbers = (int(sha256(f"obrady/1|{label}|{seed}|{i}")[:12], 16) for i in itertools.count())
    return lambda n: next(number % n for number in numbers if number < 2**48 - 2**48 % n)
def shuffled(items, label, seed):
    items, below = sorted(items), stream(label, seed)
    for last in range(len(items) - 1, 0, -1):
        place = below(last + 1)
        items[last], items[place] = items[place], items[last]
    return items
def row_drawn(bundle, commitment, dice, reveal):
    sources, count = bundle.get("sources", {"dice": True}), len(bundle["rows"])
    digits = (len(str(count)) - 1) * sources["dice"]
    need(re.fullmatch(f"[0-9]{{{digits}}}", dice), "the dice must show {digits} digits.", digits=digits)
    need((reveal is None) == ("sources" not in bundle), "what was revealed is needed if other sources than dice take part.")
    if reveal is None: return int(dice)
    shown, by = read(reveal, REVEAL, "obrady.reveal"), sources["contributions"]
    values, public = shown["values"], sha256(bytes.fromhex(shown["signature"])) if "signature" in shown else ""
    sealed = [sha256(f"obrady/1|contribution|{one['by']}|{value}") for one, value in zip(by, values)]
    need((shown["commitment"], sealed, len(values), public != "") == (commitment, [one["sealed"] for one in by], len(by),
         "public_round" in sources), "what was revealed is not what was committed to.")
    return stream("row", sha256("|".join([commitment, dice, *values, public])))(count)
# ---- Rules: (words, the people that it counts or None where not everybody shows it, the counts that it allows).
def rules_of(rules, place, people):
    counts = {"together": {0, 2}, "at_most_one": {0, 1}, "exactly_one": {1}, "must": {1}, "excluded": {0}, "guests": {0, 1}}
    named = [[one["kind"], one["first"], one["second"]] for one in rules["links"]]
    named += [[name, one] for name in ("must", "excluded", "guests") for one in rules.get(name, [])]
    found = [(" ".join(words), {place[one] for one in words[1:]}, counts[words[0]]) for words in named]
    for key, value, least, most, one in [(one["feature"], one["value"], one["min"], one["max"], one) for one in rules["quotas"]]:
        shown = [person.get("features", {}).get(key) for person in people]
        who = {i for i, own in enumerate(shown) if own == value}
        who -= {place[guest] for guest in rules.get("guests", []) if not one.get("counts_guests", True)}
        found.append((f"{key} {value} {least}-{most}", None if None in shown else who, range(least, most + 1)))
    for part, key, most in [("groups", one["key"], one["most"]) for one in rules["caps"]] + [("household",) * 2 + (1,)] * rules["households"]:
        owns = [one.get(part) if part == "household" else one.get(part, {}).get(key) for one in people]
        found += [(f"{key} {group} 0-{most}", {i for i, own in enumerate(owns) if own == group}, range(most + 1))
                  for group in dict.fromkeys(owns) if group and owns.count(group) > most]
        found += [] if all(part in one for one in people) else [(key, None, ())]
    return found
def frozen_pool(frozen, bundle):
    file, key = read(frozen, FROZEN, "obrady.selection"), hashlib.sha256(b"obrady/1|salt|" + frozen).digest()
    salted = lambda code: hmac.new(key, code.encode(), "sha256").hexdigest().encode() + b"|" + written(file["pool"][code])
    need(sha256(frozen) == bundle["fingerprint"] and written(file["rules"]) == written(bundle["rules"]) and sorted(file["pool"]) == bundle["codes"]
         and all(sha256(salted(code)) == leaf for code, leaf in zip(bundle["codes"], bundle.get("leaves", []))),
         "the frozen rules and pool are not those of this draw.")
    return [file["pool"][code] for code in bundle["codes"]]
def check(say, content, commitment="", dice="", code="", frozen=None, reveal=None):  # all checks in order; say(sentence, **what fills it)
    found, typed = sha256(content), "".join(commitment.split()).lower()
    say("SHA-256 of the file: {hash}", hash=found)
    need(re.fullmatch("[0-9a-f]{0,64}", typed) and found.startswith(typed), "the commitment is another one.")
    bundle = read(content, BUNDLE, "obrady.draw")
    codes, rows, order, seed, seats = *(bundle[name] for name in ("codes", "rows", "order", "fingerprint")), bundle["rules"]["seats"]
    people = bundle.get("people", [{} for _ in codes]) if frozen is None else frozen_pool(frozen, bundle)
    place, everybody = {one: i for i, one in enumerate(codes)}, set(range(len(codes)))
    need(codes == sorted(place) and len(codes) == len(people) == len(bundle.get("leaves", codes)) and re.fullmatch("10+", str(len(rows))),
         "codes must ascend, with as many people and leaves; rows must be 10, 100, 1000...")
    rules = rules_of(bundle["rules"], place, people)
    for number, row in enumerate(rows):
        drawn = set(row)
        need(row == sorted(drawn) and len(row) == seats and drawn <= everybody, "row {row} is not {seats} people of the pool.", row=number, seats=seats)
        broken = [words for words, who, counts in rules if who is not None and len(who & drawn) not in counts]
        need(not broken, "row {row} breaks a rule: {rule}", row=number, rule="; ".join(broken))
    need((rows, order) == (shuffled(rows, "rows", seed), shuffled(everybody, "order", seed)), "rows or reserve list are not in the promised order.")
    say("{rows} rows of {seats} of {people} people, in the promised order.", rows=len(rows), seats=seats, people=len(codes))
    say("Every row keeps every rule, except what the file does not show: {rules}", rules=", ".join(words for words, who, _ in rules if who is None) or "–")
    if code: say("{code} is in {wins} of {rows} rows, and has place {place} in the order of the reserve list.", code=code,
                 wins=sum(place[code] in row for row in rows), rows=len(rows), place=order.index(place[code]) + 1)
    if dice or reveal is not None:
        row = row_drawn(bundle, found, dice, reveal)
        say("Row {row} was drawn: {codes}", row=str(row).zfill(len(str(len(rows))) - 1), codes=", ".join(codes[i] for i in rows[row]))
        say("Reserve list: {codes}", codes=", ".join(codes[i] for i in order if i not in rows[row]))
    say("PROVEN: this is the file that was committed to, and all that can be checked is as promised." if len(typed) == 64 else
        "CONSISTENT, NOT PROVEN: nothing contradicts itself; only the whole commitment shows that this is the file.")
    return 0 if len(typed) == 64 else 2
def verify(say, content, **given):
    try: return check(say, content, **given)
    except AssertionError as refusal: sentence, about = refusal.args
    except KeyError as missing: sentence, about = "something is missing, or unknown to this program: {name}", {"name": missing.args[0]}
    except (AttributeError, RecursionError, TypeError, ValueError):
        sentence, about = "a file is not canonical JSON (RFC 8785, NFC, whole numbers), or a part of it is of the wrong kind.", {}
    return say("REFUSED because") or say(sentence, **about) or 1
def main(words):
    given = dict(zip(["--content", *words[1::2]], words[::2]))
    if len(words) % 2 == 0 or {*given} - {"--content", "--commitment", "--dice", "--code", "--frozen", "--reveal"}: sys.exit(__doc__)
    try: given = {name[2:]: Path(one).read_bytes() if name in ("--content", "--frozen", "--reveal") else one for name, one in given.items()}
    except OSError as error: sys.exit(str(error))
    return verify(lambda sentence, **about: print(sentence.format(**about)), **given)
if __name__ == "__main__": sys.exit(main(sys.argv[1:]))
