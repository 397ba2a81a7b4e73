"""Chains to tamper with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module

from django.db import connection

from obrady.stages.ledger.actions import append
from obrady.stages.ledger.models import Entry
from obrady.stages.ledger.states import CONSOLE, Scope
from tests.cast import NOW

guard = import_module("obrady.stages.ledger.migrations.0002_scope_and_guard")
SCOPE = Scope(organisation="an organisation", meeting="a meeting")


def written(lines: int) -> list[Entry]:
    for number in range(lines):
        append(
            actor=CONSOLE,
            verb="trial.step",
            about=f"trial:{number}",
            scope=SCOPE,
            facts={"number": number, "word": "zażółć"},
            now=NOW + timedelta(seconds=number),
        )
    return list(Entry.objects.order_by("sequence"))


@contextmanager
def guard_lifted() -> Iterator[None]:
    """What somebody with the keys of the database could do."""
    guard.lift_guard(connection)
    yield
    guard.lay_guard(connection)
