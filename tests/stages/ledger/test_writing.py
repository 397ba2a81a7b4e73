"""Every write is one line, in one order, whoever writes at the same time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from rules import predicate

from obrady.stages.ledger.actions import NotAllowed, act, append
from obrady.stages.ledger.models import Entry
from obrady.stages.ledger.queries import Receipt, breaks, hash_of, head
from obrady.stages.ledger.rules import is_anyone
from obrady.stages.ledger.states import CONSOLE, VISITOR
from tests.cast import NOW
from tests.stages.ledger.chains import SCOPE, written


class Thing:
    about, scope = "thing:1", SCOPE


@predicate
def never(actor, thing) -> bool:
    return False


@pytest.mark.django_db
def test_an_act_leaves_one_line_with_what_it_is_about() -> None:
    with act(actor=CONSOLE, verb="trial.do", thing=Thing(), rule=is_anyone, now=NOW) as line:
        line.facts["count"] = 3
    entry = Entry.objects.get()
    assert (entry.actor, entry.verb, entry.about, entry.facts) == ("console", "trial.do", "thing:1", {"count": 3})
    assert (entry.organisation, entry.meeting) == (SCOPE.organisation, SCOPE.meeting)
    assert line.receipt == head() == Receipt(1, entry.hash)


@pytest.mark.django_db
def test_a_refused_act_leaves_nothing() -> None:
    with pytest.raises(NotAllowed), act(actor=VISITOR, verb="trial.do", thing=Thing(), rule=never, now=NOW):
        pytest.fail("the body of a refused act ran")
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_an_act_that_fails_leaves_nothing() -> None:
    with pytest.raises(ZeroDivisionError), act(actor=CONSOLE, verb="x", thing=Thing(), rule=is_anyone, now=NOW):
        raise ZeroDivisionError
    assert not Entry.objects.exists()


def write_lines(number: int) -> None:
    try:
        for _ in range(10):
            with transaction.atomic():
                append(actor=CONSOLE, verb="trial.race", about=f"thread:{number}", scope=SCOPE, facts={}, now=NOW)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_four_threads_that_write_at_once_make_one_chain() -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write_lines, range(4)))
    assert Entry.objects.count() == 40
    assert list(breaks()) == []


@pytest.mark.django_db
def test_two_lines_after_the_same_one_are_refused_by_the_database() -> None:
    _, last = written(2)
    twin = Entry(sequence=3, happened_at=NOW, actor="console", verb="x", about="y", previous=last.previous)
    twin.hash = hash_of(twin)
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)
    assert Entry.objects.count() == 2


@pytest.mark.parametrize(
    "text, sequence",
    [("12-0123456789abcdef", 12), (" 12 – 0123 4567 89AB CDEF ", 12), ("12-0123", None), ("nothing", None), ("", None)],
)
def test_a_receipt_is_read_as_people_type_it(text: str, sequence: int | None) -> None:
    receipt = Receipt.from_text(text)
    assert (receipt.sequence if receipt else None) == sequence
