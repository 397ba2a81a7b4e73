import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from obrady.doors.web.announcements.posters import Press, short_address
from obrady.doors.web.announcements.sheets import Paper, Picture, Sheet, Size, cut, sheet_of
from obrady.stages.announcements.actions import publish_announcement
from obrady.stages.announcements.queries import draft_content
from obrady.stages.ledger.states import CONSOLE
from obrady.stages.meetings.queries import meeting_with_slug, short_code
from obrady.stages.meetings.states import CourseKind
from obrady.stages.organisations.models import Logo
from obrady.workshop.typeset import Output, typeset
from tests import cast
from tests.cast import NOW
from tests.doors.announcements.printed import pages_in, text_in
from tests.stages.announcements import scene
from tests.stages.meetings.course_desk import do

pytestmark = pytest.mark.django_db
LANGUAGES = ("pl", "uk", "en")


def address(size: str, language: str, slug: str = "integracja") -> str:
    with override("pl"):
        return reverse("poster", kwargs={"slug": slug, "size": size, "language": language})


def published() -> None:
    meeting = scene.in_three_languages(scene.whole())
    publish_announcement(actor=CONSOLE, meeting=meeting, now=NOW)


def sheet(content: dict, *, size: Size = Size.A4, language: str = "pl") -> Sheet:
    meeting = meeting_with_slug("integracja")
    paper = Paper("integracja", size, language, "https://example.org/m/integracja/", "example.org/m/integracja")
    return sheet_of(content, paper, organisation=meeting.organisation, pictures={}, now=NOW)


@pytest.mark.parametrize("size", list(Size))
@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_gets_every_sheet_in_every_language_with_what_funders_and_readers_need(
    client: Client, size: str, language: str
) -> None:
    published()
    response = client.get(address(size, language))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    said = text_in(response.content)
    content = draft_content(meeting_with_slug("integracja"))
    for project in content["projects"]:
        assert project["funding_sentence"][language] in said
    for wanted in ("+48 600 000 112", "9:30–15:30", content["title"][language], content["meeting"]["place"][language]):
        assert wanted in said
    assert content["meeting"]["office_hours"][language] in said
    assert "spotkanie@example.org" in said
    assert pages_in(response.content) == (2 if size == Size.LEAFLET else 1)


def test_a_sheet_is_titled_tagged_and_in_its_language(client: Client) -> None:
    published()
    made = client.get(address("a4", "uk")).content
    assert b"/Lang(uk" in made.replace(b" ", b"")
    assert b"/StructTreeRoot" in made
    assert made == client.get(address("a4", "uk")).content


