"""Sending against a real mail server on loopback."""

from datetime import timedelta

import pytest

from obrady.stages.ledger.models import Entry
from obrady.stages.letters.actions import claim
from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import (
    GIVES_UP_AFTER,
    LEASE,
    LONGEST_PAUSE,
    MOST_A_DAY,
    LetterChannel,
    LetterKind,
    LetterState,
    Trouble,
    pause_after,
)  # fmt: skip
from obrady.stages.letters.tasks import send_due
from tests import cast
from tests.stages.letters.post import again, letter, person
from tests.workshop.smtp_peer import nobody_listens, smtp_peer

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def test_a_letter_reaches_its_reader_and_the_ledger_says_so_without_naming_anybody() -> None:
    written = letter()
    with smtp_peer() as (peer, server):
        assert send_due(cast.NOW, server=server) == 1
    sent, line = again(written), Entry.objects.get(verb="letters.sent")
    assert peer.readers == ["oksana@example.net"]
    assert (sent.state, sent.finished_at, sent.sent_to) == (LetterState.SENT, cast.NOW, "oksana@example.net")
    assert (line.actor, line.about) == ("worker", "application:1")
    assert line.facts == {"letter": str(written.pk), "kind": "received"}


def test_what_was_sent_is_not_sent_again() -> None:
    letter()
    with smtp_peer() as (peer, server):
        send_due(cast.NOW, server=server)
        assert send_due(cast.NOW + timedelta(days=9), server=server) == 0
    assert len(peer.letters) == 1


def test_drafts_calls_and_prints_are_not_mailed() -> None:
    letter(review=True)
    letter(to=person(answer_channel="call"), number=2)
    letter(to=person(email="", phone=""), number=3)
    with smtp_peer() as (peer, server):
        assert send_due(cast.NOW, server=server) == 0
    assert peer.letters == []


def test_without_a_mail_server_everything_waits_untouched() -> None:
    written = letter()
    assert send_due(cast.NOW) == 0
    assert (again(written).state, again(written).attempts) == (LetterState.WAITING, 0)


def test_a_refusal_for_good_becomes_a_phone_call_with_the_servers_words() -> None:
    written = letter()
    with smtp_peer(lambda number, reader: "550 no such reader") as (_, server):
        send_due(cast.NOW, server=server)
        send_due(cast.NOW + timedelta(days=1), server=server)
    failed = again(written)
    assert (failed.state, failed.trouble, failed.last_error) == (
        LetterState.TO_DO, Trouble.REFUSED, "550 no such reader",
    )  # fmt: skip
    assert failed.channel == LetterChannel.PHONE
    assert Entry.objects.filter(verb="letters.failed").count() == 1


def test_an_address_that_is_none_fails_before_any_server_sees_it() -> None:
    written = letter(to=person(email="oksana at example"))
    with smtp_peer() as (peer, server):
        send_due(cast.NOW, server=server)
    assert (again(written).state, again(written).trouble) == (LetterState.TO_DO, Trouble.NO_ADDRESS)
    assert peer.letters == []


def test_asked_to_wait_it_waits_longer_each_time_and_then_arrives_as_the_same_letter() -> None:
    written = letter()
    with smtp_peer(lambda number, reader: "451 later" if number < 2 else "250 OK") as (peer, server):
        now, waits = cast.NOW, []
        while again(written).state == LetterState.WAITING:
            send_due(now, server=server)
            waits.append(again(written).next_try_at - now)
            now = again(written).next_try_at
    assert waits[:2] == [MINUTE, 2 * MINUTE]
    assert [found["Message-ID"] for found in peer.letters] == [written.message_id]


