"""Calls, sheets of paper, and letters that failed: what people do with single letters."""

import pytest

from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.models import Entry
from obrady.stages.letters import actions, queries
from obrady.stages.letters.states import CALL_AGAIN_AFTER, CallResult, LetterChannel, LetterKind, LetterState, Trouble
from obrady.stages.letters.tasks import send_due
from tests import cast
from tests.stages.letters.post import again, letter, person
from tests.workshop.smtp_peer import smtp_peer

pytestmark = pytest.mark.django_db


def office():
    return cast.actor(cast.office())


@pytest.fixture
def call():
    return letter(LetterKind.NOT_SELECTED, to=person(answer_channel="call"))


@pytest.fixture
def refused():
    written = letter(number=7)
    with smtp_peer(lambda number, reader: "550 no") as (_, server):
        send_due(cast.NOW, server=server)
    return again(written)


def test_what_was_told_on_the_phone_is_done_with_who_and_when(call) -> None:
    actions.record_call(actor=office(), letter=call, result=CallResult.TOLD, now=cast.NOW)
    done = again(call)
    assert (done.state, done.finished_at, done.handled_by) == (LetterState.DONE, cast.NOW, office().name)
    assert Entry.objects.get(verb="letters.record_call").facts["result"] == "told"


def test_whoever_did_not_answer_is_called_again_later(call) -> None:
    other = letter(LetterKind.NOT_SELECTED, number=2, to=person(answer_channel="call"))
    actions.record_call(actor=office(), letter=call, result=CallResult.NO_ANSWER, now=cast.NOW)
    assert (again(call).state, again(call).attempts) == (LetterState.TO_DO, 1)
    assert again(call).next_try_at == cast.NOW + CALL_AGAIN_AFTER
    assert list(queries.calls_to_make(cast.meeting())) == [other, call]


def test_a_wrong_number_becomes_a_letter_to_print(call) -> None:
    actions.record_call(actor=office(), letter=call, result=CallResult.WRONG_NUMBER, now=cast.NOW)
    assert list(queries.calls_to_make(cast.meeting())) == []
    assert list(queries.letters_to_print(cast.meeting())) == [call]


def test_a_call_that_somebody_has_made_cannot_be_recorded_twice(call) -> None:
    actions.record_call(actor=office(), letter=call, result=CallResult.TOLD, now=cast.NOW)
    with pytest.raises(actions.LetterHasMoved):
        actions.record_call(actor=office(), letter=call, result=CallResult.NO_ANSWER, now=cast.NOW)
    assert Entry.objects.filter(verb="letters.record_call").count() == 1


def test_the_script_reads_well_and_keeps_web_addresses_for_those_who_ask(call) -> None:
    script = queries.script(call)
    assert "http" not in " ".join(script.paragraphs)
    assert any("los nie wskazał" in paragraph for paragraph in script.paragraphs)
    assert len(script.addresses) == 2


def test_sheets_are_marked_as_posted_and_only_sheets() -> None:
    sheets = [letter(number=number, to=person(email="", phone="")) for number in (1, 2)]
    mail = letter(number=3)
    keys = [found.pk for found in (*sheets, mail)]
    assert actions.mark_posted(actor=office(), meeting=cast.meeting(), letters=keys, now=cast.NOW) == 2
    assert [again(found).state for found in (*sheets, mail)] == ["done", "done", "waiting"]


def test_sheets_of_another_meeting_are_left_alone() -> None:
    other = cast.meeting(slug="inne", of=cast.organisation("inna", "Inna Fundacja"))
    sheet = letter(number=1, to=person(email="", phone="", meeting=other), meeting=other)
    assert actions.mark_posted(actor=office(), meeting=cast.meeting(), letters=[sheet.pk], now=cast.NOW) == 0
    assert again(sheet).state == LetterState.TO_DO


def test_a_failed_letter_is_tried_again_from_the_start(refused) -> None:
    actions.retry(actor=office(), letter=refused, now=cast.NOW)
    waiting = again(refused)
    assert (waiting.state, waiting.attempts, waiting.trouble) == (LetterState.WAITING, 0, Trouble.NONE)


@pytest.mark.parametrize("channel", [LetterChannel.PHONE, LetterChannel.PRINT])
def test_a_failed_letter_can_go_another_way(refused, channel: LetterChannel) -> None:
    actions.hand_over(actor=office(), letter=refused, channel=channel, now=cast.NOW)
    assert (again(refused).state, again(refused).channel) == (LetterState.TO_DO, channel)
    assert queries.waiting_counts(cast.meeting()).failed == 0


def test_a_letter_without_words_cannot_be_read_out() -> None:
    gap = letter(LetterKind.INCOMPLETE, missing_answers="")
    with pytest.raises(actions.LetterHasMoved):
        actions.hand_over(actor=office(), letter=gap, channel=LetterChannel.PHONE, now=cast.NOW)


def test_a_letter_that_lacked_a_value_is_written_anew_once_the_meeting_has_it() -> None:
    meeting = cast.meeting(answer_by=None)
    gap = letter(meeting=meeting)
    actions.retry(actor=office(), letter=again(gap), now=cast.NOW)
    assert again(gap).state == LetterState.FAILED
    meeting.answer_by = cast.particulars().answer_by
    meeting.save()
    actions.retry(actor=office(), letter=again(gap), now=cast.NOW)
    assert again(gap).state == LetterState.WAITING
    assert "8\u00a0grudnia\u00a02026" in again(gap).body


@pytest.mark.parametrize("role", ["facilitator", "observer", "outsider"])
def test_who_is_not_of_the_office_touches_no_letter(role: str, call) -> None:
    with pytest.raises(NotAllowed):
        actions.record_call(actor=cast.actor(getattr(cast, role)()), letter=call, result=CallResult.TOLD, now=cast.NOW)


@pytest.mark.parametrize(
    "search", ["oksana", "ŻÓŁĆ", "zolc oksana", "T-0001", "t-0001", "+48 600 000 001", "600000001", "0048600000001"]
)
def test_a_letter_is_found_whatever_the_diacritics_and_the_spaces(search: str) -> None:
    wanted = letter(to=person("Oksana Żółć"))
    letter(number=2, to=person("Jan Inny", email="jan@example.net", phone="+48 511 222 333"))
    assert list(queries.found_letters(cast.meeting(), search=search)) == [wanted]
