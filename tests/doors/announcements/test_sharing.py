"""What the announcement gives to other sites: plain text, what machines read, a picture for shared links."""

import io
import json
import re
from datetime import date

import pytest
from django.test import Client
from PIL import Image

from obrady.doors.web.announcements.structured import data_block
from obrady.stages.announcements.actions import EntryDetails, Texts, keep_entry, publish_announcement, set_texts
from obrady.stages.announcements.states import EntryKind, PartyListKind
from obrady.stages.ledger.states import CONSOLE
from obrady.workshop.images.cards import Card, card
from tests import cast
from tests.cast import NOW, words
from tests.stages.applications import desk

HOSTILE = "</script><script>alert(1)</script> & „Łąka”"


@pytest.fixture
def meeting(db):
    """Published, with somebody in each of the nine lists."""
    found = desk.meeting(title=words("Porozmawiajmy"))
    said = {"actor": CONSOLE, "meeting": found, "now": NOW}
    for kind in PartyListKind:
        details = EntryDetails(
            name=words(f"Ktoś z listy {kind}"), kind=EntryKind.ORGANISATION, consented_on=date(2026, 11, 1)
        )
        keep_entry(kind=kind, entry=None, details=details, **said)
    texts = Texts(why=words(f"Bo **warto** {HOSTILE}."), for_whom=words("Dla wszystkich."))
    set_texts(title=words("Porozmawiajmy"), texts=texts, **said)
    publish_announcement(**said)
    return found


def test_the_plain_text_has_all_nine_lists_the_funding_and_the_way_back(meeting) -> None:
    text = Client().get("/m/integracja/announcement.txt").content.decode()
    for kind in PartyListKind:
        assert f"– Ktoś z listy {kind}" in text
    assert "Projekt Razem." in text
    assert text.rstrip().endswith("/m/integracja/")
    assert "Bo warto" in text
    assert "**" not in text


@pytest.mark.parametrize(
    ("prefix", "heading"), [("", "Dlaczego się spotykamy"), ("/uk", "Чому ми"), ("/en", "Why we meet")]
)
def test_the_plain_text_speaks_every_language(meeting, prefix: str, heading: str) -> None:
    answer = Client().get(f"{prefix}/m/integracja/announcement.txt")
    assert heading.lower() in answer.content.decode().lower()
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_machines_read_the_same_event_as_people(meeting) -> None:
    page = Client().get("/m/integracja/").content.decode()
    block = re.search(r'<script type="application/ld\+json">(.+?)</script>', page).group(1)
    event = json.loads(block)
    assert (event["@type"], event["name"]) == ("Event", "Porozmawiajmy")
    assert event["startDate"] == "2026-12-14T09:30:00+01:00"
    assert event["eventStatus"].endswith("EventScheduled")
    assert event["location"]["name"] == "Kawiarnia Przykład"
    assert page.count("<script>alert(1)") == 0


def test_no_text_can_end_the_data_block() -> None:
    block = data_block({"name": HOSTILE})
    assert "<" not in block
    assert json.loads(block) == {"name": HOSTILE}


def test_a_shared_link_has_title_picture_and_address(meeting) -> None:
    page = Client().get("/uk/m/integracja/").content.decode()
    assert '<meta property="og:title" content="Porozmawiajmy (uk)">' in page
    image = re.search(r'og:image" content="https?://[^/]+(/[^"]+)"', page).group(1)
    answer = Client().get(image)
    assert answer.headers["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)


def test_a_picture_in_no_known_language_does_not_exist(meeting) -> None:
    assert Client().get("/m/integracja/share-xx.png").status_code == 404


@pytest.mark.parametrize(
    "title", ["Krótko", "Bardzo długi tytuł spotkania o integracji " * 9, "Bezprzerwy" * 40, "Ґанок їжака"]
)
def test_a_title_of_any_length_fits_and_the_same_words_give_the_same_bytes(title: str) -> None:
    said = Card(title=title, lines=("14 grudnia 2026 r.", "Toruń"), foot="Fundacja", accent="#8c2f1b")
    first = card(said)
    assert card(said) == first
    picture = Image.open(io.BytesIO(first)).convert("L")
    right_edge = picture.crop((1200 - 40, 30, 1200, 630))
    assert right_edge.getextrema()[0] > 200


def test_drafts_give_nothing_away(db) -> None:
    desk.meeting(announced=False)
    for address in ("/m/integracja/announcement.txt", "/m/integracja/share-pl.png"):
        assert Client().get(address).status_code == 404


def test_versions_are_compared_word_by_word(client, meeting) -> None:
    texts = Texts(why=words("Bo trzeba."), for_whom=words("Dla wszystkich."))
    set_texts(actor=CONSOLE, meeting=meeting, title=words("Porozmawiajmy"), texts=texts, now=NOW)
    coordinator = cast.sign_in(client, cast.coordinator())
    page = " ".join(
        coordinator.get("/en/team/integracja/announcement/versions/compare/?old=1&new=draft").content.decode().split()
    )
    assert re.search(r"<del>.{0,80}</span>\s?\*\*warto\*\*", page)
    assert re.search(r"<ins>.{0,80}</span>\s?trzeba\.", page)
    assert "Dla wszystkich." not in page


@pytest.mark.parametrize("choice", ["?old=7&new=draft", "?old=x", "?old=1&new=999999999999"])
def test_a_version_that_never_was_cannot_be_compared(client, meeting, choice: str) -> None:
    coordinator = cast.sign_in(client, cast.coordinator())
    assert coordinator.get(f"/en/team/integracja/announcement/versions/compare/{choice}").status_code == 404


def test_the_same_versions_say_so(client, meeting) -> None:
    coordinator = cast.sign_in(client, cast.coordinator())
    page = coordinator.get("/en/team/integracja/announcement/versions/compare/?old=1&new=1").content.decode()
    assert "These two say the same." in page


def test_the_text_to_copy_stands_in_every_language(client, meeting) -> None:
    coordinator = cast.sign_in(client, cast.coordinator())
    page = coordinator.get("/en/team/integracja/announcement/plain/").content.decode()
    assert [f'lang="{language}"' in page for language in ("pl", "uk", "en")] == [True] * 3
    assert "<script>alert(1)" not in page
