"""Whoever was invited to apply hears of a change as long as it matters to them; nobody who wants no letters does."""

from datetime import datetime, timedelta

import pytest

from obrady.stages.letters.models import Letter
from obrady.stages.letters.queries import LeftOut as LetterLeftOut
from obrady.stages.letters.registry import audience
from obrady.stages.letters.states import LetterKind, LetterState
from obrady.stages.meetings.states import CourseKind
from obrady.stages.outreach.models import Contact, Invitation
from obrady.stages.outreach.queries import had_enough, history
from obrady.stages.outreach.states import LeftOut, Reply
from tests import cast
from tests.cast import NOW, WARSAW
from tests.stages.meetings.course_desk import LATER, NEW_PLACE, do, letters, touches
from tests.stages.outreach import book

pytestmark = pytest.mark.django_db
INVITED = NOW + timedelta(minutes=10)
AFTER_THE_PAUSE = NOW + timedelta(days=1, minutes=10)
CLOSED = datetime(2026, 12, 5, 9, 0, tzinfo=WARSAW)


def replied(invitation: Invitation, reply: Reply) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(reply=reply, replied_at=NOW)


def five_invited() -> list[Invitation]:
    """Silent, coming, declined, applied, and one who wants no more letters."""
    book.limits()
    found = book.invite(*[book.contact(number) for number in range(1, 6)])
    for invitation, reply in zip(found[1:4], (Reply.WILL_COME, Reply.DECLINED, Reply.APPLIED), strict=True):
        replied(invitation, reply)
    Contact.objects.filter(pk=found[4].contact_id).update(stopped_at=NOW)
    return found


def test_more_time_is_told_to_those_who_may_still_apply() -> None:
    silent, coming, *_rest = five_invited()
    assert touches(cast.meeting(), CourseKind.EXTEND, now=AFTER_THE_PAUSE, closes_at=LATER)["contacts"].count == 2
    do(cast.meeting(), CourseKind.EXTEND, now=AFTER_THE_PAUSE, closes_at=LATER)
    written = letters(cast.meeting(), LetterKind.EXTENDED)
    assert {letter.about for letter in written} == {silent.about, coming.about}
    assert {letter.state for letter in written} == {LetterState.DRAFT}
    assert all("/u/" in letter.placeholders["unsubscribe_url"] for letter in written)
    assert not any(letter.trouble for letter in written)
    assert not any("{" in letter.body for letter in written)


@pytest.mark.parametrize("kind", [CourseKind.EXTEND])
def test_nobody_is_invited_and_told_of_more_time_on_one_day(kind: CourseKind) -> None:
    _silent, coming, *_rest = five_invited()
    touched = touches(cast.meeting(), kind, now=INVITED, closes_at=LATER)
    assert (touched["contacts"].count, touched["contacts_paused"].count) == (1, 1)
    do(cast.meeting(), kind, now=INVITED, closes_at=LATER)
    assert {letter.about for letter in letters(cast.meeting(), LetterKind.EXTENDED)} == {coming.about}


def test_another_date_puts_right_what_the_invitation_said_and_does_not_wait() -> None:
    silent, coming, *_rest = five_invited()
    day = {
        "starts_at": cast.meeting().starts_at + timedelta(days=7),
        "ends_at": cast.meeting().ends_at + timedelta(days=7),
    }
    do(cast.meeting(), CourseKind.POSTPONE, now=INVITED, **day)
    assert {letter.about for letter in letters(cast.meeting(), LetterKind.POSTPONED)} == {silent.about, coming.about}


def test_news_of_a_change_counts_as_a_letter_for_the_next_invitation() -> None:
    silent, *_rest = five_invited()
    do(cast.meeting(), CourseKind.EXTEND, now=AFTER_THE_PAUSE, closes_at=LATER)
    known = history(cast.meeting(), AFTER_THE_PAUSE)
    contact = Contact.objects.get(pk=silent.contact_id)
    assert len(known.had_lately(contact)) == 2
    assert had_enough(contact, known, AFTER_THE_PAUSE) is LeftOut.ENOUGH


def test_a_free_letter_waits_for_the_pause_as_well() -> None:
    five_invited()
    found = {one.about: one.left_out for one in audience("contacts").readers(cast.meeting(), {}, INVITED)}
    assert set(found.values()) == {LetterLeftOut.HAD_LATELY, LetterLeftOut.UNSUBSCRIBED}
    later = [one.left_out for one in audience("contacts").readers(cast.meeting(), {}, AFTER_THE_PAUSE)]
    assert later.count(None) == 4


def test_after_closing_only_those_who_will_come_are_told_of_another_place() -> None:
    _silent, coming, *_rest = five_invited()
    do(cast.meeting(), CourseKind.MOVE, now=CLOSED, **NEW_PLACE)
    assert [letter.about for letter in letters(cast.meeting(), LetterKind.MOVED)] == [coming.about]


def test_a_cancelled_meeting_invites_nobody_any_more() -> None:
    meeting, late = cast.meeting(), NOW + timedelta(days=1)
    book.limits(most_a_day=1)
    contacts = [book.contact(number) for number in range(1, 4)]
    book.plan(meeting=meeting, contacts=contacts)
    book.write_all()
    assert touches(meeting, CourseKind.CANCEL, now=INVITED)["invitations"].count == 2
    do(meeting, CourseKind.CANCEL, now=INVITED)
    assert book.write_all(late + timedelta(days=5)) == 0
    assert Letter.objects.filter(kind=LetterKind.INVITATION).exclude(state=LetterState.CANCELLED).count() == 0
    assert len(letters(meeting, LetterKind.CANCELLED)) == 1
