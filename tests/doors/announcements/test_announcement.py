"""The public page: what readers see, when, in which language, and how cheaply."""

from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.utils.html import strip_tags

from obrady.stages.announcements.actions import EntryDetails, Texts, keep_entry, publish_announcement, set_texts
from obrady.stages.announcements.states import EntryKind, PartyListKind
from obrady.stages.ledger.states import CONSOLE
from tests import cast
from tests.cast import NOW
from tests.stages.announcements import scene
from tests.stages.announcements.scene import words

pytestmark = pytest.mark.django_db
PAGES = {"pl": "/m/integracja/", "uk": "/uk/m/integracja/", "en": "/en/m/integracja/"}


def html(client, language: str = "pl") -> str:
    response = client.get(PAGES[language])
    assert response.status_code == 200
    return response.content.decode()


def text(client, language: str = "pl") -> str:
    return " ".join(unescape(strip_tags(html(client, language))).replace("\u00a0", " ").split())


def publish(meeting) -> None:
    publish_announcement(actor=CONSOLE, meeting=meeting, now=NOW)


@pytest.fixture
def whole():
    meeting = scene.in_three_languages(scene.whole())
    publish(meeting)
    return meeting


NAMES = [
    "Fundacja Szkolimy",
    "Po sąsiedzku",
    "Pracownia Rozmów Przykładowych",
    "Halina Zmyślona",
    "Fundacja Nurt",
    "Stowarzyszenie Razem po Sąsiedzku",
    "Ośrodek Wsparcia Przykładowy",
    "Gmina Przykładowa",
    "Instytut Przykładowy",
]


def test_all_nine_lists_stand_on_the_page(client, whole) -> None:
    seen = text(client)
    assert [name for name in NAMES if name not in seen] == []
    assert html(client).count('id="list-') == 9


@pytest.mark.parametrize("language", PAGES)
def test_funding_sentences_logos_and_promise_stand_in_every_language(client, whole, language: str) -> None:
    page, seen = html(client, language), text(client, language)
    assert seen.count("2021–2030") >= 2
    assert page.count('<img src="/logo/') == 8
    assert str(8) in seen.split("20", 1)[1][:200]
    assert page.count('id="list-') == 9


def test_title_date_place_and_button_come_before_everything_else(client, whole) -> None:
    page = html(client).split("<main", 1)[1]
    order = [
        page.index(mark) for mark in ("<h1", "14\u00a0grudnia", "9:30–15:30", "Kawiarnia", "button-large", 'id="why"')
    ]
    assert order == sorted(order)


def test_readers_who_are_not_signed_in_get_the_frozen_version_only(client, whole) -> None:
    set_texts(actor=CONSOLE, meeting=whole, title=words("Nowy tytuł"), texts=Texts(why=words("Nowe")), now=NOW)
    assert "Nowy tytuł" not in html(client)
    assert "<title>Porozmawiajmy" in html(client)


@pytest.mark.parametrize(
    ("now", "can_apply", "mark"),
    [
        (datetime(2026, 11, 23, 7, 59, 59, tzinfo=UTC), False, "mark-warn"),
        (datetime(2026, 11, 23, 8, 0, tzinfo=UTC), True, "mark-good"),
        (datetime(2026, 12, 4, 16, 0, tzinfo=UTC), True, "mark-good"),
        (datetime(2026, 12, 4, 16, 0, 1, tzinfo=UTC), False, "mark-calm"),
        (datetime(2026, 12, 14, 15, 0, tzinfo=UTC), False, "mark-calm"),
    ],
)
def test_the_window_follows_the_clock(client, settings, now, can_apply: bool, mark: str) -> None:
    scene.published()
    settings.OBRADY_FIXED_NOW = now.isoformat()
    page = html(client)
    assert ("button-large" in page) is can_apply
    assert f"mark {mark}" in page


def test_the_button_leads_to_the_application_form_of_this_meeting_in_this_language(client) -> None:
    scene.published()
    assert 'href="/uk/m/integracja/apply/"' in html(client, "uk")


def test_the_language_switch_keeps_the_place(client) -> None:
    scene.published()
    page = html(client, "en")
    assert [address for address in PAGES.values() if f'href="{address}"' not in page] == []


def test_a_text_without_translation_is_shown_in_polish_and_marked_so(client) -> None:
    meeting = scene.ready()
    set_texts(
        actor=CONSOLE,
        meeting=meeting,
        title=words("Tytuł", en="Title"),
        texts=Texts(why=words("Tylko po polsku"), for_whom=words("Dla kogo", en="For whom")),
        now=NOW,
    )
    publish(meeting)
    page = html(client, "uk")
    assert '<h1 lang="pl">Tytuł</h1>' in page
    assert '<div lang="pl"><p>Tylko po\u00a0polsku' in page or '<div lang="pl"><p>Tylko po polsku' in page
    assert "lang" not in html(client, "en").split("<h1", 1)[1].split(">", 1)[0]


