"""The first page: what is open, what comes, what was; nothing that only the team sees."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from tests import cast
from tests.cast import WARSAW

pytestmark = pytest.mark.django_db


def shown(client, path: str = "/en/") -> str:
    page = client.get(path).content.decode()
    return " ".join(page[page.index("<main") : page.index("</main>")].replace("\u00a0", " ").split())


def at(month: int, day: int, hour: int = 12, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=WARSAW)


def test_an_open_meeting_says_until_when(client) -> None:
    cast.meeting()
    page = shown(client)
    assert "Porozmawiajmy o integracji (en)" in page
    assert "open for applications" in page
    assert "until 4 December 2026, 17:00" in page
    assert reverse("announcement", args=["integracja"]) in page


def test_one_that_opens_later_says_when(client) -> None:
    cast.meeting(opens_at=at(12, 1), closes_at=at(12, 10))
    assert "applications from 1 December 2026, 12:00" in shown(client)


def test_a_closed_one_says_when_answers_come(client) -> None:
    cast.meeting(opens_at=at(11, 1), closes_at=at(11, 20), answer_by=date(2026, 12, 8))
    assert "applications closed" in shown(client)
    assert "answers by 8 December 2026" in shown(client)


def test_the_window_ends_at_its_very_second(client, settings) -> None:
    cast.meeting(closes_at=at(12, 4, 17))
    settings.OBRADY_FIXED_NOW = "2026-12-04T17:00:00+01:00"
    assert "open for applications" in shown(client)
    settings.OBRADY_FIXED_NOW = "2026-12-04T17:00:01+01:00"
    assert "applications closed" in shown(client)


def test_a_past_one_stands_below(client) -> None:
    cast.meeting(slug="dawne", title=cast.words("Dawne"), starts_at=at(10, 1, 9), ends_at=at(10, 1, 15))
    assert "Past meetings" in shown(client)
    assert "1 October 2026" in shown(client)
    assert "open for applications" not in shown(client)


def test_the_next_one_comes_first(client) -> None:
    for slug, month in (("later", 3), ("sooner", 2)):
        cast.meeting(slug=slug, title=cast.words(slug), starts_at=at(month, 1, 9, 2027), ends_at=at(month, 1, 15, 2027))
    page = shown(client)
    assert page.index("sooner") < page.index("later")


def test_a_draft_is_not_shown(client) -> None:
    cast.meeting(announced=False)
    assert "Porozmawiajmy" not in shown(client)
    assert "No meeting is announced" in shown(client)


def test_times_are_those_of_the_meeting(client) -> None:
    cast.meeting(zone="Europe/Kyiv")
    assert "10:30–16:30" in shown(client)


def test_browsers_may_keep_it_for_a_minute(client) -> None:
    response = client.get("/")
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies


def test_thirty_meetings_cost_as_many_queries_as_one(client, django_assert_num_queries) -> None:
    cast.meeting()
    client.get("/")
    with django_assert_num_queries(3):
        client.get("/")
    for number in range(29):
        cast.meeting(slug=f"meeting-{number}")
    with django_assert_num_queries(3):
        assert client.get("/").content.decode().count("poster-words") == 30
