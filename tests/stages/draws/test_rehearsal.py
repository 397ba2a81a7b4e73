import pytest
from django.db import IntegrityError, transaction

from obrady.stages.draws import actions, tasks
from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.finding import live_draw, rehearsals, standing
from obrady.stages.draws.queries.results import bundle_of, composition, row_codes
from obrady.stages.draws.states import DrawState, TransitionRefused
from tests.cast import NOW
from tests.stages.draws import office
from tests.stages.draws.office import AFTER

pytestmark = pytest.mark.django_db


@pytest.fixture
def rehearsal() -> Draw:
    draft = office.draft_with_shares(office.meeting_with(8), ("gender", "woman", 1, 2))
    draw = actions.rehearse(actor=office.coordinator(), meeting=draft.meeting, now=NOW)
    tasks.compute_due(AFTER)
    draw.refresh_from_db()
    return draw


def test_a_rehearsal_may_be_held_while_applications_are_open(rehearsal) -> None:
    assert (rehearsal.state, live_draw(rehearsal.meeting).state) == (DrawState.COMPUTED, DrawState.DRAFT)


def test_its_codes_and_its_table_cannot_be_taken_for_the_draw_s(rehearsal) -> None:
    assert all(member.code.startswith("TEST-") for member in office.members(rehearsal))
    assert bundle_of(rehearsal)["algorithm"].startswith("REHEARSAL")
    assert rehearsal.commitment == ""


def test_a_trial_row_shows_its_composition_and_changes_nothing(rehearsal) -> None:
    (gender,) = composition(rehearsal, row=row_codes(rehearsal, 42))
    assert gender.is_kept
    assert sum(share.drawn for share in gender.shares) == 4
    assert office.codes_in(rehearsal) == set()


@pytest.mark.parametrize(
    "step",
    [
        lambda draw: actions.commit(actor=office.coordinator(), draw=draw, now=AFTER),
        lambda draw: actions.throw_dice(actor=office.coordinator(), draw=draw, digits="042", now=AFTER),
        lambda draw: actions.publish(actor=office.coordinator(), draw=draw, now=AFTER),
        lambda draw: actions.write_answers(actor=office.coordinator(), draw=draw, now=AFTER),
    ],
)
def test_it_is_never_committed_drawn_published_or_written_about(rehearsal, step) -> None:
    with pytest.raises(TransitionRefused):
        step(rehearsal)


@pytest.mark.parametrize("state", [DrawState.COMMITTED, DrawState.DRAWN, DrawState.PUBLISHED])
def test_the_database_knows_no_rehearsal_with_a_result(rehearsal, state: DrawState) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.filter(pk=rehearsal.pk).update(state=state)


def test_it_locks_no_application_and_tells_nobody(rehearsal) -> None:
    application = office.members(rehearsal)[0].application
    assert application.locked_at is None
    assert standing(application) is None


def test_it_can_be_repeated_and_removed(rehearsal) -> None:
    again = actions.rehearse(actor=office.coordinator(), meeting=rehearsal.meeting, now=NOW)
    actions.drop_rehearsal(actor=office.coordinator(), draw=rehearsal, now=AFTER)
    assert [draw.number for draw in rehearsals(rehearsal.meeting)] == [again.number] == [2]


def test_a_frozen_draw_is_not_rehearsed_any_more() -> None:
    draw = office.frozen(office.draft(office.meeting_with(6)))
    with pytest.raises(TransitionRefused):
        actions.rehearse(actor=office.coordinator(), meeting=draw.meeting, now=AFTER)
