"""What a database keeps of rows that are gone, and how to be rid of it."""

from django.db import connection

PATIENCE_MS = 1000


def empty_write_ahead_log() -> bool:
    """SQLite writes changes to a log beside the file first, where overwritten rows can be read until it is reused.

    True when nothing is left there; False while somebody reads: then try again later. Must not run in a transaction.
    PostgreSQL reclaims by itself (autovacuum), and its log is not ours to cut.
    """
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        (patience,) = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, _, _ = cursor.fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(patience)}")
    return not busy
