"""Why a course was changed stands in our own records and on the page; taken back, it is nowhere, and all hashes still hold."""

import pytest

from obrady.stages.announcements.actions import NoSuchReason, publish_announcement, take_reason_back
from obrady.stages.announcements.queries import latest_version, public_content, versions_of
from obrady.stages.announcements.queries.content import fingerprint
from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.models import Entry
from obrady.stages.ledger.states import CONSOLE
from obrady.stages.meetings.queries import changes_of, reason_mark
from obrady.stages.meetings.states import CourseKind
from tests import cast
from tests.cast import NOW
from tests.stages.announcements import scene
from tests.stages.meetings.course_desk import LATER, NEW_DAY, do

pytestmark = pytest.mark.django_db


def changed_twice():
    meeting = scene.whole()
    publish_announcement(actor=CONSOLE, meeting=meeting, now=NOW)
    do(meeting, CourseKind.EXTEND, closes_at=LATER)
    do(meeting, CourseKind.POSTPONE, now=LATER, reason=scene.words("Bo Jan Kowalski choruje."), **NEW_DAY)
    return meeting


def reasons(meeting) -> list[dict]:
    return [note["reason"] for note in public_content(meeting).content["course"]]


def everything_kept(meeting) -> str:
    versions = "".join(f"{one.content}{one.named}" for one in versions_of(meeting))
    return versions + "".join(str(line.facts) for line in Entry.objects.all()) + str(changes_of(meeting)[0].reason)


def test_readers_see_the_reason_and_the_frozen_words_only_its_mark() -> None:
    meeting = changed_twice()
    assert reasons(meeting)[0] == {"pl": "Bo Jan Kowalski choruje."}
    frozen = latest_version(meeting)
    assert "Kowalski" not in str(frozen.content)
    assert frozen.sha256 == fingerprint(frozen.content)
    assert not any("Kowalski" in str(line.facts) for line in Entry.objects.all())


def test_taken_back_it_is_nowhere_and_the_change_stays_told() -> None:
    meeting = changed_twice()
    told_before, mark = reasons(meeting)[1], reason_mark(changes_of(meeting)[0])
    lines = Entry.objects.count()
    take_reason_back(actor=cast.actor(cast.coordinator()), meeting=meeting, number=2, now=LATER)
    assert Entry.objects.count() == lines + 1
    assert "Kowalski" not in everything_kept(meeting)
    assert reasons(meeting) == [{}, told_before]
    assert all(one.sha256 == fingerprint(one.content) for one in versions_of(meeting))
    assert reason_mark(changes_of(meeting)[0]) != mark


@pytest.mark.parametrize("number", [2, 7])
def test_what_is_not_there_is_refused(number: int) -> None:
    meeting = changed_twice()
    actor = cast.actor(cast.coordinator())
    take_reason_back(actor=actor, meeting=meeting, number=2, now=LATER)
    with pytest.raises(NoSuchReason):
        take_reason_back(actor=actor, meeting=meeting, number=number, now=LATER)


def test_only_a_coordinator_takes_a_reason_back() -> None:
    meeting = changed_twice()
    with pytest.raises(NotAllowed):
        take_reason_back(actor=cast.actor(cast.office()), meeting=meeting, number=2, now=LATER)


def test_a_version_that_is_published_later_keeps_the_reasons_apart_too() -> None:
    meeting = changed_twice()
    scene.entry(meeting, scene.PartyListKind.PATRONS)
    publish_announcement(actor=CONSOLE, meeting=meeting, now=LATER)
    assert "Kowalski" not in str(latest_version(meeting).content)
    assert reasons(meeting)[0] == {"pl": "Bo Jan Kowalski choruje."}
