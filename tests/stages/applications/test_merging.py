from datetime import timedelta

import pytest

from obrady.stages.applications import actions, queries
from obrady.stages.applications.models import Application, DuplicatePair, OwnRecord
from obrady.stages.applications.states import ApplicationIsLocked, ApplicationState, NothingToUndo, PairIsDecided
from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.models import Entry
from obrady.stages.people.models import Consent, Person, SensitiveAnswer
from obrady.stages.people.queries import sensitive_answers
from tests import cast
from tests.cast import NOW
from tests.stages.applications import desk

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def meeting():
    return desk.meeting()


@pytest.fixture
def phoned(meeting):
    """First a call: name, number, diet; no e-mail and no problem yet."""
    return desk.apply(
        meeting,
        actor=desk.office(),
        channel="phone",
        complete_later=True,
        full_name="Zaneta Lakowska",
        email=None,
        phone="600-100-200",
        problem=None,
        needs=None,
        migration_experience=None,
        consents={"consent_rules": True, "consent_sensitive": True},
        role="prezeska",
    ).application


@pytest.fixture
def typed(meeting, phoned):
    """Then the web form, complete, without the role and without a word on needs."""
    consents = {"consent_rules": True, "consent_experience": True}
    return desk.apply(meeting, consents=consents, needs=None, diet=None, now=LATER).application


def merge(meeting, now=LATER):
    return actions.merge_pair(actor=desk.office(), pair=desk.only_pair(meeting), now=now)


def everything() -> dict:
    """All rows of this room and what people's rows say, opened."""
    rows = {
        row.pk: {field.attname: getattr(row, field.attname) for field in Application._meta.concrete_fields}
        for row in Application.objects.all()
    }
    people = {
        person.pk: (person.name, person.email, person.phone, person.language, sensitive_answers(person))
        for person in Person.objects.all()
    }
    consents = sorted(Consent.objects.values_list("person", "key", "given", "said_at", "channel"), key=str)
    return {"rows": rows, "people": people, "consents": consents, "own": OwnRecord.objects.count()}


def test_a_pair_is_proposed_with_its_reasons_and_blocks_clearing(meeting, phoned, typed) -> None:
    pair = desk.only_pair(meeting)
    assert {pair.a, pair.b} == {phoned, typed}
    assert "same_phone" in pair.reasons
    assert actions.clear_complete(actor=desk.office(), meeting=meeting, now=NOW) == 0


def test_the_complete_record_is_kept_and_its_blanks_are_filled(meeting, phoned, typed) -> None:
    kept = merge(meeting)
    assert kept == typed
    assert (desk.fresh(phoned).state, desk.fresh(phoned).merged_into) == (ApplicationState.MERGED, typed)
    assert kept.answers["role"] == "prezeska"
    assert kept.answers["full_name"] == "Żaneta Łąkowska"
    assert sensitive_answers(kept.person) == {"migration_experience": "yes", "diet": ["vegan", "bez orzechów"]}
    assert Consent.objects.get(person=kept.person, key="consent_sensitive").channel == "phone"


def test_a_refusal_stays_a_refusal(meeting, phoned) -> None:
    consents = {"consent_rules": True, "consent_sensitive": False}
    desk.apply(meeting, consents=consents, needs=None, diet=None, migration_experience=None, now=LATER)
    kept = merge(meeting)
    assert kept.consents["consent_sensitive"] is False
    assert "diet" not in sensitive_answers(kept.person)


def test_undoing_gives_back_exactly_what_was_there(meeting, phoned, typed) -> None:
    before = everything()
    merge(meeting)
    assert everything() != before
    actions.undo_last_decision(actor=desk.office(), meeting=meeting, now=LATER)
    assert everything() == before
    assert desk.only_pair(meeting).state == "open"


def test_three_records_come_apart_in_the_reverse_order(meeting, phoned, typed) -> None:
    desk.apply(meeting, full_name="Żaneta Łąkowska", role="kierowniczka", now=LATER + timedelta(hours=1))
    states = [everything()]
    while pair := queries.open_pairs(meeting).first():
        actions.merge_pair(actor=desk.office(), pair=pair, now=LATER)
        states.append(everything())
    assert Application.objects.filter(merged_into=None).count() == 1
    for earlier in reversed(states[:-1]):
        actions.undo_last_decision(actor=desk.office(), meeting=meeting, now=LATER)
        assert everything() == earlier


def test_of_three_records_the_kept_one_follows_from_what_each_said_itself(meeting) -> None:
    thin = {"problem": None, "complete_later": True, "channel": "phone", "actor": desk.office()}
    first = desk.apply(meeting, email=None, **thin).application
    second = desk.apply(meeting, role="prezeska", now=NOW + timedelta(minutes=1), **thin).application
    third = desk.apply(meeting, now=LATER).application
    for one, other in ((first, second), (second, third)):
        pair = DuplicatePair.objects.get(
            a=min(one, other, key=lambda row: row.pk.hex), b=max(one, other, key=lambda row: row.pk.hex)
        )
        actions.merge_pair(actor=desk.office(), pair=pair, now=LATER)
    assert {row.merged_into for row in (desk.fresh(first), desk.fresh(second))} == {third}
    assert desk.fresh(third).answers["role"] == "prezeska"
    assert not queries.open_pairs(meeting).exists()


