"""What holds for every test: nothing leaves the machine, and a slow machine is no failure of a property."""

import socket
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase, override_settings
from django.utils import translation
from hypothesis import settings
from whitenoise.middleware import WhiteNoiseMiddleware

from tests import cast

settings.register_profile("obrady", deadline=None, print_blob=True)
settings.load_profile("obrady")

LOOPBACK = ("127.", "::1", "localhost")


class OutsideWorldTouched(AssertionError):
    pass


@pytest.fixture(autouse=True)
def language_of_the_house() -> None:
    """A page asked for in one language must not leave it to the next test."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def connect_on_this_machine(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            raise OutsideWorldTouched(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_on_this_machine)


@pytest.fixture(scope="module")
def world(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker) -> Iterator[object]:
    """What the parameter, a function, makes, and the team of cast. It is made once for all neighbouring tests of a module
    that ask for it; what each of them does to it is rolled back."""
    translation.deactivate()
    with django_db_blocker.unblock(), override_settings(OBRADY_FIXED_NOW=cast.NOW.isoformat()), transaction.atomic():
        made = request.param()
        for somebody in (cast.coordinator, cast.office, cast.facilitator, cast.observer, cast.outsider):
            somebody()
        yield made
        transaction.set_rollback(True)


@pytest.fixture(autouse=True, scope="session")
def files_for_the_browser_are_listed_once() -> Iterator[None]:
    """Every client of a test starts the middleware anew, which would walk through all folders each time."""
    listed: dict[str, object] = {}
    walk = WhiteNoiseMiddleware.add_files_from_finders

    def add_what_was_found(middleware: WhiteNoiseMiddleware) -> None:
        if not listed:
            walk(middleware)
            listed.update(middleware.files)
        middleware.files.update(listed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", add_what_was_found)
        yield


@pytest.fixture(autouse=True, scope="session")
def a_test_may_empty_the_ledger_behind_itself():
    """The database refuses to remove lines; only the clean-up after a test with real transactions gets past it."""
    guard = import_module("obrady.stages.ledger.migrations.0002_scope_and_guard")
    empty_all_tables = TransactionTestCase._fixture_teardown

    def empty_past_the_guard(case: TransactionTestCase) -> None:
        guard.lift_guard(connection)
        try:
            empty_all_tables(case)
        finally:
            guard.lay_guard(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_past_the_guard)
        yield
