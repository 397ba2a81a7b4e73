from fractions import Fraction

import pytest

from obrady.core.recruitment import (
    Applicant,
    Condition,
    Criterion,
    Gate,
    Limits,
    OrderOfApplication,
    Place,
    Points,
    PointsMissing,
    PriorityGroup,
    PriorityGroups,
    QuotaDraw,
    Ranking,
    Reason,
    Result,
    SequenceNotPossible,
    Sheet,
    Why,
    recruit,
    steps_document,
    steps_from,
)

SEED = "ab" * 32
FROM_VILLAGES = PriorityGroup(Condition("village", ("yes",)))


def person(code: str, points: int = 0, *, village: str = "no", arrived: int = 0, body: str = "") -> Applicant:
    sheets = (Sheet({"why": points}), Sheet({"why": points}))
    return Applicant(code, {"village": village}, arrived=arrived, sheets=sheets, body=body)


def points(**given: object) -> Points:
    return Points(**{"criteria": (Criterion("why", most=10),), **given})


def given_by(steps: list, people: list[Applicant], seats: int, **limits: object) -> Result:
    return recruit(applicants=people, steps=steps, seats=seats, seed=SEED, limits=Limits(**limits))


def kinds(result: Result, code: str) -> list[Why]:
    return [reason.kind for one in result.standings if one.code == code for reason in one.reasons]


POOL = [person("A", 3), person("B", 9), person("C", 7, village="yes"), person("D", 5, village="yes"), person("E", 5)]


def test_a_ranking_gives_places_to_most_points_and_names_the_threshold() -> None:
    result = given_by([points(), Ranking()], POOL, 2)
    assert result.codes(Place.LISTED) == ("B", "C")
    assert result.threshold == 7
    assert result.codes(Place.RESERVE)[-1] == "A"


def test_people_with_equal_points_stand_in_the_order_of_the_lot_and_are_told_so() -> None:
    result = given_by([points(), Ranking()], POOL, 3)
    (tie,) = result.ties
    assert set(tie.codes) == {"D", "E"}
    assert tie.matters
    assert result.codes(Place.LISTED) == ("B", "C", tie.codes[0])
    assert Why.LOT in kinds(result, "D")
    assert Why.LOT not in kinds(result, "A")


def test_a_threshold_of_points_puts_people_out_with_their_points() -> None:
    result = given_by([points(least=Fraction(5)), Ranking()], POOL, 5)
    assert result.codes(Place.OUT) == ("A",)
    assert [one.reasons for one in result.standings if one.code == "A"] == [(Reason(Why.POINTS_BELOW, ("3", "5")),)]


def test_a_gate_names_each_condition_that_is_not_met() -> None:
    gate = Gate((Condition("village", ("yes",)), Condition("age", ("adult",))))
    result = given_by([gate, OrderOfApplication()], [person("A"), person("B", village="yes")], 2)
    about = {one.code: one.reasons for one in result.standings}
    assert about["A"] == (Reason(Why.CONDITION, ("village", "no")), Reason(Why.CONDITION, ("age", "unknown")))
    assert about["B"] == (Reason(Why.CONDITION, ("age", "unknown")),)


def test_a_later_order_only_orders_people_whom_the_earlier_left_equal() -> None:
    result = given_by([points(), PriorityGroups((FROM_VILLAGES,)), Ranking()], POOL, 3)
    assert result.codes(Place.LISTED) == ("C", "D", "B")


def test_a_priority_group_takes_at_most_so_many_and_the_others_stand_with_everybody() -> None:
    one = PriorityGroup(Condition("village", ("yes",)), most=1)
    result = given_by([points(), PriorityGroups((one,)), Ranking()], POOL, 5)
    assert result.codes(Place.LISTED)[:2] == ("C", "B")
    assert Why.GROUP in kinds(result, "C")
    assert Why.GROUP not in kinds(result, "D")


def test_places_of_priority_groups_go_to_nobody_else() -> None:
    result = given_by([PriorityGroups((FROM_VILLAGES,), places=3), QuotaDraw()], POOL, 4)
    assert set(result.codes(Place.LISTED)) == {"C", "D"}
    assert result.codes(Place.TO_DRAW) == ("A", "B", "E")
    assert result.seats_left == 2


