"""An organiser writes in languages that the pages' frame does not speak; readers read in them."""

import json
import re
from dataclasses import replace

import pytest
from django.conf import settings
from django.test import Client
from i18nfield.strings import LazyI18nString

from obrady.stages.announcements.actions import Texts, publish_announcement, set_texts
from obrady.stages.announcements.queries import announcement_of, what_is_missing
from obrady.stages.announcements.states import Fault
from obrady.stages.ledger.states import CONSOLE
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.actions import keep_languages
from tests import cast
from tests.cast import NOW, words
from tests.stages.announcements import scene
from tests.stages.applications import desk

EDITOR = "/en/team/integracja/announcement/"


def with_more(text: LazyI18nString, **more: str) -> LazyI18nString:
    return LazyI18nString({**text.data, **more})


@pytest.fixture
def meeting(db) -> Meeting:
    found = desk.meeting()
    said = {"actor": CONSOLE, "now": NOW}
    keep_languages(organisation=found.organisation, languages=["pl", "de", "ar"], **said)
    texts = Texts(
        why=with_more(words("Bo warto."), de="Weil es sich lohnt.", ar="لأن الأمر يستحق."), for_whom=words("Dla Was.")
    )
    set_texts(meeting=found, title=with_more(words("Rozmowa"), de="Gespräch", ar="حوار"), texts=texts, **said)
    publish_announcement(meeting=found, **said)
    return found


def test_the_page_offers_the_further_languages_and_is_read_in_them(meeting) -> None:
    page = Client().get("/m/integracja/").content.decode()
    assert 'hreflang="de"' in page
    german = Client().get("/m/integracja/?in=de").content.decode()
    assert '<h1 lang="de">Gespräch</h1>' in german
    assert "Weil es sich lohnt." in german
    assert '<html lang="pl"' in german


def test_arabic_runs_from_right_to_left(meeting) -> None:
    assert '<h1 lang="ar" dir="rtl">حوار</h1>' in Client().get("/m/integracja/?in=ar").content.decode()


def test_what_is_missing_there_stands_in_polish_and_is_marked(meeting) -> None:
    german = Client().get("/en/m/integracja/?in=de").content.decode()
    assert '<div lang="pl"><p>Dla Was.</p>' in german


def test_machines_are_told_the_language(meeting) -> None:
    page = Client().get("/m/integracja/?in=de").content.decode()
    event = json.loads(re.search(r'ld\+json">(.+?)</script>', page).group(1))
    assert (event["name"], event["inLanguage"]) == ("Gespräch", "de")


@pytest.mark.parametrize("asked", ["fr", "xx", "<script>", ""])
def test_a_language_that_nobody_wrote_is_not_asked_for(meeting, asked: str) -> None:
    page = Client().get("/m/integracja/", {"in": asked})
    assert page.status_code == 200
    assert "Rozmowa" in page.content.decode()


def test_the_plain_text_speaks_it_too(meeting) -> None:
    text = Client().get("/en/m/integracja/announcement.txt?in=de").content.decode()
    assert "Weil es sich lohnt." in text


def test_the_editor_has_a_box_for_each_of_the_organisers_languages(client, meeting) -> None:
    coordinator = cast.sign_in(client, cast.coordinator())
    page = coordinator.get(f"{EDITOR}texts/").content.decode()
    assert 'name="why_de"' in page
    assert 'dir="rtl"' in page
    assert 'name="why_en"' not in page
    coordinator.post(f"{EDITOR}texts/", {"title_pl": "Rozmowa", "title_de": "Gespräch", "why_de": "Darum."})
    assert announcement_of(meeting).why.data == {"de": "Darum.", "uk": "Bo warto. (uk)", "en": "Bo warto. (en)"}


def test_what_is_missing_is_said_for_the_organisers_languages_only(meeting) -> None:
    gaps = [gap for gap in what_is_missing(meeting, now=NOW) if gap.fault is Fault.NOT_TRANSLATED]
    assert {gap.language for gap in gaps} == {"de", "ar"}


def test_the_preview_speaks_them(client, meeting) -> None:
    coordinator = cast.sign_in(client, cast.coordinator())
    answer = coordinator.post(
        f"{EDITOR}texts/", {"title_pl": "Rozmowa", "title_de": "Gespräch", "why_de": "Darum.", "preview": "de"}
    )
    assert "Darum." in answer.content.decode()
    assert announcement_of(meeting).why.data["de"] == "Weil es sich lohnt."


@pytest.mark.django_db
def test_every_address_of_the_page_is_named_in_full_with_its_language(client) -> None:
    scene.published()
    page = client.get("/uk/m/integracja/").content.decode()
    found = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', page))
    base = settings.OBRADY_PUBLIC_ADDRESS
    assert found == {
        "pl": f"{base}/m/integracja/",
        "uk": f"{base}/uk/m/integracja/",
        "en": f"{base}/en/m/integracja/",
        "x-default": f"{base}/m/integracja/",
    }
    assert f'<link rel="canonical" href="{base}/uk/m/integracja/">' in page


@pytest.mark.django_db
def test_what_is_not_translated_says_so_to_the_eye_as_well(client) -> None:
    meeting = scene.ready()
    texts = replace(scene.TEXTS, for_whom=scene.words("Dla wszystkich."))
    set_texts(actor=CONSOLE, meeting=meeting, title=scene.words("Tytuł", "Назва"), texts=texts, now=NOW)
    publish_announcement(actor=CONSOLE, meeting=meeting, now=NOW)
    page = client.get("/uk/m/integracja/").content.decode()
    assert page.count("Цю частину не перекладено. Її мова: polski") == 1
    assert "said-in" not in client.get("/m/integracja/").content.decode()