def test_channels_that_do_not_exist_are_not_offered(client) -> None:
    scene.published(phone="", email="", contact=words("Zapytaj w kawiarni"), office_address=words(""))
    page = html(client)
    assert page.count('<li class="channel">') == 1
    assert "mailto:" not in page
    assert "tel:" not in page


def test_four_channels_stand_side_by_side(client) -> None:
    scene.published()
    page = html(client)
    assert page.count('<li class="channel">') == 4
    assert 'href="tel:+48600000112"' in page
    assert 'href="mailto:spotkanie@example.org"' in page


def test_a_person_without_consent_is_not_on_the_page(client) -> None:
    meeting = scene.ready()
    hidden = {"kind": EntryKind.PERSON, "name": words("Skryta Osoba"), "consented_on": None}
    scene.entry(meeting, PartyListKind.INVITED_EXPERTS, **hidden)
    publish(meeting)
    assert "Skryta" not in html(client)
    assert "list-invited-experts" not in html(client)


def test_a_person_taken_out_leaves_the_page_of_a_reader_who_has_it_already(client) -> None:
    meeting = scene.ready()
    seen = {"kind": EntryKind.PERSON, "name": words("Halina Zmyślona")}
    entry = scene.entry(meeting, PartyListKind.INVITED_EXPERTS, **seen)
    publish(meeting)
    etag = client.get(PAGES["pl"])["ETag"]
    keep_entry(
        actor=CONSOLE,
        meeting=meeting,
        kind=PartyListKind.INVITED_EXPERTS,
        entry=entry,
        details=EntryDetails(**seen),
        now=NOW,
    )
    response = client.get(PAGES["pl"], headers={"If-None-Match": etag})
    assert response.status_code == 200
    assert "Halina" not in response.content.decode()


def test_a_draft_does_not_exist_for_others_and_leads_the_team_to_its_preview(client) -> None:
    scene.ready()
    assert client.get(PAGES["pl"]).status_code == 404
    assert cast.sign_in(client, cast.outsider()).get(PAGES["pl"]).status_code == 404
    response = cast.sign_in(client, cast.office()).get(PAGES["pl"])
    assert (response.status_code, response.url) == (302, "/team/integracja/announcement/preview/")


def test_a_meeting_announced_without_a_version_shows_nothing_to_visitors(client) -> None:
    cast.meeting()
    assert client.get(PAGES["pl"]).status_code == 404


# Cheap to serve


def test_the_page_takes_three_queries_with_few_and_with_many_entries(client, django_assert_num_queries) -> None:
    meeting, _version = scene.published()
    with django_assert_num_queries(3):
        html(client)
    for number in range(30):
        scene.entry(meeting, PartyListKind.MEETING_PARTNERS, name=words(f"Partner {number}"))
    publish(meeting)
    with django_assert_num_queries(3):
        assert "Partner 29" in html(client)


def test_the_answer_may_be_kept_by_anybody_because_it_is_the_same_for_everybody(client, whole) -> None:
    response = client.get(PAGES["pl"])
    assert response["Cache-Control"] == "public, max-age=60"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "csrf" not in response.content.decode()
    assert cast.sign_in(client, cast.coordinator()).get(PAGES["pl"]).content == response.content


def test_it_is_kept_no_longer_than_what_it_says_stays_true(client, settings) -> None:
    scene.published()
    settings.OBRADY_FIXED_NOW = datetime(2026, 12, 4, 15, 59, 50, tzinfo=UTC).isoformat()
    assert client.get(PAGES["pl"])["Cache-Control"] == "public, max-age=10"


def test_an_unchanged_page_is_not_sent_again(client, settings) -> None:
    meeting, _version = scene.published()
    etag = client.get(PAGES["pl"])["ETag"]
    again = client.get(PAGES["pl"], headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    settings.OBRADY_FIXED_NOW = (NOW + timedelta(days=5)).isoformat()
    assert client.get(PAGES["pl"], headers={"If-None-Match": etag}).status_code == 200
    settings.OBRADY_FIXED_NOW = NOW.isoformat()
    assert client.get(PAGES["uk"])["ETag"] != etag
    scene.entry(meeting, PartyListKind.PATRONS, consented_on=date(2026, 11, 1))
    publish(meeting)
    assert client.get(PAGES["pl"], headers={"If-None-Match": etag}).status_code == 200


# Hostile texts

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> [x](javascript:alert(3)) ![p](https://evil.example/p.png)"
)


def test_markup_and_scripts_in_texts_are_only_text(client) -> None:
    meeting = scene.ready(place=words(HOSTILE), office_address=words(HOSTILE), contact=words(HOSTILE))
    said = Texts(why=words(HOSTILE), for_whom=words(HOSTILE), by_phone=words(HOSTILE))
    set_texts(actor=CONSOLE, meeting=meeting, title=words(HOSTILE[:200]), texts=said, now=NOW)
    scene.entry(meeting, PartyListKind.PATRONS, name=words(HOSTILE), role=words(HOSTILE), description=words(HOSTILE))
    publish(meeting)
    page = html(client)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript:' not in page
    assert 'src="https://evil.example' not in page
    assert "&lt;script&gt;alert(1)" in page