def test_half_the_places_by_points_and_half_by_order_of_application() -> None:
    people = [
        person("A", 9, arrived=4),
        person("B", 8, arrived=3),
        person("C", 1, arrived=1),
        person("D", 2, arrived=2),
    ]
    result = given_by([points(), Ranking(places=1), OrderOfApplication()], people, 2)
    assert result.codes(Place.LISTED) == ("A", "C")
    assert result.codes(Place.RESERVE) == ("D", "B")


def test_the_cap_passes_over_the_third_of_an_organisation_who_waits_with_the_reason() -> None:
    people = [person(code, 9 - n, body="X" if code != "D" else "Y") for n, code in enumerate("ABCD")]
    result = given_by([points(), Ranking()], people, 3, cap=2)
    assert result.codes(Place.LISTED) == ("A", "B", "D")
    assert kinds(result, "C")[-1] is Why.CAP


def test_two_who_come_together_stand_where_the_later_stands() -> None:
    result = given_by([points(), Ranking()], POOL, 2, together=(("A", "B"),))
    assert "B" not in result.codes(Place.LISTED)
    both = given_by([points(), Ranking()], POOL, 5, together=(("A", "B"),))
    assert both.codes(Place.LISTED)[-2:] == ("B", "A")


def test_nobody_comes_without_the_other_who_did_not_pass_the_gate() -> None:
    gate = Gate((Condition("village", ("yes",)),))
    result = given_by([gate, OrderOfApplication()], POOL, 5, together=(("C", "A"),))
    assert result.codes(Place.LISTED) == ("D",)
    assert kinds(result, "C")[-1] is Why.TOGETHER


def test_decisions_on_single_people_come_before_every_step() -> None:
    result = given_by([points(least=Fraction(5)), Ranking()], POOL, 2, must=("A",), excluded=("B",))
    assert result.codes(Place.LISTED) == ("A", "C")
    assert kinds(result, "A") == [Why.MUST]
    assert kinds(result, "B") == [Why.EXCLUDED]


def test_missing_points_are_named_and_whether_it_is_the_third() -> None:
    people = [
        Applicant("A", sheets=(Sheet({"why": 1}),)),
        Applicant("B", sheets=(Sheet({"why": 1}), Sheet({"why": 9}))),
        person("C", 4),
    ]
    with pytest.raises(PointsMissing) as refusal:
        given_by([points(differ_by=Fraction(3)), Ranking()], people, 1)
    assert refusal.value.codes == {"A": False, "B": True}


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ([], "nothing_decides"),
        ([points()], "nothing_decides"),
        ([Ranking()], "ranking_without_points"),
        ([points(), points(), Ranking()], "points_twice"),
        ([points(criteria=()), Ranking()], "no_criteria"),
        ([PriorityGroups(())], "no_groups"),
        ([Gate(()), QuotaDraw()], "no_conditions"),
        ([QuotaDraw(), OrderOfApplication()], "draw_is_not_last"),
        ([OrderOfApplication(), QuotaDraw()], "order_without_places"),
        ([OrderOfApplication(places=2)], "last_order_leaves_places"),
        ([OrderOfApplication(places=9), QuotaDraw()], "more_places_than_seats"),
    ],
)
def test_steps_that_make_no_method_are_refused(steps: list, reason: str) -> None:
    with pytest.raises(SequenceNotPossible) as refusal:
        given_by(steps, POOL, 3)
    assert refusal.value.reason == reason


def test_steps_come_back_from_their_document() -> None:
    steps = (
        Gate((Condition("village", ("yes", "unknown")),)),
        points(differ_by=Fraction(7, 2), least=Fraction(3)),
        PriorityGroups((PriorityGroup(Condition("village", ("yes",)), most=2),), places=2),
        Ranking(places=1),
        OrderOfApplication(places=1),
        QuotaDraw(),
    )
    assert steps_from(steps_document(steps)) == steps
