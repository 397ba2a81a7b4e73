"""The nine lists in the editor: whom they name, in which order, with which picture and whose consent."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from obrady.stages.announcements.models import PartyEntry
from obrady.stages.announcements.queries import lists_of
from obrady.stages.announcements.states import PartyListKind
from obrady.stages.organisations.models import Logo
from tests import cast
from tests.stages.announcements import scene
from tests.stages.announcements.scene import words

pytestmark = pytest.mark.django_db
HERE = "/team/integracja/announcement/lists/"
ANNA = {"name_pl": "Anna Zmyślona", "kind": "person", "role_pl": "ekspertka"}
AGREED = {"may_be_named": "on", "consented_on": "2026-11-20"}


@pytest.fixture
def team(client):
    return cast.sign_in(client, cast.coordinator())


@pytest.fixture
def meeting():
    return scene.ready()


def upload(content: bytes = b"", name: str = "znak.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or scene.picture("Znak"), content_type="image/png")


def refused(response) -> str:
    assert response.status_code == 400
    return response.content.decode()


def test_all_nine_lists_are_offered_before_anybody_touched_them(team) -> None:
    cast.meeting(announced=False)
    page = team.get(HERE).content.decode()
    assert [kind for kind in PartyListKind if f'href="{HERE}{kind}/"' not in page] == []


def test_an_entry_with_consent_is_kept_with_its_day(team, meeting) -> None:
    team.post(f"{HERE}invited-experts/new/", {**ANNA, **AGREED, "link": "https://example.org/anna"})
    entry = PartyEntry.objects.get()
    assert (str(entry.name), entry.kind, entry.may_be_named, str(entry.consented_on)) == (
        "Anna Zmyślona",
        "person",
        True,
        "2026-11-20",
    )


def test_without_the_tick_the_day_means_nothing_and_the_list_says_who_is_not_shown(team, meeting) -> None:
    team.post(f"{HERE}invited-experts/new/", {**ANNA, "consented_on": "2026-11-20"})
    entry = PartyEntry.objects.get()
    assert (entry.may_be_named, entry.consented_on) == (False, None)
    assert "mark-warn" in team.get(f"{HERE}invited-experts/").content.decode()
    assert "mark-warn" in team.get(HERE).content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name_pl": ""}, "name_pl"),
        ({"kind": "robot"}, "kind_0"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "data:text/html,x"}, "link"),
        ({"may_be_named": "on", "consented_on": ""}, "consented_on"),
        ({"name_uk": "я" * 201}, "name_uk"),
        ({"description_en": "a" * 6001}, "description_en"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(team, meeting, typed: dict, field: str) -> None:
    page = refused(team.post(f"{HERE}patrons/new/", {**ANNA, **AGREED, "role_en": "an expert", **typed}))
    assert f'href="#id_{field}"' in page
    assert "an expert" in page
    assert not PartyEntry.objects.exists()


def test_a_logo_is_kept_with_its_words_and_can_be_taken_away(team, meeting) -> None:
    said = {"name_pl": "Nurt", "kind": "organisation", **AGREED, "alternative_text_pl": "Znak Nurtu"}
    team.post(f"{HERE}patrons/new/", {**said, "picture": upload()})
    entry = PartyEntry.objects.get()
    assert str(entry.logo.alternative_text) == "Znak Nurtu"
    team.post(f"{HERE}patrons/{entry.pk}/", {**said, "alternative_text_pl": "Fala i napis Nurt"})
    assert str(Logo.objects.get().alternative_text) == "Fala i napis Nurt"
    team.post(f"{HERE}patrons/{entry.pk}/", {**said, "no_picture": "on"})
    entry.refresh_from_db()
    assert entry.logo is None


@pytest.mark.parametrize(
    "content",
    [b"<svg onload='alert(1)'></svg>", b"\x89PNG\r\n\x1a\nbroken", b"MZ" + b"\0" * 500, b"a" * (5 * 1024 * 1024 + 1)],
    ids=["svg", "broken", "program", "huge"],
)
def test_a_file_that_is_no_picture_is_refused_with_words(team, meeting, content: bytes) -> None:
    said = {**ANNA, **AGREED, "alternative_text_pl": "Znak"}
    page = refused(team.post(f"{HERE}patrons/new/", {**said, "picture": upload(content)}))
    assert 'href="#id_picture"' in page
    assert "Anna Zmyślona" in page
    assert not Logo.objects.exists()


def test_a_picture_needs_its_words(team, meeting) -> None:
    page = refused(team.post(f"{HERE}patrons/new/", {**ANNA, **AGREED, "picture": upload()}))
    assert 'href="#id_alternative_text_pl"' in page
    assert not Logo.objects.exists()


def test_removing_asks_first(team, meeting) -> None:
    entry = scene.entry(meeting, PartyListKind.PATRONS, name=words("Nurt"))
    page = team.get(f"{HERE}patrons/{entry.pk}/remove/").content.decode()
    assert "Nurt" in page
    assert PartyEntry.objects.exists()
    team.post(f"{HERE}patrons/{entry.pk}/remove/")
    assert not PartyEntry.objects.exists()


def test_buttons_move_entries_and_lists(team, meeting) -> None:
    entries = [scene.entry(meeting, PartyListKind.PATRONS, name=words(name)) for name in "AB"]
    moved = team.post(f"{HERE}patrons/{entries[1].pk}/move/", {"direction": "up"})
    assert moved.url == f"{HERE}patrons/#entry-{entries[1].pk}"
    team.post(f"{HERE}patrons/move/", {"direction": "up"})
    lists = {PartyListKind(row.kind): [str(entry.name) for entry in entries] for row, entries in lists_of(meeting)}
    assert lists[PartyListKind.PATRONS] == ["B", "A"]
    assert list(lists)[3:5] == [PartyListKind.PATRONS, PartyListKind.INVITED_EXPERTS]


def test_a_heading_is_the_usual_one_until_it_is_written(team, meeting) -> None:
    team.post(f"{HERE}patrons/", {"heading_pl": "Pod skrzydłami"})
    assert "Pod skrzydłami" in team.get(HERE).content.decode()
    team.post(f"{HERE}patrons/", {"heading_pl": ""})
    assert "Pod skrzydłami" not in team.get(HERE).content.decode()


@pytest.mark.parametrize("address", ["nobody/", "nobody/new/", "patrons/999/", "patrons/999/remove/"])
def test_unknown_lists_and_entries_are_not_found(team, meeting, address: str) -> None:
    assert team.get(f"{HERE}{address}").status_code == 404


def test_an_entry_of_another_meeting_cannot_be_reached(team, meeting) -> None:
    other = scene.entry(scene.ready(slug="inne"), PartyListKind.PATRONS)
    assert team.post(f"{HERE}patrons/{other.pk}/remove/").status_code == 404
    assert PartyEntry.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("page", ["", "patrons/"])
def test_lists_take_the_same_queries_with_1_and_with_30_entries(
    team, meeting, page: str, django_assert_num_queries
) -> None:
    scene.entry(meeting, PartyListKind.PATRONS)
    team.get(f"{HERE}{page}")
    with django_assert_num_queries(8):
        team.get(f"{HERE}{page}")
    for number in range(29):
        scene.entry(meeting, PartyListKind.PATRONS, name=words(f"Patron {number}"))
    with django_assert_num_queries(8):
        assert "30" in team.get(f"{HERE}{page}").content.decode() or page
