"""What comes back: a call or a sheet with the reason; an address that returns letters is not written to blindly."""

from datetime import timedelta

import pytest

from obrady.stages.ledger.models import Entry
from obrady.stages.letters import actions, queries
from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import LetterChannel, LetterKind, LetterState, Trouble, is_soft
from obrady.stages.letters.tasks import send_due
from tests import cast
from tests.stages.letters.post import again, letter, person
from tests.workshop.smtp_peer import smtp_peer

pytestmark = pytest.mark.django_db
GONE = "550 5.1.1 no such user"
FULL = "552 5.2.2 mailbox full"


def sent(number: int = 1, **more) -> Letter:
    written = letter(number=number, to=person(**more))
    with smtp_peer() as (_, server):
        send_due(cast.NOW, server=server)
    return again(written)


@pytest.mark.parametrize(("phone", "channel"), [("+48 600 000 001", LetterChannel.PHONE), ("", LetterChannel.PRINT)])
def test_a_letter_that_came_back_becomes_a_call_or_a_sheet_with_the_reason(phone: str, channel: LetterChannel) -> None:
    one = sent(phone=phone)
    actions.bounced(letter=one, answer=GONE, now=cast.NOW)
    back = again(one)
    assert (back.state, back.channel, back.trouble, back.last_error) == (
        LetterState.TO_DO, channel, Trouble.BOUNCED, GONE,
    )  # fmt: skip
    assert back.sent_to == "oksana@example.net"
    assert Entry.objects.get(verb="letters.bounced").facts["channel"] == str(channel)


def test_the_same_bounce_twice_changes_nothing_more() -> None:
    one = sent()
    actions.bounced(letter=one, answer=GONE, now=cast.NOW)
    with pytest.raises(actions.LetterHasMoved):
        actions.bounced(letter=again(one), answer=GONE, now=cast.NOW)
    assert queries.returned(cast.organisation(), "oksana@example.net").letters == 1


def test_a_letter_is_found_by_its_number_with_and_without_brackets() -> None:
    one = letter()
    assert queries.letter_with_message_id(one.message_id) == one
    assert queries.letter_with_message_id(one.message_id.strip("<>")) == one
    assert queries.letter_with_message_id("<nobody@example.org>") is None


@pytest.mark.parametrize(
    ("answer", "soft"),
    [
        (GONE, False), (FULL, True), ("smtp; 452 4.2.2 over quota", True), ("5.7.1 refused as spam", True),
        ("550 unknown", False), ("", False), ("Action: failed, Status: 4.4.7", True), ("host 10.5.1.1 said 550 no", False),
    ],
)  # fmt: skip
def test_hard_and_soft_are_told_apart(answer: str, soft: bool) -> None:
    assert is_soft(answer) is soft


def test_after_two_hard_ones_later_letters_go_another_way_and_say_why() -> None:
    for number in (1, 2):
        actions.bounced(letter=sent(number), answer=GONE, now=cast.NOW)
    later = letter(LetterKind.SELECTED, number=3, to=person(email="OKSANA+x@example.net"))
    assert (later.channel, later.trouble) == (LetterChannel.PHONE, Trouble.NOT_WORKING)
    assert letter(number=4, to=person(email="ina@example.net")).channel == LetterChannel.MAIL


def test_a_full_mailbox_twice_is_no_reason_yet() -> None:
    for number in (1, 2):
        actions.bounced(letter=sent(number), answer=FULL, now=cast.NOW)
    assert letter(number=3).channel == LetterChannel.MAIL


def test_mailing_again_trusts_the_address_again() -> None:
    for number in (1, 2):
        one = sent(number)
        actions.bounced(letter=one, answer=GONE, now=cast.NOW)
    actions.retry(actor=cast.actor(cast.office()), letter=again(one), now=cast.NOW)
    assert (again(one).state, again(one).channel) == (LetterState.WAITING, LetterChannel.MAIL)
    assert letter(number=3).channel == LetterChannel.MAIL


# Nobody who wants no unasked letters gets one.


def test_unasked_letters_to_who_wants_none_are_neither_written_nor_sent() -> None:
    invited = letter(LetterKind.INVITATION, to=person(phone=""), number=1)
    actions.stop_writing(
        organisation=cast.organisation(), person=person(email="Oksana@Example.net", phone=""), now=cast.NOW
    )
    assert (again(invited).state, again(invited).trouble) == (LetterState.CANCELLED, Trouble.DO_NOT_WRITE)
    from obrady.stages.letters.actions import write

    refused = write(
        meeting=cast.meeting(), person=person(phone=""), kind=LetterKind.INVITATION, about="invitation:2",
        placeholders={}, now=cast.NOW,
    )  # fmt: skip
    assert refused is None
    assert letter(number=3, to=person(phone="")).state == LetterState.WAITING


def test_one_taken_back_from_the_cancelled_is_stopped_at_the_last_moment() -> None:
    invited = letter(LetterKind.INVITATION, to=person(phone=""))
    actions.stop_writing(organisation=cast.organisation(), person=invited.person, now=cast.NOW)
    Letter.objects.filter(pk=invited.pk).update(state=LetterState.WAITING, trouble="")
    with smtp_peer() as (peer, server):
        assert send_due(cast.NOW + timedelta(minutes=1), server=server) == 0
    assert peer.letters == []
    assert again(invited).state == LetterState.CANCELLED


def test_an_invitation_offers_its_reader_a_button_to_unsubscribe() -> None:
    letter(LetterKind.INVITATION, to=person(phone=""))
    letter(number=2, to=person(email="ina@example.net"), unsubscribe_url=None)
    with smtp_peer() as (peer, server):
        send_due(cast.NOW, server=server)
    headers = {found["To"]: (found["List-Unsubscribe"], found["List-Unsubscribe-Post"]) for found in peer.letters}
    assert headers["oksana@example.net"] == ("<https://obrady.example/u/abc/>", "List-Unsubscribe=One-Click")
    assert headers["ina@example.net"] == (None, None)
