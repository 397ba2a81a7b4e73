"""What waits follows the meeting's life: announcement, queue, draw, letters."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from obrady.doors.web.meetings.waiting import for_reader, waiting_in
from obrady.stages.announcements.models import Expert
from obrady.stages.announcements.states import EntryKind, PartyListKind
from obrady.stages.applications import actions as applications
from obrady.stages.applications.models import Application
from obrady.stages.draws.actions.answering import write_answers
from obrady.stages.ledger.states import CONSOLE
from obrady.stages.letters.states import LetterKind
from tests import cast
from tests.cast import NOW
from tests.stages.announcements import scene
from tests.stages.draws import office
from tests.stages.letters import post

pytestmark = pytest.mark.django_db


def acts(meeting, now=NOW) -> list[str]:
    meeting.refresh_from_db()
    with override("en"):
        return [waiting.act for waiting in waiting_in(meeting, now=now)]


def test_an_announced_meeting_without_a_form_asks_for_it() -> None:
    assert acts(cast.meeting()) == ["To the form"]


@pytest.fixture
def meeting():
    return office.meeting_with(6, places=3)


def test_after_closing_the_recruitment_waits(meeting) -> None:
    assert acts(meeting, meeting.closes_at + timedelta(hours=1)) == ["Go on with the recruitment", "Set up mail"]


@pytest.mark.parametrize(
    "state, act",
    [(office.computed, "Commit it"), (office.committed, "To the dice"), (office.drawn, "Look at the result")],
)
def test_each_state_of_the_draw_asks_for_the_next_step(meeting, state, act: str) -> None:
    assert act not in acts(meeting)
    state(office.draft(meeting, seats=3))
    assert act in acts(meeting)


def test_after_publishing_the_answers_wait_to_be_written_then_to_be_sent(meeting) -> None:
    draw = office.published(office.draft(meeting, seats=3))
    assert "Write the answers" in acts(meeting)
    write_answers(actor=CONSOLE, draw=draw, now=office.AFTER)
    assert "Review and send" in acts(meeting)
    assert "Write the answers" not in acts(meeting)


def test_a_place_given_back_asks_who_follows(meeting) -> None:
    draw = office.published(office.draft(meeting, seats=3))
    chosen = Application.objects.filter(pool_members__draw=draw, pool_members__is_drawn=True).first()
    applications.withdraw(actor=cast.actor(cast.office()), application=chosen, now=office.AFTER)
    assert "See who follows" in acts(meeting)


def test_mail_without_a_server_waits_for_one_and_leads_to_the_set_up() -> None:
    meeting = cast.meeting()
    post.letter(LetterKind.RECEIVED)
    with override("en"):
        found = next(one for one in waiting_in(meeting, now=NOW) if one.page == "mail-setup")
        reader = for_reader(found, meeting=meeting, actor=cast.actor(cast.coordinator()))
        office_worker = for_reader(found, meeting=meeting, actor=cast.actor(cast.office()))
    assert found.what == "1 e-mail waits: there is no mail server yet"
    assert reader.address.endswith("/organisation/szkolimy/mail/")
    assert office_worker.address == ""


def test_with_a_server_no_mail_waits_for_one(settings) -> None:
    settings.OBRADY_SMTP_HOST = "mail.example.org"
    post.letter(LetterKind.RECEIVED)
    assert "Set up mail" not in acts(cast.meeting())


def test_an_expert_waits_until_their_words_are_approved() -> None:
    meeting = cast.meeting()
    entry = scene.entry(meeting, PartyListKind.INVITED_EXPERTS, kind=EntryKind.PERSON, consented_on=None)
    assert "Invite them" in acts(meeting)
    Expert.objects.create(meeting=meeting, entry=entry, person=post.person(), link_hash="x", created_at=NOW)
    assert "See who" in acts(meeting)
    Expert.objects.update(answer="declined", answered_at=NOW)
    assert {"See who", "Invite them"}.isdisjoint(acts(meeting))


def test_who_agreed_on_paper_need_not_be_asked_again() -> None:
    meeting = cast.meeting()
    scene.entry(meeting, PartyListKind.INVITED_EXPERTS, kind=EntryKind.PERSON)
    assert "Invite them" not in acts(meeting)


def test_after_the_meeting_nobody_is_asked_for_an_approval() -> None:
    meeting = cast.meeting()
    scene.entry(meeting, PartyListKind.INVITED_EXPERTS, kind=EntryKind.PERSON)
    assert "Invite them" not in acts(meeting, meeting.starts_at + timedelta(hours=1))
