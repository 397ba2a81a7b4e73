"""The calendar file: the right instant, one identity for ever, a number that grows with each version."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from obrady.stages.announcements.actions import publish_announcement
from obrady.stages.ledger.states import CONSOLE
from obrady.stages.meetings.actions import set_particulars
from obrady.stages.meetings.states import CourseKind
from tests import cast
from tests.cast import NOW, WARSAW
from tests.stages.announcements import scene
from tests.stages.meetings.course_desk import NEW_DAY, do

pytestmark = pytest.mark.django_db
FILE = "/m/integracja/meeting.ics"


def event(client, address: str = FILE):
    response = client.get(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    (found,) = calendar.walk("VEVENT")
    return found, calendar


def test_it_says_when_and_where(client) -> None:
    scene.published()
    found, calendar = event(client)
    assert found["dtstart"].dt == datetime(2026, 12, 14, 8, 30, tzinfo=UTC)
    assert found["dtend"].dt == datetime(2026, 12, 14, 14, 30, tzinfo=UTC)
    assert str(found["summary"]) == "Porozmawiajmy o integracji"
    assert str(found["location"]) == "Kawiarnia Przykład, ul. Zmyślona 6, Toruń"
    assert str(found["url"]) == "http://127.0.0.1:8000/m/integracja/"
    assert [zone["tzid"] for zone in calendar.walk("VTIMEZONE")] == ["Europe/Warsaw"]


def test_it_speaks_the_language_of_the_page(client) -> None:
    scene.published()
    found, _calendar = event(client, f"/uk{FILE}")
    assert str(found["summary"]) == "Поговорімо про інтеграцію"


def test_a_new_version_moves_the_same_event(client) -> None:
    meeting, _version = scene.published()
    first, _calendar = event(client)
    moved = cast.particulars(
        starts_at=datetime(2026, 12, 15, 9, 30, tzinfo=WARSAW), ends_at=datetime(2026, 12, 15, 15, 30, tzinfo=WARSAW)
    )
    set_particulars(actor=CONSOLE, meeting=meeting, particulars=moved, now=NOW)
    publish_announcement(actor=CONSOLE, meeting=meeting, now=NOW + timedelta(hours=1))
    second, _calendar = event(client)
    assert (first["uid"], first["sequence"]) == (second["uid"], 1)
    assert second["sequence"] == 2
    assert second["dtstart"].dt - first["dtstart"].dt == timedelta(days=1)


def test_line_breaks_in_a_title_make_no_new_lines_in_the_file(client) -> None:
    scene.published(place=scene.words("Dom\r\nATTENDEE:mailto:evil@example.org"))
    found, _calendar = event(client)
    assert "attendee" not in found
    assert b"\r\nATTENDEE" not in client.get(FILE).content


def test_an_unchanged_file_is_not_sent_again(client) -> None:
    scene.published()
    response = client.get(FILE)
    assert response["Cache-Control"] == "public, max-age=60"
    assert client.get(FILE, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_a_draft_has_none(client) -> None:
    scene.ready()
    assert client.get(FILE).status_code == 404
    assert cast.sign_in(client, cast.office()).get(FILE).status_code == 404


def test_a_cancelled_meeting_is_taken_out_of_calendars_and_comes_back_when_that_is_taken_back(client) -> None:
    meeting, _version = scene.published()
    first, _calendar = event(client)
    do(meeting, CourseKind.CANCEL, now=NOW + timedelta(hours=1))
    second, _calendar = event(client)
    do(meeting, CourseKind.TAKE_BACK, now=NOW + timedelta(hours=2))
    third, _calendar = event(client)
    assert {str(one["uid"]) for one in (first, second, third)} == {str(first["uid"])}
    assert [str(one["status"]) for one in (first, second, third)] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert [int(one["sequence"]) for one in (first, second, third)] == [1, 2, 3]
    assert second["last-modified"].dt == NOW + timedelta(hours=1)
    assert "Sala jest zamknięta." in str(second["description"])


def test_another_date_moves_the_event_at_once(client) -> None:
    meeting, _version = scene.published()
    do(meeting, CourseKind.POSTPONE, **NEW_DAY)
    found, _calendar = event(client)
    assert found["dtstart"].dt == NEW_DAY["starts_at"].astimezone(UTC)
    assert (int(found["sequence"]), str(found["status"])) == (2, "CONFIRMED")
