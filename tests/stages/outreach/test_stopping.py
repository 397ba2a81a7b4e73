"""Nobody who asked not to be written to hears from us again, whatever happens to their record."""

from contextlib import suppress
from datetime import timedelta

import pytest

from obrady.stages.ledger.models import Entry
from obrady.stages.letters.actions import (
    LetterHasMoved,
    bounced,
    claim,
    failed,
    release,
    restore,
    stop_writing,
    write_drafts_anew,
)
from obrady.stages.letters.models import DoNotWrite, Letter
from obrady.stages.letters.states import Trouble
from obrady.stages.letters.tasks import send_due
from obrady.stages.outreach import actions, queries
from obrady.stages.outreach.models import Invitation
from obrady.stages.outreach.queries import Batch
from obrady.stages.outreach.states import Basis, ContactRefused, LeftOut, Step
from obrady.stages.people.registry import erase_person
from tests import cast
from tests.stages.outreach import book
from tests.workshop.smtp_peer import smtp_peer

pytestmark = pytest.mark.django_db
LATER = cast.NOW + timedelta(days=1)


def left_out(step: Step = Step.FIRST) -> set[LeftOut]:
    choice = actions.choice_of(cast.meeting(), book.everybody(), step, now=LATER)
    assert choice.ready == []
    return {refusal.why for refusal in choice.left_out}


def gone(number: int = 1, **changes: object):
    """Somebody who was written to and unsubscribed by the link of that letter."""
    one = book.contact(number, **changes)
    book.invite(one)
    actions.unsubscribe(way_out=book.way_out(one), now=LATER)
    return book.again(one)


def test_unsubscribing_is_one_line_in_the_ledger_without_a_name() -> None:
    one = gone()
    line = Entry.objects.get(verb="outreach.unsubscribe")
    assert (line.actor, line.facts) == ("visitor", {"contacts": 1})
    assert one.is_stopped


def test_doing_it_again_changes_nothing() -> None:
    one = gone()
    before = one.stopped_at
    actions.unsubscribe(way_out=book.way_out(one), now=LATER + timedelta(days=9))
    assert book.again(one).stopped_at == before
    assert DoNotWrite.objects.count() == 1


def test_what_waits_is_cancelled_at_once() -> None:
    one = book.contact()
    book.plan()
    book.write_all()
    actions.unsubscribe(way_out=book.way_out(one), now=LATER)
    assert list(Letter.objects.values_list("state", flat=True)) == ["cancelled"]
    assert book.post_all(LATER) == []


def test_what_is_planned_is_not_written() -> None:
    one = book.contact()
    book.plan()
    actions.stop(actor=cast.actor(cast.office()), contact=one, now=cast.NOW)
    assert book.write_all() == 0
    assert not Letter.objects.exists()


def test_a_letter_in_the_hands_of_the_worker_is_not_offered_to_the_server() -> None:
    one = book.contact()
    book.plan()
    book.write_all()
    letter = Letter.objects.get()
    claim(letter.pk, now=book.LATER)
    actions.unsubscribe(way_out=book.way_out(one), now=book.LATER)
    with smtp_peer() as (peer, server):
        send_due(book.LATER + timedelta(hours=1), server=server)
    assert peer.readers == []


def test_without_the_unsubscribing_the_same_letter_leaves() -> None:
    book.contact()
    book.plan()
    book.write_all()
    claim(Letter.objects.get().pk, now=book.LATER)
    with smtp_peer() as (peer, server):
        send_due(book.LATER + timedelta(hours=1), server=server)
    assert peer.readers == ["biuro1@urzad.example"]


@pytest.mark.parametrize(
    "spelt", ["BIURO1@Urzad.Example", " biuro1@urzad.example ", "biuro1+media@urzad.example", "ｂiuro1@urzad.example"]
)
def test_another_contact_with_the_same_address_in_another_spelling_is_marked_too(spelt: str) -> None:
    one = gone()
    actions.archive_contacts(
        actor=cast.actor(cast.office()), organisation=cast.organisation(), contacts=[one.pk], now=LATER
    )
    other = book.contact(7, email=spelt)
    assert other.is_stopped
    assert left_out() == {LeftOut.UNSUBSCRIBED}


def test_a_new_address_of_the_same_contact_is_not_written_to_either() -> None:
    one = gone()
    actions.change_contact(
        actor=cast.actor(cast.office()), contact=one, said=book.said(1, email="nowy@urzad.example"), now=LATER
    )
    assert left_out() == {LeftOut.UNSUBSCRIBED}
    with pytest.raises(ContactRefused):
        book.contact(8, email="nowy@urzad.example")


def test_the_link_of_an_old_letter_works_after_the_address_has_changed() -> None:
    one = book.contact()
    book.invite(one)
    old = book.way_out(one)
    actions.change_contact(
        actor=cast.actor(cast.office()), contact=one, said=book.said(1, email="nowy@urzad.example"), now=LATER
    )
    actions.unsubscribe(way_out=old, now=LATER)
    assert book.again(one).is_stopped
    assert queries.stopped_keys(cast.organisation()) == {
        queries.mail_key("biuro1@urzad.example"),
        queries.mail_key("nowy@urzad.example"),
    }


