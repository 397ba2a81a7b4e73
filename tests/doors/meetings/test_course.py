import re
from datetime import datetime

import pytest
from django.test import Client

from obrady.stages.announcements.actions import publish_announcement
from obrady.stages.ledger.states import CONSOLE
from obrady.stages.letters.models import Letter
from obrady.stages.letters.states import LetterKind, LetterState
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import changes_of, meeting_with_slug
from obrady.stages.meetings.states import CourseKind, MeetingState
from tests import cast
from tests.cast import NOW, WARSAW
from tests.stages.announcements import scene
from tests.stages.applications import desk
from tests.stages.draws import office
from tests.stages.meetings.course_desk import do

pytestmark = pytest.mark.django_db
HERE = "/en/team/integracja/course/"
WHY = {"reason_pl": "Sala jest zamknięta.", "reason_uk": "", "reason_en": "The hall is closed."}
PLACE = {"place_pl": "Dom Sąsiedzki", "place_en": "Neighbours’ House", **WHY}
WEEK_MORE = {"closes_day": "2026-12-07", "closes_hour": "17:00", "answer_by": "2026-12-10", **WHY}
NEW_DAY = {"day": "2027-01-11", "begins": "11:00", "ends": "17:00", "shifts_agenda": "on", **WHY}


@pytest.fixture(autouse=True)
def the_clock_stands(settings) -> None:
    settings.OBRADY_FIXED_NOW = NOW.isoformat()


def later(settings, moment: datetime) -> None:
    settings.OBRADY_FIXED_NOW = moment.isoformat()


@pytest.fixture
def team(client: Client) -> Client:
    return cast.sign_in(client, cast.coordinator())


def fresh() -> Meeting:
    return meeting_with_slug("integracja")


def confirmed(team: Client, kind: str, typed: dict, expected: int = 0) -> object:
    return team.post(f"{HERE}{kind}/", {**typed, "confirmed": "yes", "expected": expected})


def shown(response) -> str:
    return response.content.decode()


def test_the_page_offers_what_makes_sense_now(team: Client, settings) -> None:
    cast.meeting()
    assert re.findall(r"course/(\w+)/\"", shown(team.get(HERE))) == [
        "extend", "close_early", "postpone", "move", "shrink", "cancel",
    ]  # fmt: skip
    later(settings, datetime(2026, 12, 20, 9, 0, tzinfo=WARSAW))
    assert "The meeting has taken place." in shown(team.get(HERE))


def test_a_change_that_does_not_exist_is_not_found(team: Client) -> None:
    scene.whole()
    assert team.get(f"{HERE}nothing/").status_code == 404


def test_a_draft_leads_to_the_announcement(team: Client) -> None:
    cast.meeting(announced=False)
    assert "Nothing is announced yet" in shown(team.get(HERE))


@pytest.mark.parametrize("kind", list(CourseKind))
def test_every_form_opens_when_it_makes_sense(team: Client, settings, kind: CourseKind) -> None:
    meeting = cast.meeting()
    if kind is CourseKind.REOPEN:
        later(settings, datetime(2026, 12, 5, 9, 0, tzinfo=WARSAW))
    if kind is CourseKind.TAKE_BACK:
        do(meeting, CourseKind.CANCEL)
    response = team.get(f"{HERE}{kind}/")
    assert response.status_code == 200
    assert 'name="reason_pl"' in shown(response)


def test_before_anything_happens_the_page_says_whom_it_touches_and_shows_the_letters(team: Client) -> None:
    meeting = desk.meeting()
    desk.apply(meeting)
    desk.apply(meeting, language="uk", **desk.other_person(1))
    page = shown(team.post(f"{HERE}move/", PLACE))
    touched = dict(re.findall(r'data-key="(\w+)" data-count="(\d+)"', page))
    assert (touched["applications"], touched["drafts"]) == ("2", "2")
    assert "Web: 2" in page
    assert 'lang="uk"' in page
    assert "Neighbours’ House" in page
    assert "the letter carries the Polish words" in page
    assert (changes_of(meeting), Letter.objects.filter(kind=LetterKind.MOVED).count()) == ([], 0)


