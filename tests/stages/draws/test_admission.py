import pytest

from obrady.stages.draws import actions
from obrady.stages.draws.queries.finding import published_draw
from obrady.stages.draws.queries.minutes import minutes
from obrady.stages.draws.states import DrawState, Preset
from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import LetterKind
from tests.stages.draws import office
from tests.stages.draws.office import AFTER

pytestmark = pytest.mark.django_db


def admitted(people: int = 4, **rules: object):
    draw = office.draft(office.meeting_with(people), **{"preset": Preset.EVERYONE, "seats": 6, **rules})
    return actions.admit_all(actor=office.coordinator(), draw=draw, now=AFTER)


def test_everybody_is_in_without_dice_but_under_a_fingerprint() -> None:
    draw = admitted()
    assert (draw.state, draw.without_dice, draw.dice, draw.commitment) == (DrawState.PUBLISHED, True, "", "")
    assert len(draw.fingerprint) == 64
    assert [(member.is_drawn, member.chance) for member in office.members(draw)] == [(True, 1.0)] * 4
    assert published_draw(draw.meeting) == draw


def test_minutes_are_written_as_for_a_draw() -> None:
    written = minutes(admitted())
    assert (written.pool, len(written.drawn), written.reserve) == (4, 4, ())


@pytest.mark.parametrize("seats", [3, 1])
def test_more_people_than_places_need_a_draw(seats: int) -> None:
    with pytest.raises(actions.DrawIsNeeded):
        admitted(seats=seats)


def test_a_refused_admission_leaves_nothing_behind() -> None:
    meeting = office.meeting_with(4)
    draw = office.draft(meeting, preset=Preset.EVERYONE, seats=3)
    with pytest.raises(actions.DrawIsNeeded):
        actions.admit_all(actor=office.coordinator(), draw=draw, now=AFTER)
    draw.refresh_from_db()
    assert (draw.state, draw.fingerprint, draw.members.count()) == (DrawState.DRAFT, "", 0)
    assert not meeting.applications.exclude(locked_at=None).exists()


def test_everybody_gets_the_letter_with_a_place() -> None:
    draw = admitted()
    assert actions.write_answers(actor=office.coordinator(), draw=draw, now=AFTER) == 4
    assert set(Letter.objects.filter(occasion=str(draw.pk)).values_list("kind", flat=True)) == {LetterKind.SELECTED}
