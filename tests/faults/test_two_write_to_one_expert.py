"""Four colleagues write to one expert at the same moment: one letter leaves, the others are told that one did today."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from obrady.stages.announcements.actions import ExpertContact, experts, keep_expert, write_to_expert
from obrady.stages.announcements.actions.experts import ExpertNotWritten
from obrady.stages.announcements.models import Expert
from obrady.stages.ledger.states import CONSOLE
from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import LetterKind
from tests.cast import NOW
from tests.stages.announcements import scene
from tests.stages.announcements.speaking import listed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
HANDS = 4


@pytest.fixture
def expert() -> Expert:
    """Kept with the link to pass on; no letter was written yet."""
    meeting = scene.whole()
    contact = ExpertContact(language="pl", email="halina@example.org")
    return keep_expert(actor=CONSOLE, meeting=meeting, entry=listed(meeting), contact=contact, by_letter=False, now=NOW)


@pytest.fixture(autouse=True)
def slow_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between looking whether one left today and writing there is time for everybody else."""
    look = experts.slot_of

    def slowly(*args: object) -> object:
        time.sleep(0.2)
        return look(*args)

    monkeypatch.setattr(experts, "slot_of", slowly)


def who_was_told(expert: Expert) -> int:
    start = Barrier(HANDS)

    def hand(_number: int) -> bool:
        own = Expert.objects.select_related("meeting__organisation", "person", "entry").get(pk=expert.pk)
        start.wait()
        try:
            write_to_expert(actor=CONSOLE, expert=own, now=NOW)
        except ExpertNotWritten:
            return True
        finally:
            connections.close_all()
        return False

    with ThreadPoolExecutor(HANDS) as hands:
        return sum(hands.map(hand, range(HANDS)))


def letters() -> int:
    return Letter.objects.filter(kind=LetterKind.EXPERT).count()


def test_one_letter_leaves_and_the_others_are_told(expert: Expert) -> None:
    assert who_was_told(expert) == HANDS - 1
    assert letters() == 1
    assert Expert.objects.get(pk=expert.pk).letters == 1
    assert connection.vendor in {"sqlite", "postgresql"}


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite lets one writer in at a time by itself")
def test_without_the_lock_more_than_one_would_believe_to_have_written(
    expert: Expert, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: several have seen that none left today, and nobody tells them."""
    monkeypatch.setattr(Expert.objects, "select_for_update", Expert.objects.all)
    assert who_was_told(expert) < HANDS - 1
