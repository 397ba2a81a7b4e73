"""Reading a mailbox: everything comes whole, nothing there changes, and every way of failing has its name."""

from dataclasses import replace
from datetime import date

import pytest

from obrady.workshop.mail import CannotBeCollected, Mailbox, Reading, Security
from tests.workshop.imap_peer import Folder, imap_peer

LETTER = b"From: anna@example.net\r\nSubject: Hej\r\n\r\nJedna linia\r\n"


def test_messages_come_byte_for_byte_and_in_order() -> None:
    folder = Folder()
    folder.deliver(LETTER)
    folder.deliver(b"From: x\r\n\r\n\xff\x00(\r\n)\r\n")
    with imap_peer(folder) as box, Reading(box) as reading:
        found = [reading.fetch(uid) for uid in reading.uids_after(0)]
    assert [one.raw for one in found] == list(folder.messages.values())


def test_what_was_read_already_is_not_named_again() -> None:
    folder = Folder()
    folder.deliver(LETTER)
    with imap_peer(folder) as box, Reading(box) as reading:
        assert reading.uids_after(1) == []


def test_a_large_message_comes_in_pieces_and_whole() -> None:
    folder = Folder()
    large = LETTER + b"0123456789abcde\r\n" * 200_000
    folder.deliver(large)
    with imap_peer(folder) as box, Reading(box) as reading:
        assert reading.fetch(1).raw == large
    assert sum("BODY.PEEK[]<" in command for command in folder.commands) > 2


def test_the_mailbox_is_opened_for_reading_only_and_nothing_is_marked() -> None:
    folder = Folder()
    folder.deliver(LETTER)
    with imap_peer(folder) as box, Reading(box) as reading:
        reading.fetch(1)
    assert folder.flags == {}
    verbs = {command.split()[0] for command in folder.commands}
    assert verbs <= {"CAPABILITY", "LOGIN", "EXAMINE", "UID", "LOGOUT"}


def test_old_mail_is_left_where_it_is_when_asked_so() -> None:
    folder = Folder()
    folder.deliver(LETTER)
    with imap_peer(folder) as box, Reading(box) as reading:
        assert reading.uids_after(0, since=date(2026, 11, 30)) == [1]
        assert reading.uids_after(0, since=date(2026, 12, 1)) == []


def test_a_message_that_is_gone_is_nothing() -> None:
    with imap_peer(Folder()) as box, Reading(box) as reading:
        assert reading.fetch(7) is None


def test_a_line_that_breaks_in_mid_fetch_is_said_so() -> None:
    folder = Folder(breaks_at={1})
    folder.deliver(LETTER)
    with imap_peer(folder) as box, Reading(box) as reading, pytest.raises(CannotBeCollected) as fault:
        reading.fetch(1)
    assert fault.value.trouble == "broke_off"


def test_a_message_that_the_server_refuses_is_told_from_a_broken_line() -> None:
    folder = Folder(refuses={1})
    folder.deliver(LETTER)
    with imap_peer(folder) as box, Reading(box) as reading:
        with pytest.raises(CannotBeCollected) as fault:
            reading.fetch(1)
        assert fault.value.trouble == "stuck"
        assert b"Subject: Hej" in reading.beginning(1).raw


def test_a_wrong_password_is_a_refusal_and_no_server_is_no_connection() -> None:
    with imap_peer(Folder(password="another")) as box, pytest.raises(CannotBeCollected) as fault, Reading(box):
        pass
    assert fault.value.trouble == "refused"
    nowhere = Mailbox("127.0.0.1", 1, "a", "b", Security.NONE, seconds=1)
    with pytest.raises(CannotBeCollected) as fault, Reading(nowhere):
        pass
    assert fault.value.trouble == "unreachable"


def test_a_server_that_hangs_up_at_once_is_unreachable() -> None:
    with imap_peer(Folder(is_gone=True)) as box, pytest.raises(CannotBeCollected) as fault, Reading(box):
        pass
    assert fault.value.trouble == "unreachable"


def test_folders_and_passwords_with_polish_signs() -> None:
    folder = Folder(password="AGJpdXJvAHphxbzDs8WCxIc=")
    with imap_peer(folder) as box:
        polish = replace(box, user="biuro", password="zażółć", folder='Wiadomości & "inne"')
        with Reading(polish):
            pass
    assert r'EXAMINE "Wiadomo&AVs-ci &- \"inne\""' in folder.commands
