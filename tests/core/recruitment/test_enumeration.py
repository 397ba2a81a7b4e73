"""Random pools against the definitions, written down as plainly as possible."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from obrady.core.chance import reserve_order
from obrady.core.recruitment import (
    Applicant,
    Condition,
    Criterion,
    Gate,
    Limits,
    OrderOfApplication,
    Place,
    Points,
    PriorityGroup,
    PriorityGroups,
    QuotaDraw,
    Ranking,
    Sheet,
    check,
    recruit,
)

POINTS = Points(criteria=(Criterion("why", most=3),))
VILLAGES = PriorityGroups((PriorityGroup(Condition("village", ("yes",))),))


@st.composite
def pools(draw, largest: int = 7) -> list[Applicant]:
    size = draw(st.integers(1, largest))
    return [
        Applicant(
            code=f"P{number}",
            facts={"village": draw(st.sampled_from(["yes", "no"]))},
            arrived=draw(st.integers(0, 3)),
            sheets=(Sheet({"why": draw(st.integers(0, 3))}),) * 2,
            body=draw(st.sampled_from(["", "X", "Y"])),
        )
        for number in range(size)
    ]


@st.composite
def limits(draw, pool: list[Applicant], *, together: bool) -> Limits:
    pairs = st.lists(st.sampled_from(list(combinations([one.code for one in pool], 2))), max_size=2, unique=True)
    some = pairs if len(pool) > 1 else st.just([])
    return Limits(
        cap=draw(st.one_of(st.none(), st.integers(1, 2))),
        one_of=tuple(draw(some)),
        together=tuple(draw(some)) if together else (),
    )


def keys(person: Applicant, lot: tuple[str, ...]) -> tuple:
    """The whole order at once, as a sentence would say it."""
    in_group = person.facts["village"] != "yes"
    return in_group, -person.sheets[0].points["why"], person.arrived, lot.index(person.code)


def is_allowed(people: tuple[Applicant, ...], seats: int, bound: Limits) -> bool:
    codes = {one.code for one in people}
    bodies = [one.body for one in people if one.body]
    capped = bound.cap is None or all(bodies.count(body) <= bound.cap for body in bodies)
    return len(people) <= seats and capped and not any({*pair} <= codes for pair in bound.one_of)


@settings(max_examples=200, deadline=None)
@given(data=st.data(), seats=st.integers(1, 5), seed=st.text("abc", max_size=3))
def test_the_list_is_the_first_allowed_one_of_all_in_the_order(data, seats: int, seed: str) -> None:
    pool = data.draw(pools())
    bound = data.draw(limits(pool, together=False))
    steps = [POINTS, VILLAGES, Ranking(), OrderOfApplication()]
    result = recruit(applicants=pool, steps=steps, seats=seats, seed=seed, limits=bound)
    lot = reserve_order([one.code for one in pool], fingerprint=seed)
    order = sorted(pool, key=lambda one: keys(one, lot))
    allowed = [
        chosen
        for size in range(len(pool) + 1)
        for chosen in combinations(order, size)
        if is_allowed(chosen, seats, bound)
    ]
    first = max(allowed, key=lambda chosen: [one in chosen for one in order])
    assert result.codes(Place.LISTED) == tuple(one.code for one in first)
    assert result.codes(Place.RESERVE) == tuple(one.code for one in order if one not in first)


STEPS = [
    [OrderOfApplication()],
    [POINTS, Ranking()],
    [Gate((Condition("village", ("yes",)),)), POINTS, Ranking()],
    [POINTS, PriorityGroups(VILLAGES.groups, places=1), Ranking(), OrderOfApplication()],
    [POINTS, Ranking(places=1), QuotaDraw()],
    [PriorityGroups((PriorityGroup(Condition("village", ("yes",)), most=1),)), OrderOfApplication()],
]


@settings(max_examples=200, deadline=None)
@given(data=st.data(), steps=st.sampled_from(STEPS), seats=st.integers(1, 5))
def test_every_method_keeps_what_it_promises_whatever_the_order_of_the_pool(data, steps: list, seats: int) -> None:
    pool = data.draw(pools())
    bound = data.draw(limits(pool, together=True))
    result = recruit(applicants=pool, steps=steps, seats=seats, seed="s", limits=bound)
    assert check(result, applicants=pool, steps=steps, seats=seats, limits=bound) == ()
    assert recruit(applicants=pool[::-1], steps=steps, seats=seats, seed="s", limits=bound) == result


def test_the_check_sees_a_result_of_other_rules() -> None:
    """The negative control: what was found without the cap breaks it."""
    pool = [Applicant(f"P{number}", body="X", arrived=number) for number in range(3)]
    result = recruit(applicants=pool, steps=[OrderOfApplication()], seats=2, seed="s")
    bound = Limits(cap=1, must=("P2",))
    broken = check(result, applicants=pool, steps=[OrderOfApplication()], seats=1, limits=bound)
    assert broken == (
        "there are more places than seats",
        "a place by decision was not given",
        "there are too many of one organisation",
    )
