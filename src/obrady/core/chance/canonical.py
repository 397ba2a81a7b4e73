"""One document, one sequence of bytes.

Canonical JSON after RFC 8785 (JCS): UTF-8, no white space, members sorted by the UTF-16 code units of their names,
the shortest escapes. Two further limits make it safe for proofs: every text is in Unicode form NFC, and there are no
floats, since two programs may print one float in two ways.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence

LARGEST_INTEGER = 2**53 - 1


class NotCanonical(ValueError):
    """A document holds something that has no single spelling.

    Attributes:
        code: always `not_canonical`.
        path: where it lies, for example `rules.seats`.
        reason: `float`, `integer_too_large`, `key_not_text`, `same_key_twice`, `lone_surrogate` or `unknown_type`.
    """

    code = "not_canonical"

    def __init__(self, *, path: str, reason: str) -> None:
        super().__init__(f"{path or 'the document'}: {reason}")
        self.path = path
        self.reason = reason


def canonical(document: object) -> bytes:
    """The canonical bytes of a document made of dicts, lists, texts, integers, booleans and None.

    Raises:
        NotCanonical: the document holds a float, a text that is no Unicode, or a type that JSON does not know.

    Example:
        >>> canonical({"b": [1, True], "a": "ż"})
        b'{"a":"\\xc5\\xbc","b":[1,true]}'
    """
    plain = _plain(document)
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def fingerprint(document: object) -> str:
    """SHA-256 of the canonical bytes, 64 hexadecimal digits.

    Example:
        >>> fingerprint({})
        '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
    """
    return hashlib.sha256(canonical(document)).hexdigest()


def _plain(value: object) -> object:
    match value:
        case str():
            return _text(value)
        case None | bool():
            return value
        case int():
            if abs(value) > LARGEST_INTEGER:
                raise NotCanonical(path="", reason="integer_too_large")
            return value
        case Mapping():
            return _members(value)
        case bytes() | bytearray():
            raise NotCanonical(path="", reason="unknown_type")
        case Sequence():
            return _items(value)
        case float():
            raise NotCanonical(path="", reason="float")
        case _:
            raise NotCanonical(path="", reason="unknown_type")


def _text(value: str) -> str:
    if value.isascii():
        return value
    normal = unicodedata.normalize("NFC", value)
    if any("\ud800" <= character <= "\udfff" for character in normal):
        raise NotCanonical(path="", reason="lone_surrogate")
    return normal


def _items(value: Sequence[object]) -> list[object]:
    index = 0
    items: list[object] = []
    try:
        for index, item in enumerate(value):  # noqa: B007 (it names the item that is refused)
            items += (_plain(item),)
    except NotCanonical as refusal:
        raise _deeper(refusal, f"[{index}]") from None
    return items


def _members(value: Mapping[object, object]) -> dict[str, object]:
    members: dict[str, object] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise NotCanonical(path="", reason="key_not_text")
        name = key if key.isascii() else _text(key)
        if name in members:
            raise NotCanonical(path=name, reason="same_key_twice")
        try:
            members[name] = item if type(item) is str and item.isascii() else _plain(item)
        except NotCanonical as refusal:
            raise _deeper(refusal, name) from None
    plain = all(map(str.isascii, members))
    return {name: members[name] for name in (sorted(members) if plain else sorted(members, key=_units))}


def _units(name: str) -> bytes:
    return name.encode("utf-16-be")


def _deeper(refusal: NotCanonical, step: str) -> NotCanonical:
    """The same refusal, seen from one level further out."""
    joint = "" if not refusal.path or refusal.path.startswith("[") else "."
    return NotCanonical(path=f"{step}{joint}{refusal.path}", reason=refusal.reason)
