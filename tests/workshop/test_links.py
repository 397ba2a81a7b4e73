"""Links that went out in letters go on working: their secret part is the same for ever."""

import pytest

from obrady.workshop.links import hash_of_token, public_address, token_for


def test_the_same_thing_has_the_same_secret_and_another_purpose_another(settings) -> None:
    settings.OBRADY_MASTER_KEY = bytes(range(32))
    assert token_for(b"obrady application link", b"\x01" * 16) == "WoNaX06iZu5f56FT7MjJFSw6JYI"
    assert token_for(b"obrady expert link", b"\x01" * 16) != token_for(b"obrady application link", b"\x01" * 16)


def test_a_secret_has_160_bits_and_its_hash_tells_nothing_of_it(settings) -> None:
    token = token_for(b"purpose", b"thing")
    assert len(token) == 27
    assert token not in hash_of_token(token)


@pytest.mark.parametrize(
    ("language", "address"),
    [
        ("pl", "https://spotkania.example.org/z/a/"),
        ("uk", "https://spotkania.example.org/uk/z/a/"),
        ("de", "https://spotkania.example.org/z/a/"),
    ],
)
def test_an_address_is_full_and_in_the_readers_language(settings, language: str, address: str) -> None:
    settings.OBRADY_PUBLIC_ADDRESS = "https://spotkania.example.org"
    assert public_address("/z/a/", language=language) == address