def test_a_browser_that_has_it_gets_nothing_again(client: Client) -> None:
    published()
    first = client.get(address("a4", "pl"))
    again = client.get(address("a4", "pl"), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_draft_is_printed_for_its_team_only() -> None:
    scene.in_three_languages(scene.whole())
    assert Client().get(address("a4", "pl")).status_code == 404
    response = cast.sign_in(Client(), cast.facilitator()).get(address("a4", "pl"))
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")


@pytest.mark.parametrize(("size", "language"), [("a5", "pl"), ("a4", "de"), ("a4", "xx")])
def test_what_there_is_not_is_not_found(client: Client, size: str, language: str) -> None:
    published()
    assert client.get(address(size, language)).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", list(Size))
def test_much_of_everything_stays_on_its_page(size: Size, language: str) -> None:
    content = draft_content(scene.in_three_languages(scene.whole()))
    project = content["projects"][0]
    sentence = {code: text * 4 for code, text in project["funding_sentence"].items()}
    content["projects"] = [{**project, "funding_sentence": sentence}] * 5
    content["title"] = {code: " ".join([text] * 5) for code, text in content["title"].items()}
    content["texts"] = {
        name: {code: text * 9 for code, text in said.items()} for name, said in content["texts"].items()
    }
    made = typeset(sheet(content, size=size, language=language))
    assert pages_in(made) == (2 if size is Size.LEAFLET else 1)
    assert text_in(made).replace(" ", "").count(sentence[language].replace(" ", "")) == 5


@pytest.mark.parametrize("size", list(Size))
def test_what_is_missing_leaves_no_hole(size: Size) -> None:
    content = draft_content(cast.meeting(announced=False))
    content["meeting"] = {
        name: {} if isinstance(said, dict) else "" if isinstance(said, str) and name != "zone" else said
        for name, said in content["meeting"].items()
    }
    made = typeset(sheet(content, size=size))
    assert pages_in(made) == (2 if size is Size.LEAFLET else 1)
    assert "Porozmawiajmy o integracji" in text_in(made)


def test_a_title_is_words_and_never_markup() -> None:
    content = draft_content(cast.meeting(announced=False))
    content["title"] = {"pl": '#panic("x") *Ala* $ma$ `kota` \\ [i] psa'}
    assert '#panic("x") *Ala* $ma$ `kota` \\ [i] psa' in text_in(typeset(sheet(content)))


def test_a_cancelled_meeting_is_cancelled_on_paper_too(client: Client) -> None:
    published()
    do(meeting_with_slug("integracja"), CourseKind.CANCEL)
    said = text_in(client.get(address("a4", "pl")).content)
    assert "odwołane" in said
    assert "+48 600 000 112" not in said


def test_the_short_address_leads_to_the_page(client: Client) -> None:
    published()
    meeting = meeting_with_slug("integracja")
    host = settings.OBRADY_PUBLIC_ADDRESS.partition("://")[2]
    assert short_address(meeting, "uk") == f"{host}/uk/m/integracja"
    meeting.slug = "porozmawiajmy-o-integracji"
    assert short_address(meeting, "pl") == f"{host}/s/{short_code(meeting)}"
    assert client.get(f"/uk/s/{short_code(meeting)}/").url == "/uk/m/integracja/"
    assert client.get("/s/222222/").status_code == 404


def test_the_page_shows_every_sheet_as_a_picture_with_its_pdf(client: Client) -> None:
    published()
    page = cast.sign_in(client, cast.office()).get("/en/team/integracja/posters/").content.decode()
    assert (
        len(set(re.findall(r"/poster-\w+-\w+\.pdf", page))) == len(set(re.findall(r"/posters/\w+-\w+\.png", page))) == 9
    )
    picture = client.get("/team/integracja/posters/a4-pl.png")
    assert (picture["Content-Type"], picture.content[:4]) == ("image/png", b"\x89PNG")


def test_a_long_text_ends_at_a_word() -> None:
    assert cut(["jeden dwa", "trzy " * 30], 60) == ["jeden dwa", "trzy " * 9 + "trzy…"]


def test_a_thumbnail_outlives_a_restart_and_follows_what_is_on_it(tmp_path) -> None:
    meeting = scene.in_three_languages(scene.whole())
    content = draft_content(meeting)
    first = Press(tmp_path).made(sheet(content), Output.PNG)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(b"as it was kept")
    assert Press(tmp_path).made(sheet(content), Output.PNG) == b"as it was kept"
    changed = {**content, "title": {"pl": "Inny tytuł"}}
    assert Press(tmp_path).made(sheet(changed), Output.PNG) not in (first, b"as it was kept")
    assert len(list(tmp_path.iterdir())) == 2


def test_without_a_folder_to_write_to_thumbnails_are_made_all_the_same(tmp_path) -> None:
    scene.in_three_languages(scene.whole())
    (tmp_path / "file").write_bytes(b"")
    made = Press(tmp_path / "file" / "below").made(sheet(draft_content(meeting_with_slug("integracja"))), Output.PNG)
    assert made.startswith(b"\x89PNG")


def test_the_organisers_logo_is_marked_so_that_it_can_be_seen_from_afar() -> None:
    meeting = scene.in_three_languages(scene.whole())
    organisation = meeting.organisation
    pictures = {"a" * 64: Picture(b"", 40, 20, "organiser"), "b" * 64: Picture(b"", 40, 20, "project")}
    organisation.logo = Logo(sha256="a" * 64)
    paper = Paper("integracja", Size.A4, "pl", "https://example.org/m/integracja/", "example.org/m/integracja")
    data = sheet_of(draft_content(meeting), paper, organisation=organisation, pictures=pictures, now=NOW).data
    assert [logo["is_organisers"] for logo in data["logos"]] == [True, False]
