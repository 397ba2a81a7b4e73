"""The database itself refuses quiet edits of the past."""

import pytest
from django.db import Error, connection, transaction

from obrady.stages.ledger.models import Entry
from obrady.stages.ledger.queries import Receipt, breaks, contains, hash_of, head
from obrady.stages.ledger.states import Break
from tests.stages.ledger.chains import guard_lifted, written

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET verb = 'nothing happened' WHERE sequence = 2",
        "DELETE FROM ledger_entry WHERE sequence = 2",
        "DELETE FROM ledger_entry",
    ],
)
def test_a_line_cannot_be_changed_or_removed(statement: str) -> None:
    lines = written(3)
    with pytest.raises(Error, match="only ever added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(Entry.objects.values_list("sequence", "hash")) == [(line.sequence, line.hash) for line in lines]


def test_without_the_guard_the_same_statement_would_pass() -> None:
    written(3)
    with guard_lifted(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_entry WHERE sequence = 2")
    assert Entry.objects.count() == 2


def test_a_whole_chain_has_no_breaks() -> None:
    written(5)
    assert list(breaks()) == []


def test_an_empty_chain_has_no_breaks() -> None:
    assert list(breaks()) == []


@pytest.mark.parametrize(
    "field, value", [("verb", "x"), ("actor", "x"), ("about", "x"), ("meeting", "x"), ("facts", '{"a": 9}')]
)
def test_an_edit_is_found(field: str, value: str) -> None:
    written(4)
    with guard_lifted(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE ledger_entry SET {field} = %s WHERE sequence = 2", [value])  # noqa: S608
    assert [(found.sequence, found.how) for found in breaks()] == [(2, Break.CHANGED)]


def test_an_edit_with_a_fresh_hash_is_found_at_the_next_line() -> None:
    written(4)
    line = Entry.objects.get(sequence=2)
    line.verb = "something else"
    line.hash = hash_of(line)
    with guard_lifted():
        line.save()
    assert [(found.sequence, found.how) for found in breaks()] == [(3, Break.OTHER_PARENT)]


def test_a_deletion_is_found() -> None:
    written(4)
    with guard_lifted():
        Entry.objects.filter(sequence=2).delete()
    assert [(found.sequence, found.how) for found in breaks()] == [(3, Break.GAP)]


def test_two_lines_in_the_other_order_are_found() -> None:
    written(4)
    with guard_lifted(), connection.cursor() as cursor:
        for old, new in ((2, 99), (3, 2), (99, 3)):
            cursor.execute("UPDATE ledger_entry SET sequence = %s WHERE sequence = %s", [new, old])
    assert {found.sequence for found in breaks()} == {2, 3, 4}


def test_a_missing_end_is_found_while_the_head_stands() -> None:
    written(4)
    with guard_lifted():
        Entry.objects.filter(sequence=4).delete()
    assert [(found.sequence, found.how) for found in breaks()] == [(4, Break.END_MISSING)]


def test_an_end_cut_together_with_the_head_is_found_only_by_a_receipt() -> None:
    lines = written(4)
    kept = Receipt(lines[3].sequence, lines[3].hash)
    with guard_lifted(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_entry WHERE sequence = 4")
        cursor.execute("UPDATE ledger_head SET sequence = 3, hash = %s", [lines[2].hash])
    assert list(breaks()) == []
    assert not contains(sequence=kept.sequence, hash_start=kept.hash[:16])
    assert contains(sequence=3, hash_start=head().hash[:16])
