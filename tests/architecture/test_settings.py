"""What the tests make cheaper for themselves, the house does not."""

from importlib import import_module

from django.contrib.auth.hashers import check_password, make_password
from django.test import override_settings

house = import_module("obrady.config.settings")


def test_the_house_keeps_passwords_slow_to_guess() -> None:
    with override_settings(PASSWORD_HASHERS=house.PASSWORD_HASHERS):
        kept = make_password("a long enough sentence")
        assert kept.startswith("argon2$argon2id$")
        assert check_password("a long enough sentence", kept)
