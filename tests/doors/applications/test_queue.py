"""The queue: one list of all channels, counts, filters, clearing, export."""

import pytest

from obrady.stages.applications import queries
from obrady.stages.applications.actions import lock_for_draw
from obrady.stages.applications.states import ApplicationState
from tests import cast
from tests.doors.applications.reading import TEAM, queries_of, text_of
from tests.stages.applications import desk

ADDRESS = f"{TEAM}applications/"


def take(meeting, number: int, **changes):
    return desk.apply(meeting, **{**desk.other_person(number), **changes}).application


def test_an_empty_queue_says_how_applications_come(office) -> None:
    page = text_of(office.get(ADDRESS))
    assert "No applications yet" in page
    assert f'href="{ADDRESS}new/phone/"' in page


def test_without_a_form_the_queue_leads_to_it(db, client) -> None:
    desk.meeting(with_form=False)
    page = text_of(cast.sign_in(client, cast.office()).get(ADDRESS))
    assert f'href="{TEAM}form/"' in page
    assert "new/phone" not in page


def test_all_channels_stand_in_one_list_with_who_took_them(office, meeting) -> None:
    take(meeting, 1)
    desk.apply(meeting, actor=desk.office(), channel="phone", **desk.other_person(2))
    page = text_of(office.get(ADDRESS))
    assert "Hanna Wierzbówka" in page
    assert "Olga Perzanek" in page
    assert "Ola Biurowa" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?search=lakowska", 1),
        ("?search=%2B48%20600100200", 1),
        ("?search=nobody", 0),
        ("?channel=phone", 1),
        ("?state=incomplete", 1),
        ("?problem=missing", 1),
        ("?problem=unproven", 2),
        ("?problem=nonsense", 3),
    ],
)
def test_the_list_is_searched_and_filtered(office, meeting, asked: str, found: int) -> None:
    desk.apply(meeting)
    take(meeting, 1)
    desk.apply(
        meeting, actor=desk.office(), channel="phone", complete_later=True, **{**desk.other_person(2), "problem": None}
    )
    assert office.get(ADDRESS + asked).context["page"].paginator.count == found


def test_a_possible_duplicate_and_an_unproven_one_are_marked(office, meeting) -> None:
    desk.apply(meeting)
    desk.apply(meeting, full_name="Zaneta Lakowska")
    page = text_of(office.get(ADDRESS))
    assert page.count('<span class="mark mark-warn">Possible duplicate</span>') == 2
    assert '<span class="mark mark-warn">Unproven</span>' in page


def test_what_is_missing_stands_in_the_row(office, meeting) -> None:
    desk.apply(meeting, actor=desk.office(), channel="phone", complete_later=True, problem=None)
    assert "Describe one problem that you meet" in text_of(office.get(ADDRESS))


def test_the_next_sensible_act_comes_before_letting_all_take_part(office, meeting) -> None:
    desk.apply(meeting)
    desk.apply(meeting, full_name="Zaneta Lakowska")
    take(meeting, 1)
    context = office.get(ADDRESS).context
    assert context["next_step"] == "duplicates"
    assert (context["ready"], context["held_back"]) == (1, 2)


def test_clearing_lets_the_complete_ones_take_part_and_says_how_many(office, meeting) -> None:
    done = take(meeting, 1)
    answer = office.post(f"{ADDRESS}clear/", follow=True)
    assert "1 application may now take part" in text_of(answer)
    assert desk.fresh(done).state == ApplicationState.ELIGIBLE


def test_a_clear_queue_says_so(office, meeting) -> None:
    take(meeting, 1)
    office.post(f"{ADDRESS}clear/")
    assert "The queue is clear" in text_of(office.get(ADDRESS))


def test_a_frozen_pool_is_said_and_nothing_more_is_cleared(office, meeting) -> None:
    take(meeting, 1)
    lock_for_draw(meeting, now=cast.NOW)
    response = office.get(ADDRESS)
    assert "The pool for the draw is frozen" in text_of(response)
    assert response.context["ready"] == 0


def test_counts_stand_by_channel_and_state(office, meeting) -> None:
    take(meeting, 1)
    desk.apply(meeting, actor=desk.office(), channel="phone", complete_later=True, full_name="Ktoś", problem=None)
    page = text_of(office.get(ADDRESS))
    assert 'href="?channel=web&amp;state=complete#all">1</a>' in page
    assert 'href="?channel=phone&amp;state=incomplete#all">1</a>' in page


def test_the_rest_of_the_team_sees_numbers_and_no_names(facilitator, meeting) -> None:
    take(meeting, 1)
    page = text_of(facilitator.get(ADDRESS))
    assert "Counts by channel and state" in page
    assert "Hanna Wierzbówka" not in page


def test_fifty_stand_on_a_page(office, meeting) -> None:
    for number in range(3):
        take(meeting, number)
    assert office.get(ADDRESS).context["page"].paginator.per_page == 50


def test_thirty_rows_ask_the_database_no_more_than_one(office, meeting) -> None:
    take(meeting, 0)
    desk.apply(meeting, actor=desk.office(), channel="phone", complete_later=True, problem=None)
    few = queries_of(office, ADDRESS)
    for number in range(1, 30):
        take(meeting, number)
    assert queries_of(office, ADDRESS) == few


def test_hostile_names_are_shown_as_text(office, meeting) -> None:
    desk.apply(meeting, full_name="<script>alert(1)</script> ‮Kowalska")
    page = text_of(office.get(ADDRESS))
    assert "<script>alert" not in page
    assert "<bdi>&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_queue_is_the_meetings_own(office, meeting) -> None:
    other = desk.meeting(slug="inne")
    take(other, 1)
    assert queries.register(meeting).count() == 0
    assert office.get(ADDRESS).context["page"].paginator.count == 0
