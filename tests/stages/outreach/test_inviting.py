"""Invitations to apply: who gets one and when, that it never becomes spam, and what comes of it."""

from datetime import timedelta

import pytest

from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.models import Entry
from obrady.stages.letters.actions import write
from obrady.stages.letters.models import Letter
from obrady.stages.meetings.models import Meeting
from obrady.stages.outreach import actions, queries
from obrady.stages.outreach.models import Invitation
from obrady.stages.outreach.states import Basis, ContactKind, InvitationRefused, LeftOut, Reply, Step
from tests import cast
from tests.stages.outreach import book

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def reasons(step: Step = Step.FIRST, *, now=cast.NOW, meeting: Meeting | None = None) -> list[LeftOut]:
    choice = actions.choice_of(meeting or cast.meeting(), book.everybody(), step, now=now)
    return [refusal.why for refusal in choice.left_out]


def test_only_who_has_an_address_and_a_basis_is_invited() -> None:
    book.contact(1)
    book.contact(2, basis=Basis.NONE)
    book.contact(3, email="")
    book.contact(4, email="", address="ul. Wymyślona 1, Toruń")
    planned = book.plan()
    assert (planned.number, planned.left_out) == (2, {LeftOut.NO_BASIS: 1, LeftOut.NO_ADDRESS: 1})
    line = Entry.objects.get(verb="outreach.plan")
    assert line.facts == {"step": "first", "letters": 2, "left_out": {"no_basis": 1, "no_address": 1}}


def test_by_mail_by_phone_or_on_paper() -> None:
    book.contact(1)
    book.contact(2, email="", phone="+48 600 000 001")
    book.contact(3, email="", address="ul. Wymyślona 1, Toruń")
    book.plan()
    book.write_all()
    found = Letter.objects.order_by("channel").values_list("channel", "state")
    assert list(found) == [("mail", "waiting"), ("phone", "to_do"), ("print", "to_do")]


def test_nothing_leaves_in_the_first_two_minutes_and_all_can_be_called_back() -> None:
    book.contact(1)
    book.plan()
    assert book.write_all(cast.NOW + timedelta(minutes=1)) == 0
    assert actions.call_back(actor=cast.actor(cast.coordinator()), meeting=cast.meeting(), now=cast.NOW) == 1
    assert book.write_all() == 0
    assert not Invitation.objects.exists()
    assert reasons() == []


def test_a_second_invitation_to_the_same_meeting_is_not_written() -> None:
    book.invite(book.contact())
    assert reasons(now=cast.NOW + timedelta(days=20)) == [LeftOut.INVITED_ALREADY]


def test_an_archived_record_made_anew_is_still_invited_already() -> None:
    one = book.contact()
    book.invite(one)
    actions.archive_contacts(
        actor=cast.actor(cast.office()), organisation=cast.organisation(), contacts=[one.pk], now=cast.NOW
    )
    book.contact(1)
    assert reasons() == [LeftOut.INVITED_ALREADY]


def test_between_two_letters_lies_a_pause_and_in_thirty_days_there_are_no_more_than_allowed() -> None:
    book.limits(most_in_30_days=2, pause_days=5)
    one = book.contact()
    book.invite(one)
    other, third = cast.meeting(slug="drugie"), cast.meeting(slug="trzecie")
    assert reasons(meeting=other, now=cast.NOW + 4 * DAY) == [LeftOut.PAUSE]
    Meeting.objects.update(closes_at=cast.NOW + 60 * DAY, starts_at=cast.NOW + 70 * DAY, ends_at=cast.NOW + 71 * DAY)
    other.refresh_from_db()
    book.plan(meeting=other, now=cast.NOW + 6 * DAY)
    book.write_all(cast.NOW + 6 * DAY + timedelta(minutes=3))
    assert reasons(meeting=third, now=cast.NOW + 29 * DAY) == [LeftOut.ENOUGH]
    assert reasons(meeting=third, now=cast.NOW + 37 * DAY) == []


def test_limits_that_were_tightened_hold_for_planned_letters_too() -> None:
    book.contact(1)
    book.contact(2)
    book.plan()
    book.limits(most_a_day=1)
    assert book.write_all() == 1
    assert [day.number for day in queries.planned_days(cast.meeting())] == [1]


def test_more_than_a_day_allows_leaves_on_the_mornings_that_follow() -> None:
    book.limits(most_a_day=2)
    for number in range(5):
        book.contact(number)
    book.plan()
    days = queries.planned_days(cast.meeting())
    assert [(day.day.day, day.number) for day in days] == [(30, 2), (1, 2), (2, 1)]
    assert book.write_all() == 2
    assert book.write_all(cast.NOW + DAY) == 2


@pytest.mark.parametrize("limit", [0, 501])
def test_no_organisation_can_lift_the_bounds(limit: int) -> None:
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        book.limits(most_a_day=limit)


@pytest.mark.parametrize(
    "changes, code",
    [
        ({"announced": False}, "not_announced"),
        ({"closes_at": cast.NOW - DAY, "opens_at": cast.NOW - 2 * DAY}, "closed"),
    ],
)
def test_for_a_meeting_that_takes_nobody_nothing_is_planned(changes: dict, code: str) -> None:
    book.contact()
    with pytest.raises(InvitationRefused) as refusal:
        book.plan(meeting=cast.meeting(slug="inne", **changes))
    assert refusal.value.code == code


