"""Two assessors give points that differ too much at the same moment: a third is asked all the same, and once."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections  # noqa: F401 (the mark above asks it)

from obrady.stages.applications.models import Application
from obrady.stages.draws.actions import assessing
from obrady.stages.draws.models import Sheet
from tests.stages.draws import methods, office

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]


@pytest.fixture(autouse=True)
def slow_to_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between looking at the other's points and keeping one's own there is time for the other."""
    look = assessing.ask_third

    def slowly(*args: object, **more: object) -> bool:
        found = look(*args, **more)
        time.sleep(0.3)
        return found

    monkeypatch.setattr(assessing, "ask_third", slowly)


def both_give() -> int:
    """How many third sheets there are afterwards."""
    methods.asked(office.meeting_with(1), 3)
    start = Barrier(2)

    def give(slot: int) -> None:
        sheet = Sheet.objects.select_related("application__meeting", "assessor").get(slot=slot)
        start.wait()
        try:
            methods.give(sheet, 10 if slot == 1 else 0)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as hands:
        list(hands.map(give, (1, 2)))
    return Sheet.objects.filter(slot=3).count()


def test_the_second_sees_the_first_and_one_third_is_asked() -> None:
    assert both_give() == 1


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite lets one writer in at a time by itself")
def test_without_the_lock_nobody_would_ask_a_third(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: each sees only their own points."""
    monkeypatch.setattr(Application.objects, "select_for_update", Application.objects.all)
    assert both_give() == 0
