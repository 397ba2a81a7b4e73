import pytest

from obrady.stages.draws import actions
from obrady.stages.draws.models import Bound
from obrady.stages.draws.queries.finding import live_draw
from obrady.stages.draws.queries.pools import pool_view
from obrady.stages.draws.states import Hindrance, Preset, TransitionRefused
from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.queries import latest_entries
from tests import cast
from tests.cast import NOW
from tests.stages.applications import desk
from tests.stages.draws import office
from tests.stages.draws.office import AFTER

pytestmark = pytest.mark.django_db
SHARE = ("gender", "woman", 1, 2)


def bounds(draw) -> set[tuple]:
    return set(Bound.objects.filter(draw=draw).values_list("feature", "value", "low", "high"))


def test_a_draft_begins_with_the_form_s_cap_and_the_meeting_s_places() -> None:
    sketch = actions.sketch(desk.meeting(places=25))
    assert (sketch.seats, sketch.cap, sketch.number) == (25, 2, 1)
    assert "gender" in sketch.features


def test_saving_twice_changes_the_one_draft() -> None:
    meeting = desk.meeting()
    first = office.draft(meeting, seats=4)
    second = office.draft(meeting, seats=5)
    assert first.pk == second.pk == live_draw(meeting).pk
    assert live_draw(meeting).seats == 5


def test_shares_replace_the_former_ones_and_leave_empty_ones_out() -> None:
    draw = office.draft_with_shares(desk.meeting(), SHARE)
    given = [actions.BoundGiven("gender", "man", 0, 3), actions.BoundGiven("gender", "woman", 0, None)]
    actions.set_shares(actor=office.coordinator(), draw=draw, features=["gender"], bounds=given, now=AFTER)
    assert bounds(draw) == {("gender", "man", 0, 3)}


def test_a_maximum_of_all_places_is_no_bound() -> None:
    assert bounds(office.draft_with_shares(desk.meeting(), ("gender", "man", 0, 4))) == set()


@pytest.mark.parametrize(
    "change, reason",
    [({"seats": 0}, "no_seats"), ({"rows": 500}, "rows"), ({"cap": 0}, "cap")],
)
def test_a_rule_that_nothing_can_meet_is_refused(change: dict, reason: str) -> None:
    with pytest.raises(actions.RulesNotPossible) as refusal:
        office.draft(desk.meeting(), **change)
    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    "bound, reason",
    [(("gender", "man", 3, 2), "bounds_crossed"), (("shoe_size", "42", 1, 2), "unknown_feature")],
)
def test_a_share_without_meaning_is_refused(bound: tuple, reason: str) -> None:
    with pytest.raises(actions.RulesNotPossible) as refusal:
        office.draft_with_shares(desk.meeting(), bound)
    assert refusal.value.reason == reason


@pytest.mark.parametrize("member", [cast.office, cast.facilitator, cast.observer, cast.outsider])
def test_only_a_coordinator_writes_rules(member) -> None:
    with pytest.raises(NotAllowed):
        actions.set_rules(
            actor=cast.actor(member()),
            meeting=desk.meeting(),
            given=actions.RulesGiven(preset=Preset.PLAIN, seats=4),
            now=AFTER,
        )


def test_each_write_is_one_line_of_the_ledger() -> None:
    meeting, _coordinator = desk.meeting(), office.coordinator()
    before = latest_entries().count()
    draw = office.draft_with_shares(meeting, SHARE)
    verbs = [entry.verb for entry in latest_entries()][: latest_entries().count() - before]
    assert verbs == ["draws.set_shares", "draws.set_rules"]
    assert {entry.about for entry in latest_entries()[:2]} == {draw.about}


def test_a_frozen_draw_has_no_draft_any_more() -> None:
    draw = office.frozen(office.draft(office.meeting_with(6)))
    with pytest.raises(TransitionRefused):
        office.draft(draw.meeting, seats=3)
    with pytest.raises(TransitionRefused):
        actions.set_shares(actor=office.coordinator(), draw=draw, features=[], bounds=[], now=AFTER)


def test_what_the_pool_holds_stands_beside_each_value() -> None:
    draw = office.draft_with_shares(office.meeting_with(6), SHARE)
    gender = next(feature for feature in pool_view(draw.meeting, draw, now=AFTER).features if feature.key == "gender")
    found = {value.value: (value.count, value.proportional, value.low, value.high) for value in gender.values}
    assert (found["woman"], found["man"]) == ((3, 2.0, 1, 2), (3, 2.0, 0, None))
    assert gender.words["uk"]


def test_what_stands_in_the_way_is_counted() -> None:
    meeting = office.meeting_with(2)
    desk.apply(
        meeting, full_name="Zupełnie Inna", email="z@example.org", phone="600 999 999", organisation="Nowa Fundacja"
    )
    found = pool_view(meeting, office.draft(meeting), now=NOW).hindrances
    assert found == {Hindrance.WINDOW_OPEN: 1, Hindrance.NOT_CLEARED: 1}