def test_two_people_stay_two_and_are_not_proposed_again(meeting, phoned, typed) -> None:
    actions.keep_both(actor=desk.office(), pair=desk.only_pair(meeting), now=LATER)
    actions.correct(actor=desk.office(), application=typed, answers={"role": "x"}, consents={}, now=LATER)
    assert not queries.open_pairs(meeting).exists()
    assert actions.clear_complete(actor=desk.office(), meeting=meeting, now=LATER) == 1


def test_only_the_last_decision_is_undone_and_none_when_there_is_none(meeting, phoned, typed) -> None:
    with pytest.raises(NothingToUndo):
        actions.undo_last_decision(actor=desk.office(), meeting=meeting, now=LATER)
    actions.keep_both(actor=desk.office(), pair=desk.only_pair(meeting), now=LATER)
    assert actions.undo_last_decision(actor=desk.office(), meeting=meeting, now=LATER).state == "open"
    assert queries.last_decision(meeting) is None


def test_a_pair_is_decided_once(meeting, phoned, typed) -> None:
    seen_by_two = desk.only_pair(meeting), desk.only_pair(meeting)
    actions.merge_pair(actor=desk.office(), pair=seen_by_two[0], now=LATER)
    coordinator, lines = desk.coordinator(), Entry.objects.count()
    with pytest.raises(PairIsDecided):
        actions.keep_both(actor=coordinator, pair=seen_by_two[1], now=LATER)
    assert Entry.objects.count() == lines


def test_a_merge_is_one_ledger_line_without_personal_data(meeting, phoned, typed) -> None:
    before = Entry.objects.count()
    merge(meeting)
    (line,) = Entry.objects.filter(sequence__gt=before)
    first, second = sorted((phoned.pk, typed.pk), key=lambda key: key.hex)
    assert line.facts == {"a": str(first), "b": str(second), "decision": 1, "kept": str(typed.pk)}
    assert [entry.verb for entry in queries.trail(phoned)] == ["applications.submit", "applications.merge_pair"]


def test_a_correction_after_a_merge_survives_the_undo(meeting, phoned, typed) -> None:
    kept = merge(meeting)
    actions.correct(actor=desk.office(), application=kept, answers={"problem": "Inaczej."}, consents={}, now=LATER)
    actions.undo_last_decision(actor=desk.office(), meeting=meeting, now=LATER)
    after = desk.fresh(typed)
    assert (after.answers["problem"], after.answers.get("role")) == ("Inaczej.", None)


def test_a_withdrawn_consent_takes_the_answer_from_every_record(meeting, phoned, typed) -> None:
    kept = merge(meeting)
    actions.take_back_consents(actor=queries.applicant(kept), application=kept, keys=["consent_sensitive"], now=LATER)
    assert not SensitiveAnswer.objects.filter(question="diet").exists()
    actions.undo_last_decision(actor=desk.office(), meeting=meeting, now=LATER)
    assert not SensitiveAnswer.objects.filter(question="diet").exists()


def test_the_link_of_a_merged_record_takes_back_the_persons_consent(meeting, phoned, typed) -> None:
    merge(meeting)
    merged = desk.fresh(phoned)
    actions.take_back_consents(
        actor=queries.applicant(merged), application=merged, keys=["consent_experience"], now=LATER
    )
    assert desk.fresh(typed).consents["consent_experience"] is False


def test_withdrawing_by_the_link_of_a_merged_record_withdraws_the_person(meeting, phoned, typed) -> None:
    merge(meeting)
    merged = desk.fresh(phoned)
    actions.withdraw(actor=queries.applicant(merged), application=merged, now=LATER)
    assert desk.fresh(typed).state == ApplicationState.WITHDRAWN


def test_a_frozen_pool_is_not_merged(meeting, phoned, typed) -> None:
    pair = desk.only_pair(meeting)
    actions.lock_for_draw(meeting, now=NOW)
    with pytest.raises(ApplicationIsLocked):
        actions.merge_pair(actor=desk.office(), pair=pair, now=LATER)
    assert desk.only_pair(meeting).state == "open"


@pytest.mark.parametrize("who", [cast.facilitator, cast.observer, cast.outsider])
def test_only_the_office_decides(meeting, phoned, typed, who) -> None:
    for act in (actions.merge_pair, actions.keep_both):
        with pytest.raises(NotAllowed):
            act(actor=cast.actor(who()), pair=desk.only_pair(meeting), now=LATER)
    with pytest.raises(NotAllowed):
        actions.undo_last_decision(actor=cast.actor(who()), meeting=meeting, now=LATER)


def test_who_withdrew_and_applied_again_is_no_pair(meeting, phoned) -> None:
    actions.withdraw(actor=desk.office(), application=phoned, now=NOW)
    desk.apply(meeting, now=LATER)
    assert not queries.open_pairs(meeting).exists()
