import pytest
from hypothesis import given
from hypothesis import strategies as st

from obrady.stages.applications import actions as applications
from obrady.stages.draws.queries.public import own_chance, public_facts
from obrady.stages.draws.queries.results import advice, odds, reserve_codes, suppressed, winning_rows
from tests.stages.applications import desk
from tests.stages.draws import office
from tests.stages.draws.office import AFTER


def withdraw(member) -> None:
    applications.withdraw(actor=desk.office(), application=member.application, now=AFTER)


@pytest.fixture
def draw():
    draft = office.draft_with_shares(office.meeting_with(12), ("gender", "woman", 2, 2))
    return office.published(draft)


@pytest.mark.django_db
def test_nobody_is_advised_while_nobody_left(draw) -> None:
    assert (advice(draw).freed, advice(draw).codes) == ((), ())


@pytest.mark.django_db
def test_the_next_in_order_who_keeps_the_rules_is_advised(draw) -> None:
    leaving = next(member for member in office.members(draw) if member.is_drawn)
    gender = desk.fresh(leaving.application).answers["gender"]
    withdraw(leaving)
    found = advice(draw)
    alike = [
        code
        for code in reserve_codes(draw)
        if next(m for m in office.members(draw) if m.code == code).application.answers["gender"] == gender
    ]
    assert (found.freed, found.codes) == ((leaving.code,), (alike[0],))


@pytest.mark.django_db
def test_whoever_of_the_reserve_left_is_passed_over(draw) -> None:
    leaving = next(member for member in office.members(draw) if member.is_drawn)
    withdraw(leaving)
    first = advice(draw).codes[0]
    withdraw(next(member for member in office.members(draw) if member.code == first))
    assert first not in advice(draw).codes


@pytest.mark.django_db
def test_two_places_are_filled_in_order_too(draw) -> None:
    for member in [member for member in office.members(draw) if member.is_drawn][:2]:
        withdraw(member)
    found = advice(draw)
    order = reserve_codes(draw)
    assert len(found.codes) == 2
    assert [order.index(code) for code in found.codes] == sorted(order.index(code) for code in found.codes)


@pytest.mark.django_db
def test_nobody_is_advised_when_nobody_restores_the_rules() -> None:
    draw = office.published(office.draft_with_shares(office.meeting_with(6), ("gender", "woman", 3, 3)))
    withdraw(next(m for m in office.members(draw) if m.is_drawn and m.application.answers["gender"] == "woman"))
    assert advice(draw).codes == ()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "outcome, count", [("", 12), ("drawn", 4), ("reserve", 5), ("not_drawn", 8), ("unselectable", 0)]
)
def test_the_list_of_chances_can_be_narrowed(draw, outcome: str, count: int) -> None:
    assert odds(draw, outcome=outcome).count() == count


@pytest.mark.django_db
def test_names_are_found_only_by_those_who_may_see_them(draw) -> None:
    member = office.members(draw)[0]
    name = member.application.person.name.split()[0]
    assert member in odds(draw, search=name, with_names=True)
    assert not odds(draw, search=name, with_names=False).exists()
    assert list(odds(draw, search=member.code.lower())) == [member]


@pytest.mark.django_db
def test_a_code_finds_its_winning_rows_and_its_place(draw) -> None:
    member = next(member for member in office.members(draw) if member.is_drawn)
    found = own_chance(draw, member.code)
    assert (len(found.rows), draw.row in found.rows, found.has_won) == (member.row_count, True, True)
    assert found.table_chance == member.row_count / 1000
    assert own_chance(draw, "XX-XXX").is_known is False
    assert winning_rows(draw, "XX-XXX") is None


@pytest.mark.django_db
def test_before_the_dice_a_code_finds_its_rows_but_no_result() -> None:
    draw = office.committed(office.draft(office.meeting_with(8)))
    found = own_chance(draw, office.members(draw)[0].code)
    assert (len(found.rows) > 0, found.has_won, found.reserve_position) == (True, None, None)


@pytest.mark.django_db
def test_the_public_sees_no_small_cell() -> None:
    draw = office.published(office.draft_with_shares(office.meeting_with(8), ("gender", "woman", 1, 3)))
    counts = {value.value: value.count for feature in public_facts(draw).features for value in feature.values}
    assert counts == {"woman": None, "man": None}


@pytest.mark.parametrize(
    "counts, shown",
    [
        ({"a": 10, "b": 20}, {"a": 10, "b": 20}),
        ({"a": 1, "b": 20, "c": 30}, {"a": None, "b": None, "c": 30}),
        ({"a": 1, "b": 1, "c": 30}, {"a": None, "b": None, "c": None}),
        ({"a": 3, "b": 4, "c": 30}, {"a": None, "b": None, "c": 30}),
        ({"a": 0, "b": 20}, {"a": 0, "b": 20}),
        ({"a": 2}, {"a": None}),
        ({}, {}),
    ],
)
def test_small_cells_are_hidden_so_that_no_total_gives_them_away(counts: dict, shown: dict) -> None:
    assert suppressed(counts) == shown


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 60), max_size=8))
def test_what_is_hidden_is_never_one_cell_alone_nor_fewer_than_five_people(counts: dict[str, int]) -> None:
    found = suppressed(counts)
    hidden = [counts[key] for key, count in found.items() if count is None]
    assert not any(count is not None and 0 < count < 5 for count in found.values())
    if hidden and any(found.values()):
        assert len(hidden) >= 2
        assert sum(hidden) >= 5
