"""The bundle: everything about a draw that is fixed, and published, before the dice are thrown."""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from obrady.core.chance.canonical import canonical
from obrady.core.chance.sources import Sources, sources_document
from obrady.core.chance.stream import shuffle

FORMAT = "obrady.draw"
VERSION = 1
ROWS = "rows"
ORDER = "order"


@dataclass(frozen=True, slots=True)
class Bundle:
    """What is committed to.

    Attributes:
        content: the canonical bytes of bundle.json, without a line end.
        commitment: SHA-256 of `content`, 64 hexadecimal digits; this is what is published and read aloud.
        rows: the committed table, row 0 first; each row the codes drawn together, sorted.
        order: every code of the pool in the order of the reserve list; those drawn are passed over.
    """

    content: bytes
    commitment: str
    rows: tuple[tuple[str, ...], ...]
    order: tuple[str, ...]


def commitment(content: bytes) -> str:
    """SHA-256 of the published bytes exactly as they are, 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def reserve_order(codes: Sequence[str], *, fingerprint: str) -> tuple[str, ...]:
    """Every code once, in an order that follows from the published fingerprint, so that nobody chooses it.

    The codes are sorted first: their order in the pool has no influence.
    """
    return shuffle(sorted(codes), seed=fingerprint, label=ORDER)


def shuffled_rows(rows: Sequence[Sequence[str]], *, fingerprint: str) -> tuple[tuple[str, ...], ...]:
    """The table in committed order: each row sorted, the rows sorted, then shuffled with the fingerprint."""
    return shuffle(sorted(tuple(sorted(row)) for row in rows), seed=fingerprint, label=ROWS)


def draw_bundle(
    *,
    fingerprint: str,
    algorithm: str,
    rules: Mapping[str, object],
    codes: Sequence[str],
    table: Sequence[Sequence[str]],
    attributes: Mapping[str, Mapping[str, object]] | None = None,
    leaves: Mapping[str, str] | None = None,
    sources: Sources | None = None,
    replaces: Mapping[str, str] | None = None,
) -> Bundle:
    """Build the bundle and its commitment.

    Args:
        fingerprint: of the frozen rules and pool; it seeds the order of rows and the reserve list.
        algorithm: name and version of what computed the table, for example `obrady.leximin/1`.
        rules: what every row obeys, as JSON values; it must hold `seats`.
        codes: everybody in the pool, each once. Codes are public, names are never.
        table: equally likely rows of codes, in any order; here they get their committed order.
        attributes: what the bundle tells about each code: a mapping with any of `features` (feature -> value),
            `household` (text) and `groups` (cap -> group), so that a reader can check the rules row by row. None:
            codes only. Features of people from small towns identify them: the public copy leaves them out.
        leaves: code -> salted hash of the person's entry in the frozen pool (see `salted_leaves`), or None.
        sources: what chooses the row together with the dice, or None: the dice alone name it.
        replaces: for a second draw of the same places: {"commitment": of the former draw, "reason": text}.

    Raises:
        ValueError: a code occurs twice or is not in Unicode form NFC, or a row names an unknown code.
        NotCanonical: a value has no canonical form.

    The document has these members: format, version, algorithm, fingerprint, rules, codes (sorted), rows (lists of
    indexes into codes), order (indexes into codes), and, where given, people (parallel to codes), leaves (parallel to
    codes), sources (see `sources_document`), replaces.
    """
    known = sorted(codes)
    index = {code: position for position, code in enumerate(known)}
    if len(index) != len(known):
        raise ValueError("a code occurs twice in the pool")
    if any(not unicodedata.is_normalized("NFC", code) for code in known):
        raise ValueError("a code is not in Unicode form NFC")
    rows = shuffled_rows(table, fingerprint=fingerprint)
    unknown = {code for row in rows for code in row} - index.keys()
    if unknown:
        raise ValueError(f"a row names a code that is not in the pool: {min(unknown)}")
    order = reserve_order(known, fingerprint=fingerprint)
    document: dict[str, object] = {
        "format": FORMAT,
        "version": VERSION,
        "algorithm": algorithm,
        "fingerprint": fingerprint,
        "rules": rules,
        "codes": known,
        "rows": [[index[code] for code in row] for row in rows],
        "order": [index[code] for code in order],
    }
    if attributes is not None:
        document["people"] = [attributes[code] for code in known]
    if leaves is not None:
        document["leaves"] = [leaves[code] for code in known]
    if sources is not None:
        document["sources"] = sources_document(sources)
    if replaces is not None:
        document["replaces"] = replaces
    content = canonical(document)
    return Bundle(content=content, commitment=commitment(content), rows=rows, order=order)
