"""The page beside the editor, with what stands in the fields; looking saves nothing."""

import re
from html import unescape

import pytest

from obrady.stages.announcements.queries import announcement_of
from obrady.stages.ledger.models import Entry
from obrady.stages.meetings.models import AgendaPoint, Meeting
from tests import cast
from tests.stages.applications import desk

EDITOR = "/en/team/integracja/announcement/"


@pytest.fixture
def coordinator(client, db):
    desk.meeting()
    return cast.sign_in(client, cast.coordinator())


def frame_in(answer) -> str:
    found = re.search(r'srcdoc="([^"]*)"', answer.content.decode())
    return unescape(found.group(1)) if found else ""


@pytest.mark.parametrize(
    ("language", "shown", "heading"), [("pl", "Bo warto.", "Dlaczego"), ("uk", "Бо варто.", "Чому")]
)
def test_the_preview_shows_what_is_typed_in_the_chosen_language(coordinator, language, shown, heading) -> None:
    before = Entry.objects.count()
    typed = {"title_pl": "Inny tytuł", "title_uk": "Інша назва", "why_pl": "Bo warto.", "why_uk": "Бо варто."}
    answer = coordinator.post(f"{EDITOR}texts/", {**typed, "preview": language})
    assert shown in frame_in(answer)
    assert heading in frame_in(answer)
    assert f'<html lang="{language}"' in frame_in(answer)
    assert 'value="Inny tytuł"' in answer.content.decode()
    assert (Entry.objects.count(), str(announcement_of(Meeting.objects.get()).why)) == (before, "")


def test_what_is_typed_cannot_leave_the_frame(coordinator) -> None:
    hostile = '"></iframe><script>alert(1)</script>'
    answer = coordinator.post(f"{EDITOR}texts/", {"title_pl": hostile, "preview": "pl"})
    assert "<script>alert(1)" not in answer.content.decode()
    assert "<script>alert(1)" not in frame_in(answer)
    assert "sandbox" in answer.content.decode()


def test_what_cannot_be_saved_is_named_instead_of_shown(coordinator) -> None:
    answer = coordinator.post(f"{EDITOR}texts/", {"title_pl": "", "preview": "pl"})
    assert frame_in(answer) == ""
    assert "something to mend" in answer.content.decode()


def test_a_point_of_the_programme_is_previewed_but_not_kept(coordinator) -> None:
    answer = coordinator.post(f"{EDITOR}programme/new/", {"title_pl": "Powitanie", "preview": "pl"})
    assert "Powitanie" in frame_in(answer)
    assert not AgendaPoint.objects.exists()


def test_new_particulars_are_previewed_but_the_window_stays(coordinator) -> None:
    page = coordinator.get(f"{EDITOR}particulars/").context["form"]
    typed = {name: page[name].value() or "" for name in page.fields}
    answer = coordinator.post(f"{EDITOR}particulars/", {**typed, "places": "33", "preview": "pl"})
    assert "33" in frame_in(answer)
    assert Meeting.objects.get().places == 20