def test_what_is_planned_is_dropped_at_the_closing_shown_as_not_sent_and_may_be_invited_again() -> None:
    book.contact()
    book.plan()
    Meeting.objects.update(closes_at=cast.NOW + timedelta(seconds=1))
    assert book.write_all() == 0
    assert (book.states(), queries.planned_days(cast.meeting())) == ({"Instytucja 001": "not_sent"}, [])
    Meeting.objects.update(closes_at=cast.NOW + DAY)
    assert book.write_all() == 0
    assert book.plan(meeting=Meeting.objects.get()).number == 1
    assert book.write_all() == 1


def test_nothing_is_planned_for_after_the_closing() -> None:
    book.limits(most_a_day=2)
    for number in range(5):
        book.contact(number)
    cast.meeting()
    Meeting.objects.update(closes_at=cast.NOW + DAY)
    planned = book.plan(meeting=Meeting.objects.get())
    assert (planned.number, planned.left_out) == (4, {LeftOut.TOO_LATE: 1})
    assert planned.last_leaves_at <= cast.NOW + DAY


def test_the_office_may_not_send() -> None:
    book.contact()
    with pytest.raises(NotAllowed):
        actions.plan_invitations(
            actor=cast.actor(cast.office()), meeting=cast.meeting(), contacts=book.everybody(), now=cast.NOW
        )


def test_reminded_is_once_and_only_who_has_not_answered() -> None:
    silent, declined, back, new = (book.contact(number) for number in range(4))
    book.limits()
    invited = book.invite(silent, declined, back)
    actions.decline(invitation=invited[1], now=book.LATER)
    Letter.objects.filter(about=invited[2].about).update(state="to_do", trouble="bounced")
    later = cast.NOW + 2 * DAY
    planned = book.plan(step=Step.REMINDER, now=later)
    assert planned.number == 1
    assert planned.left_out == {LeftOut.ANSWERED: 1, LeftOut.NEVER_REACHED: 1, LeftOut.NOT_INVITED_YET: 1}
    book.write_all(later + timedelta(minutes=3))
    assert Letter.objects.get(occasion="reminder").person == silent.person
    assert LeftOut.REMINDED_ALREADY in reasons(Step.REMINDER, now=later + 2 * DAY)
    assert new.person not in {letter.person for letter in Letter.objects.all()}


def test_an_application_by_the_link_marks_the_invitation_and_nothing_else() -> None:
    (one,) = book.invite(book.contact())
    other_meeting = cast.meeting(slug="inne")
    token = queries.token_of(one)
    said = {"token": token, "application_about": "application:1", "now": book.LATER}
    assert not actions.applied(meeting=other_meeting, **said)
    assert not actions.applied(**(said | {"token": "x" * 27}))
    assert not actions.applied(**(said | {"token": ""}))
    assert actions.applied(meeting=cast.meeting(), **said)
    assert actions.applied(meeting=cast.meeting(), **said)
    one.refresh_from_db()
    assert (one.reply, one.replied_via, one.applications) == ("applied", "application", 2)


def test_once_somebody_has_applied_a_no_by_the_link_is_refused() -> None:
    (one,) = book.invite(book.contact())
    actions.applied(token=queries.token_of(one), application_about="application:1", now=book.LATER)
    with pytest.raises(InvitationRefused):
        actions.decline(invitation=one, now=book.LATER)
    with pytest.raises(InvitationRefused):
        actions.record_reply(actor=cast.actor(cast.office()), invitation=one, reply=Reply.DECLINED, now=book.LATER)


def test_a_no_can_be_taken_back() -> None:
    (one,) = book.invite(book.contact())
    actions.decline(invitation=one, now=book.LATER)
    assert book.states() == {"Instytucja 001": "declined"}
    actions.take_back(invitation=one, now=book.LATER)
    assert book.states() == {"Instytucja 001": "invited"}


def test_the_links_hold_no_less_than_128_bits_and_only_their_hashes_are_kept() -> None:
    one = book.contact()
    (invitation,) = book.invite(one)
    tokens = {queries.token_of(invitation), queries.way_out_token(one)}
    assert {len(token) for token in tokens} == {27}
    assert invitation.link_hash == queries.hash_of_token(queries.token_of(invitation))
    body = book.letter_of(invitation).body
    assert all(token in body for token in tokens)


def test_the_report_counts_by_kind_by_gmina_and_by_powiat() -> None:
    book.contact(1, institution="Gmina Lubicz", kind=ContactKind.GMINA, area="041504")
    book.contact(2, institution="Powiat toruński", kind=ContactKind.POWIAT, area="0415")
    book.contact(3, institution="Fundacja", kind=ContactKind.NGO)
    book.invite(*queries.contacts(cast.organisation()))
    rows = queries.rows_of(cast.meeting())
    covered = queries.coverage(rows)
    assert (covered.total.reached, covered.total.all, covered.powiats.reached, covered.powiats.all) == (1, 144, 1, 19)
    assert {line.key: line.invited for line in queries.by_kind(rows)} == {"gmina": 1, "powiat": 1, "ngo": 1}
    assert {line.key: line.invited for line in queries.by_gmina_kind(rows)} == {"2": 1}
    assert {line.key: line.invited for line in queries.by_powiat(rows)} == {"0415": 2}


def test_a_letter_to_many_counts_among_the_letters_of_a_contact() -> None:
    one = book.contact()
    written = write(
        meeting=cast.meeting(slug="inne"), person=one.person, kind="free", about=one.about,
        placeholders={"subject": "Temat", "text": "Słowa", "unsubscribe_url": "https://obrady.example/u/x/"}, now=cast.NOW,
    )  # fmt: skip
    assert written is not None
    assert reasons(now=cast.NOW + DAY) == [LeftOut.PAUSE]