def test_pauses_grow_to_six_hours_and_no_longer() -> None:
    pauses = [pause_after(attempts) for attempts in range(1, 40)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (MINUTE, LONGEST_PAUSE)


def test_nothing_is_given_up_within_72_hours() -> None:
    written, now = letter(), cast.NOW
    with smtp_peer(lambda number, reader: "451 later") as (_, server):
        while again(written).state == LetterState.WAITING:
            send_due(now, server=server)
            given_up_at, now = now, again(written).next_try_at
    assert again(written).trouble == Trouble.GAVE_UP
    assert given_up_at - cast.NOW >= GIVES_UP_AFTER >= timedelta(hours=72)


def test_a_server_that_is_away_costs_no_letter_an_attempt_however_long() -> None:
    letters = [letter(number=number) for number in (1, 2, 3)]
    away = nobody_listens()
    for minutes in range(0, 20 * 24 * 60, 24 * 60):
        assert send_due(cast.NOW + minutes * MINUTE, server=away) == 0
    assert {again(found).state for found in letters} == {LetterState.WAITING}
    assert {again(found).attempts for found in letters} == {0}
    assert Trouble.UNREACHABLE in {again(found).trouble for found in letters}
    with smtp_peer() as (_, server):
        assert send_due(cast.NOW + timedelta(days=21), server=server) == 3


def test_while_the_server_is_away_one_letter_knocks_for_all() -> None:
    letters = [letter(number=number) for number in (1, 2, 3)]
    send_due(cast.NOW, server=nobody_listens())
    assert {again(found).next_try_at for found in letters} == {cast.NOW + MINUTE}


def test_a_letter_that_cannot_be_put_together_holds_up_no_other(caplog) -> None:
    broken, sound = letter(number=1), letter(number=2)
    Letter.objects.filter(pk=broken.pk).update(funding=[{"no": "sentence"}])
    with smtp_peer() as (_, server):
        assert send_due(cast.NOW, server=server) == 1
    assert again(sound).state == LetterState.SENT
    assert (again(broken).state, again(broken).last_error) == (LetterState.WAITING, "KeyError")
    assert str(broken.pk) in caplog.text


def test_a_worker_killed_before_sending_loses_nothing() -> None:
    written = letter()
    claim(written.pk, now=cast.NOW)
    with smtp_peer() as (peer, server):
        assert send_due(cast.NOW + LEASE - MINUTE, server=server) == 0
        assert send_due(cast.NOW + LEASE, server=server) == 1
    assert len(peer.letters) == 1


def test_a_worker_killed_between_sending_and_noting_it_doubles_one_letter_with_the_same_number() -> None:
    written = letter()
    with smtp_peer() as (peer, server):
        send_due(cast.NOW, server=server)
        # As the kill leaves it: the server has the letter, the row is still in the dead worker's hands.
        Letter.objects.filter(pk=written.pk).update(
            state=LetterState.SENDING, lease=written.pk, lease_until=cast.NOW + LEASE
        )
        send_due(cast.NOW + LEASE, server=server)
    assert [found["Message-ID"] for found in peer.letters] == [written.message_id] * 2
    assert again(written).state == LetterState.SENT


def test_one_address_gets_no_more_than_a_days_share_whoever_typed_it_in() -> None:
    victim = person(email="Ofiara@example.net")
    for number in range(MOST_A_DAY + 2):
        letter(to=victim, number=number)
    with smtp_peer() as (peer, server):
        send_due(cast.NOW, server=server)
        assert len(peer.letters) == MOST_A_DAY
        assert Letter.objects.filter(state=LetterState.WAITING, trouble=Trouble.TOO_MANY, attempts=0).count() == 2
        send_due(cast.NOW + timedelta(hours=25), server=server)
    assert len(peer.letters) == MOST_A_DAY + 2


def test_a_letter_goes_to_the_address_that_holds_when_it_leaves() -> None:
    somebody = person(email="stary@example.net")
    letter(to=somebody)
    somebody.email = "nowy@example.net"
    somebody.save()
    with smtp_peer() as (peer, server):
        send_due(cast.NOW, server=server)
    assert peer.readers == ["nowy@example.net"]


def test_a_sent_letter_carries_reply_address_and_funding(django_assert_max_num_queries) -> None:
    for number in range(3):
        letter(LetterKind.SELECTED, number=number, to=person(email=f"osoba{number}@example.net"))
    with smtp_peer() as (peer, server), django_assert_max_num_queries(50):
        send_due(cast.NOW, server=server)
    assert {found["Reply-To"] for found in peer.letters} == {"spotkanie@example.org"}
