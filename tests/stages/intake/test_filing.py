"""What a message turns out to be, and whose record it comes back to."""

import pytest

from obrady.stages.intake.actions.messages import (
    go_on_in,
    make_thread,
    put_back,
    set_aside,
    write_no_more,
)
from obrady.stages.intake.models import RawMessage, Thread
from obrady.stages.intake.queries import entries_of
from obrady.stages.intake.states import MessageHasMoved, MessageKind, MessageState, ThreadKind, ThreadState
from obrady.stages.letters.queries import may_write_unasked
from obrady.stages.letters.states import LetterKind, LetterState, Trouble
from tests import cast
from tests.stages.intake.incoming import LATER, bounce_of, collected, only, plain_bounce_of, sent_letter, written
from tests.stages.letters import post
from tests.workshop.imap_peer import Folder

pytestmark = pytest.mark.django_db


def test_an_answer_to_our_letter_opens_a_thread_on_its_record() -> None:
    letter = sent_letter()
    message = only(
        Folder(),
        written("Czy jest winda?\n\nW dniu 30.11 Fundacja napisała:\n> Dzień dobry", answers=letter.message_id),
    )
    thread = Thread.objects.get()
    assert (message.kind, message.state, message.thread) == (MessageKind.REPLY, MessageState.DONE, thread)
    assert (thread.person, thread.about_key, thread.state) == (letter.person, letter.about, ThreadState.WAITS_FOR_US)
    assert [entry.text for entry in entries_of(thread)] == ["Czy jest winda?"]


@pytest.mark.parametrize("bounce", [bounce_of, plain_bounce_of])
def test_a_letter_that_comes_back_becomes_a_call(bounce) -> None:
    letter = sent_letter()
    message = only(Folder(), bounce(letter.message_id))
    assert (message.kind, message.state, message.person) == (MessageKind.BOUNCE, MessageState.DONE, letter.person)
    came_back = post.again(letter)
    assert (came_back.state, came_back.trouble) == (LetterState.TO_DO, Trouble.BOUNCED)
    assert Thread.objects.count() == 0


@pytest.mark.parametrize("action", ["delayed", "delivered"])
def test_a_notice_of_delay_or_delivery_is_no_bounce(action: str) -> None:
    letter = sent_letter()
    message = only(Folder(), bounce_of(letter.message_id, action=action, status="4.4.7"))
    assert message.kind == MessageKind.AUTOMATIC
    assert post.again(letter).state == LetterState.SENT


@pytest.mark.parametrize(
    "headers", [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"List_Id": "<x.example.net>"}]
)
def test_automatic_answers_are_no_questions(headers: dict) -> None:
    letter = sent_letter()
    message = only(Folder(), written("Jestem na urlopie", answers=letter.message_id, **headers))
    assert (message.kind, message.state) == (MessageKind.AUTOMATIC, MessageState.DONE)
    assert Thread.objects.count() == 0


def test_out_of_office_is_known_by_its_subject_too() -> None:
    assert only(Folder(), written("x", subject="Autoodpowiedź: urlop")).kind == MessageKind.AUTOMATIC


def test_a_message_from_a_known_address_is_proposed_and_not_certain() -> None:
    person = post.person()
    message = only(Folder(), written())
    assert (message.kind, message.state) == (MessageKind.LETTER, MessageState.WAITING)
    assert (message.person, message.is_certain) == (person, False)


@pytest.mark.parametrize("make", [bounce_of, lambda key: written(answers=key)])
def test_letters_of_another_organisation_are_never_touched(make) -> None:
    other = cast.organisation("inna", "Inna Fundacja")
    theirs = cast.meeting(slug="inne", of=other)
    cast.meeting()
    person = post.person(meeting=theirs)
    letter = post.letter(to=person, meeting=theirs)
    type(letter).objects.filter(pk=letter.pk).update(state=LetterState.SENT)
    message = only(Folder(), make(letter.message_id))
    assert (message.letter, message.person, message.thread, message.state) == (None, None, None, MessageState.WAITING)
    assert post.again(letter).state == LetterState.SENT


def test_the_same_bounce_twice_counts_once_and_a_draft_cannot_bounce() -> None:
    letter, folder = sent_letter(), Folder()
    draft = post.letter(number=2, review=True)
    collected(folder, bounce_of(letter.message_id), bounce_of(letter.message_id), bounce_of(draft.message_id))
    assert RawMessage.objects.count() == 2
    assert post.again(draft).state == LetterState.DRAFT


@pytest.mark.parametrize("words", ["Wypisz", "Proszę mnie wypisać z listy.", "unsubscribe", "STOP"])
def test_a_plea_to_stop_in_answer_to_our_letter_is_done_by_itself(words: str) -> None:
    letter = sent_letter()
    message = only(Folder(), written(words, answers=letter.message_id))
    assert (message.wants_no_letters, message.state, message.thread) == (True, MessageState.DONE, None)
    assert not may_write_unasked(letter.meeting.organisation, letter.person)


