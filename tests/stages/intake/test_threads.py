"""Threads: numbers, days, owners, answers; and that they go with their person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obrady.stages.intake import actions
from obrady.stages.intake.actions.messages import make_thread
from obrady.stages.intake.models import RawMessage, Thread, ThreadEntry
from obrady.stages.intake.queries import counts, objections, threads
from obrady.stages.intake.states import (
    BelongsElsewhere,
    NobodyToAnswer,
    ThreadChannel,
    ThreadKind,
    ThreadState,
    due_on,
    month_after,
    working_days_after,
)
from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.models import Entry
from obrady.stages.letters.actions import stop_writing
from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import LetterKind, LetterState
from obrady.stages.people.registry import blank_person, export_person, retention_end
from tests import cast
from tests.stages.applications import desk
from tests.stages.intake.asking import ask, message
from tests.stages.letters import post

FRIDAY = date(2026, 11, 27)


def test_three_working_days_pass_over_the_weekend() -> None:
    assert due_on(ThreadKind.QUESTION, FRIDAY, meeting_on=None) == date(2026, 12, 2)


def test_an_objection_is_answered_before_the_meeting() -> None:
    assert due_on(ThreadKind.OBJECTION, FRIDAY, meeting_on=None) == date(2026, 12, 4)
    assert due_on(ThreadKind.OBJECTION, FRIDAY, meeting_on=date(2026, 12, 1)) == date(2026, 11, 30)
    assert due_on(ThreadKind.OBJECTION, FRIDAY, meeting_on=date(2026, 11, 1)) == FRIDAY


def test_a_month_after_the_31st_is_the_last_of_the_next() -> None:
    assert month_after(date(2027, 1, 31)) == date(2027, 2, 28)
    assert month_after(date(2026, 12, 31)) == date(2027, 1, 31)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 20))
def test_an_answer_is_never_due_on_a_weekend(day: date, number: int) -> None:
    due = working_days_after(day, number)
    assert due.weekday() < 5
    assert due > day


@pytest.fixture
def application(db):
    return desk.apply(desk.meeting()).application


def office():
    return cast.actor(cast.office())


def test_numbers_follow_each_other_without_a_gap_in_each_meeting(application) -> None:
    found = [ask(application, f"Pytanie {number}").number for number in range(3)]
    assert found == [1, 2, 3]


def test_ledger_lines_hold_no_words(application) -> None:
    thread = ask(application, "Bardzo osobiste pytanie")
    actions.answer(actor=office(), thread=thread, text="Bardzo osobista odpowiedź", now=cast.NOW)
    lines = " ".join(f"{line.about} {line.facts}" for line in Entry.objects.filter(verb__startswith="intake."))
    assert "osobist" not in lines


def test_who_has_no_role_answers_nothing(application) -> None:
    thread = ask(application)
    for account in (cast.observer(), cast.facilitator(), cast.outsider()):
        with pytest.raises(NotAllowed):
            actions.answer(actor=cast.actor(account), thread=thread, text="x", now=cast.NOW)


def test_somebody_unknown_can_only_be_answered_by_word_of_mouth(db) -> None:
    thread = actions.open_thread(
        actor=office(), meeting=cast.meeting(), person=None, kind=ThreadKind.QUESTION, about="", text="Kiedy?",
        channel=ThreadChannel.PHONE, language="pl", now=cast.NOW,
    )  # fmt: skip
    with pytest.raises(NobodyToAnswer):
        actions.answer(actor=office(), thread=thread, text="Jutro.", now=cast.NOW)
    actions.answer(actor=office(), thread=thread, text="Jutro.", spoken=ThreadChannel.PHONE, now=cast.NOW)
    assert thread.state == ThreadState.ANSWERED


def test_a_person_without_mail_is_answered_by_a_call_or_on_paper(db) -> None:
    meeting = desk.meeting()
    for contact, state in (({"phone": "+48 600 000 003", "email": ""}, "phone"), ({"phone": "", "email": ""}, "print")):
        person = post.person(**contact)
        thread = actions.open_thread(
            actor=office(), meeting=meeting, person=person, kind=ThreadKind.QUESTION, about=person.about,
            text=f"Kiedy? {state}", channel=ThreadChannel.OFFICE, language="uk", now=cast.NOW,
        )  # fmt: skip
        entry = actions.answer(actor=office(), thread=thread, text="Jutro.", now=cast.NOW)
        assert (entry.letter.channel, entry.letter.state) == (state, LetterState.TO_DO)


def test_an_answer_reaches_even_who_wants_no_invitations(db) -> None:
    meeting, person = desk.meeting(), post.person()
    stop_writing(organisation=meeting.organisation, person=person, now=cast.NOW)
    thread = actions.open_thread(
        actor=office(), meeting=meeting, person=person, kind=ThreadKind.QUESTION, about="invitation:7", text="Kiedy?",
        channel=ThreadChannel.MAIL, language="pl", now=cast.NOW,
    )  # fmt: skip
    actions.answer(actor=office(), thread=thread, text="Jutro.", now=cast.NOW)
    assert Letter.objects.get(kind=LetterKind.ANSWER).state == LetterState.WAITING


def test_a_person_of_another_organisation_is_refused(application) -> None:
    other = cast.organisation("inna", "Inna Fundacja")
    stranger = post.person(meeting=cast.meeting(slug="inne", of=other))
    with pytest.raises(BelongsElsewhere):
        make_thread(
            actor=office(), message=message(), meeting=application.meeting, person=stranger, about="",
            kind=ThreadKind.QUESTION, now=cast.NOW,
        )  # fmt: skip


def test_counts_and_objections_say_nothing_of_people(application) -> None:
    ask(application, "Sprzeciw", kind=ThreadKind.OBJECTION)
    assert counts(application.meeting, today=date(2026, 12, 30)).overdue == 1
    [objection] = objections(application.meeting)
    assert (objection.number, objection.summary) == (1, "")


def test_a_copy_of_the_data_holds_what_was_asked_answered_and_mailed(application) -> None:
    thread = ask(application)
    actions.answer(actor=office(), thread=thread, text="Jest.", now=cast.NOW)
    copy = export_person(actor=cast.actor(cast.coordinator()), person=application.person, now=cast.NOW)
    assert [row["text"] for row in copy["intake.ThreadEntry"]] == ["Czy jest winda?", "Jest."]


def test_everything_goes_with_the_person_and_the_number_stays(application) -> None:
    thread, letter = ask(application, "Kanarek"), message("Kanarek w poczcie")
    make_thread(
        actor=office(), message=letter, meeting=application.meeting, person=application.person,
        about=application.about, kind=ThreadKind.QUESTION, now=cast.NOW,
    )  # fmt: skip
    blank_person(actor=cast.actor(cast.coordinator()), person=application.person, now=cast.NOW)
    assert RawMessage.objects.count() == 0
    assert set(ThreadEntry.objects.values_list("text", flat=True)) == {""}
    assert set(Thread.objects.values_list("search", "about_key", "person")) == {("", "", None)}
    assert [row.number for row in threads(application.meeting).order_by("number")] == [thread.number, 2]


def test_who_waits_for_an_answer_is_not_let_go(application) -> None:
    thread = ask(application)
    waiting = retention_end(application.person)
    actions.close(actor=office(), thread=thread, now=cast.NOW)
    assert retention_end(application.person) < waiting
