"""Drafts are looked at, sent by one act, and can be called back until they leave."""

from datetime import timedelta

import pytest

from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.models import Entry
from obrady.stages.letters import actions, queries
from obrady.stages.letters.states import GRACE, RESULTS, LetterChannel, LetterKind, LetterState
from obrady.stages.letters.tasks import send_due
from tests import cast
from tests.stages.letters.post import again, letter, person
from tests.workshop.smtp_peer import smtp_peer

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafts():
    """One by mail, one by phone, one on paper, and one that lacks a value."""
    return [
        letter(LetterKind.SELECTED, number=1, review=True),
        letter(LetterKind.NOT_SELECTED, number=2, review=True, to=person(answer_channel="call")),
        letter(LetterKind.RESERVE, number=3, review=True, to=person(email="", phone="")),
        letter(LetterKind.RESERVE, number=4, review=True, reserve_position=""),
    ]


def release(kinds=RESULTS):
    return actions.release(actor=cast.actor(cast.coordinator()), meeting=cast.meeting(), kinds=kinds, now=cast.NOW)


def test_one_act_sends_all_that_is_ready_and_leaves_one_line(drafts) -> None:
    cast.coordinator()
    before = Entry.objects.count()
    released = release()
    assert (released.mails, released.calls, released.prints, released.left) == (1, 1, 1, 1)
    assert [again(draft).state for draft in drafts] == ["waiting", "to_do", "to_do", "draft"]
    assert Entry.objects.count() == before + 1
    assert Entry.objects.get(verb="letters.release").facts["kinds"] == sorted(RESULTS)


def test_only_the_chosen_kinds_are_sent(drafts) -> None:
    release({LetterKind.SELECTED})
    assert [again(draft).state for draft in drafts] == ["waiting", "draft", "draft", "draft"]


def test_nothing_leaves_before_the_grace_is_over(drafts) -> None:
    release()
    with smtp_peer() as (_, server):
        assert send_due(cast.NOW + GRACE - timedelta(seconds=1), server=server) == 0
        assert send_due(cast.NOW + GRACE, server=server) == 1


def test_until_then_all_can_be_called_back(drafts) -> None:
    released = release()
    found = queries.recallable(cast.meeting(), now=cast.NOW)
    assert (found.batch, found.number) == (released.batch, 3)
    recalled = actions.recall(
        actor=cast.actor(cast.coordinator()), meeting=cast.meeting(), batch=released.batch, now=cast.NOW
    )
    assert recalled == 3
    assert {again(draft).state for draft in drafts} == {LetterState.DRAFT}
    assert queries.recallable(cast.meeting(), now=cast.NOW) is None


def test_once_the_grace_is_over_the_offer_goes_unless_nothing_can_leave(drafts) -> None:
    release()
    assert queries.recallable(cast.meeting(), now=cast.NOW + GRACE) is None
    assert queries.recallable(cast.meeting(), now=cast.NOW + GRACE, also_later=True).number == 3


def test_what_has_left_is_not_called_back_but_the_rest_is(drafts) -> None:
    released = release()
    with smtp_peer() as (_, server):
        send_due(cast.NOW + GRACE, server=server)
    recalled = actions.recall(
        actor=cast.actor(cast.coordinator()), meeting=cast.meeting(), batch=released.batch, now=cast.NOW
    )
    assert recalled == 2
    assert again(drafts[0]).state == LetterState.SENT


def test_a_draft_can_be_cancelled_and_taken_back(drafts) -> None:
    coordinator = cast.actor(cast.coordinator())
    actions.cancel(actor=coordinator, letter=drafts[0], now=cast.NOW)
    assert release().mails == 0
    actions.restore(actor=coordinator, letter=drafts[0], now=cast.NOW)
    assert release().mails == 1


def test_a_sent_letter_cannot_be_cancelled() -> None:
    written = letter()
    with smtp_peer() as (_, server):
        send_due(cast.NOW, server=server)
    with pytest.raises(actions.LetterHasMoved):
        actions.cancel(actor=cast.actor(cast.coordinator()), letter=written, now=cast.NOW)
    assert again(written).state == LetterState.SENT


@pytest.mark.parametrize("role", ["office", "facilitator", "observer", "outsider"])
def test_only_a_coordinator_sends_in_bulk(role: str, drafts) -> None:
    with pytest.raises(NotAllowed):
        actions.release(actor=cast.actor(getattr(cast, role)()), meeting=cast.meeting(), kinds=RESULTS, now=cast.NOW)
    assert again(drafts[0]).state == LetterState.DRAFT


def test_the_review_counts_kinds_languages_and_channels(drafts) -> None:
    letter(LetterKind.SELECTED, number=5, review=True, to=person(language="uk"))
    counts = {count.kind: count for count in queries.draft_counts(cast.meeting())}
    assert counts[LetterKind.SELECTED].by_language == {"pl": 1, "uk": 1}
    assert counts[LetterKind.RESERVE].by_channel == {LetterChannel.PRINT: 1, LetterChannel.MAIL: 1}
    assert [counts[kind].stuck for kind in (LetterKind.SELECTED, LetterKind.RESERVE)] == [0, 1]


def test_what_waits_is_counted_for_the_overview(drafts) -> None:
    release()
    letter(LetterKind.RECEIVED, number=9)
    found = queries.waiting_counts(cast.meeting())
    assert (found.drafts, found.waiting, found.calls, found.prints, found.failed) == (1, 2, 1, 1, 0)


def test_the_demo_post_shows_what_readers_see_newest_first(drafts) -> None:
    assert set(queries.demo_post(cast.meeting())) == set()
    release()
    assert set(queries.demo_post(cast.meeting())) == set(drafts[:3])
