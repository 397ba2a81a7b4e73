"""What waits in a meeting, for whom and since when; the next sensible act is the one filled button."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from obrady.doors.web.meetings.overview import overview_of
from obrady.doors.web.meetings.waiting import waiting_in
from obrady.doors.web.parts.rail import STOPS
from tests import cast
from tests.doors.meetings.register import applied
from tests.stages.applications import desk

pytestmark = pytest.mark.django_db


def page_of(client, who) -> str:
    return cast.sign_in(client, who).get("/en/team/integracja/").content.decode()


def test_a_draft_waits_for_its_announcement(client) -> None:
    cast.meeting(announced=False)
    page = page_of(client, cast.coordinator())
    assert "before it can be published" in page
    assert reverse("announcement-edit", args=["integracja"]) in page
    assert page.count("button-large") == 1


def test_who_may_not_write_it_sees_for_whom_it_waits(client) -> None:
    cast.meeting(announced=False)
    page = page_of(client, cast.observer())
    assert "Nothing waits for you" in page
    assert "before it can be published" in page
    assert "coordinator" in page
    assert "button-large" not in page


def test_complete_applications_wait_for_the_office(client) -> None:
    meeting = desk.meeting()
    applied(meeting, 2)
    with override("en"):
        whats = [item.what for item in waiting_in(meeting, now=cast.NOW)]
    assert "2 complete applications wait to be cleared" in whats
    assert reverse("queue", args=["integracja"]) in page_of(client, cast.office())


def test_the_figures_count_what_came_in(client) -> None:
    meeting = desk.meeting()
    applied(meeting, 3)
    figures = overview_of(meeting, actor=cast.actor(cast.office()), now=cast.NOW).figures
    assert [figure.number for figure in figures] == [3, 0, 3, 0, 20]


def test_before_anybody_applied_there_are_no_figures(client) -> None:
    assert overview_of(cast.meeting(), actor=cast.actor(cast.office()), now=cast.NOW).figures == ()


def test_the_days_that_matter_are_marked_when_past(client) -> None:
    milestones = overview_of(cast.meeting(), actor=cast.actor(cast.office()), now=cast.NOW).milestones
    assert [milestone.is_past for milestone in milestones] == [True, False, False, False]


def test_thirty_applications_cost_as_many_queries_as_one(client, django_assert_max_num_queries) -> None:
    meeting = desk.meeting()
    applied(meeting, 1)
    cast.sign_in(client, cast.coordinator())
    with django_assert_max_num_queries(40) as before:
        client.get("/team/integracja/")
    applied(meeting, 29, start=1)
    with django_assert_max_num_queries(len(before)):
        client.get("/team/integracja/")


@pytest.mark.parametrize("role", ["coordinator", "office", "facilitator", "observer"])
def test_every_stop_of_the_rail_opens_for_whom_it_is_shown(client, role: str) -> None:
    cast.meeting()
    account = getattr(cast, role)()
    page = page_of(client, account)
    rail = page[page.index('class="rail"') : page.index("<main")]
    addresses = [part.split('"')[0] for part in rail.split('href="')[1:]]
    assert addresses
    assert [address for address in addresses if client.get(address).status_code >= 400] == []


def test_a_coordinator_sees_every_stop(client) -> None:
    cast.meeting()
    page = page_of(client, cast.coordinator())
    rail = page[page.index('class="rail"') : page.index("<main")]
    assert rail.count("href=") == len(STOPS) + 1  # the last leads to the organisation
