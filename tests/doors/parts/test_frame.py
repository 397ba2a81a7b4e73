"""The frame of every page: one heading, a window's title, the languages of this same place, and clear refusals."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.translation import override

from obrady.doors.web.parts import errors
from obrady.stages.ledger.actions import NotAllowed
from tests import cast

pytestmark = pytest.mark.django_db


def test_the_heading_is_the_title_of_the_window(client) -> None:
    page = client.get("/en/privacy/").content.decode()
    assert "<title>Privacy – Obrady</title>" in page
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["Privacy"]


def test_a_title_with_signs_of_markup_stays_text(client) -> None:
    cast.meeting(title=cast.words("A & B <script>", en="A & B <script>"))
    page = cast.sign_in(client, cast.coordinator()).get("/en/team/integracja/").content.decode()
    assert "A &amp; B &lt;script&gt;" in page
    assert "<script>" not in page


@pytest.mark.parametrize("path, language", [("/privacy/", "pl"), ("/uk/privacy/", "uk"), ("/en/privacy/", "en")])
def test_a_page_says_its_language_and_leads_to_the_same_place_in_the_others(client, path: str, language: str) -> None:
    page = client.get(f"{path}?a=1").content.decode()
    assert f'<html lang="{language}"' in page
    for address in ("/privacy/?a=1", "/uk/privacy/?a=1", "/en/privacy/?a=1"):
        assert f'href="{address}"' in page
    assert re.search(rf'lang="{language}" hreflang="{language}" aria-current="true"', page)


def test_a_page_that_speaks_of_languages_itself_keeps_its_frame() -> None:
    request = RequestFactory().get("/privacy/")
    with override("pl"):
        page = render_to_string("people/first_done.html", {"language": "de", "languages": [{"x": 1}]}, request)
    assert '<html lang="pl"' in page
    assert "українська" in page


def test_the_organisers_colour_is_linked_on_the_meetings_pages(client) -> None:
    cast.meeting()
    page = cast.sign_in(client, cast.coordinator()).get("/team/integracja/").content.decode()
    assert 'href="/accent/8c2f1b.css"' in page


@pytest.mark.parametrize("path", ["/nothing/", "/uk/nothing/", "/en/team/nothing/"])
def test_what_does_not_exist_says_so_in_the_frame(client, path: str) -> None:
    cast.sign_in(client, cast.coordinator())
    response = client.get(path)
    assert response.status_code == 404
    assert '<a class="brand"' in response.content.decode()


def test_another_teams_meeting_does_not_exist(client) -> None:
    cast.meeting(announced=False)
    assert cast.sign_in(client, cast.outsider()).get("/en/team/integracja/").status_code == 404


def test_a_form_that_was_open_for_too_long_says_what_to_do() -> None:
    response = Client(enforce_csrf_checks=True).post("/en/sign-in/", {"username": "a@example.org"})
    assert response.status_code == 403
    assert "open for too long" in response.content.decode()


def test_our_own_fault_needs_no_database(django_db_blocker) -> None:
    request = RequestFactory().get("/en/")
    with django_db_blocker.block():
        response = errors.server_error(request)
    assert response.status_code == 500
    assert "<h1>" in response.content.decode()


def test_an_act_that_refuses_its_actor_is_answered_like_a_page_out_of_reach(client) -> None:
    request = RequestFactory().get("/en/")
    guard = errors.refusals(lambda request: None)
    assert guard.process_exception(request, NotAllowed("trial.do")).status_code == 403
    assert guard.process_exception(request, ZeroDivisionError()) is None


def test_pages_of_the_team_are_kept_by_no_cache(client) -> None:
    cast.meeting()
    response = cast.sign_in(client, cast.coordinator()).get("/team/integracja/")
    assert response.headers["Cache-Control"] == "no-store"


def test_the_policy_allows_nothing_from_elsewhere_and_nothing_inline(client) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
