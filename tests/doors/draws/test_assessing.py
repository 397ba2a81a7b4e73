"""The assessors' pages: one application at a time, nothing lost, nothing seen too early."""

import pytest
from django.test import Client
from django.urls import reverse

from obrady.stages.draws.models import Mark, Sheet
from obrady.stages.draws.states import SheetState, StepKind
from tests import cast
from tests.stages.draws import methods, office

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet() -> Sheet:
    meeting = office.meeting_with(1)
    methods.asked(meeting, 3)
    methods.draft(meeting, methods.step(StepKind.POINTS), methods.step(StepKind.RANKING), seats=1)
    return Sheet.objects.select_related("application__person", "assessor").order_by("slot").first()


def client_of(sheet: Sheet) -> Client:
    return cast.sign_in(Client(), sheet.assessor)


def address(sheet: Sheet) -> str:
    return reverse("recruitment-assess-one", kwargs={"slug": "integracja", "reference": sheet.application.reference})


def typed(**more: object) -> dict[str, object]:
    return {"looked_at": 0, "points-c1": 7, "reason-c1": "Dobry plan", "points-c2": "", "reason": "", **more}


def test_an_assessor_reads_without_name_and_contacts(sheet: Sheet) -> None:
    shown = client_of(sheet).get(address(sheet)).content.decode()
    person = sheet.application.person
    assert person.name not in shown
    assert person.email not in shown
    assert sheet.application.reference in shown


def test_what_is_typed_is_kept_and_comes_back(sheet: Sheet) -> None:
    client_of(sheet).post(address(sheet), typed(do="save"))
    shown = client_of(sheet).get(address(sheet)).content.decode()
    assert "Dobry plan" in shown
    assert [mark.points for mark in Mark.objects.all()] == [7]


def test_the_script_gets_the_next_revision_so_that_the_next_keystroke_is_kept_too(sheet: Sheet) -> None:
    first = client_of(sheet).post(address(sheet), typed(do="save"), headers={"HX-Request": "true"})
    assert 'value="1"' in first.content.decode()
    client_of(sheet).post(
        address(sheet), typed(do="save", looked_at=1, **{"points-c1": 9}), headers={"HX-Request": "true"}
    )
    assert [mark.points for mark in Mark.objects.all()] == [9]


def test_an_older_window_is_told_and_keeps_what_was_typed(sheet: Sheet) -> None:
    client = client_of(sheet)
    client.post(address(sheet), typed(do="save"))
    shown = client.post(address(sheet), typed(do="save", **{"points-c1": 2, "reason-c1": "Inaczej"})).content.decode()
    assert "Inaczej" in shown
    assert "error-summary" in shown
    assert [mark.points for mark in Mark.objects.all()] == [7]


def test_giving_half_the_points_says_which_are_missing(sheet: Sheet) -> None:
    shown = client_of(sheet).post(address(sheet), typed(do="give")).content.decode()
    sheet.refresh_from_db()
    assert sheet.state == SheetState.ASKED
    assert "#id_points-c2" in shown


def test_points_are_given_and_whoever_knows_the_person_steps_back(sheet: Sheet) -> None:
    client_of(sheet).post(address(sheet), typed(do="give", **{"points-c2": 1}))
    sheet.refresh_from_db()
    assert sheet.state == SheetState.GIVEN
    second = Sheet.objects.get(slot=2)
    client_of(second).post(address(second), {"do": "conflict"})
    second.refresh_from_db()
    assert second.state == SheetState.CONFLICT


def test_the_coordinator_sees_no_points_before_both_have_given(sheet: Sheet) -> None:
    methods.give(sheet, 9, 4)
    client = cast.sign_in(Client(), cast.coordinator())
    export = client.get(reverse("recruitment-assessing-export", kwargs={"slug": "integracja"})).content.decode()
    assert export.splitlines()[1] == f"{sheet.application.reference},,,,"


def test_criteria_with_a_gap_come_back_with_the_error_at_the_field() -> None:
    office.meeting_with(1)
    client = cast.sign_in(Client(), cast.coordinator())
    given = {"differ_by": 5, "third": "nearest_two", "looked_at": 0, "label-0-en": "Why", "most-0": 10}
    shown = client.post(reverse("recruitment-criteria", kwargs={"slug": "integracja"}), given).content.decode()
    assert "#id_label-0-pl" in shown
