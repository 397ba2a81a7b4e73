"""The mailbox: stored first, counted safely, nothing lost and nothing doubled, whatever breaks."""

from datetime import timedelta

import pytest

from obrady.stages.intake import tasks
from obrady.stages.intake.actions import collecting
from obrady.stages.intake.models import Collecting, RawMessage
from obrady.stages.intake.queries import raw_of
from obrady.stages.intake.states import MessageKind
from obrady.stages.intake.tasks import collect_mail
from tests import cast
from tests.stages.intake.incoming import LATER, collected, written
from tests.workshop.imap_peer import Folder

pytestmark = pytest.mark.django_db


def many(number: int, *, first: int = 0) -> list[bytes]:
    return [written(f"Pytanie {place}", message_id=f"<m{place}@example.net>") for place in range(first, first + number)]


def test_the_raw_message_is_kept_as_it_came_and_sealed() -> None:
    raw = written("Żółta łódź")
    [message] = collected(Folder(), raw)
    assert raw_of(message) == raw
    assert raw[:40] not in bytes(message.sealed)


def test_looking_twice_keeps_everything_once() -> None:
    folder = Folder()
    collected(folder, *many(3))
    assert len(collected(folder, *many(2, first=3), now=LATER + timedelta(minutes=5))) == 5


def test_when_the_server_counts_anew_nothing_is_doubled_and_the_new_one_is_seen() -> None:
    folder = Folder()
    collected(folder, *many(3))
    folder.count_anew(uidvalidity=2, first=40)
    kept = collected(folder, *many(1, first=3), now=LATER + timedelta(minutes=5))
    assert [(message.uidvalidity, message.uid) for message in kept] == [(2, 40), (2, 41), (2, 42), (2, 43)]


def test_without_recognition_by_content_they_would_be_doubled(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder()
    monkeypatch.setattr(collecting, "_fingerprint", lambda row, uid, found: f"{row.uidvalidity} {uid}")
    collected(folder, *many(3))
    folder.count_anew(uidvalidity=2, first=40)
    assert len(collected(folder, now=LATER + timedelta(minutes=5))) == 6


def test_numbers_given_out_twice_lose_no_message() -> None:
    folder = Folder()
    collected(folder, *many(2))
    folder.messages.clear()
    folder.uidvalidity = 2
    collected(folder, *many(1, first=2), now=LATER + timedelta(minutes=5))
    folder.messages.clear()
    folder.uidvalidity = 1
    assert len(collected(folder, *many(1, first=3), now=LATER + timedelta(minutes=9))) == 4


class Killed(BaseException):
    pass


def kill_after(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker dies between fetching and storing the next message."""
    keep, left = collecting.keep, [number]

    def keep_or_die(*args, **kwargs) -> bool:
        if not left[0]:
            raise Killed
        left[0] -= 1
        return keep(*args, **kwargs)

    monkeypatch.setattr(tasks.collecting, "keep", keep_or_die)


def test_a_worker_killed_between_fetching_and_storing_loses_and_doubles_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = Folder()
    with monkeypatch.context() as patch:
        kill_after(2, patch)
        with pytest.raises(Killed):
            collected(folder, *many(5))
    assert RawMessage.objects.count() == 2
    assert len(collected(folder, now=LATER + collecting.LEASE)) == 5


def test_a_mark_moved_before_the_message_is_stored_would_lose_it(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder()

    def mark_first(row: Collecting, uid: int, found, *, fault: str = "", now) -> bool:
        Collecting.objects.filter(pk=row.pk).update(last_uid=uid)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(tasks.collecting, "keep", mark_first)
        with pytest.raises(Killed):
            collected(folder, *many(1))
    assert collected(folder, now=LATER + collecting.LEASE) == []


def test_what_was_stored_by_a_worker_that_died_is_read_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder()
    with monkeypatch.context() as patch:
        patch.setattr(tasks, "look_into_all", lambda now: 0)
        collected(folder, *many(1))
    assert RawMessage.objects.get().kind == MessageKind.UNREAD
    assert collected(folder, now=LATER + timedelta(minutes=1))[0].kind == MessageKind.LETTER


def test_a_line_that_drops_keeps_what_came_and_goes_on_later() -> None:
    folder = Folder(breaks_at={3})
    assert len(collected(folder, *many(4))) == 2
    row = Collecting.objects.get()
    assert (row.trouble, row.last_uid) == ("broke_off", 2)
    folder.breaks_at.clear()
    assert len(collected(folder, now=LATER + timedelta(minutes=2))) == 4
    assert Collecting.objects.get().trouble == ""


@pytest.mark.parametrize("how", ["breaks_at", "refuses"])
def test_one_message_at_which_the_server_stumbles_does_not_hold_up_the_others(how: str) -> None:
    folder = Folder(**{how: {2}})
    for number in range(collecting.TRIES + 3):
        kept = collected(folder, *(many(3) if not number else []), now=LATER + timedelta(hours=number))
    assert [message.kind for message in kept] == [MessageKind.LETTER, MessageKind.QUARANTINE, MessageKind.LETTER]
    assert (kept[1].fault, kept[1].sender_address) == ("not_fetched", "oksana@example.net")


def test_a_failure_is_remembered_and_pauses_grow_until_it_works() -> None:
    folder = Folder(password="another")
    collected(folder, *many(1))
    assert Collecting.objects.get().trouble == "refused"
    folder.password = "right"
    assert collected(folder, now=LATER + timedelta(seconds=30)) == []
    assert len(collected(folder, now=LATER + timedelta(minutes=2))) == 1


def test_two_workers_do_not_read_one_mailbox_at_once() -> None:
    assert collecting.begin(cast.organisation(), "box", now=LATER) is not None
    assert collecting.begin(cast.organisation(), "box", now=LATER) is None
    assert collecting.begin(cast.organisation(), "box", now=LATER + collecting.LEASE) is not None


def test_nothing_is_asked_where_no_mailbox_is_set_up() -> None:
    cast.organisation()
    assert collect_mail(LATER) == 0


def test_another_mailbox_is_read_from_its_beginning() -> None:
    collected(Folder(), *many(2))
    assert collecting.begin(cast.organisation(), "another", now=LATER + timedelta(minutes=5)).last_uid == 0


def test_a_mailbox_may_hold_years_of_mail_that_is_none_of_ours() -> None:
    folder = Folder()
    folder.deliver(many(1)[0], arrived=cast.NOW - timedelta(days=400))
    assert len(collected(folder, *many(1, first=1))) == 1


def test_a_message_that_is_larger_than_is_read_is_kept_whole_and_shown_as_such() -> None:
    folder = Folder()
    raw = written("x") + b"A" * 70 + b"\r\n"
    raw += (b"A" * 70 + b"\r\n") * 160_000
    [message] = collected(folder, raw)
    assert (message.kind, message.fault) == (MessageKind.QUARANTINE, "too_large")
    assert raw_of(message) == raw
    assert message.sender_address == "oksana@example.net"
