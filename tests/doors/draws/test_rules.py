"""Screens one to three: what is shown, kept and refused."""

import pytest

from obrady.stages.applications import queries as register
from obrady.stages.draws.models import Bound
from obrady.stages.draws.queries.finding import live_draw
from tests.cast import NOW
from tests.doors.draws.pages import TEAM, text_of
from tests.stages.applications import desk
from tests.stages.draws import office


def test_a_page_with_an_error_keeps_what_was_typed(coordinator) -> None:
    office.meeting_with(2)
    answer = coordinator.post(TEAM, {"preset": "plain", "seats": 0, "guests": 7, "rows": 1000})
    assert answer.context["form"].errors.keys() == {"seats"}
    assert 'value="7"' in answer.content.decode()
    assert live_draw(register.register(office.cast.meeting()).first().meeting) is None


def test_crossed_shares_are_refused_by_name(coordinator) -> None:
    draw = office.draft_with_shares(office.meeting_with(4), ("gender", "woman", 1, 3), seats=3)
    form = coordinator.get(f"{TEAM}shares/").context["form"]
    low = next(name for name, field in form.fields.items() if field.label == "Gender: woman, at least")
    answer = coordinator.post(f"{TEAM}shares/", {low: 3, low.replace("low", "high"): 2})
    assert "“At most” is smaller than “at least”." in text_of(answer)
    assert Bound.objects.filter(draw=draw).count() == 1


def box(page, label: str) -> str:
    return next(name for name, field in page.context["form"].fields.items() if field.label == label)


def test_a_percentage_is_kept_and_shown_as_people(coordinator) -> None:
    office.draft_with_shares(office.meeting_with(6), ("gender", "man", 1, 2), seats=5)
    name = box(coordinator.get(f"{TEAM}shares/"), "Gender: woman, at least")
    coordinator.post(f"{TEAM}shares/", {"use-0": "on", name: "30 %"})
    bound = Bound.objects.get()
    assert (bound.low, bound.low_percent) == (2, 30)
    page = text_of(coordinator.get(f"{TEAM}shares/"))
    assert f'id="people-{name}">= 2<' in page
    assert 'value="30%"' in page
    assert "woman: at least 2 (30%)" in page


@pytest.mark.parametrize("typed", ["130%", "-1", "many", "3.5", "12%%", "1e3%"])
def test_what_is_no_share_comes_back_with_a_word(coordinator, typed) -> None:
    office.draft_with_shares(office.meeting_with(4), ("gender", "woman", 1, 2), seats=3)
    name = box(coordinator.get(f"{TEAM}shares/"), "Gender: woman, at least")
    page = text_of(coordinator.post(f"{TEAM}shares/", {name: typed}))
    assert "Write a number such as 12, or a percentage such as 30%." in page
    assert f'value="{typed}"' in page


def test_while_shares_are_typed_the_page_says_whether_they_can_be_met(coordinator) -> None:
    draw = office.draft_with_shares(office.meeting_with(4), ("gender", "woman", 1, 2), seats=3)
    form = coordinator.get(f"{TEAM}shares/")
    name = box(form, "Gender: woman, at least")
    use = next(one for one, field in form.context["form"].fields.items() if one.startswith("use-") and field.initial)
    good = text_of(coordinator.post(f"{TEAM}shares/live/", {use: "on", name: "50%"}))
    assert "These shares can be met." in good
    assert f'id="people-{name}" hx-swap-oob="true">= 2<' in good
    bad = text_of(coordinator.post(f"{TEAM}shares/live/", {use: "on", name: "100%"}))
    assert "Gender – woman: at least 2 instead of 3" in bad
    assert Bound.objects.get(draw=draw).low == 1


def test_the_pool_and_a_proportional_hint_stand_beside_each_box(coordinator) -> None:
    office.draft_with_shares(office.meeting_with(6), ("gender", "woman", 1, 3))
    page = text_of(coordinator.get(f"{TEAM}shares/"))
    assert 'data-label="In the pool">3<' in page
    assert 'data-label="Proportional">2<' in page


def test_rules_that_cannot_be_met_offer_the_smallest_change(coordinator) -> None:
    draw = office.draft_with_shares(office.meeting_with(4), ("gender", "woman", 3, None), seats=3)
    assert "Gender – woman: at least 2 instead of 3" in text_of(coordinator.get(f"{TEAM}check/"))
    answer = coordinator.post(f"{TEAM}relax/", follow=True)
    assert "Yes, the rules can be met" in text_of(answer)
    assert Bound.objects.get(draw=draw).low == 2


