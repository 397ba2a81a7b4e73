"""A change of course as it runs through every room: states, letters, the page, the draw."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from i18nfield.strings import LazyI18nString

from obrady.stages.announcements.actions.experts import ExpertContact, keep_expert
from obrady.stages.announcements.queries import latest_version, public_content
from obrady.stages.announcements.states import EntryKind, PartyListKind
from obrady.stages.applications import actions as applications
from obrady.stages.applications.queries import register
from obrady.stages.applications.states import ApplicationState, MeetingIsCancelled
from obrady.stages.draws import actions
from obrady.stages.draws.models import Bound
from obrady.stages.draws.states import DrawState, Preset, TransitionRefused
from obrady.stages.letters.actions import release, write
from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import LetterKind, LetterState
from obrady.stages.meetings.queries import meeting_with_slug
from obrady.stages.meetings.registry.course import CourseRefused
from obrady.stages.meetings.states import CourseKind
from tests.cast import NOW, WARSAW
from tests.stages.announcements import scene
from tests.stages.applications import desk
from tests.stages.draws import office
from tests.stages.meetings.course_desk import LATER, NEW_DAY, NEW_PLACE, do, letters, touches

pytestmark = pytest.mark.django_db
CLOSED = datetime(2026, 12, 5, 9, 0, tzinfo=WARSAW)


def late_and_in_time() -> tuple:
    """Two came in time, one an hour too late on the phone."""
    meeting = desk.meeting()
    desk.apply(meeting)
    desk.apply(meeting, language="uk", **{k: v for k, v in desk.other_person(1).items() if k != "language"})
    late = desk.apply(
        meeting,
        actor=desk.office(),
        channel="phone",
        now=meeting.closes_at + timedelta(hours=1),
        email=None,
        answer_channel="call",
        **{k: v for k, v in desk.other_person(2).items() if k != "email"},
    )
    assert late.application.state == ApplicationState.LATE
    return meeting, late.application


def test_opening_again_lets_in_who_came_too_late_and_drafts_a_letter_for_everybody() -> None:
    meeting, late = late_and_in_time()
    found = touches(meeting, CourseKind.REOPEN, now=CLOSED, closes_at=LATER)
    assert (found["applications"].count, found["late_in_time"].count) == (3, 1)
    assert found["drafts"].details == {"mail": 2, "phone": 1, "language:pl": 2, "language:uk": 1}
    done = do(meeting, CourseKind.REOPEN, now=CLOSED, closes_at=LATER)
    assert desk.fresh(late).state == ApplicationState.COMPLETE
    written = letters(meeting, LetterKind.REOPENED)
    assert {letter.state for letter in written} == {LetterState.DRAFT}
    assert sorted(letter.channel for letter in written) == ["mail", "mail", "phone"]
    assert sorted(letter.language for letter in written) == ["pl", "pl", "uk"]
    assert not any(letter.trouble for letter in written)
    assert (done.facts["applications_settled"], done.facts["applicants_written_to"]) == (1, 3)


def test_a_letter_gives_reason_and_dates_in_the_readers_language() -> None:
    meeting = desk.meeting()
    desk.apply(meeting, language="uk")
    do(meeting, CourseKind.POSTPONE, **NEW_DAY)
    (letter,) = letters(meeting, LetterKind.POSTPONED)
    plain = letter.body.replace("\u00a0", " ")
    assert "Зала зачинена." in plain
    assert "11 січня 2027 р., 11:00–17:00" in plain
    assert "14 грудня 2026 р., 9:30–15:30" in plain


def test_who_lacks_answers_is_told_which() -> None:
    meeting = desk.meeting()
    desk.apply(meeting, actor=desk.office(), channel="phone", complete_later=True, problem=None, organisation=None)
    desk.apply(meeting, **desk.other_person(1))
    do(meeting, CourseKind.EXTEND, closes_at=LATER)
    written = letters(meeting, LetterKind.EXTENDED)
    lacking = [letter for letter in written if "Brakuje" in letter.body]
    assert (len(written), len(lacking)) == (2, 1)
    assert "– " in lacking[0].body
    assert not any(letter.trouble for letter in written)


def test_nobody_who_withdrew_or_was_merged_is_written_to() -> None:
    meeting = desk.meeting()
    kept, gone = desk.apply(meeting), desk.apply(meeting, **desk.other_person(1))
    applications.withdraw(actor=desk.office(), application=gone.application, now=NOW)
    do(meeting, CourseKind.CANCEL)
    (letter,) = letters(meeting, LetterKind.CANCELLED)
    assert letter.about == kept.application.about


@pytest.mark.parametrize("channel", ["web", "phone", "office", "paper-scan"])
def test_a_cancelled_meeting_takes_no_application_by_any_channel(channel: str) -> None:
    meeting = desk.meeting()
    do(meeting, CourseKind.CANCEL)
    with pytest.raises(MeetingIsCancelled):
        desk.apply(meeting, actor=desk.office(), channel=channel)
    with pytest.raises(MeetingIsCancelled):
        applications.import_applications(actor=desk.coordinator(), meeting=meeting, rows=[{"a": "b"}], now=NOW)


def test_whoever_was_still_typing_when_it_was_cancelled_is_refused_too() -> None:
    as_it_was_when_the_page_opened = desk.meeting()
    do(meeting_with_slug("integracja"), CourseKind.CANCEL)
    with pytest.raises(MeetingIsCancelled):
        desk.apply(as_it_was_when_the_page_opened)
    assert register(as_it_was_when_the_page_opened).count() == 0


def test_what_has_not_left_is_put_right() -> None:
    meeting = desk.meeting()
    person = desk.apply(meeting).application.person
    draft = write(
        meeting=meeting,
        person=person,
        kind=LetterKind.PRACTICAL,
        about="test:1",
        placeholders={"reference": "ABC-DEF", "status_url": "https://example.org/z/x/", "ledger_head": None},
        review=True,
        now=NOW,
    )
    assert "14 grudnia" in draft.body.replace("\u00a0", " ")
    do(meeting, CourseKind.POSTPONE, **NEW_DAY)
    draft.refresh_from_db()
    assert draft.state == LetterState.DRAFT
    assert "11 stycznia" in draft.body.replace("\u00a0", " ")
    assert "14 grudnia" not in draft.body.replace("\u00a0", " ")


def test_a_cancellation_calls_off_unsent_letters_and_taking_it_back_brings_them_back() -> None:
    meeting = desk.meeting()
    desk.apply(meeting)
    (received,) = letters(meeting, LetterKind.RECEIVED)
    do(meeting, CourseKind.CANCEL)
    received.refresh_from_db()
    assert received.state == LetterState.CANCELLED
    do(meeting, CourseKind.TAKE_BACK)
    received.refresh_from_db()
    (cancelled,) = letters(meeting, LetterKind.CANCELLED)
    assert (received.state, cancelled.state) == (LetterState.DRAFT, LetterState.CANCELLED)
    desk.apply(meeting, **desk.other_person(1))


def test_a_cancellation_that_somebody_was_told_of_is_final() -> None:
    meeting = desk.meeting()
    desk.apply(meeting)
    do(meeting, CourseKind.CANCEL)
    release(actor=desk.coordinator(), meeting=meeting, kinds=[LetterKind.CANCELLED], now=NOW)
    Letter.objects.filter(kind=LetterKind.CANCELLED).update(state=LetterState.SENT)
    with pytest.raises(CourseRefused, match="letters_have_left"):
        do(meeting, CourseKind.TAKE_BACK)


def test_a_second_change_overtakes_the_unsent_drafts_of_the_first() -> None:
    meeting = desk.meeting()
    desk.apply(meeting)
    do(meeting, CourseKind.POSTPONE, **NEW_DAY)
    again = {name: moment + timedelta(days=7) for name, moment in NEW_DAY.items()}
    do(meeting, CourseKind.POSTPONE, **again)
    states = sorted(letter.state for letter in letters(meeting, LetterKind.POSTPONED))
    assert states == [LetterState.CANCELLED, LetterState.DRAFT]


def test_a_frozen_pool_refuses_more_time_and_fewer_places_but_not_another_date() -> None:
    meeting = office.meeting_with(6)
    office.frozen(office.draft(meeting))
    for kind, values in ((CourseKind.REOPEN, {"closes_at": LATER}), (CourseKind.SHRINK, {"places": 5})):
        with pytest.raises(CourseRefused, match="draw_is_frozen"):
            do(meeting, kind, now=CLOSED, **values)
    with pytest.raises(CourseRefused, match="draw_is_frozen"):
        do(meeting, CourseKind.POSTPONE, now=CLOSED, closes_at=LATER, **NEW_DAY)
    do(meeting, CourseKind.POSTPONE, now=CLOSED, **NEW_DAY)
    assert meeting_with_slug(meeting.slug).starts_at == NEW_DAY["starts_at"]


def test_after_the_draw_those_with_a_place_and_on_the_reserve_are_told() -> None:
    meeting = office.meeting_with(30, places=4)
    office.published(office.draft(meeting))
    found = touches(meeting, CourseKind.MOVE, now=CLOSED, **NEW_PLACE)
    assert (found["places"].count, found["reserve"].count, found["drafts"].count) == (4, 5, 9)
    do(meeting, CourseKind.MOVE, now=CLOSED, **NEW_PLACE)
    assert len(letters(meeting, LetterKind.MOVED)) == 9


def test_fewer_places_reach_the_draft_of_the_rules() -> None:
    meeting = office.meeting_with(6)
    draw = office.draft(meeting, seats=20)
    assert touches(meeting, CourseKind.SHRINK, now=CLOSED, places=5)["rules"].count == 1
    do(meeting, CourseKind.SHRINK, now=CLOSED, places=5)
    draw.refresh_from_db()
    assert (draw.seats, meeting_with_slug(meeting.slug).places) == (5, 5)


def test_shares_in_percent_follow_fewer_places() -> None:
    meeting = office.meeting_with(6)
    draw = office.draft(meeting, preset=Preset.SHARES, seats=20)
    half = actions.BoundGiven("gender", "woman", low_percent=Decimal(50))
    actions.set_shares(actor=office.coordinator(), draw=draw, features=["gender"], bounds=[half], now=CLOSED)
    do(meeting, CourseKind.SHRINK, now=CLOSED, places=5)
    assert Bound.objects.get(draw=draw).low in (2, 3)


def test_nobody_is_drawn_for_a_cancelled_meeting_and_the_draw_can_be_given_up() -> None:
    meeting = office.meeting_with(6)
    draw = office.committed(office.draft(meeting))
    do(meeting, CourseKind.CANCEL, now=CLOSED)
    draw.refresh_from_db()
    with pytest.raises(TransitionRefused):
        actions.throw_dice(actor=office.coordinator(), draw=draw, digits="407", now=CLOSED)
    actions.abandon(actor=office.coordinator(), draw=draw, reason="Odwołane.", now=CLOSED)
    assert draw.state == DrawState.ABANDONED


def test_readers_see_the_change_at_once_and_nothing_of_the_teams_draft() -> None:
    meeting, first = scene.published()
    scene.set_texts(
        actor=scene.CONSOLE, meeting=meeting, title=LazyI18nString({"pl": "Jeszcze nie"}), texts=scene.TEXTS, now=NOW
    )
    done = do(meeting, CourseKind.MOVE, **NEW_PLACE)
    shown = public_content(meeting)
    assert (shown.number, done.facts["version"]) == (first.number + 1, first.number + 1)
    assert shown.content["meeting"]["place"]["pl"] == "Dom Sąsiedzki"
    assert shown.content["title"]["pl"] == "Porozmawiajmy o integracji"
    assert shown.content["course"][0]["reason"]["uk"] == "Зала зачинена."
    assert latest_version(meeting).sha256 == done.facts["sha256"]


def test_experts_hear_of_date_and_place_but_not_of_the_time_to_apply() -> None:
    meeting, _version = scene.published()
    entry = scene.entry(meeting, PartyListKind.INVITED_EXPERTS, kind=EntryKind.PERSON)
    contact = ExpertContact(email="ekspertka@example.org", language="uk")
    actor = desk.coordinator()
    expert = keep_expert(actor=actor, meeting=meeting, entry=entry, contact=contact, by_letter=False, now=NOW)
    assert "experts" not in touches(meeting, CourseKind.EXTEND, closes_at=LATER)
    assert touches(meeting, CourseKind.MOVE, **NEW_PLACE)["experts"].details == {"mail": 1, "language:uk": 1}
    do(meeting, CourseKind.MOVE, **NEW_PLACE)
    (letter,) = letters(meeting, LetterKind.MOVED)
    assert (letter.about, letter.state, letter.trouble) == (expert.about, LetterState.DRAFT, "")
    assert "Сусідський дім" in letter.body
