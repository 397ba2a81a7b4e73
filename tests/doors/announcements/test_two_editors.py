"""Two people edit one page: the second is told, sees both, and loses nothing."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client

from obrady.stages.announcements.models import Announcement, PartyEntry
from obrady.stages.meetings.models import Meeting
from tests import cast
from tests.stages.announcements import scene

pytestmark = pytest.mark.django_db
TEXTS = "/team/integracja/announcement/texts/"
PARTICULARS = "/team/integracja/announcement/particulars/"
TEXT = re.compile(r'<textarea[^>]* name="([^"]+)"[^>]*>\n?(.*?)</textarea>', re.DOTALL)
INPUT = re.compile(r"<input[^>]*>")
CHOSEN = re.compile(r'<select name="([^"]+)".*?<option value="([^"]*)" selected', re.DOTALL)


@pytest.fixture
def team(client):
    return cast.sign_in(client, cast.coordinator())


@pytest.fixture
def meeting():
    return scene.whole()


def drawn(team: Client, address: str) -> dict[str, str]:
    """What a browser would send back of a page without touching anything."""
    page = team.get(address).content.decode()
    found = {name: html.unescape(text) for name, text in TEXT.findall(page)} | dict(CHOSEN.findall(page))
    for tag in INPUT.findall(page):
        facts = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if "name" not in facts or (facts.get("type") in ("radio", "checkbox") and " checked" not in tag):
            continue
        facts = {"value": "on"} | facts if facts.get("type") == "checkbox" else facts
        found[facts["name"]] = html.unescape(facts.get("value", ""))
    return {name: text for name, text in found.items() if name not in ("csrfmiddlewaretoken", "preview", "picture")}


def why() -> dict[str, str]:
    return Announcement.objects.get().why.data


def test_the_second_sees_both_and_overwrites_nothing_unseen(team, meeting) -> None:
    first, second = drawn(team, TEXTS), drawn(team, TEXTS)
    assert team.post(TEXTS, {**first, "why_pl": "Pierwsza wersja."}).status_code == 302
    answer = team.post(TEXTS, {**second, "why_pl": "Druga wersja."})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "„Pierwsza wersja.”" in page
    assert ">\nDruga wersja.</textarea>" in page
    assert why()["pl"] == "Pierwsza wersja."


def test_after_looking_the_second_may_save(team, meeting) -> None:
    second = drawn(team, TEXTS)
    team.post(TEXTS, {**drawn(team, TEXTS), "why_pl": "Pierwsza wersja."})
    answer = team.post(TEXTS, {**second, "why_pl": "Druga wersja."})
    seen = html.unescape(re.search(r'name="seen" value="([^"]*)"', answer.content.decode())[1])
    assert team.post(TEXTS, {**second, "why_pl": "Druga wersja.", "seen": seen}).status_code == 302
    assert why()["pl"] == "Druga wersja."


def test_what_only_the_first_changed_is_filled_in_for_the_second(team, meeting) -> None:
    second = drawn(team, TEXTS)
    team.post(TEXTS, {**drawn(team, TEXTS), "why_en": "Their reasons."})
    answer = team.post(TEXTS, {**second, "for_whom_pl": "Moje słowa."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert ">\nTheir reasons.</textarea>" in page
    assert ">\nMoje słowa.</textarea>" in page


def test_whoever_edits_alone_is_not_bothered(team, meeting) -> None:
    for number in range(2):
        assert team.post(TEXTS, {**drawn(team, TEXTS), "why_pl": f"Wersja {number}."}).status_code == 302


def test_an_error_of_another_kind_forgets_nothing_of_this(team, meeting) -> None:
    second = drawn(team, TEXTS)
    team.post(TEXTS, {**drawn(team, TEXTS), "why_pl": "Pierwsza wersja."})
    answer = team.post(TEXTS, {**second, "why_pl": "Druga wersja.", "title_pl": ""})
    assert answer.status_code == 400
    seen = html.unescape(re.search(r'name="seen" value="([^"]*)"', answer.content.decode())[1])
    assert team.post(TEXTS, {**second, "why_pl": "Druga wersja.", "seen": seen}).status_code == 409


def test_dates_and_places_as_well(team, meeting) -> None:
    second = drawn(team, PARTICULARS)
    assert team.post(PARTICULARS, {**drawn(team, PARTICULARS), "places": "33"}).status_code == 302
    assert team.post(PARTICULARS, {**second, "places": "44"}).status_code == 409
    assert Meeting.objects.get(pk=meeting.pk).places == 33


def test_an_untouched_page_sent_again_after_a_change_elsewhere_saves(team, meeting) -> None:
    page = drawn(team, PARTICULARS)
    Meeting.objects.filter(pk=meeting.pk).update(created_at=cast.NOW - timedelta(days=1))
    assert team.post(PARTICULARS, page).status_code == 302


def test_an_entry_and_the_consent_in_it(team, meeting) -> None:
    entry = PartyEntry.objects.filter(party_list__kind="invited-experts").first()
    address = f"/team/integracja/announcement/lists/invited-experts/{entry.pk}/"
    second = drawn(team, address)
    withdrawn = {name: text for name, text in drawn(team, address).items() if name != "may_be_named"}
    team.post(address, withdrawn)
    answer = team.post(address, {**second, "role_pl": "Nowa rola"})
    assert answer.status_code == 409
    entry.refresh_from_db()
    assert not entry.may_be_named
