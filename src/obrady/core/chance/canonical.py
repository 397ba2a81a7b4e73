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
    plain = _plain(document, path="")
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def fingerprint(document: object) -> str:
    """SHA-256 of the canonical bytes, 64 hexadecimal digits.

    Example:
        >>> fingerprint({})
        '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
    """
    return hashlib.sha256(canonical(document)).hexdigest()


def _plain(value: object, *, path: str) -> object:
    match value:
        case None | bool():
            return value
        case str():
            return _text(value, path=path)
        case int():
            if abs(value) > LARGEST_INTEGER:
                raise NotCanonical(path=path, reason="integer_too_large")
            return value
        case Mapping():
            return _members(value, path=path)
        case bytes() | bytearray():
            raise NotCanonical(path=path, reason="unknown_type")
        case Sequence():
            return [_plain(item, path=f"{path}[{index}]") for index, item in enumerate(value)]
        case float():
            raise NotCanonical(path=path, reason="float")
        case _:
            raise NotCanonical(path=path, reason="unknown_type")


def _text(value: str, *, path: str) -> str:
    normal = unicodedata.normalize("NFC", value)
    if any("\ud800" <= character <= "\udfff" for character in normal):
        raise NotCanonical(path=path, reason="lone_surrogate")
    return normal


def _members(value: Mapping[object, object], *, path: str) -> dict[str, object]:
    members: dict[str, object] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise NotCanonical(path=path, reason="key_not_text")
        name = _text(key, path=path)
        if name in members:
            raise NotCanonical(path=f"{path}.{name}".lstrip("."), reason="same_key_twice")
        members[name] = _plain(item, path=f"{path}.{name}".lstrip("."))
    return dict(sorted(members.items(), key=lambda member: member[0].encode("utf-16-be")))
