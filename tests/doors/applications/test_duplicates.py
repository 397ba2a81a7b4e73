"""Possible duplicates: side by side, a decision, the last one undone."""

import pytest

from obrady.stages.applications import actions, queries
from obrady.stages.applications.states import PairState
from tests import cast
from tests.doors.applications.reading import TEAM, queries_of, text_of
from tests.stages.applications import desk

ADDRESS = f"{TEAM}duplicates/"


@pytest.fixture
def pair(meeting):
    desk.apply(meeting, phone="+48 600 100 200", role="prezeska")
    desk.apply(meeting, full_name="Zaneta Łąkowska", phone="600100200", problem="Inny problem.")
    return desk.only_pair(meeting)


def test_without_pairs_the_page_says_when_they_appear(office) -> None:
    assert "No pair waits" in text_of(office.get(ADDRESS))


def test_reasons_and_differences_stand_in_words(office, pair) -> None:
    page = text_of(office.get(ADDRESS))
    assert "the same telephone, perhaps written in another way" in page
    assert "≠ differs" in page
    assert "≈ written in another way" in page
    assert "only one says" in page


def test_merging_says_which_one_is_kept_and_what_it_takes(office, pair) -> None:
    comparison = office.get(ADDRESS).context["comparison"]
    assert comparison.kept.application.reference == comparison.pair.a.reference or comparison.keeps_one is False
    kept = actions.merge_pair(actor=desk.office(), pair=pair, now=cast.NOW)
    assert comparison.kept.application.pk == kept.pk


def test_sensitive_answers_are_not_compared(office, pair) -> None:
    assert "bez orzechów" not in text_of(office.get(ADDRESS))


@pytest.mark.parametrize("act, state", [("merge", PairState.MERGED), ("keep", PairState.TWO_PEOPLE)])
def test_a_decision_is_noted_with_who_and_shown_below(office, pair, meeting, act: str, state: PairState) -> None:
    page = text_of(office.post(f"{ADDRESS}{pair.pk}/", {"act": act}, follow=True))
    pair.refresh_from_db()
    assert pair.state == state
    assert "Last decision:" in page
    assert "Ola Biurowa" in page


def test_the_last_decision_can_be_undone(office, pair, meeting) -> None:
    office.post(f"{ADDRESS}{pair.pk}/", {"act": "merge"})
    decision = queries.last_decision(meeting).decision
    page = text_of(office.post(f"{ADDRESS}undo/", {"decision": decision}, follow=True))
    assert "waits for a decision again" in page
    assert desk.only_pair(meeting) == pair


def test_an_undo_never_takes_back_somebody_elses_newer_decision(office, pair, meeting) -> None:
    actions.keep_both(actor=desk.office(), pair=pair, now=cast.NOW)
    page = text_of(office.post(f"{ADDRESS}undo/", {"decision": 99}, follow=True))
    assert "Somebody has decided about another pair since" in page
    assert queries.last_decision(meeting) == pair


def test_nothing_to_undo_is_said(office) -> None:
    assert "nothing to undo" in text_of(office.post(f"{ADDRESS}undo/", {"decision": "1"}, follow=True))


def test_whoever_comes_second_is_told_kindly(office, pair) -> None:
    actions.keep_both(actor=desk.office(), pair=pair, now=cast.NOW)
    page = text_of(office.post(f"{ADDRESS}{pair.pk}/", {"act": "merge"}, follow=True))
    assert "Somebody else was quicker: the decision is “Two people”." in page


def test_after_a_decision_the_next_pair_follows(office, meeting) -> None:
    for number in (1, 2):
        desk.apply(meeting, **desk.other_person(number))
        desk.apply(meeting, **desk.other_person(number))
    first, second = queries.open_pairs(meeting)
    assert office.post(f"{ADDRESS}{first.pk}/", {"act": "keep"}).url == f"{ADDRESS}?pair={second.pk}"
    assert "Pair 1 of 1" in text_of(office.get(f"{ADDRESS}?pair={first.pk}"))


def test_many_pairs_ask_the_database_no_more_than_two(office, meeting) -> None:
    for number in (1, 2):
        desk.apply(meeting, **desk.other_person(number))
        desk.apply(meeting, **desk.other_person(number))
    actions.keep_both(actor=desk.office(), pair=queries.open_pairs(meeting).first(), now=cast.NOW)
    few = queries_of(office, ADDRESS)
    for number in range(3, 12):
        desk.apply(meeting, **desk.other_person(number))
        desk.apply(meeting, **desk.other_person(number))
    for pair in queries.open_pairs(meeting)[:4]:
        actions.keep_both(actor=desk.office(), pair=pair, now=cast.NOW)
    assert queries_of(office, ADDRESS) == few


def test_a_pair_of_another_meeting_is_not_found(office, pair) -> None:
    desk.meeting(slug="inne")
    assert office.post(f"/en/team/inne/duplicates/{pair.pk}/", {"act": "merge"}).status_code == 404