def test_what_was_typed_goes_on_to_the_confirmation_and_back(team: Client) -> None:
    cast.meeting()
    page = shown(team.post(f"{HERE}move/", PLACE))
    assert '<input type="hidden" name="place_pl" value="Dom Sąsiedzki">' in page
    back = shown(team.post(f"{HERE}move/", {**PLACE, "mend": "yes", "expected": "0"}))
    assert 'value="Dom Sąsiedzki"' in back
    assert "error-summary" not in back


def test_confirming_makes_the_change_and_its_drafts(team: Client) -> None:
    meeting = desk.meeting()
    desk.apply(meeting)
    response = confirmed(team, "extend", WEEK_MORE)
    assert (response.status_code, response.url) == (302, HERE)
    assert fresh().closes_at == datetime(2026, 12, 7, 17, 0, tzinfo=WARSAW)
    assert str(fresh().answer_by) == "2026-12-10"
    assert Letter.objects.get(kind=LetterKind.EXTENDED).state == LetterState.DRAFT
    page = shown(team.get(HERE))
    assert "There is more time to apply" in page
    assert "Krystyna Koordynatorka" in page


@pytest.mark.parametrize(
    ("kind", "typed", "field"),
    [
        ("extend", {**WEEK_MORE, "closes_day": "2026-12-01"}, "closes_day"),
        ("extend", {**WEEK_MORE, "answer_by": "2026-12-24"}, "answer_by"),
        ("extend", {**WEEK_MORE, "closes_hour": ""}, "closes_hour"),
        ("extend", {**WEEK_MORE, "closes_day": "yesterday"}, "closes_day"),
        ("close_early", {"at_once": "", "closes_day": "2026-12-09", "closes_hour": "9:00", **WHY}, "closes_day"),
        ("postpone", {**NEW_DAY, "window": "keep", "ends": "10:00"}, "ends"),
        ("postpone", {**NEW_DAY, "window": "keep", "day": "2026-11-01"}, "day"),
        ("postpone", {**NEW_DAY, "window": "own"}, "closes_day"),
        ("postpone", {**NEW_DAY, "window": "other"}, "window"),
        ("move", {**PLACE, "place_pl": ""}, "place_pl"),
        ("move", {**PLACE, "reason_pl": ""}, "reason_pl"),
        ("shrink", {"places": "20", **WHY}, "places"),
        ("shrink", {"places": "-1", **WHY}, "places"),
        ("cancel", {"reason_pl": "Proszę pisać: anna@example.org"}, "reason_pl"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_stays_typed(team: Client, kind: str, typed: dict, field: str) -> None:
    cast.meeting()
    for data in (typed, {**typed, "confirmed": "yes", "expected": "0"}):
        response = team.post(f"{HERE}{kind}/", data)
        assert response.status_code == 400
        assert f"#id_{field}" in shown(response)
    assert changes_of(fresh()) == []


def test_closing_early_at_once_closes_now(team: Client) -> None:
    cast.meeting()
    confirmed(team, "close_early", {"at_once": "on", **WHY})
    assert fresh().closes_at == NOW


@pytest.mark.parametrize(
    ("window", "closes", "answer"),
    [("keep", "2026-12-04 17:00", "2026-12-08"), ("shift", "2027-01-01 17:00", "2027-01-05")],
)
def test_another_date_takes_window_and_answers_along_if_wanted(
    team: Client, window: str, closes: str, answer: str
) -> None:
    cast.meeting()
    confirmed(team, "postpone", {**NEW_DAY, "window": window})
    meeting = fresh()
    assert f"{meeting.closes_at.astimezone(WARSAW):%Y-%m-%d %H:%M}" == closes
    assert str(meeting.answer_by) == answer
    assert meeting.starts_at == datetime(2027, 1, 11, 11, 0, tzinfo=WARSAW)


def test_the_second_of_two_people_is_told(team: Client) -> None:
    cast.meeting()
    confirmed(team, "move", PLACE)
    response = confirmed(team, "shrink", {"places": "5", **WHY}, expected=0)
    assert response.status_code == 400
    assert "while you were looking" in shown(response)
    assert fresh().places == 20


def test_pressing_twice_does_it_once(team: Client) -> None:
    cast.meeting()
    for _ in range(2):
        confirmed(team, "cancel", WHY)
    assert [row.kind for row in changes_of(fresh())] == ["cancel"]


def test_a_cancelled_meeting_says_so_everywhere_and_takes_nobody(team: Client) -> None:
    meeting = desk.meeting()
    confirmed(team, "cancel", WHY)
    assert fresh().state == MeetingState.CANCELLED
    for address in ("queue", "course", "recruitment", "letters"):
        where = {"queue": "applications", "recruitment": "recruitment"}.get(address, address)
        assert "This meeting is cancelled." in shown(team.get(f"/en/team/{meeting.slug}/{where}/")), address
    entry = team.get(f"/en/team/{meeting.slug}/applications/new/phone/", follow=True)
    assert "Nothing was taken: the meeting is cancelled." in shown(entry)
    assert "The meeting is cancelled" in shown(Client().get(f"/en/m/{meeting.slug}/apply/"))
    assert "cancelled" in shown(Client().get("/en/"))


def test_a_reader_is_told_first_what_changed_when_and_why() -> None:
    meeting = scene.in_three_languages(scene.whole())
    publish_announcement(actor=CONSOLE, meeting=meeting, now=NOW)
    do(meeting, CourseKind.CANCEL)
    page = shown(Client().get("/en/m/integracja/"))
    assert page.index("The meeting is cancelled") < page.index("<h1")
    assert "The hall is closed." in page
    assert "/apply/" not in page
    assert "Зала зачинена." in shown(Client().get("/uk/m/integracja/"))


def test_a_frozen_pool_is_said_beside_the_change_that_it_forbids(team: Client, settings) -> None:
    meeting = office.meeting_with(6)
    office.frozen(office.draft(meeting))
    later(settings, datetime(2026, 12, 5, 9, 0, tzinfo=WARSAW))
    page = shown(team.get(HERE))
    assert page.count("The pool is frozen for the draw") == 2
    assert re.findall(r"course/(\w+)/\"", page) == ["postpone", "move", "cancel"]


def test_after_closing_too_few_leads_to_more_time_or_a_smaller_meeting(team: Client, settings) -> None:
    meeting = desk.meeting()
    desk.apply(meeting)
    later(settings, datetime(2026, 12, 5, 9, 0, tzinfo=WARSAW))
    page = shown(team.get("/en/team/integracja/closing/"))
    assert "Fewer people applied than there are places" in page
    assert re.findall(r"course/(\w+)/\"", page) == ["reopen", "shrink"]
    overview = shown(team.get("/en/team/integracja/"))
    assert "/team/integracja/closing/" in overview


def test_after_closing_enough_leads_on(team: Client, settings) -> None:
    office.meeting_with(6, places=4)
    later(settings, datetime(2026, 12, 5, 9, 0, tzinfo=WARSAW))
    page = shown(team.get("/en/team/integracja/closing/"))
    assert "lots will be drawn" in page
    assert "/recruitment/" in page


def test_the_same_number_of_queries_for_one_and_for_thirty(team: Client, django_assert_max_num_queries) -> None:
    meeting = desk.meeting()
    desk.apply(meeting)
    team.post(f"{HERE}move/", PLACE)
    counts = []
    for people in (1, 30):
        for number in range(1, people):
            desk.apply(meeting, **desk.other_person(number))
        with django_assert_max_num_queries(80) as queries:
            team.post(f"{HERE}move/", PLACE)
        counts.append(len(queries))
    assert counts[0] == counts[1]
