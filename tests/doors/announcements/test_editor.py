"""The editor: each section's form keeps what was typed, says what is wrong, and readers see nothing until publishing."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from obrady.doors.web.announcements.forms.moments import instant
from obrady.stages.announcements.queries import announcement_of, public_content, versions_of
from obrady.stages.applications.states import ApplicationState
from obrady.stages.ledger.models import Entry
from obrady.stages.meetings.queries import agenda_of, meeting_with_slug, projects_of
from tests import cast
from tests.stages.announcements import scene
from tests.stages.announcements.scene import words
from tests.stages.applications import desk

pytestmark = pytest.mark.django_db
HERE = "/team/integracja/announcement/"


@pytest.fixture
def team(client):
    return cast.sign_in(client, cast.coordinator())


@pytest.fixture
def meeting():
    return cast.meeting(announced=False)


def refused(response) -> str:
    assert response.status_code == 400
    page = response.content.decode()
    assert "error-summary" in page
    return page


# Title and texts


TEXTS = {
    "title_pl": "Tytuł",
    "title_uk": "Назва",
    "why_pl": "Bo warto.",
    "for_whom_pl": "Dla wszystkich.",
    "for_whom_en": "All.",
}


def test_texts_are_kept_in_their_languages(team, meeting) -> None:
    response = team.post(f"{HERE}texts/", {**TEXTS, "save": "yes"})
    assert (response.status_code, response.url) == (302, HERE)
    assert meeting_with_slug("integracja").title.data == {"pl": "Tytuł", "uk": "Назва"}
    assert announcement_of(meeting).for_whom.data == {"pl": "Dla wszystkich.", "en": "All."}


def test_saving_can_go_on_to_the_next_section(team, meeting) -> None:
    response = team.post(f"{HERE}texts/", {**TEXTS, "go_on": "yes"})
    assert response.url == f"{HERE}particulars/"


def test_a_missing_title_is_said_and_everything_typed_is_kept(team, meeting) -> None:
    before = Entry.objects.count()
    page = refused(team.post(f"{HERE}texts/", {**TEXTS, "title_pl": " ", "why_uk": "Тому що варто"}))
    assert 'href="#id_title_pl"' in page
    assert "Тому що варто" in page
    assert 'aria-invalid="true"' in page
    assert Entry.objects.count() == before


def test_a_text_that_is_too_long_is_said_and_kept(team, meeting) -> None:
    page = refused(team.post(f"{HERE}texts/", {**TEXTS, "why_uk": "д" * 6001}))
    assert "6000" in page
    assert "д" * 6001 in page
    assert not announcement_of(meeting).pk


def test_marks_that_turn_the_direction_of_writing_are_taken_out(team, meeting) -> None:
    team.post(f"{HERE}texts/", {**TEXTS, "title_pl": "Spot\u202ekanie\u200b\u0007", "why_pl": "a\r\n\r\nb\u2066"})
    assert meeting_with_slug("integracja").title.data["pl"] == "Spotkanie"
    assert announcement_of(meeting).why.data["pl"] == "a\n\nb"


def test_what_is_missing_in_a_language_is_marked_beside_its_box(team) -> None:
    meeting = scene.ready()
    scene.set_texts(
        actor=scene.CONSOLE, meeting=meeting, title=words("Tytuł", en="Title"), texts=scene.Texts(), now=cast.NOW
    )
    page = team.get(f"{HERE}texts/").content.decode()
    assert page.count("mark-warn") == 1
    assert page.index("mark-warn") < page.index('id="id_title_uk"')


def test_words_in_a_language_that_is_no_longer_offered_survive(team, meeting) -> None:
    scene.set_texts(
        actor=scene.CONSOLE,
        meeting=meeting,
        title=scene.LazyI18nString({"pl": "Tytuł", "cs": "Název"}),
        texts=scene.Texts(),
        now=cast.NOW,
    )
    team.post(f"{HERE}texts/", TEXTS)
    assert meeting_with_slug("integracja").title.data["cs"] == "Název"


# Date, place and applications


PARTICULARS = {
    "day": "2026-12-14",
    "begins": "09:30",
    "ends": "15:30",
    "zone": "Europe/Warsaw",
    "places": "40",
    "opens_day": "2026-11-23",
    "opens_hour": "09:00",
    "closes_day": "2026-12-04",
    "closes_hour": "17:00",
    "answer_by": "2026-12-08",
    "place_pl": "Dom",
    "phone": "+48 600 000 112",
    "email": "biuro@example.org",
}


def test_a_new_closing_of_an_announced_meeting_leads_to_publishing_it(team) -> None:
    scene.published()
    earlier = {**PARTICULARS, "closes_day": "2026-12-03", "go_on": "yes"}
    response = team.post(f"{HERE}particulars/", earlier, follow=True)
    assert response.redirect_chain[-1][0] == f"{HERE}publish/"
    assert "liczy się od teraz" in response.content.decode()


def test_a_later_closing_makes_late_applications_timely(team) -> None:
    meeting = desk.meeting()
    after = meeting.closes_at + timedelta(hours=3)
    late = desk.apply(meeting, actor=desk.office(), channel="office", now=after).application
    day_after = (meeting.closes_at + timedelta(days=1)).date().isoformat()
    team.post(f"{HERE}particulars/", {**PARTICULARS, "closes_day": day_after})
    assert (late.state, desk.fresh(late).state) == (ApplicationState.LATE, ApplicationState.COMPLETE)


def test_hours_are_those_of_the_meetings_own_clocks(team, meeting) -> None:
    team.post(f"{HERE}particulars/", {**PARTICULARS, "zone": "Europe/Kyiv"})
    kept = meeting_with_slug("integracja")
    assert kept.starts_at == datetime(2026, 12, 14, 7, 30, tzinfo=UTC)
    assert kept.closes_at == datetime(2026, 12, 4, 15, 0, tzinfo=UTC)
    assert (kept.zone, kept.places, kept.place.data) == ("Europe/Kyiv", 40, {"pl": "Dom"})
    page = team.get(f"{HERE}particulars/").content.decode()
    assert 'value="09:30"' in page
    assert 'value="2026-12-14"' in page


def test_the_title_is_left_alone(team, meeting) -> None:
    team.post(f"{HERE}particulars/", PARTICULARS)
    assert meeting_with_slug("integracja").title == meeting.title


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"ends": "09:00"}, "ends"),
        ({"closes_day": "2026-11-20"}, "closes_day"),
        ({"begins": ""}, "begins"),
        ({"day": "", "begins": "09:30"}, "day"),
        ({"opens_hour": ""}, "opens_hour"),
        ({"closes_day": ""}, "closes_day"),
        ({"answer_by": "2026-12-03"}, "answer_by"),
        ({"day": "31.02.2026"}, "day"),
        ({"begins": "25:00"}, "begins"),
        ({"places": "0"}, "places"),
        ({"places": "-3"}, "places"),
        ({"places": "many"}, "places"),
        ({"zone": "Europe/Nowhere"}, "zone"),
        ({"phone": "call me"}, "phone"),
        ({"email": "a@b"}, "email"),
        ({"day": "2027-03-28", "begins": "02:30"}, "begins"),
        ({"closes_day": "2026-10-25", "closes_hour": "02:30", "opens_day": "2026-10-01"}, "closes_hour"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(team, meeting, typed: dict, field: str) -> None:
    page = refused(team.post(f"{HERE}particulars/", {**PARTICULARS, **typed, "place_uk": "Дім"}))
    assert f'href="#id_{field}"' in page
    assert "Дім" in page
    assert meeting_with_slug("integracja").starts_at == meeting.starts_at


def test_an_answer_before_applications_close_is_refused_with_both_days(team, meeting) -> None:
    page = refused(team.post(f"{HERE}particulars/", {**PARTICULARS, "answer_by": "2026-12-03"}))
    assert "4 grudnia 2026 r." in page.replace("\u00a0", " ")
    assert "3 grudnia 2026 r." in page.replace("\u00a0", " ")
    assert 'value="2026-12-03"' in page
    assert team.post(f"{HERE}particulars/", {**PARTICULARS, "answer_by": "2026-12-04"}).status_code == 302


def test_what_publishing_needs_is_never_called_optional(team, meeting) -> None:
    needed = {"texts": ("id_why", "id_for_whom"), "particulars": ("id_day", "id_place", "id_places", "id_answer_by")}
    for section, boxes in needed.items():
        page = team.get(f"{HERE}{section}/").content.decode()
        for box in boxes:
            at = page.index(f'for="{box}"' if f'for="{box}"' in page else f'id="{box}"')
            assert "potrzebne przed publikacją" in page[at : at + 200], box
    assert "nieobowiązkowe" in team.get(f"{HERE}texts/").content.decode()


def test_what_is_missing_before_publishing_leads_to_its_box(team, meeting) -> None:
    for page in (HERE, f"{HERE}publish/"):
        shown = team.get(page).content.decode()
        assert f'href="{HERE}texts/#id_why"' in shown
        assert f'href="{HERE}texts/#id_for_whom"' in shown


def test_polish_ways_of_writing_a_day_and_an_hour_are_understood(team, meeting) -> None:
    team.post(f"{HERE}particulars/", {**PARTICULARS, "day": "15.12.2026", "begins": "9.45"})
    assert meeting_with_slug("integracja").starts_at == datetime(2026, 12, 15, 8, 45, tzinfo=UTC)


def test_a_draft_may_be_saved_half_filled(team, meeting) -> None:
    response = team.post(f"{HERE}particulars/", {"zone": "Europe/Warsaw", "place_pl": "Dom"})
    assert response.status_code == 302
    kept = meeting_with_slug("integracja")
    assert (kept.starts_at, kept.opens_at, kept.places) == (None, None, None)


WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.mark.parametrize(("day", "hour"), [("2027-03-28", "02:30"), ("2026-10-25", "02:00"), ("2026-10-25", "02:59")])
def test_an_hour_that_is_skipped_or_comes_twice_is_no_instant(day: str, hour: str) -> None:
    with pytest.raises(ValidationError):
        instant(datetime.fromisoformat(day).date(), time.fromisoformat(hour), WARSAW)


@pytest.mark.parametrize(
    ("day", "hour", "utc"),
    [("2027-03-28", "01:59", "00:59"), ("2027-03-28", "03:00", "01:00"), ("2026-10-25", "03:00", "02:00")],
)
def test_the_hours_around_a_change_of_clocks_are_right(day: str, hour: str, utc: str) -> None:
    found = instant(datetime.fromisoformat(day).date(), time.fromisoformat(hour), WARSAW)
    assert found == datetime.fromisoformat(f"{day}T{utc}+00:00")


# Programme


def titles(meeting) -> list[str]:
    return [str(point.title) for point in agenda_of(meeting)]


def test_a_point_goes_where_its_hour_belongs(team, meeting) -> None:
    for starts, title in (("10:00", "Praca"), ("09:30", "Powitanie"), ("", "Na koniec")):
        team.post(f"{HERE}programme/new/", {"starts_at": starts, "title_pl": title})
    assert titles(meeting) == ["Powitanie", "Praca", "Na koniec"]


def test_a_point_is_moved_changed_and_removed(team, meeting) -> None:
    for title in "ABC":
        team.post(f"{HERE}programme/new/", {"title_pl": title})
    keys = [point.pk for point in agenda_of(meeting)]
    moved = team.post(f"{HERE}programme/{keys[2]}/move/", {"direction": "up"})
    assert moved.url.endswith(f"#point-{keys[2]}")
    team.post(f"{HERE}programme/{keys[0]}/", {"title_pl": "A2", "title_uk": "А2"})
    assert "A2" in team.get(f"{HERE}programme/{keys[0]}/remove/").content.decode()
    assert titles(meeting) == ["A2", "C", "B"]
    team.post(f"{HERE}programme/{keys[0]}/remove/")
    assert titles(meeting) == ["C", "B"]


@pytest.mark.parametrize("direction", ["up", "sideways", ""])
def test_the_first_point_cannot_go_higher(team, meeting, direction: str) -> None:
    for title in "AB":
        team.post(f"{HERE}programme/new/", {"title_pl": title})
    team.post(f"{HERE}programme/{agenda_of(meeting)[0].pk}/move/", {"direction": direction})
    assert titles(meeting) == ["A", "B"]


def test_a_point_must_not_end_before_it_begins(team, meeting) -> None:
    page = refused(team.post(f"{HERE}programme/new/", {"title_pl": "A", "starts_at": "10:00", "ends_at": "09:00"}))
    assert 'href="#id_ends_at"' in page
    assert titles(meeting) == []


def test_a_point_of_another_meeting_is_not_found(team, meeting) -> None:
    other = cast.meeting(slug="inne", announced=False)
    scene.set_agenda(
        actor=scene.CONSOLE,
        meeting=other,
        lines=[scene.AgendaLine(starts_at=None, ends_at=None, title=words("X"), description=words(""))],
        now=cast.NOW,
    )
    key = agenda_of(other)[0].pk
    assert team.get(f"{HERE}programme/{key}/").status_code == 404
    assert team.post(f"{HERE}programme/{key}/remove/").status_code == 404
    assert titles(other) == ["X"]


# Publishing


def test_publishing_says_what_is_missing_with_links_and_freezes_nothing(team, meeting) -> None:
    page = team.get(f"{HERE}publish/").content.decode()
    assert "notice-bad" in page
    assert f'href="{HERE}texts/"' in page
    assert "<button" not in page.split("<main", 1)[1]
    team.post(f"{HERE}publish/")
    assert public_content(meeting) is None


def test_publishing_says_when_nobody_could_apply_yet(team) -> None:
    scene.ready()
    to_the_form = 'href="/team/integracja/form/">Formularz zgłoszenia</a>'
    assert to_the_form in team.get(f"{HERE}publish/").content.decode()
    desk.meeting(slug="z-formularzem")
    page = team.get("/team/z-formularzem/announcement/publish/").content.decode()
    assert to_the_form.replace("integracja", "z-formularzem") not in page


def test_a_part_that_lacks_something_is_not_called_ready(team, meeting) -> None:
    page = team.get(HERE).content.decode()
    programme = page.split(f'href="{HERE}programme/"', 1)[1].split("</ul>")[0]
    assert "Brakuje: program" in programme
    assert "mark-good" not in programme


def test_what_is_there_can_be_published_and_its_versions_are_listed(team) -> None:
    meeting = scene.ready()
    response = team.post(f"{HERE}publish/", follow=True)
    version = versions_of(meeting).get()
    page = response.content.decode()
    assert version.sha256[:16] in page
    assert "Krystyna Koordynatorka" in page
    assert team.get("/m/integracja/").status_code == 200
    assert "Tytuł zmieniony" not in team.get("/m/integracja/").content.decode()


def test_changes_after_publishing_are_shown_as_not_yet_published(team) -> None:
    scene.published()
    assert "mark-warn" not in team.get(HERE).content.decode()
    team.post(f"{HERE}texts/", TEXTS)
    page = team.get(HERE).content.decode()
    assert page.count("mark-warn") == 1
    assert f'href="{HERE}publish/"' in page


def test_the_preview_shows_the_draft_and_an_old_version_what_it_showed(team) -> None:
    scene.published()
    team.post(f"{HERE}texts/", {**TEXTS, "title_pl": "Tytuł zmieniony"})
    assert "Tytuł zmieniony" in team.get(f"{HERE}preview/").content.decode()
    old = team.get(f"{HERE}versions/1/").content.decode()
    assert "Tytuł zmieniony" not in old
    assert versions_of(meeting_with_slug("integracja")).get().sha256 in old
    assert team.get(f"{HERE}versions/2/").status_code == 404


def test_pages_of_the_team_are_kept_by_no_browser(team, meeting) -> None:
    assert team.get(HERE)["Cache-Control"] == "no-store"


def test_a_project_is_written_and_chosen_for_this_meeting(team, meeting) -> None:
    said = {"name_pl": "Razem", "funding_sentence_pl": "Płaci fundusz.", "link": "example.org/razem"}
    team.post(f"{HERE}projects/new/", said)
    (project,) = projects_of(meeting)
    assert (str(project.funding_sentence), project.link) == ("Płaci fundusz.", "https://example.org/razem")
    team.post(f"{HERE}projects/{project.pk}/choose/", {"act": "leave"})
    assert projects_of(meeting) == []
    team.post(f"{HERE}projects/{project.pk}/choose/", {"act": "use"})
    assert projects_of(meeting) == [project]


def test_somebody_whose_role_ends_at_this_meeting_cannot_write_the_organisations_projects(client, meeting) -> None:
    guest = cast.guest_of(meeting, cast.Role.COORDINATOR)
    cast.sign_in(client, guest)
    assert client.get(f"{HERE}projects/").status_code == 200
    assert client.get(f"{HERE}projects/new/").status_code == 403
    page = client.get(f"{HERE}lists/patrons/new/").content.decode()
    assert 'type="file"' not in page
    assert client.post(f"{HERE}lists/patrons/new/", {"name_pl": "Nurt", "kind": "organisation"}).status_code == 302


def test_from_nothing_to_a_public_page_by_forms_alone(team) -> None:
    nothing = dict.fromkeys(("starts_at", "ends_at", "places", "opens_at", "closes_at", "answer_by"))
    cast.meeting(announced=False, **nothing)
    team.post(f"{HERE}texts/", TEXTS)
    team.post(f"{HERE}particulars/", PARTICULARS)
    team.post(f"{HERE}programme/new/", {"starts_at": "09:30", "title_pl": "Powitanie"})
    team.post(f"{HERE}publish/")
    page = team.get("/uk/m/integracja/").content.decode()
    assert "Назва" in page
    assert '<span lang="pl">Powitanie</span>' in page
