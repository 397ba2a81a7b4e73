"""Four people press "save" on one page in the same moment: one is first, the others are told."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from threading import Barrier
from types import SimpleNamespace

import pytest
from django.db import connections
from django.test import Client

from obrady.doors.web.announcements.views import saving, texts
from obrady.stages.announcements.actions import set_texts
from tests import cast
from tests.stages.announcements import scene

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
TEXTS = "/team/integracja/announcement/texts/"
EDITORS = 4


@pytest.fixture(autouse=True)
def slow_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between comparing and writing there is time for everybody else."""

    def slowly(**said: object) -> object:
        time.sleep(0.3)
        return set_texts(**said)

    monkeypatch.setattr(texts, "set_texts", slowly)


def answers() -> list[int]:
    scene.ready()
    coordinator, start = cast.coordinator(), Barrier(EDITORS)
    editors = [cast.sign_in(Client(), coordinator) for _number in range(EDITORS)]
    seen = editors[0].get(TEXTS).context["form"].seen

    def save(number: int) -> int:
        start.wait()
        words = {"title_pl": "Tytuł", "why_pl": f"Wersja {number}.", "for_whom_pl": "Dla wszystkich.", "seen": seen}
        try:
            return editors[number].post(TEXTS, words).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(EDITORS) as pool:
        return sorted(pool.map(save, range(EDITORS)))


def test_one_is_first_and_the_others_are_told() -> None:
    assert answers() == [302, 409, 409, 409]


def test_without_holding_still_they_would_overwrite_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.setattr(saving, "hold_still", lambda organisation: None)
    monkeypatch.setattr(saving, "transaction", SimpleNamespace(atomic=nullcontext))
    assert answers().count(302) > 1
