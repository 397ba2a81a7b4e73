"""What holds for every test: nothing leaves the machine, and a slow machine is no failure of a property."""

import os
import socket
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase, override_settings
from django.utils import translation
from hypothesis import settings
from whitenoise.middleware import WhiteNoiseMiddleware

from tests import cast, snapshots

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


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool, django_db_modify_db_settings: None) -> bool:
    """Where tools/test.sh has migrated a database once, each process begins with a copy of it."""
    migrated = os.environ.get("OBRADY_TEST_MIGRATED")
    if not migrated or not snapshots.can_be_taken():
        return django_db_keepdb
    snapshots.copy_file(Path(migrated), Path(connection.creation._get_test_db_name()))
    connection.settings_dict["TEST"]["MIGRATE"] = False
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """After a test with real transactions the database is as it was before the first one."""
    with django_db_blocker.unblock():
        emptied = snapshots.take() if snapshots.can_be_taken() else None
    empty_all_tables = TransactionTestCase._fixture_teardown

    def clean_up(case: TransactionTestCase) -> None:
        if emptied:
            snapshots.put_back(emptied)
        else:
            past_the_guard_of_the_ledger(lambda: empty_all_tables(case))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", clean_up)
        yield


def past_the_guard_of_the_ledger(act: Callable[[], None]) -> None:
    """The database refuses to remove lines; only this clean-up gets past it."""
    guard = import_module("obrady.stages.ledger.migrations.0002_scope_and_guard")
    guard.lift_guard(connection)
    try:
        act()
    finally:
        guard.lay_guard(connection)
