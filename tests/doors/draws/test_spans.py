"""What is asked for beside what is possible, while rules are written."""

from django.core.cache import cache

from tests.doors.draws.pages import TEAM, text_of
from tests.stages.draws import office


def test_the_shares_page_shows_what_is_possible_and_how_much_room_a_rule_leaves(coordinator) -> None:
    office.draft_with_shares(office.meeting_with(10), ("gender", "woman", 1, 3), seats=4)
    page = text_of(coordinator.get(f"{TEAM}shares/"))
    assert "What is asked for, and what is possible" in page
    assert "1 to 3; possible: 1–3" in page
    assert "“At least 1” could be raised up to 3." in page
    assert "“At most 3” could be lowered down to 1." in page


def test_a_rule_that_changes_nothing_is_named(coordinator) -> None:
    office.draft_with_shares(office.meeting_with(6), ("gender", "woman", 1, None), seats=5)
    assert "“At least 1” changes nothing: the other rules already give 2." in text_of(coordinator.get(f"{TEAM}check/"))


def test_where_no_choice_keeps_the_rules_nothing_is_possible(coordinator) -> None:
    office.draft_with_shares(office.meeting_with(6), ("gender", "woman", 4, None), seats=5)
    assert "at least 4; possible: none" in text_of(coordinator.get(f"{TEAM}check/"))


def test_the_picture_follows_when_shares_are_saved(coordinator) -> None:
    office.draft_with_shares(office.meeting_with(10), ("gender", "woman", 1, 3), seats=4)
    form = coordinator.get(f"{TEAM}shares/").context["form"]
    low = next(name for name, field in form.fields.items() if field.label == "Gender: woman, at least")
    use = next(name for name, field in form.fields.items() if name.startswith("use-") and field.initial)
    coordinator.post(f"{TEAM}shares/", {use: "on", low: "2"})
    assert "at least 2; possible: 2–4" in text_of(coordinator.get(f"{TEAM}shares/"))


def test_the_picture_is_drawn_in_the_language_of_the_reader_though_it_is_kept(coordinator) -> None:
    office.draft_with_shares(office.meeting_with(10), ("gender", "woman", 1, 3), seats=4)
    cache.clear()
    assert "possible: 1–3" in text_of(coordinator.get(f"{TEAM}check/"))
    assert "możliwe: 1–3" in text_of(coordinator.get(f"{TEAM}check/".removeprefix("/en")))
