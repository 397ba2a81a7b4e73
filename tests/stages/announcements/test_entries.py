"""Who stands on the page: only those who agreed, in the order that was chosen, and removable for good."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from i18nfield.strings import LazyI18nString

from obrady.stages.announcements import actions
from obrady.stages.announcements.actions import EntryDetails, NotTheWholeOrder, publish_announcement
from obrady.stages.announcements.models import PartyEntry
from obrady.stages.announcements.queries import (
    draft_content,
    fingerprint,
    funding_of,
    lists_of,
    public_content,
    shown_content,
    versions_of,
    what_is_missing,
)
from obrady.stages.announcements.states import EntryKind, Fault, PartyListKind
from obrady.stages.ledger.models import Entry
from obrady.stages.ledger.states import CONSOLE
from obrady.stages.organisations.models import Logo
from tests.cast import NOW
from tests.stages.announcements import scene
from tests.stages.announcements.scene import words

pytestmark = pytest.mark.django_db
EXPERTS, PATRONS = PartyListKind.INVITED_EXPERTS, PartyListKind.PATRONS
ANNA = {"kind": EntryKind.PERSON, "name": words("Anna Zmyślona")}


def names(content: dict, kind: PartyListKind) -> list[str]:
    part = next(part for part in content["lists"] if part["kind"] == kind)
    return [entry["name"]["pl"] for entry in part["entries"]]


def keep(meeting, entry: PartyEntry, **changes: object) -> PartyEntry:
    kind = PartyListKind(entry.party_list.kind)
    details = EntryDetails(**({"kind": EntryKind(entry.kind), "name": entry.name, "logo": entry.logo} | changes))
    return actions.keep_entry(actor=CONSOLE, meeting=meeting, kind=kind, entry=entry, details=details, now=NOW)


def test_who_did_not_agree_is_kept_and_not_shown() -> None:
    meeting = scene.ready()
    scene.entry(meeting, EXPERTS, **ANNA, consented_on=None)
    assert names(draft_content(meeting), EXPERTS) == []
    assert [str(entry.name) for _row, entries in lists_of(meeting) for entry in entries] == ["Anna Zmyślona"]
    assert [gap.count for gap in what_is_missing(meeting, now=NOW) if gap.fault is Fault.NOT_SHOWN] == [1]


def test_consent_without_its_day_cannot_be_stored() -> None:
    entry = scene.entry(scene.ready(), PATRONS)
    with pytest.raises(IntegrityError), transaction.atomic():
        PartyEntry.objects.filter(pk=entry.pk).update(consented_on=None)


@pytest.mark.parametrize("kind", EntryKind)
def test_who_takes_consent_back_leaves_every_version_at_once(kind: EntryKind) -> None:
    meeting = scene.ready()
    entry = scene.entry(meeting, PATRONS, kind=kind, name=words("Nurt"))
    publish_announcement(actor=CONSOLE, meeting=meeting, now=NOW)
    scene.entry(meeting, PATRONS, name=words("Druga"))
    publish_announcement(actor=CONSOLE, meeting=meeting, now=NOW)
    hashes = [version.sha256 for version in versions_of(meeting)]
    keep(meeting, entry, consented_on=None)
    assert [names(shown_content(version).content, PATRONS) for version in versions_of(meeting)] == [["Druga"], []]
    assert [fingerprint(version.content) for version in versions_of(meeting)] == hashes
    assert "Nurt" not in str([(version.content, version.named) for version in versions_of(meeting)])


def test_a_removed_person_is_gone_everywhere_with_their_picture() -> None:
    meeting = scene.ready()
    face = scene.logo("Anna", of=meeting.organisation)
    entry = scene.entry(meeting, EXPERTS, **ANNA, logo=face)
    publish_announcement(actor=CONSOLE, meeting=meeting, now=NOW)
    actions.remove_entry(actor=CONSOLE, meeting=meeting, entry=entry, now=NOW)
    assert names(public_content(meeting).content, EXPERTS) == []
    assert not PartyEntry.objects.exists()
    assert not Logo.objects.filter(pk=face.pk).exists()


def test_a_picture_that_something_else_shows_stays() -> None:
    meeting = scene.ready()
    mark = scene.logo("Wspólny", of=meeting.organisation)
    entry = scene.entry(meeting, EXPERTS, **ANNA, logo=mark)
    scene.entry(meeting, PATRONS, logo=mark)
    actions.remove_entry(actor=CONSOLE, meeting=meeting, entry=entry, now=NOW)
    assert Logo.objects.filter(pk=mark.pk).exists()


def test_a_removed_organisation_stays_published_until_the_next_version() -> None:
    meeting = scene.ready()
    entry = scene.entry(meeting, PATRONS, name=words("Nurt"))
    publish_announcement(actor=CONSOLE, meeting=meeting, now=NOW)
    actions.remove_entry(actor=CONSOLE, meeting=meeting, entry=entry, now=NOW)
    assert names(public_content(meeting).content, PATRONS) == ["Nurt"]
    publish_announcement(actor=CONSOLE, meeting=meeting, now=NOW)
    assert names(public_content(meeting).content, PATRONS) == []


def test_each_write_leaves_one_line_that_names_nobody() -> None:
    meeting = scene.ready()
    before = Entry.objects.count()
    entry = scene.entry(meeting, EXPERTS, **ANNA)
    keep(meeting, entry, consented_on=date(2026, 11, 21))
    actions.order_entries(actor=CONSOLE, meeting=meeting, kind=EXPERTS, entries=[entry.pk], now=NOW)
    actions.order_lists(actor=CONSOLE, meeting=meeting, kinds=list(PartyListKind), now=NOW)
    actions.set_heading(actor=CONSOLE, meeting=meeting, kind=EXPERTS, heading=words("Goście"), now=NOW)
    actions.remove_entry(actor=CONSOLE, meeting=meeting, entry=entry, now=NOW)
    lines = Entry.objects.filter(sequence__gt=before)
    assert [line.verb.removeprefix("announcements.") for line in lines] == [
        "keep_entry",
        "keep_entry",
        "order_entries",
        "order_lists",
        "set_heading",
        "remove_entry",
    ]
    assert "Anna" not in str([line.facts for line in lines])


def test_lists_stand_in_the_chosen_order_under_their_headings() -> None:
    meeting = scene.ready()
    order = list(reversed(PartyListKind))
    actions.order_lists(actor=CONSOLE, meeting=meeting, kinds=order, now=NOW)
    actions.set_heading(actor=CONSOLE, meeting=meeting, kind=PATRONS, heading=words("Pod skrzydłami"), now=NOW)
    lists = draft_content(meeting)["lists"]
    assert [part["kind"] for part in lists] == [str(kind) for kind in order]
    heading = next(part["heading"] for part in lists if part["kind"] == PATRONS)
    assert heading["pl"] == "Pod skrzydłami"
    assert set(heading) == {"pl", "uk", "en"}


@pytest.mark.parametrize("kinds", [[], [PATRONS], [*PartyListKind, PATRONS], list(PartyListKind)[1:]])
def test_an_order_that_forgets_or_repeats_a_list_is_refused(kinds: list) -> None:
    with pytest.raises(NotTheWholeOrder):
        actions.order_lists(actor=CONSOLE, meeting=scene.ready(), kinds=kinds, now=NOW)


def test_entries_stand_in_the_chosen_order() -> None:
    meeting = scene.ready()
    entries = [scene.entry(meeting, PATRONS, name=words(name)) for name in ("A", "B", "C")]
    order = [entries[2].pk, entries[0].pk, entries[1].pk]
    actions.order_entries(actor=CONSOLE, meeting=meeting, kind=PATRONS, entries=order, now=NOW)
    assert names(draft_content(meeting), PATRONS) == ["C", "A", "B"]
    with pytest.raises(NotTheWholeOrder):
        actions.order_entries(actor=CONSOLE, meeting=meeting, kind=PATRONS, entries=order[:2], now=NOW)


def test_the_organiser_and_the_projects_need_not_be_typed_twice() -> None:
    meeting = scene.ready()
    scene.projects(meeting)
    content = draft_content(meeting)
    assert names(content, PartyListKind.ORGANISER) == ["Fundacja Szkolimy"]
    assert names(content, PartyListKind.PROJECTS) == ["RAZEM W REGIONIE", "Po sąsiedzku"]
    scene.entry(meeting, PartyListKind.ORGANISER, name=words("Inna nazwa"))
    assert names(draft_content(meeting), PartyListKind.ORGANISER) == ["Inna nazwa"]


@pytest.mark.parametrize(
    "changes",
    [
        {"link": "javascript:alert(1)"},
        {"link": "ftp://example.org/logo"},
        {"name": LazyI18nString({})},
        {"name": words("a" * 201)},
        {"description": words("krótko", "д" * 6001)},
    ],
)
def test_what_no_reader_should_meet_is_refused_whole(changes: dict) -> None:
    meeting = scene.ready()
    before = Entry.objects.count()
    with pytest.raises(ValidationError):
        scene.entry(meeting, PATRONS, **changes)
    assert (PartyEntry.objects.count(), Entry.objects.count()) == (0, before)


def test_funding_gives_each_project_with_its_logos(django_assert_num_queries) -> None:
    meeting = scene.whole()
    with django_assert_num_queries(2):
        funding = funding_of(meeting)
    assert [str(each.project) for each in funding] == ["RAZEM W REGIONIE", "Po sąsiedzku"]
    assert [len(each.logos) for each in funding] == [1, 1]


def test_the_draft_takes_the_same_queries_however_many_entries_there_are(django_assert_num_queries) -> None:
    meeting = scene.whole()
    with django_assert_num_queries(7):
        draft_content(meeting)
    for number in range(30):
        scene.entry(
            meeting, PATRONS, name=words(f"Patron {number}"), logo=scene.logo(f"P{number}", of=meeting.organisation)
        )
    with django_assert_num_queries(7):
        draft_content(meeting)