def test_people_who_cannot_be_drawn_are_named_with_the_rule_before_the_freeze(coordinator) -> None:
    meeting = office.meeting_with(4)
    office.draft_with_shares(meeting, ("gender", "man", 0, 0), seats=2)
    page = text_of(coordinator.get(f"{TEAM}check/"))
    men = [row.reference for row in register.register(meeting) if row.answers["gender"] == "man"]
    assert "2 people cannot be drawn at all" in page
    assert all(reference in page for reference in men)
    assert "Gender – man: at most 0" in page


def test_an_open_window_keeps_the_freeze_away(coordinator, settings) -> None:
    settings.OBRADY_FIXED_NOW = NOW.isoformat()
    office.draft(office.meeting_with(6))
    page = text_of(coordinator.get(f"{TEAM}check/"))
    assert "Applications are still open" in page
    assert "Freeze and compute" not in page


def test_what_is_undecided_is_waved_through_by_a_tick(coordinator) -> None:
    meeting = office.meeting_with(6)
    desk.apply(meeting, full_name="Nowa Osoba", email="nowa@example.org", phone="600 999 991")
    office.draft(meeting)
    assert "1 application is not cleared" in text_of(coordinator.post(f"{TEAM}freeze/", follow=True))
    coordinator.post(f"{TEAM}freeze/", {"acknowledge-not_cleared": "on"})
    assert live_draw(meeting).acknowledged == ["not_cleared"]


def test_others_of_the_team_look_on_without_a_form(facilitator) -> None:
    office.meeting_with(2)
    page = facilitator.get(TEAM)
    assert "The coordinator is writing the rules" in text_of(page)
    assert b"<form" not in page.content.partition(b"<main")[2]


@pytest.mark.parametrize("people", [1, 30])
def test_the_first_screen_asks_the_database_the_same_number_of_questions(
    coordinator, people, django_assert_max_num_queries
) -> None:
    office.meeting_with(people)
    with django_assert_max_num_queries(32):
        coordinator.get(TEAM)


def test_a_limit_on_the_wrong_side_of_its_bound_comes_back_with_a_word(coordinator) -> None:
    office.draft_with_shares(office.meeting_with(4), ("gender", "woman", 1, 2), seats=3)
    page = coordinator.get(f"{TEAM}shares/")
    low, limit = box(page, "Gender: woman, at least"), box(page, "Gender: woman, may be lowered to")
    answer = coordinator.post(f"{TEAM}shares/", {"use-0": "on", low: 1, limit: 2})
    assert "it could not be lowered to it" in text_of(answer)
    assert f'name="{limit}" value="2"' in answer.content.decode()


def test_the_coordinator_chooses_between_changes_of_the_same_size(coordinator) -> None:
    office.draft_with_shares(office.meeting_with(6), ("gender", "woman", 3, 3), ("gender", "man", 2, 2), seats=4)
    page = coordinator.get(f"{TEAM}check/")
    assert "Other changes of the same size" in text_of(page)
    [other] = page.context["found"].alternatives
    coordinator.post(f"{TEAM}relax/", {"way": "1"})
    assert Bound.objects.get(value=other[0].value).low == other[0].after
    assert coordinator.get(f"{TEAM}check/").context["found"].can_be_met


@pytest.mark.parametrize("way", ["5", "-1", "x", ""])
def test_a_way_that_is_not_offered_is_the_first_one(coordinator, way: str) -> None:
    office.draft_with_shares(office.meeting_with(6), ("gender", "woman", 3, 3), ("gender", "man", 2, 2), seats=4)
    first = coordinator.get(f"{TEAM}check/").context["found"].changes[0]
    coordinator.post(f"{TEAM}relax/", {"way": way})
    assert Bound.objects.get(value=first.value).low == first.after


def test_decisions_on_people_are_kept_shown_and_taken_back(coordinator) -> None:
    draw = office.draft_with_shares(office.meeting_with(4), ("gender", "woman", 1, 3), seats=3)
    one = register.register(draw.meeting).first().reference
    given = {"reference": one.lower(), "decision": "must", "is_guest": "on", "reason": "Opens the <meeting>."}
    page = text_of(coordinator.post(f"{TEAM}people/", given, follow=True))
    assert "Opens the <meeting>." in page
    assert "has a place, guest" in page
    assert "1 decision on a single person" in text_of(coordinator.get(f"{TEAM}check/"))
    coordinator.post(f"{TEAM}people/undo/", {"reference": one})
    assert "No decisions yet" in text_of(coordinator.get(f"{TEAM}people/"))


def test_a_decision_about_nobody_comes_back_as_typed(coordinator) -> None:
    office.draft_with_shares(office.meeting_with(4), ("gender", "woman", 1, 3), seats=3)
    answer = coordinator.post(f"{TEAM}people/", {"reference": "zz-1", "decision": "must", "reason": "Opens."})
    assert "ZZ-1 is not in the pool." in text_of(answer)
    assert "Opens." in text_of(answer)
