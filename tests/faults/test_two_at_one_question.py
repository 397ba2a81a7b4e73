"""Four colleagues answer or close one question at the same moment: one does it, the others are told, nothing is lost."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from obrady.stages.intake import queries
from obrady.stages.intake.actions import answer, answering, close, say_more, threads
from obrady.stages.intake.models import Thread
from obrady.stages.intake.states import ThreadChannel, ThreadHasMoved, ThreadState
from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import LetterKind
from tests import cast
from tests.stages.applications import desk
from tests.stages.intake.asking import ask

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
HANDS = 4


@pytest.fixture(autouse=True)
def slow_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between comparing and writing there is time for everybody else."""
    compare = threads.refuse_moved

    def slowly(*args: object) -> None:
        compare(*args)
        time.sleep(0.2)

    monkeypatch.setattr(threads, "refuse_moved", slowly)
    monkeypatch.setattr(answering, "refuse_moved", slowly)


def at_once(*acts: Callable[[], object]) -> int:
    """How many of the hands were told that somebody was quicker."""
    start = Barrier(len(acts))

    def hand(act: Callable[[], object]) -> bool:
        start.wait()
        try:
            act()
        except ThreadHasMoved:
            return True
        finally:
            connections.close_all()
        return False

    with ThreadPoolExecutor(len(acts)) as hands:
        return sum(hands.map(hand, acts))


def asked() -> tuple[Thread, str]:
    thread = ask(desk.apply(desk.meeting()).application)
    return thread, queries.mark_of_conversation(thread)


def answers(number: int, seen: str | None) -> Callable[[], object]:
    office, thread = cast.actor(cast.office()), queries.thread_with_key(Thread.objects.get().pk)
    return lambda: answer(actor=office, thread=thread, text=f"Odpowiedź {number}.", seen=seen, now=cast.NOW)


def closes(seen: str | None) -> Callable[[], object]:
    office, thread = cast.actor(cast.office()), queries.thread_with_key(Thread.objects.get().pk)
    return lambda: close(actor=office, thread=thread, seen=seen, now=cast.NOW)


def letters() -> int:
    return Letter.objects.filter(kind=LetterKind.ANSWER).count()


def test_one_answer_leaves() -> None:
    _thread, seen = asked()
    assert at_once(*[answers(number, seen) for number in range(HANDS)]) == HANDS - 1
    assert letters() == 1


def test_without_what_was_seen_all_would_leave() -> None:
    """The negative control."""
    asked()
    assert at_once(*[answers(number, None) for number in range(HANDS)]) == 0
    assert letters() == HANDS


def test_answering_and_closing_exclude_each_other() -> None:
    _thread, seen = asked()
    assert at_once(answers(1, seen), closes(seen)) == 1
    assert (Thread.objects.get().state, letters()) in {(ThreadState.ANSWERED, 1), (ThreadState.CLOSED, 0)}


def test_a_new_word_and_a_closing_leave_it_waiting_for_us() -> None:
    """Whichever is first: what the person said is not lost behind a closed thread."""
    thread, seen = asked()
    office = cast.actor(cast.office())
    more = lambda: say_more(  # noqa: E731
        actor=office, thread=thread, text="I jeszcze.", channel=ThreadChannel.PHONE, now=cast.NOW
    )
    at_once(more, closes(seen))
    assert Thread.objects.get().state == ThreadState.WAITS_FOR_US
