"""Materials: put up by the team, handed out as downloads to whom they are for."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from obrady.stages.announcements.actions import publish_announcement
from obrady.stages.announcements.models import Material
from obrady.stages.applications.actions import withdraw
from obrady.stages.ledger.states import CONSOLE
from tests import cast
from tests.cast import NOW
from tests.stages.announcements import scene
from tests.stages.applications import desk

pytestmark = pytest.mark.django_db
HERE = "/team/integracja/materials/"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"
PLAN = {"title_pl": "Plan dnia", "title_en": "Plan of the day", "audience": "participants", "phase": "before"}


@pytest.fixture
def meeting():
    return desk.meeting()


@pytest.fixture
def team(client, meeting):
    return cast.sign_in(client, cast.coordinator())


def put_up(team, **changes: object) -> Material:
    file = SimpleUploadedFile("plan dnia.html", PDF, content_type="text/html")
    answer = team.post(f"{HERE}new/", {**PLAN, "file": file, **changes})
    assert answer.status_code == 302
    return Material.objects.latest("pk")


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_file_is_a_download_of_what_it_is_whatever_it_was_called(team) -> None:
    material = put_up(team, audience="public")
    answer = Client().get(f"/m/integracja/materials/{material.pk}/")
    assert body(answer) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="plan dnia.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_what_is_for_those_who_applied_is_not_for_everybody(team, meeting) -> None:
    material = put_up(team)
    token = desk.apply(meeting).token
    assert Client().get(f"/m/integracja/materials/{material.pk}/").status_code == 404
    assert "Plan dnia" not in Client().get("/m/integracja/materials/").content.decode()
    assert "Plan of the day" in Client().get(f"/en/z/{token}/").content.decode()
    assert body(Client().get(f"/z/{token}/materials/{material.pk}/")) == PDF


def test_whoever_withdrew_has_them_no_more(team, meeting) -> None:
    material, done = put_up(team), desk.apply(meeting)
    withdraw(actor=desk.office(), application=done.application, now=NOW)
    assert "Plan dnia" not in Client().get(f"/z/{done.token}/").content.decode()
    assert Client().get(f"/z/{done.token}/materials/{material.pk}/").status_code == 404


def test_the_material_of_another_meeting_is_not_there(team, meeting) -> None:
    material = put_up(team)
    Material.objects.filter(pk=material.pk).update(meeting=cast.meeting(slug="inne"))
    token = desk.apply(meeting).token
    assert Client().get(f"/z/{token}/materials/{material.pk}/").status_code == 404
    assert team.get(f"{HERE}{material.pk}/").status_code == 404


def test_afterwards_means_not_before(team, meeting) -> None:
    material, token = put_up(team, phase="after"), desk.apply(meeting).token
    assert "Plan dnia" not in Client().get(f"/z/{token}/").content.decode()
    assert Client().get(f"/z/{token}/materials/{material.pk}/").status_code == 404
    assert body(team.get(f"{HERE}{material.pk}/file/")) == PDF


def test_taken_away_and_put_back(team) -> None:
    material = put_up(team, audience="public")
    team.post(f"{HERE}{material.pk}/remove/")
    assert Client().get(f"/m/integracja/materials/{material.pk}/").status_code == 404
    team.post(f"{HERE}{material.pk}/back/")
    assert body(Client().get(f"/m/integracja/materials/{material.pk}/")) == PDF


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"file": SimpleUploadedFile("a.pdf", b"<html>")}, "file"),
        ({"file": ""}, "file"),
        ({"link": "javascript:alert(1)", "file": ""}, "link"),
        ({"link": "https://example.org/"}, "link"),
        ({"title_pl": ""}, "title_pl"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(team, changes: dict, field: str) -> None:
    file = SimpleUploadedFile("plan.pdf", PDF)
    answer = team.post(f"{HERE}new/", {**PLAN, "file": file, **changes})
    assert answer.status_code == 400
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert 'value="Plan of the day"' in answer.content.decode()
    assert Material.objects.count() == 0


def test_two_change_places(team) -> None:
    first, second = put_up(team), put_up(team, title_pl="Slajdy")
    team.post(f"{HERE}{second.pk}/move/", {"direction": "up"})
    page = team.get(HERE).content.decode()
    assert page.index(f"material-{second.pk}") < page.index(f"material-{first.pk}")


def test_an_empty_page_says_what_to_do(team) -> None:
    assert f'href="{HERE}new/"' in team.get(HERE).content.decode()


def test_the_public_page_leads_to_materials_as_soon_as_there_are_some(team, meeting) -> None:
    scene.texts(meeting)
    publish_announcement(actor=CONSOLE, meeting=meeting, now=NOW)
    before = Client().get("/m/integracja/")
    assert "/m/integracja/materials/" not in before.content.decode()
    put_up(team, audience="public")
    after = Client().get("/m/integracja/", headers={"If-None-Match": before["ETag"]})
    assert "/m/integracja/materials/" in after.content.decode()
