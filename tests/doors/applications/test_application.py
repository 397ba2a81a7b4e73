"""The page of one application."""

import pytest

from obrady.stages.applications import actions
from obrady.stages.applications.actions import lock_for_draw
from obrady.stages.applications.states import ApplicationState
from obrady.stages.ledger.models import Entry
from obrady.stages.letters.queries import letters_about
from obrady.stages.letters.states import LetterKind, LetterState
from tests import cast
from tests.doors.applications.reading import TEAM, queries_of, text_of
from tests.stages.applications import desk


def address(application, page: str = "") -> str:
    return f"{TEAM}applications/{application.reference}/{page}"


@pytest.fixture
def one(meeting):
    return desk.apply(meeting).application


def test_answers_stand_in_the_forms_words(office, one) -> None:
    page = text_of(office.get(address(one)))
    assert "Another non-governmental organisation" in page
    assert "Toruń (Toruń)" in page
    assert one.reference in page


def test_the_office_is_told_that_sensitive_answers_are_sealed(office, one) -> None:
    page = text_of(office.get(address(one)))
    assert "answered; sealed" in page
    assert "bez orzechów" not in page
    assert "Open the sealed answers" not in page


def test_a_coordinator_opens_them_on_demand_and_the_ledger_says_so(coordinator, one) -> None:
    assert "bez orzechów" not in text_of(coordinator.get(address(one)))
    assert "bez orzechów" in text_of(coordinator.post(address(one, "sensitive/")))
    assert Entry.objects.filter(verb="applications.open_sensitive", about=one.about).count() == 1
    assert "bez orzechów" not in text_of(coordinator.get(address(one)))


def test_letters_consents_and_trail_are_there(office, one) -> None:
    page = text_of(office.get(address(one)))
    assert "Application received" in page
    assert "text 1.0" in page
    assert "Application taken in; state: complete" in page


def test_letting_one_take_part(coordinator, one) -> None:
    answer = coordinator.post(address(one, "judge/"), {"act": "eligible"}, follow=True)
    assert "takes part in the recruitment" in text_of(answer)
    assert desk.fresh(one).state == ApplicationState.ELIGIBLE


def test_refusing_needs_a_reason_and_leaves_a_draft(coordinator, one) -> None:
    blank = coordinator.post(address(one, "judge/"), {"act": "not_eligible", "reason": " "})
    assert blank.status_code == 422
    assert 'href="#reason"' in text_of(blank)
    coordinator.post(address(one, "judge/"), {"act": "not_eligible", "reason": "Spoza województwa."})
    assert desk.fresh(one).state == ApplicationState.NOT_ELIGIBLE
    draft = letters_about(one.about).get(kind=LetterKind.NOT_ELIGIBLE)
    assert draft.state == LetterState.DRAFT
    assert "Spoza województwa." in text_of(coordinator.get(address(one)))


def test_only_coordinators_are_offered_to_judge(office, coordinator, one) -> None:
    assert "Let it take part" not in text_of(office.get(address(one)))
    assert "Let it take part" in text_of(coordinator.get(address(one)))


def test_withdrawing_is_asked_first_and_can_be_undone(office, one) -> None:
    assert "Yes, withdraw" in text_of(office.get(address(one, "withdraw/")))
    assert "Undo the withdrawal" in text_of(office.post(address(one, "withdraw/"), follow=True))
    assert desk.fresh(one).state == ApplicationState.WITHDRAWN
    office.post(address(one, "come-back/"))
    assert desk.fresh(one).state == ApplicationState.COMPLETE


def test_a_frozen_application_is_not_judged(coordinator, one, meeting) -> None:
    lock_for_draw(meeting, now=cast.NOW)
    page = text_of(coordinator.post(address(one, "judge/"), {"act": "eligible"}, follow=True))
    assert "The pool for the draw is frozen" in page
    assert desk.fresh(one).state == ApplicationState.COMPLETE


def test_an_open_pair_is_the_first_thing_to_do(office, one, meeting) -> None:
    desk.apply(meeting, full_name="Zaneta Lakowska")
    page = text_of(office.get(address(one)))
    assert f'href="{TEAM}duplicates/?pair={desk.only_pair(meeting).pk}"' in page


def test_a_merged_one_leads_to_the_one_that_is_kept(office, one, meeting) -> None:
    other = desk.apply(meeting, full_name="Zaneta Lakowska").application
    actions.merge_pair(actor=desk.office(), pair=desk.only_pair(meeting), now=cast.NOW)
    merged, kept = sorted((desk.fresh(one), desk.fresh(other)), key=lambda row: row.merged_into is None)
    assert f'href="{address(kept)}"' in text_of(office.get(address(merged)))
    assert "Merged into this one" in text_of(office.get(address(kept)))
    assert "Merged: one person" in text_of(office.get(address(kept)))


def test_a_reference_may_hold_anything(office, meeting, one) -> None:
    type(one).objects.filter(pk=one.pk).update(reference="Z/12/2026")
    assert office.get(f"{TEAM}applications/Z/12/2026/").status_code == 200
    assert office.get(f"{TEAM}applications/").status_code == 200


def test_an_unknown_number_is_not_found(office) -> None:
    assert office.get(f"{TEAM}applications/NO-SUCH/").status_code == 404


def test_a_long_trail_asks_the_database_no_more(office, one) -> None:
    actions.withdraw(actor=desk.office(), application=one, now=cast.NOW)
    actions.take_back_withdrawal(actor=desk.office(), application=desk.fresh(one), now=cast.NOW)
    few = queries_of(office, address(one))
    for _ in range(5):
        actions.withdraw(actor=desk.office(), application=desk.fresh(one), now=cast.NOW)
        actions.take_back_withdrawal(actor=desk.office(), application=desk.fresh(one), now=cast.NOW)
    assert queries_of(office, address(one)) == few