def test_a_plea_from_an_address_that_anybody_could_write_waits_for_one_click() -> None:
    person = post.person()
    message = only(Folder(), written("Wypisz"))
    assert (message.wants_no_letters, message.state, message.person) == (True, MessageState.WAITING, person)
    assert may_write_unasked(person.organisation, person)
    write_no_more(actor=cast.actor(cast.office()), message=message, now=LATER)
    assert not may_write_unasked(person.organisation, person)


def test_a_plea_calls_off_what_is_planned() -> None:
    letter = sent_letter()
    planned = post.letter(
        to=letter.person,
        kind=LetterKind.INVITATION,
        number=2,
        invitation_url="https://obrady.example/i/x/",
        unsubscribe_url="https://obrady.example/u/x/",
    )
    only(Folder(), written("Wypisz", answers=letter.message_id))
    assert (post.again(planned).state, post.again(planned).trouble) == (LetterState.CANCELLED, Trouble.DO_NOT_WRITE)


def test_attachments_are_named_and_kept_but_not_opened() -> None:
    from email import message_from_bytes
    from email.policy import SMTP

    message = message_from_bytes(written(), policy=SMTP)
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="karta\u202e.pdf")
    kept = only(Folder(), message.as_bytes())
    assert (kept.attachments, kept.text) == (["karta.pdf"], "Dzień dobry, czy jest winda?")


def test_a_person_says_whose_it_is_and_what_it_is() -> None:
    person, message = post.person(), only(Folder(), written())
    thread = make_thread(
        actor=cast.actor(cast.office()), message=message, meeting=cast.meeting(), person=person, about="application:1",
        kind=ThreadKind.OBJECTION, now=LATER,
    )  # fmt: skip
    assert (thread.kind, thread.number, thread.person) == (ThreadKind.OBJECTION, 1, person)
    with pytest.raises(MessageHasMoved):
        go_on_in(actor=cast.actor(cast.office()), message=message, thread=thread, now=LATER)


def test_setting_aside_is_undone() -> None:
    message, office = only(Folder(), written()), cast.actor(cast.office())
    set_aside(actor=office, message=message, now=LATER)
    with pytest.raises(MessageHasMoved):
        set_aside(actor=office, message=message, now=LATER)
    put_back(actor=office, message=message, now=LATER)
    assert RawMessage.objects.get().state == MessageState.WAITING


def nested(depth: int) -> bytes:
    head = b"From: a@example.net\r\nSubject: x\r\n"
    for level in range(depth):
        head += b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level)
    return head + b"\r\nhej\r\n"


HOSTILE = {
    "nested": (nested(500), "too_nested"),
    "many headers": (b"From: a@example.net\r\n" + b"X-A: b\r\n" * 10_000 + b"\r\nhej", "too_many_headers"),
    "empty": (b"\r\n\r\n", "broken"),
    "many lines": (b"From: a@example.net\r\n\r\n" + b"\n" * 500_000, "too_many_lines"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_beyond_all_limits_is_quarantined_and_holds_up_nothing(name: str) -> None:
    raw, fault = HOSTILE[name]
    first, second = collected(Folder(), raw, written())
    assert (first.kind, first.fault, second.kind) == (MessageKind.QUARANTINE, fault, MessageKind.LETTER)


ODD = {
    "unknown charset": b"From: a@example.net\r\nContent-Type: text/plain; charset=klingon\r\n\r\n\xc5\xbc\xc3\xb3\xc5\x82w",
    "wrong charset": b"From: a@example.net\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n\xbf\xf3\xb3w",
    "nul": b"From: a@example.net\r\nSubject: a\x00b\r\n\r\nhe\x00j",
    "right to left": "From: a@example.net\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n\u202eevil\u202c".encode(),
    "broken encoded word": b"From: =?utf-8?b?%%%?= <a@example.net>\r\nSubject: =?x-unknown?q?hej?=\r\n\r\nhej",
    "raw bytes in headers": b"From: \xbf\xf3 <a@example.net>\r\nSubject: \xff\xfe\r\nDate: yesterday\r\n\r\nhej",
    "broken base64": b"From: a@example.net\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!",
    "no boundary": b"From: a@example.net\r\nContent-Type: multipart/mixed\r\n\r\nhej",
    "html only": b"From: a@example.net\r\nContent-Type: text/html\r\n\r\n<script>x()</script><p>Hej &amp; cze\xc5\x9b\xc4\x87</p>",
    "no header at all": b"tylko tekst",
    "a date beyond time": b"From: a@example.net\r\nDate: Mon, 30 Nov 99999 10:00:00 +9999\r\n\r\nhej",
}


@pytest.mark.parametrize("name", ODD)
def test_odd_messages_are_read_as_far_as_they_go(name: str) -> None:
    message = only(Folder(), ODD[name])
    assert message.kind in (MessageKind.LETTER, MessageKind.QUARANTINE)
    assert not {"\x00", "\u202e"} & set(message.text + message.subject)
    assert "x()" not in message.text
