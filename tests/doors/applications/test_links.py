"""Wishes to come together."""

import pytest

from obrady.stages.applications import queries
from obrady.stages.applications.states import LinkMode, LinkState
from tests.doors.applications.reading import TEAM, queries_of, text_of
from tests.stages.applications import desk

ADDRESS = f"{TEAM}links/"


def wish(meeting, named: str, number: int = 0, mode: str = "together"):
    desk.apply(meeting, **{**desk.other_person(number), "linked_with": named, "linked_mode": mode})
    return queries.links_of(meeting).get(named=named)


def decide(client, link, **data) -> str:
    return text_of(client.post(f"{ADDRESS}{link.pk}/", data, follow=True))


def test_without_wishes_the_page_says_where_they_come_from(office) -> None:
    assert "Nobody named anybody" in text_of(office.get(ADDRESS))


def test_who_named_whom_is_shown_and_confirmed(office, meeting) -> None:
    other = desk.apply(meeting, **desk.other_person(1)).application
    link = wish(meeting, "Hanna Wierzbówka")
    assert other.reference in text_of(office.get(ADDRESS))
    decide(office, link, act="confirm", mode="one_of_us")
    link.refresh_from_db()
    assert (link.state, link.mode, link.b) == (LinkState.CONFIRMED, LinkMode.ONE_OF_US, other)


def test_a_wish_can_be_set_aside(office, meeting) -> None:
    desk.apply(meeting, **desk.other_person(1))
    link = wish(meeting, "Hanna Wierzbówka")
    decide(office, link, act="reject")
    link.refresh_from_db()
    assert link.state == LinkState.REJECTED


def test_of_several_namesakes_a_person_chooses(office, meeting) -> None:
    for number in (1, 2):
        namesake = {**desk.other_person(number), "full_name": "Hanna Wierzbówka", "organisation": f"Klub {number}"}
        meant = desk.apply(meeting, **namesake).application
    link = wish(meeting, "Hanna Wierzbówka")
    assert "Please choose first" in decide(office, link, act="confirm")
    decide(office, link, act="confirm", other=meant.reference.lower())
    link.refresh_from_db()
    assert link.b == meant


def test_a_name_that_fits_nobody_can_be_found_by_number(office, meeting) -> None:
    link = wish(meeting, "Ktoś Nieznany")
    assert "Nobody of this name has applied" in text_of(office.get(ADDRESS))
    assert "no application with the number XXX" in decide(office, link, act="confirm", other="xxx")


def test_a_wish_of_another_meeting_is_not_found(office, meeting) -> None:
    link = wish(desk.meeting(slug="inne"), "Hanna Wierzbówka")
    assert office.post(f"{ADDRESS}{link.pk}/", {"act": "reject"}).status_code == 404


@pytest.mark.parametrize("many", [8])
def test_many_wishes_ask_the_database_no_more_than_one(office, meeting, many: int) -> None:
    wish(meeting, "Ktoś Nieznany")
    few = queries_of(office, ADDRESS)
    for number in range(1, many):
        wish(meeting, f"Osoba Nieznana {number}", number)
    assert queries_of(office, ADDRESS) == few
