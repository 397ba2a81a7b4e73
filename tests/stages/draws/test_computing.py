import json
from datetime import timedelta

import pytest

from obrady.stages.draws import actions, tasks
from obrady.stages.draws.actions.computing import LEASE
from obrady.stages.draws.models import Draw
from obrady.stages.draws.states import DrawState, TransitionRefused
from obrady.stages.ledger.queries import latest_entries
from obrady.stages.people import registry
from tests.stages.draws import office
from tests.stages.draws.office import AFTER

pytestmark = pytest.mark.django_db


@pytest.fixture
def draw() -> Draw:
    return office.frozen(office.draft(office.meeting_with(8)))


def taken(draw: Draw, *, until) -> None:
    """As a worker leaves it that was killed while computing."""
    Draw.objects.filter(pk=draw.pk).update(state=DrawState.COMPUTING, lease_token="somebody", lease_until=until)
    draw.refresh_from_db()


def test_the_sweep_computes_what_is_frozen(draw) -> None:
    assert tasks.compute_due(AFTER) == 1
    draw.refresh_from_db()
    assert (draw.state, draw.fraction, draw.lease_token) == (DrawState.COMPUTED, 1, "")
    assert all(member.chance == pytest.approx(0.5) for member in office.members(draw))
    assert tasks.compute_due(AFTER) == 0


def test_the_result_is_one_line_of_the_worker(draw) -> None:
    before = latest_entries().count()
    tasks.compute_due(AFTER)
    entry = latest_entries().first()
    assert (latest_entries().count() - before, entry.verb, entry.actor) == (1, "draws.compute", "worker")


def test_the_table_and_the_exact_lottery_lie_side_by_side(draw) -> None:
    actions.compute(draw, now=AFTER)
    bundle = json.loads(bytes(draw.bundle))
    weights = [weight for weight, _codes in draw.exact]
    assert len(bundle["rows"]) == 1000
    assert sum(weights) == pytest.approx(1)
    assert sum(member.row_count for member in office.members(draw)) == 4 * 1000


def test_a_killed_worker_s_draw_is_redone_after_the_lease(draw) -> None:
    taken(draw, until=AFTER + LEASE)
    assert tasks.compute_due(AFTER + LEASE) == 0
    assert tasks.compute_due(AFTER + LEASE + timedelta(seconds=1)) == 1


def test_nobody_computes_what_another_computes(draw) -> None:
    taken(draw, until=AFTER + LEASE)
    with pytest.raises(TransitionRefused):
        actions.compute(draw, now=AFTER)


def test_a_stop_is_heard_at_the_next_report(draw) -> None:
    seconds = iter(range(0, 1000, 10))

    def stopped_meanwhile() -> float:
        Draw.objects.filter(pk=draw.pk).update(cancel_wanted=True)
        return float(next(seconds))

    with pytest.raises(actions.ComputationStopped):
        actions.compute(draw, now=AFTER, elapsed=stopped_meanwhile)
    assert (draw.state, draw.fault, draw.bundle) == (DrawState.FROZEN, "cancelled", None)


def test_a_stopped_draw_waits_for_a_person(draw) -> None:
    actions.stop_computing(actor=office.coordinator(), draw=draw, now=AFTER)
    assert tasks.compute_due(AFTER) == 0
    actions.compute_again(actor=office.coordinator(), draw=draw, now=AFTER)
    assert tasks.compute_due(AFTER) == 1


def test_a_result_that_came_too_late_is_thrown_away(draw) -> None:
    def taken_over_meanwhile() -> float:
        Draw.objects.filter(pk=draw.pk).update(lease_token="somebody else")
        return 0.0

    with pytest.raises(actions.ComputationStopped):
        actions.compute(draw, now=AFTER, elapsed=taken_over_meanwhile)
    assert Draw.objects.get(pk=draw.pk).bundle is None


def test_a_pool_from_which_somebody_was_erased_is_not_computed(draw) -> None:
    person = office.members(draw)[0].application.person
    for holding in registry.holdings():
        holding.erase(person)
    with pytest.raises(actions.PoolHasChanged):
        actions.compute(draw, now=AFTER)
    assert (draw.state, draw.fault) == (DrawState.FROZEN, "pool_changed")


def test_rules_that_cannot_be_met_are_said_and_end_the_sweep() -> None:
    draw = office.frozen(office.draft_with_shares(office.meeting_with(4), ("gender", "woman", 3, None), seats=3))
    assert tasks.compute_due(AFTER) == 0
    draw.refresh_from_db()
    assert draw.fault == "quotas_cannot_be_met"
