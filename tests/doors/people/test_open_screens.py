"""Whoever finds an open screen throws no dice, takes no register out and erases nobody: the password is asked again."""

import pytest
from django.test import Client

from tests import cast
from tests.stages.applications import desk

TEAM = "/en/team/integracja/"
ACTS = [
    ("post", "recruitment/draw/commit/"),
    ("post", "recruitment/draw/dice/"),
    ("post", "recruitment/draw/publish/"),
    ("get", "export/"),
    ("post", "export/"),
    ("post", "applications/{reference}/rights/copy/"),
    ("get", "applications/{reference}/rights/erase/"),
    ("post", "applications/{reference}/rights/erase/"),
]


@pytest.fixture
def open_screen(db) -> Client:
    account = cast.coordinator()
    account.set_password(cast.PASSWORD)
    account.save()
    return cast.sign_in(Client(), account)


@pytest.mark.parametrize(("method", "address"), ACTS)
def test_the_password_is_asked_first(open_screen: Client, method: str, address: str) -> None:
    reference = desk.apply(desk.meeting()).application.reference
    answer = getattr(open_screen, method)(TEAM + address.format(reference=reference))
    assert answer.status_code == 302
    assert answer.url.startswith("/en/account/confirm/")
