"""The whole database of a test, kept and put back within milliseconds. SQLite alone can do that."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.db import connection


def can_be_taken() -> bool:
    return connection.vendor == "sqlite"


def take() -> sqlite3.Connection:
    """A copy in memory of everything that is committed."""
    connection.ensure_connection()
    kept = sqlite3.connect(":memory:")
    connection.connection.backup(kept)
    return kept


def put_back(kept: sqlite3.Connection) -> None:
    connection.ensure_connection()
    kept.backup(connection.connection)


def copy_file(source: Path, target: Path) -> None:
    """With what still stands in the journal of the source."""
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)


class Worlds:
    """What a function makes in an empty database is made once and put back for whoever asks for it again."""

    def __init__(self) -> None:
        self._kept: dict[Callable[[], object], tuple[object, sqlite3.Connection]] = {}

    def of(self, make: Callable[[], object]) -> object:
        if not can_be_taken():
            return make()
        if make in self._kept:
            made, kept = self._kept[make]
            put_back(kept)
            return made
        made = make()
        self._kept[make] = made, take()
        return made
