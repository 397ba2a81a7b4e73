"""Sending and unsubscribing at the same moment, with real threads: whoever has the answer "done" gets no letter after it."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import IntegrityError, connection, connections

from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import NOT_YET_OUT
from obrady.stages.outreach import actions
from obrady.stages.outreach.actions import inviting
from obrady.stages.outreach.tasks import write_due_invitations
from tests import cast
from tests.stages.outreach import book

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
MANY = 24


def both_at_once(*acts) -> None:
    start = Barrier(len(acts))

    def run(act) -> None:
        start.wait()
        try:
            act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(run, acts))


def everybody_unsubscribes(contacts) -> None:
    office = cast.actor(cast.office())
    for one in contacts:
        actions.stop(actor=office, contact=one, now=book.LATER)


def letters_that_could_still_leave() -> int:
    return Letter.objects.filter(state__in=NOT_YET_OUT).count()


def test_letters_that_are_written_while_their_readers_unsubscribe_do_not_leave() -> None:
    contacts = [book.contact(number) for number in range(MANY)]
    book.plan()
    both_at_once(lambda: write_due_invitations(book.LATER), lambda: everybody_unsubscribes(contacts))
    assert letters_that_could_still_leave() == 0
    assert book.post_all(book.LATER + timedelta(hours=1)) == []


def test_without_the_check_at_the_last_moment_they_would_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the list is asked neither when a letter is written nor when it leaves."""
    contacts = [book.contact(number) for number in range(MANY)]
    book.plan()
    planned = dict(inviting.Invitation.objects.values_list("pk", "leaves_at"))
    everybody_unsubscribes(contacts)
    for key, moment in planned.items():
        inviting.Invitation.objects.filter(pk=key).update(waits_for="first", leaves_at=moment)
    monkeypatch.setattr(inviting, "may_still_leave", lambda *args: True)
    monkeypatch.setattr("obrady.stages.letters.actions.writing.is_refused", lambda *args: False)
    write_due_invitations(book.LATER)
    assert letters_that_could_still_leave() == MANY


def test_two_workers_write_every_letter_once() -> None:
    for number in range(MANY):
        book.contact(number)
    book.plan()
    both_at_once(lambda: write_due_invitations(book.LATER), lambda: write_due_invitations(book.LATER))
    assert Letter.objects.count() == MANY
    assert connection.vendor in {"sqlite", "postgresql"}


def two_decide_at_the_same_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have read who was invited before either has written, if nothing keeps the second one waiting."""
    meet, read = Barrier(2, timeout=1), inviting.history

    def history(*args):
        found = read(*args)
        with suppress(BrokenBarrierError):
            meet.wait()
        return found

    monkeypatch.setattr(inviting, "history", history)


def test_two_who_send_to_the_same_people_plan_one_letter_each(monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = [book.contact(number) for number in range(3)]
    cast.meeting(), cast.coordinator()
    two_decide_at_the_same_moment(monkeypatch)
    planned: list[int] = []
    send = lambda: planned.append(book.plan(contacts=everybody).number)  # noqa: E731
    both_at_once(send, send)
    assert sorted(planned) == [0, len(everybody)]


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite lets one writer in at a time by itself")
def test_without_the_lock_the_second_one_would_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    everybody = [book.contact(number) for number in range(3)]
    cast.meeting(), cast.coordinator()
    two_decide_at_the_same_moment(monkeypatch)
    monkeypatch.setattr(inviting, "_one_at_a_time", lambda meeting: None)
    with pytest.raises(IntegrityError):
        both_at_once(lambda: book.plan(contacts=everybody), lambda: book.plan(contacts=everybody))


def test_two_workers_together_keep_to_what_a_day_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = [book.contact(number) for number in range(6)]
    other = cast.meeting(slug="drugie")
    book.plan(contacts=everybody[:3])
    book.plan(contacts=everybody[3:], meeting=other)
    book.limits(most_a_day=3)
    two_decide_at_the_same_moment(monkeypatch)
    one, two = cast.meeting(), other
    both_at_once(
        lambda: inviting.write_due(meeting=one, now=book.LATER), lambda: inviting.write_due(meeting=two, now=book.LATER)
    )
    assert Letter.objects.count() == 3
