"""What the office does with many at once, and beside the register: everything can be undone, nobody overwrites another."""

from datetime import timedelta

import pytest

from obrady.stages.applications import actions, queries
from obrady.stages.applications.models import Application, EarlierRecord, Note
from obrady.stages.applications.states import (
    ApplicationState,
    BulkIsUndone,
    ChangedMeanwhile,
    FilterNameTaken,
    NothingToUndo,
    ReasonMissing,
)
from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.models import Entry
from obrady.stages.letters.actions import release
from obrady.stages.letters.queries import letters_about
from obrady.stages.letters.states import LetterKind, LetterState
from obrady.stages.people.queries import sensitive_answers
from obrady.stages.people.registry import blank_person, export_person
from tests import cast
from tests.cast import NOW
from tests.stages.applications import desk

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
COMPLETE, ELIGIBLE, NOT_ELIGIBLE = (
    ApplicationState.COMPLETE,
    ApplicationState.ELIGIBLE,
    ApplicationState.NOT_ELIGIBLE,
)


@pytest.fixture
def meeting():
    return desk.meeting()


@pytest.fixture
def three(meeting) -> list[Application]:
    people = [("Anna Sosna", "600200300"), ("Bartek Jodła", "600200301"), ("Celina Grab", "600200302")]
    return [
        desk.apply(meeting, full_name=name, phone=phone, email=f"{phone}@example.org").application
        for name, phone in people
    ]


def chosen(rows) -> dict:
    return {row.pk: row.state for row in rows}


def states(rows) -> list[str]:
    return [desk.fresh(row).state for row in rows]


def test_chosen_complete_ones_are_let_in_by_one_act_with_one_line(meeting, three) -> None:
    office, before = desk.office(), Entry.objects.count()
    done = actions.let_in(actor=office, meeting=meeting, chosen=chosen(three[:2]), now=LATER)
    assert (done.done, done.left) == (2, ())
    assert states(three) == [ELIGIBLE, ELIGIBLE, COMPLETE]
    assert Entry.objects.count() == before + 1


def test_what_somebody_changed_since_the_list_was_shown_stays_and_is_named(meeting, three) -> None:
    shown = chosen(three)
    actions.withdraw(actor=desk.office(), application=three[1], now=LATER)
    done = actions.let_in(actor=desk.office(), meeting=meeting, chosen=shown, now=LATER)
    assert (done.done, done.left) == (2, (three[1].reference,))


def test_letting_in_is_undone_as_a_whole_and_only_once(meeting, three) -> None:
    bulk = actions.let_in(actor=desk.office(), meeting=meeting, chosen=chosen(three), now=LATER).bulk
    undone = actions.undo_bulk(actor=desk.office(), bulk=bulk, now=LATER)
    assert (undone.done, undone.left) == (3, ())
    assert states(three) == [COMPLETE] * 3
    with pytest.raises(BulkIsUndone):
        actions.undo_bulk(actor=desk.office(), bulk=bulk, now=LATER)


def test_clearing_the_whole_queue_can_be_undone(meeting, three) -> None:
    actions.clear_complete(actor=desk.office(), meeting=meeting, now=LATER)
    (bulk,) = queries.bulk_acts(meeting)
    actions.undo_bulk(actor=desk.office(), bulk=bulk, now=LATER)
    assert states(three) == [COMPLETE] * 3


def test_many_are_refused_for_one_reason_with_drafts_that_an_undo_cancels(meeting, three) -> None:
    done = actions.refuse_many(
        actor=desk.coordinator(),
        meeting=meeting,
        chosen=chosen(three),
        reason="Spotkanie jest dla dorosłych.",
        now=LATER,
    )
    assert states(three) == [NOT_ELIGIBLE] * 3
    drafts = [letters_about(row.about).get(kind=LetterKind.NOT_ELIGIBLE) for row in three]
    assert {draft.state for draft in drafts} == {LetterState.DRAFT}
    actions.undo_bulk(actor=desk.coordinator(), bulk=done.bulk, now=LATER)
    assert states(three) == [COMPLETE] * 3
    assert {letters_about(row.about).get(kind=LetterKind.NOT_ELIGIBLE).state for row in three} == {
        LetterState.CANCELLED
    }


