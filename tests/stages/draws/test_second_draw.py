import json

import pytest
from django.db import IntegrityError, transaction

from obrady.stages.draws import actions
from obrady.stages.draws.models import Draw
from obrady.stages.draws.queries.finding import abandoned_draws, live_draw
from obrady.stages.draws.states import DrawState, TransitionRefused
from tests.stages.draws import office
from tests.stages.draws.office import AFTER

pytestmark = pytest.mark.django_db
REASON = "Kostka spadła ze stołu."


def give_up(draw: Draw, reason: str = REASON) -> Draw:
    return actions.abandon(actor=office.coordinator(), draw=draw, reason=reason, now=AFTER)


def test_a_second_draw_names_the_first_and_its_reason_in_its_commitment() -> None:
    first = give_up(office.committed(office.draft(office.meeting_with(6))))
    second = office.committed(office.draft(first.meeting))
    assert second.number == 2
    assert json.loads(bytes(second.bundle))["replaces"] == {"commitment": first.commitment, "reason": REASON}


def test_a_draw_that_was_given_up_keeps_everything_that_was_published() -> None:
    draw = give_up(office.drawn(office.draft(office.meeting_with(6)), "042"))
    (kept,) = abandoned_draws(draw.meeting)
    assert (kept.commitment, kept.dice, kept.abandoned_reason) == (draw.commitment, "042", REASON)
    assert live_draw(draw.meeting) is None


def test_a_draw_frozen_twice_but_never_committed_replaces_none() -> None:
    first = give_up(office.frozen(office.draft(office.meeting_with(6))))
    assert "replaces" not in json.loads(bytes(office.committed(office.draft(first.meeting)).bundle))


def test_the_new_draft_begins_with_the_former_rules() -> None:
    first = give_up(office.frozen(office.draft_with_shares(office.meeting_with(6), ("gender", "woman", 1, 2), cap=1)))
    sketch = actions.sketch(first.meeting)
    assert (sketch.preset, sketch.seats, sketch.cap, sketch.features) == (first.preset, 4, 1, ["gender"])


@pytest.mark.parametrize("reason", ["", "   "])
def test_giving_up_takes_a_reason(reason: str) -> None:
    with pytest.raises(actions.ReasonMissing):
        give_up(office.frozen(office.draft(office.meeting_with(6))), reason)


def test_a_published_result_is_not_given_up() -> None:
    with pytest.raises(TransitionRefused):
        give_up(office.published(office.draft(office.meeting_with(6))))


def test_giving_up_opens_the_register_again() -> None:
    draw = give_up(office.frozen(office.draft(office.meeting_with(6))))
    assert not draw.meeting.applications.exclude(locked_at=None).exists()


def test_the_database_holds_one_live_draw_at_most() -> None:
    draw = office.committed(office.draft(office.meeting_with(6)))
    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.create(meeting=draw.meeting, number=9, preset="plain", seats=1, created_at=AFTER)


@pytest.mark.parametrize("state", [DrawState.COMMITTED, DrawState.DRAWN, DrawState.PUBLISHED])
def test_the_database_refuses_a_result_without_commitment_or_dice(state: DrawState) -> None:
    draw = office.frozen(office.draft(office.meeting_with(6)))
    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(state=state)
