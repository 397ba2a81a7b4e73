"""The letters after the draw, and what each person may know of their own place."""

from datetime import date

import pytest

from obrady.stages.applications import actions as applications
from obrady.stages.draws import actions
from obrady.stages.draws.queries.finding import standing
from obrady.stages.draws.states import Place, TransitionRefused
from obrady.stages.ledger.queries import latest_entries
from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import LetterKind, LetterState
from tests.stages.applications import desk
from tests.stages.draws import office
from tests.stages.draws.office import AFTER

pytestmark = pytest.mark.django_db


@pytest.fixture
def draw():
    return office.published(office.draft(office.meeting_with(12), reserve_length=3))


def write(draw, **more) -> int:
    return actions.write_answers(actor=office.coordinator(), draw=draw, now=AFTER, **more)


def letters(draw) -> dict[str, Letter]:
    return {letter.about: letter for letter in Letter.objects.filter(occasion=str(draw.pk))}


def test_everybody_gets_the_letter_of_their_place(draw) -> None:
    assert write(draw) == 12
    expected = {
        member.application.about: LetterKind.SELECTED
        if member.is_drawn
        else (LetterKind.RESERVE if member.reserve_position <= 3 else LetterKind.NOT_SELECTED)
        for member in office.members(draw)
    }
    assert {about: letter.kind for about, letter in letters(draw).items()} == expected


def test_letters_are_drafts_without_a_gap(draw) -> None:
    write(draw)
    assert {(letter.state, letter.trouble) for letter in letters(draw).values()} == {(LetterState.DRAFT, "")}


def test_a_letter_tells_code_chance_fingerprint_and_where_to_check(draw) -> None:
    write(draw)
    member = next(member for member in office.members(draw) if not member.is_drawn)
    letter = letters(draw)[member.application.about]
    chance = "33,33%"
    assert all(fact in letter.body for fact in (member.code, chance, draw.fingerprint, f"/m/{draw.meeting.slug}/draw/"))


def test_the_last_day_to_give_a_place_back_is_three_days_before_unless_said(draw) -> None:
    write(draw)
    assert draw.withdraw_by == date(2026, 12, 11)


def test_writing_again_adds_nobody_twice(draw) -> None:
    write(draw)
    write(draw)
    assert len(letters(draw)) == 12


def test_whoever_withdrew_meanwhile_gets_no_answer(draw) -> None:
    gone = office.members(draw)[0].application
    applications.withdraw(actor=desk.office(), application=gone, now=AFTER)
    assert write(draw) == 11
    assert gone.about not in letters(draw)


def test_no_letter_before_the_result_is_approved() -> None:
    with pytest.raises(TransitionRefused):
        write(office.drawn(office.draft(office.meeting_with(6))))


def test_writing_is_one_line_without_names(draw) -> None:
    before = latest_entries().count()
    write(draw)
    assert latest_entries().count() == before + 1
    assert latest_entries().first().facts == {"letters": {"selected": 4, "reserve": 3, "not_selected": 5}}


def test_before_the_freeze_nobody_stands_anywhere() -> None:
    draft = office.draft(office.meeting_with(6))
    assert standing(draft.meeting.applications.first()) is None


def test_the_chance_is_told_once_it_is_committed() -> None:
    draw = office.computed(office.draft(office.meeting_with(8)))
    before = standing(office.members(draw)[0].application)
    actions.commit(actor=office.coordinator(), draw=draw, now=AFTER)
    after = standing(office.members(draw)[0].application)
    assert (before.code, before.chance, before.place) == (after.code, None, Place.WAITING)
    assert after.chance == pytest.approx(0.5)


def test_the_place_is_told_once_a_person_approved_it() -> None:
    draw = office.drawn(office.draft(office.meeting_with(12), reserve_length=3))
    assert {standing(member.application).place for member in office.members(draw)} == {Place.WAITING}
    actions.publish(actor=office.coordinator(), draw=draw, now=AFTER)
    places = [standing(member.application).place for member in office.members(draw)]
    assert sorted(places) == sorted([Place.IN] * 4 + [Place.RESERVE] * 3 + [Place.NOT_DRAWN] * 5)


def test_the_reserve_position_is_told_to_those_on_the_list_only(draw) -> None:
    positions = sorted(
        (standing(member.application).reserve_position or 0) for member in office.members(draw) if not member.is_drawn
    )
    assert positions == [0, 0, 0, 0, 0, 1, 2, 3]


@pytest.mark.parametrize("seats, length", [(4, 5), (10, 5), (11, 6), (40, 20)])
def test_the_reserve_list_is_half_of_the_places_and_five_at_least(seats: int, length: int) -> None:
    from obrady.stages.draws.models import Draw
    from obrady.stages.draws.queries.finding import reserve_length

    assert reserve_length(Draw(seats=seats)) == length
