from datetime import timedelta

import pytest

from obrady.stages.applications import actions, queries
from obrady.stages.applications.states import (
    AnswersNeedMending,
    ApplicationIsLocked,
    ApplicationState,
    CorrectionsAreClosed,
    StateRefused,
)
from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.models import Entry
from obrady.stages.letters.queries import letters_about
from obrady.stages.people.models import Consent
from obrady.stages.people.queries import current_consents, sensitive_answers
from tests import cast
from tests.cast import NOW
from tests.stages.applications import desk

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def meeting():
    return desk.meeting()


@pytest.fixture
def application(meeting):
    return desk.apply(meeting).application


def correct(application, *, actor=None, consents=None, now=LATER, **changes):
    return actions.correct(
        actor=actor or queries.applicant(application),
        application=application,
        answers=changes,
        consents=consents or {},
        now=now,
    )


def test_what_was_asked_again_changes_and_the_rest_stays(application) -> None:
    correct(application, full_name="Żaneta Łąkowska-Nowa", phone="", diet=[])
    after = desk.fresh(application)
    assert after.answers == {
        key: value
        for key, value in {**application.answers, "full_name": "Żaneta Łąkowska-Nowa"}.items()
        if key != "phone"
    }
    assert set(sensitive_answers(after.person)) == {"migration_experience", "needs"}
    assert (after.person.name, after.person.phone, after.corrected_at) == ("Żaneta Łąkowska-Nowa", "", LATER)
    assert after.phone_key == ""


def test_a_correction_is_one_ledger_line_and_one_letter(application) -> None:
    before = Entry.objects.count()
    correct(application, problem="Inaczej.")
    assert Entry.objects.count() == before + 1
    assert {letter.kind for letter in letters_about(application.about)} == {"received", "corrected"}


def test_the_office_corrects_without_a_letter(application) -> None:
    correct(application, actor=desk.office(), problem="Inaczej.")
    assert {letter.kind for letter in letters_about(application.about)} == {"received"}


def test_the_person_leaves_nothing_required_open(application) -> None:
    with pytest.raises(AnswersNeedMending) as refusal:
        correct(application, problem="", consents={"consent_rules": False})
    assert {key: fault.code for key, fault in refusal.value.faults.items()} == {
        "problem": "required",
        "consent_rules": "required",
    }
    assert desk.fresh(application).answers["problem"]


def test_an_eligible_application_that_stays_complete_stays_eligible(meeting, application) -> None:
    actions.clear_complete(actor=desk.office(), meeting=meeting, now=NOW)
    correct(application, problem="Inaczej.")
    assert desk.fresh(application).state == ApplicationState.ELIGIBLE


def test_an_incomplete_application_becomes_complete_and_is_then_acknowledged(meeting) -> None:
    taken = desk.apply(meeting, actor=desk.office(), channel="phone", complete_later=True, problem=None).application
    correct(taken, actor=desk.office(), problem="Nie wiadomo, kto odpowiada.")
    assert desk.fresh(taken).state == ApplicationState.COMPLETE
    assert {letter.kind for letter in letters_about(taken.about)} == {"incomplete", "received"}


def test_after_closing_only_the_office_corrects(meeting, application) -> None:
    after = meeting.closes_at + timedelta(seconds=1)
    with pytest.raises(CorrectionsAreClosed):
        correct(application, problem="Inaczej.", now=after)
    correct(application, actor=desk.office(), problem="Inaczej.", now=after)
    assert desk.fresh(application).answers["problem"] == "Inaczej."


def test_a_frozen_pool_allows_a_withdrawal_and_nothing_else(meeting, application) -> None:
    assert actions.lock_for_draw(meeting, now=NOW) == 1
    for refused in (
        lambda: correct(application, problem="Inaczej."),
        lambda: actions.judge(actor=desk.coordinator(), application=application, eligible=True, reason="", now=NOW),
    ):
        with pytest.raises(ApplicationIsLocked):
            refused()
    assert actions.clear_complete(actor=desk.office(), meeting=meeting, now=NOW) == 0
    actions.withdraw(actor=queries.applicant(application), application=application, now=LATER)
    assert desk.fresh(application).state == ApplicationState.WITHDRAWN
    actions.unlock_after_draw(meeting)
    assert desk.fresh(application).locked_at is None


@pytest.mark.parametrize("who", [cast.facilitator, cast.observer, cast.outsider])
def test_nobody_else_corrects_or_withdraws(meeting, application, who) -> None:
    other = queries.applicant(desk.apply(meeting, **desk.other_person()).application)
    for actor in (cast.actor(who()), other):
        with pytest.raises(NotAllowed):
            correct(application, actor=actor, problem="Inaczej.")
        with pytest.raises(NotAllowed):
            actions.withdraw(actor=actor, application=application, now=NOW)


def test_withdrawing_twice_is_withdrawing_once(application) -> None:
    actions.withdraw(actor=queries.applicant(application), application=application, now=LATER)
    lines = Entry.objects.count()
    actions.withdraw(actor=queries.applicant(application), application=application, now=LATER + timedelta(hours=1))
    assert Entry.objects.count() == lines
    after = desk.fresh(application)
    assert (after.state, after.withdrawn_at) == (ApplicationState.WITHDRAWN, LATER)
    assert [letter.kind for letter in letters_about(application.about)].count("withdrawn") == 1


def test_a_withdrawn_application_is_corrected_only_after_it_is_taken_back(meeting, application) -> None:
    own = queries.applicant(application)
    actions.withdraw(actor=own, application=application, now=LATER)
    with pytest.raises(StateRefused):
        correct(application, problem="Inaczej.")
    actions.take_back_withdrawal(actor=own, application=application, now=LATER)
    assert desk.fresh(application).state == ApplicationState.COMPLETE
    with pytest.raises(StateRefused):
        actions.take_back_withdrawal(actor=own, application=application, now=LATER)


def test_a_consent_can_be_withdrawn_at_any_time_and_its_answers_go(meeting, application) -> None:
    actions.lock_for_draw(meeting, now=NOW)
    actions.take_back_consents(
        actor=queries.applicant(application),
        application=application,
        keys=["consent_sensitive"],
        now=meeting.closes_at + timedelta(days=3),
    )
    assert set(sensitive_answers(application.person)) == {"migration_experience"}
    assert current_consents(application.person)["consent_sensitive"].given is False
    assert desk.fresh(application).consents["consent_sensitive"] is False


def test_the_declaration_cannot_be_withdrawn(application) -> None:
    with pytest.raises(AnswersNeedMending) as refusal:
        actions.take_back_consents(
            actor=queries.applicant(application), application=application, keys=["consent_rules"], now=LATER
        )
    assert refusal.value.faults["consent_rules"].code == "not_withdrawable"


def test_an_unchanged_consent_keeps_its_first_date(application) -> None:
    correct(application, consents=desk.CONSENTS)
    assert set(Consent.objects.filter(person=application.person).values_list("said_at", flat=True)) == {NOW}
