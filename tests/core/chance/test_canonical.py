import hashlib

import pytest
import rfc8785

from obrady.core.chance import NotCanonical, canonical, commitment, fingerprint

DOCUMENT = {
    "ż": [1, -7, 0, 2**53 - 1],
    "a": {"true": True, "null": None, "text": 'line\nquote " back \\ bell \u0007 delete \u007f'},
    "\U0001f600": "beyond the first plane",
}


def test_canonical_bytes_are_those_of_the_standard() -> None:
    assert canonical(DOCUMENT) == rfc8785.dumps(DOCUMENT)


def test_members_are_sorted_by_utf_16_not_by_code_point() -> None:
    assert canonical({"\uff5e": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\uff5e":1}'.encode()
    assert canonical({"\uff5e": 1, "\U0001f600": 2, "a": 3}) == '{"a":3,"\U0001f600":2,"\uff5e":1}'.encode()


def test_two_ways_to_write_a_letter_are_one() -> None:
    assert canonical({"z\u0307": "z\u0307"}) == canonical({"ż": "ż"})


def test_tuples_are_lists() -> None:
    assert canonical((1, ("a",))) == b'[1,["a"]]'


@pytest.mark.parametrize(
    "document, reason, path",
    [
        ({"a": [1, {"b": 0.5}]}, "float", "a[1].b"),
        ({"a": float("nan")}, "float", "a"),
        (2**53, "integer_too_large", ""),
        (-(2**53), "integer_too_large", ""),
        ({"a": {1: 2}}, "key_not_text", "a"),
        ({"a": {"ż": 1, "z\u0307": 2}}, "same_key_twice", "a.ż"),
        ({"a": "\ud800"}, "lone_surrogate", "a"),
        ({"a": "ż\udfff z"}, "lone_surrogate", "a"),
        ([b"bytes"], "unknown_type", "[0]"),
        ({"a": {1, 2}}, "unknown_type", "a"),
    ],
)
def test_what_has_no_single_spelling_is_refused(document: object, reason: str, path: str) -> None:
    with pytest.raises(NotCanonical) as refusal:
        canonical(document)
    assert (refusal.value.code, refusal.value.reason, refusal.value.path) == ("not_canonical", reason, path)
    assert str(refusal.value) == f"{path or 'the document'}: {reason}"


def test_the_fingerprint_is_the_hash_of_the_canonical_bytes() -> None:
    assert fingerprint({"b": 1, "a": 2}) == hashlib.sha256(b'{"a":2,"b":1}').hexdigest()


def test_the_commitment_is_the_hash_of_the_bytes_as_they_are() -> None:
    assert commitment(b"{ }") == hashlib.sha256(b"{ }").hexdigest()