def test_an_undo_leaves_those_whose_letter_is_on_its_way(meeting, three) -> None:
    done = actions.refuse_many(
        actor=desk.coordinator(), meeting=meeting, chosen=chosen(three[:1]), reason="Po terminie.", now=LATER
    )
    release(actor=desk.coordinator(), meeting=meeting, kinds=[LetterKind.NOT_ELIGIBLE], now=LATER)
    undone = actions.undo_bulk(actor=desk.coordinator(), bulk=done.bulk, now=LATER)
    assert (undone.done, undone.left) == (0, (three[0].reference,))
    assert states(three[:1]) == [NOT_ELIGIBLE]


def test_refusing_many_needs_a_reason_and_a_coordinator(meeting, three) -> None:
    with pytest.raises(ReasonMissing):
        actions.refuse_many(actor=desk.coordinator(), meeting=meeting, chosen=chosen(three), reason=" ", now=LATER)
    with pytest.raises(NotAllowed):
        actions.refuse_many(actor=desk.office(), meeting=meeting, chosen=chosen(three), reason="x", now=LATER)
    assert states(three) == [COMPLETE] * 3


def test_many_are_given_into_one_colleagues_hands_and_back(meeting, three) -> None:
    ola, krystyna = cast.office(), cast.coordinator()
    actions.assign(actor=desk.office(), application=three[0], to=ola, seen=None, now=LATER)
    done = actions.assign_many(actor=desk.office(), meeting=meeting, chosen=chosen(three), to=krystyna, now=LATER)
    assert {desk.fresh(row).assignee for row in three} == {krystyna}
    actions.undo_bulk(actor=desk.office(), bulk=done.bulk, now=LATER)
    assert [desk.fresh(row).assignee for row in three] == [ola, None, None]


def test_an_undo_leaves_what_a_colleague_took_over_since(meeting, three) -> None:
    ola, krystyna = cast.office(), cast.coordinator()
    done = actions.assign_many(actor=desk.office(), meeting=meeting, chosen=chosen(three), to=krystyna, now=LATER)
    actions.assign(actor=desk.office(), application=desk.fresh(three[0]), to=ola, seen=krystyna, now=LATER)
    undone = actions.undo_bulk(actor=desk.office(), bulk=done.bulk, now=LATER)
    assert (undone.done, undone.left) == (2, (three[0].reference,))
    assert [desk.fresh(row).assignee for row in three] == [ola, None, None]


def test_many_are_not_taken_from_a_colleague_unseen(meeting, three) -> None:
    ola, krystyna = cast.office(), cast.coordinator()
    seen = dict.fromkeys((row.pk for row in three), "")
    actions.assign(actor=desk.office(), application=three[0], to=ola, seen=None, now=LATER)
    done = actions.assign_many(
        actor=desk.coordinator(), meeting=meeting, chosen=chosen(three), to=krystyna, seen=seen, now=LATER
    )
    assert (done.done, done.left) == (2, (three[0].reference,))
    assert desk.fresh(three[0]).assignee == ola


def test_taking_over_from_somebody_unseen_is_refused(meeting, three) -> None:
    actions.assign(actor=desk.office(), application=three[0], to=cast.office(), seen=None, now=LATER)
    with pytest.raises(ChangedMeanwhile):
        actions.assign(actor=desk.coordinator(), application=three[0], to=cast.coordinator(), seen=None, now=LATER)
    assert desk.fresh(three[0]).assignee == cast.office()


def test_the_queue_shows_who_has_what_in_hand(meeting, three) -> None:
    ola = cast.office()
    actions.assign(actor=desk.office(), application=three[2], to=ola, seen=None, now=LATER)
    assert list(queries.queue(meeting, assignee=str(ola.pk))) == [three[2]]
    assert set(queries.queue(meeting, assignee="nobody")) == set(three[:2])
    assert list(queries.queue(meeting, assignee="no key at all")) == []


def test_two_people_correct_one_record_and_the_second_is_told(meeting, three) -> None:
    application = three[0]
    seen = queries.marks_of(queries.whole(application))
    said = {"actor": desk.office(), "application": application, "consents": {}, "now": LATER, "seen": seen}
    actions.correct(answers={"phone": "600 999 000"}, **said)
    with pytest.raises(ChangedMeanwhile) as refusal:
        actions.correct(answers={"phone": "600 111 222", "problem": "Brak tłumaczy."}, **said)
    assert refusal.value.keys == ("phone",)
    assert desk.fresh(application).person.phone == "600 999 000"


def test_two_people_decide_about_one_record_and_the_second_is_told(meeting, three) -> None:
    said = {"actor": desk.coordinator(), "application": three[0], "now": LATER, "seen": COMPLETE}
    actions.judge(eligible=True, reason="", **said)
    with pytest.raises(ChangedMeanwhile):
        actions.judge(eligible=False, reason="Nie.", **said)
    assert desk.fresh(three[0]).state == ELIGIBLE