def test_the_link_works_when_the_record_is_erased_and_the_address_comes_back_by_import() -> None:
    one = book.contact()
    book.invite(one)
    old = book.way_out(one)
    erase_person(actor=cast.actor(cast.coordinator()), person=one.person, now=LATER)
    actions.unsubscribe(way_out=old, now=LATER)
    imported("Biuro1@urzad.example")
    assert left_out() == {LeftOut.UNSUBSCRIBED}


def imported(email: str) -> None:
    batch = Batch(source="lista", basis=Basis.PUBLISHED)
    trial = queries.try_rows(
        cast.organisation(),
        [(2, {"institution": "Urząd", "email": email})],
        batch=batch,
        kind_words={},
        languages=["pl"],
        stopped=queries.stopped_keys(cast.organisation()),
    )
    assert trial.stopped == 1
    usual = {"actor": cast.actor(cast.office()), "organisation": cast.organisation(), "now": LATER}
    assert actions.import_contacts(entries=trial.new, batch=batch, **usual).number == 1


@pytest.mark.parametrize("kept_first", [True, False])
def test_a_merge_keeps_the_wish_of_either_record(kept_first: bool) -> None:
    stopped, other = gone(1), book.contact(2)
    kept, merged = (stopped, other) if kept_first else (other, stopped)
    actions.merge_contacts(actor=cast.actor(cast.office()), kept=kept, gone=merged, now=LATER)
    assert left_out() == {LeftOut.UNSUBSCRIBED}
    assert queries.mail_key("biuro2@urzad.example") in queries.stopped_keys(cast.organisation())


def test_the_old_link_of_a_record_that_was_merged_stops_the_one_that_stayed() -> None:
    one, other = book.contact(1), book.contact(2)
    book.invite(one)
    actions.merge_contacts(actor=cast.actor(cast.office()), kept=other, gone=one, now=LATER)
    actions.unsubscribe(way_out=book.way_out(one), now=LATER)
    assert book.again(other).is_stopped


def test_a_wish_that_came_by_a_reply_letter_holds_here_as_well() -> None:
    one = book.contact()
    stop_writing(organisation=cast.organisation(), person=one.person, now=LATER)
    assert left_out() == {LeftOut.UNSUBSCRIBED}


def test_a_planned_reminder_is_dropped_when_somebody_unsubscribes_after_it_was_planned() -> None:
    one = book.contact()
    book.invite(one)
    book.limits()
    book.plan(step=Step.REMINDER, now=cast.NOW + timedelta(days=2))
    actions.unsubscribe(way_out=book.way_out(one), now=cast.NOW + timedelta(days=2))
    assert book.write_all(cast.NOW + timedelta(days=3)) == 0
    assert Invitation.objects.get().reminded_at is None


def test_another_organisation_may_still_write() -> None:
    gone()
    other = cast.organisation("inna", "Inna Fundacja")
    kept = actions.add_contact(actor=cast.actor(cast.outsider()), organisation=other, said=book.said(1), now=LATER)
    assert not book.again(kept).is_stopped


@pytest.mark.parametrize("anew", [False, True])
def test_a_call_that_was_called_off_cannot_be_brought_back(anew: bool) -> None:
    one = book.contact(email="", phone="+48 600 000 009")
    coordinator = cast.actor(cast.coordinator())
    book.plan()
    book.write_all()
    actions.stop(actor=cast.actor(cast.office()), contact=one, now=LATER)
    usual = {"actor": coordinator, "now": LATER}
    with suppress(LetterHasMoved):
        restore(letter=Letter.objects.get(), **usual)
    if anew:
        write_drafts_anew(meeting=cast.meeting(), **usual)
    release(meeting=cast.meeting(), kinds=["invitation"], **usual)
    assert Letter.objects.get().state in {"cancelled", "draft"}


def test_a_letter_that_comes_back_after_the_wish_becomes_no_call() -> None:
    one = book.contact(phone="+48 600 000 009")
    (invitation,) = book.invite(one)
    actions.stop(actor=cast.actor(cast.office()), contact=one, now=LATER)
    bounced(letter=book.letter_of(invitation), answer="550 5.1.1 gone", now=LATER)
    assert book.letter_of(invitation).state == "cancelled"
    assert queries.line("", queries.rows_of(cast.meeting())).bounced == 1


def test_a_letter_that_is_refused_while_its_reader_unsubscribes_becomes_no_call() -> None:
    one = book.contact(phone="+48 600 000 009")
    book.plan()
    book.write_all()
    letter = claim(Letter.objects.get().pk, now=book.LATER)
    actions.unsubscribe(way_out=book.way_out(one), now=book.LATER)
    failed(letter, trouble=Trouble.REFUSED, answer="550 no such reader", now=book.LATER)
    assert Letter.objects.get().state == "cancelled"


def test_without_the_wish_it_becomes_a_call() -> None:
    (invitation,) = book.invite(book.contact(phone="+48 600 000 009"))
    bounced(letter=book.letter_of(invitation), answer="550 5.1.1 gone", now=LATER)
    letter = book.letter_of(invitation)
    assert (letter.state, letter.channel) == ("to_do", "phone")
    assert book.states() == {"Instytucja 001": "bounced"}
