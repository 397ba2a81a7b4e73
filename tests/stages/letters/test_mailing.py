"""One letter to many: who gets it, who does not and why, nobody twice, and what is planned stops with its meeting."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from obrady.stages.letters import actions, queries
from obrady.stages.letters.models import Letter, Mailing
from obrady.stages.letters.queries import LeftOut, Reader, Wish
from obrady.stages.letters.registry import Audience, as_it_is, register_audience
from obrady.stages.letters.states import LetterKind, LetterState, MailingState, Stopped, Trouble
from obrady.stages.letters.tasks import send_planned
from obrady.stages.meetings.models import Meeting
from tests import cast
from tests.stages.letters.post import person

pytestmark = pytest.mark.django_db
GIVEN = {"reference": "T-1", "status_url": "https://obrady.example/z/abc/"}
POLISH = {"pl": {"subject": "Szukamy pomocy", "text": "Dzień dobry!\n\nZapraszamy na {meeting_date}."}}
ENGLISH = {"en": {"subject": "We need help", "text": "Hello!\n\nSee you on {meeting_date}."}}


def coordinator():
    return cast.actor(cast.coordinator())


def readers(*languages: str) -> list[Reader]:
    return [
        Reader(
            person(f"Osoba {number}", email=f"o{number}@example.net", phone="", language=language),
            f"application:{number}",
            GIVEN,
        )
        for number, language in enumerate(languages)
    ]


def wish(kind: LetterKind = LetterKind.FREE, words=None, key: UUID | None = None) -> Wish:
    return Wish(key=key or uuid4(), kind=kind, audience="some", filter={}, words=POLISH if words is None else words)


def send(one: Wish, to: list[Reader], complete=as_it_is):
    return actions.write_to_many(
        actor=coordinator(), meeting=cast.meeting(), wish=one, readers=to, complete=complete, now=cast.NOW
    )


def test_everybody_gets_a_draft_in_a_language_that_has_words() -> None:
    send(wish(words=POLISH | ENGLISH), readers("pl", "en", "uk"))
    rows = {row.person.language: row for row in Letter.objects.select_related("person")}
    assert {row.state for row in rows.values()} == {LetterState.DRAFT}
    assert {reader: row.language for reader, row in rows.items()} == {"pl": "pl", "en": "en", "uk": "pl"}
    assert rows["uk"].subject == "Szukamy pomocy"
    assert "Zapraszamy na 14 grudnia 2026 r." in rows["pl"].body.replace("\u00a0", " ")


def test_the_same_free_words_reach_nobody_twice_whoever_sends_them_again() -> None:
    people = readers("pl", "pl")
    send(wish(), people[:1])
    again = send(wish(), people)
    assert again.choice.why_not == {LeftOut.HAD_IT: 1}
    assert Letter.objects.count() == 2


def test_a_double_click_writes_once() -> None:
    one, people = wish(LetterKind.REMINDER, {}), readers("pl", "pl")
    assert send(one, people).mailing == send(one, people).mailing
    assert (Letter.objects.count(), Mailing.objects.count()) == (2, 1)


def test_a_second_reminder_may_be_sent() -> None:
    people = readers("pl")
    send(wish(LetterKind.REMINDER, {}), people)
    send(wish(LetterKind.REMINDER, {}), people)
    assert Letter.objects.count() == 2


def test_what_the_organiser_adds_may_hold_placeholders_and_nothing_added_leaves_no_gap() -> None:
    send(wish(LetterKind.REMINDER, {"pl": {"details": "Pytania? {office_phone}"}}), readers("pl"))
    with_words = Letter.objects.get()
    send(wish(LetterKind.REMINDER, {}), readers("pl"))
    without = Letter.objects.exclude(pk=with_words.pk).get()
    assert "Pytania? +48 600 000 112" in with_words.body
    assert (without.trouble, "details" in without.body) == ("", False)


@pytest.mark.parametrize("words", [{}, {"pl": {"subject": "", "text": ""}}, {"pl": {"subject": "Hej", "text": ""}}])
def test_a_free_letter_without_words_is_refused(words) -> None:
    with pytest.raises(actions.MailingRefused):
        send(wish(words=words), readers("pl"))
    assert not Letter.objects.exists()


@pytest.mark.parametrize("name", ["imie", "text", "details"])
def test_a_placeholder_that_cannot_be_filled_is_refused_with_its_name(name: str) -> None:
    with pytest.raises(actions.TemplateRefused) as refused:
        send(wish(words={"pl": {"subject": "Hej", "text": f"{{{name}}}"}}), readers("pl"))
    assert refused.value.names == (name,)


def test_contacts_that_want_no_letters_get_none_and_the_others_a_way_out() -> None:
    people = [
        Reader(one.person, f"contact:{number}", {"unsubscribe_url": "–"})
        for number, one in enumerate(readers("pl", "pl"))
    ]
    actions.stop_writing(organisation=cast.organisation(), person=people[0].person, now=cast.NOW)
    done = send(
        wish(),
        people,
        lambda reader, now: Reader(reader.person, reader.about, {"unsubscribe_url": "https://obrady.example/u/x/"}),
    )
    letter = Letter.objects.get()
    assert done.choice.why_not == {LeftOut.UNSUBSCRIBED: 1}
    assert letter.about == "contact:1"
    assert "https://obrady.example/u/x/" in letter.body


def test_an_unasked_letter_without_a_way_out_does_not_leave() -> None:
    people = [Reader(readers("pl")[0].person, "contact:1", {})]
    send(wish(), people)
    assert Letter.objects.get().trouble == Trouble.MISSING_VALUE


# Planned ones.


@pytest.fixture
def some() -> list[Reader]:
    found = readers("pl", "uk")
    register_audience(Audience("some", readers=lambda meeting, chosen, now: found))
    return found


def plan(days: int = 3, key: UUID | None = None) -> Mailing:
    return actions.plan_mailing(
        actor=coordinator(),
        meeting=cast.meeting(),
        wish=wish(LetterKind.REMINDER, {}, key),
        days_before=days,
        now=cast.NOW,
    )


def due(days: int = 3) -> datetime:
    return datetime(2026, 12, 14 - days, 9, tzinfo=ZoneInfo("Europe/Warsaw"))


def test_a_planned_reminder_leaves_in_the_morning_so_many_days_before(some) -> None:
    mailing = plan()
    assert mailing.leaves_at == due()
    assert send_planned(due() - timedelta(minutes=1)) == 0
    assert send_planned(due()) == 2
    assert send_planned(due() + timedelta(days=1)) == 0
    assert {row.state for row in Letter.objects.all()} == {LetterState.WAITING}


def test_who_gets_it_is_found_out_when_it_leaves(some) -> None:
    plan()
    some.pop()
    assert send_planned(due()) == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"state": "cancelled"}, Stopped.CANCELLED),
        ({"starts_at": datetime(2026, 12, 14, 8, 30, tzinfo=ZoneInfo("Europe/Warsaw"))}, Stopped.DATE_CHANGED),
    ],
)
def test_a_cancelled_or_postponed_meeting_stops_it(some, change: dict, why: Stopped) -> None:
    mailing = plan()
    Meeting.objects.filter(pk=cast.meeting().pk).update(**change)
    assert send_planned(due()) == 0
    mailing.refresh_from_db()
    assert (mailing.state, mailing.stopped) == (MailingState.STOPPED, why)
    assert not Letter.objects.exists()


def test_after_the_meeting_has_begun_no_reminder_leaves(some) -> None:
    plan()
    assert send_planned(datetime(2026, 12, 14, 10, tzinfo=ZoneInfo("Europe/Warsaw"))) == 0
    assert Mailing.objects.get().stopped == Stopped.TOO_LATE


def test_it_can_be_changed_and_stopped_by_hand(some) -> None:
    mailing = plan(3)
    assert plan(5, mailing.pk).leaves_at == due(5)
    actions.stop_mailing(actor=coordinator(), mailing=mailing, now=cast.NOW)
    assert send_planned(due()) == 0
    with pytest.raises(actions.MailingRefused):
        actions.stop_mailing(actor=coordinator(), mailing=mailing, now=cast.NOW)


def test_what_has_left_cannot_be_planned_again_under_the_same_key(some) -> None:
    mailing = plan(3)
    send_planned(due())
    with pytest.raises(actions.MailingRefused):
        plan(1, mailing.pk)


@pytest.mark.parametrize("days", [-1, 61, 30])
def test_a_day_that_is_past_or_absurd_is_refused(days: int) -> None:
    with pytest.raises(actions.MailingRefused):
        plan(days)


def test_two_workers_send_it_once(some) -> None:
    mailing = plan()
    one = queries.due_mailings(due())[0]
    assert send_planned(due()) == 2
    with pytest.raises(actions.MailingRefused):
        actions.send_planned(one, wish=queries.wish_of(mailing), readers=some, complete=as_it_is, now=due())
    assert Letter.objects.count() == 2