def test_a_correction_is_undone_with_its_sealed_answers(meeting) -> None:
    application = desk.apply(meeting).application
    before, secret = desk.fresh(application).answers, sensitive_answers(application.person)
    actions.correct(
        actor=desk.office(),
        application=application,
        answers={"full_name": "Kto Inny", "needs": [], "diet": ""},
        consents={},
        now=LATER,
    )
    actions.undo_correction(actor=desk.office(), application=desk.fresh(application), now=LATER)
    after = desk.fresh(application)
    assert (after.answers, sensitive_answers(after.person)) == (before, secret)
    assert (after.person.name, after.corrected_at) == ("Żaneta Łąkowska", None)
    with pytest.raises(NothingToUndo):
        actions.undo_correction(actor=desk.office(), application=after, now=LATER)


def test_corrections_are_undone_one_after_the_other(meeting, three) -> None:
    for hour, name in enumerate(["Anna Sosnowa", "Anna Sosnowska"]):
        actions.correct(
            actor=desk.office(),
            application=three[0],
            answers={"full_name": name},
            consents={},
            now=LATER + timedelta(hours=hour),
        )
    names = []
    for _ in range(2):
        actions.undo_correction(actor=desk.office(), application=desk.fresh(three[0]), now=LATER)
        names.append(desk.fresh(three[0]).person.name)
    assert names == ["Anna Sosnowa", "Anna Sosna"]


def test_what_was_said_under_a_consent_taken_back_lies_in_no_earlier_record(meeting) -> None:
    application = desk.apply(meeting).application
    actions.correct(
        actor=desk.office(), application=application, answers={"full_name": "Żaneta Nowa"}, consents={}, now=LATER
    )
    assert EarlierRecord.objects.filter(application=application).exists()
    actions.take_back_consents(
        actor=desk.office(), application=desk.fresh(application), keys=["consent_sensitive"], now=LATER
    )
    assert not EarlierRecord.objects.filter(application=application).exists()


def test_notes_are_for_colleagues_and_go_with_the_person(meeting, three) -> None:
    note = actions.write_note(actor=desk.office(), application=three[0], text="Oddzwonić po 15.\r\n", now=LATER)
    assert [one.text for one in queries.notes_of(three[0])] == ["Oddzwonić po 15."]
    actions.remove_note(actor=desk.office(), note=note, now=LATER)
    assert list(queries.notes_of(three[0])) == []
    actions.remove_note(actor=desk.office(), note=note, now=LATER, undo=True)
    copy = export_person(actor=desk.coordinator(), person=three[0].person, now=LATER)
    assert [row["text"] for row in copy["applications.Note"]] == ["Oddzwonić po 15."]
    blank_person(actor=desk.coordinator(), person=three[0].person, now=LATER)
    assert not Note.objects.exists()


def test_no_words_of_a_note_stand_in_the_ledger(meeting, three) -> None:
    actions.write_note(actor=desk.office(), application=three[0], text="Pani Sosna prosi o windę.", now=LATER)
    assert "Sosna" not in str(Entry.objects.order_by("-sequence").first().facts)


def test_a_saved_filter_is_ones_own_until_it_is_shared(meeting) -> None:
    ola, krystyna = cast.office(), cast.coordinator()
    said = {"owner": ola, "meeting": meeting, "chosen": {"channel": "phone"}, "now": LATER, "actor": desk.office()}
    own = actions.save_filter(name="Z telefonu", is_shared=False, **said)
    shared = actions.save_filter(name="Moje", is_shared=True, **said)
    assert set(queries.filters_of(meeting, ola)) == {own, shared}
    assert set(queries.filters_of(meeting, krystyna)) == {shared}
    with pytest.raises(FilterNameTaken):
        actions.save_filter(name="Moje", is_shared=False, **said)
    actions.drop_filter(actor=desk.coordinator(), owner=krystyna, saved=shared, now=LATER)
    assert set(queries.filters_of(meeting, ola)) == {own, shared}


def test_neighbours_in_a_list(meeting, three) -> None:
    rows = queries.queue(meeting, order="oldest")
    order = list(rows)
    middle = queries.neighbours(rows, order[1])
    assert (middle.place, middle.total, middle.before, middle.after) == (2, 3, order[0].reference, order[2].reference)
    assert queries.neighbours(rows.none(), three[0]) is None
