"""Publishing freezes what readers see; nothing that is edited afterwards reaches them without another version."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from obrady.stages.announcements.actions import NothingToPublish, NotReadyToPublish, publish_announcement
from obrady.stages.announcements.models import PublishedVersion
from obrady.stages.announcements.queries import (
    blocking,
    changed_sections,
    draft_content,
    fingerprint,
    public_content,
    versions_of,
    what_is_missing,
)
from obrady.stages.announcements.states import Fault, PartyListKind, Piece, Section, Weight
from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.models import Entry
from obrady.stages.ledger.states import CONSOLE
from obrady.stages.meetings.actions import AgendaLine, keep_agenda_point, keep_project, set_particulars
from obrady.stages.meetings.models import MeetingProject, Project
from obrady.stages.meetings.queries import meeting_with_slug
from tests import cast
from tests.cast import NOW
from tests.stages.announcements import scene
from tests.stages.announcements.scene import words

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def publish(meeting, *, by=None, now=NOW):
    return publish_announcement(actor=by or cast.actor(cast.coordinator()), meeting=meeting, now=now)


def pieces(meeting, weight=Weight.BLOCKING) -> set[Piece]:
    gaps = what_is_missing(meeting, now=NOW)
    return {piece for gap in gaps if gap.weight is weight and gap.fault is Fault.MISSING for piece in gap.pieces}


def test_the_first_version_makes_the_meeting_public_and_leaves_one_line() -> None:
    meeting = scene.ready()
    cast.coordinator()
    before = Entry.objects.count()
    version = publish(meeting)
    assert (version.number, version.published_at) == (1, NOW)
    assert meeting_with_slug(meeting.slug).state == "announced"
    line = Entry.objects.get(verb="announcements.publish")
    assert Entry.objects.count() == before + 1
    assert (line.about, line.facts) == (meeting.about, {"version": 1, "sha256": version.sha256})


def test_readers_see_what_was_frozen_until_the_next_version() -> None:
    meeting, first = scene.published()
    scene.entry(meeting, PartyListKind.PATRONS, name=words("Nowy patron"))
    set_particulars(actor=CONSOLE, meeting=meeting, particulars=cast.particulars(places=33), now=LATER)
    seen = public_content(meeting)
    assert (seen.number, seen.content["meeting"]["places"]) == (1, 20)
    second = publish(meeting, now=LATER)
    seen = public_content(meeting)
    assert (second.number, seen.content["meeting"]["places"]) == (2, 33)
    assert [version.number for version in versions_of(meeting)] == [2, 1]
    assert first.sha256 != second.sha256


def test_a_version_holds_everything_that_the_page_shows() -> None:
    meeting = scene.whole()
    draft = draft_content(meeting)
    publish(meeting)
    assert public_content(meeting).content == draft
    assert [part["kind"] for part in draft["lists"] if part["entries"]] == [str(kind) for kind in PartyListKind]
    assert [len(project["logos"]) for project in draft["projects"]] == [1, 1]
    assert [point["starts_at"] for point in draft["agenda"]] == ["09:30", "10:00", "12:00", "13:00", "15:00"]


def test_the_fingerprint_can_be_computed_again_from_the_row() -> None:
    _meeting, version = scene.published()
    row = PublishedVersion.objects.get(pk=version.pk)
    assert row.sha256 == fingerprint(row.content)
    assert all(fingerprint(said) == mark for mark, said in row.named.items())
    row.content["title"]["pl"] += "!"
    assert row.sha256 != fingerprint(row.content)


def test_the_same_thing_is_not_published_twice() -> None:
    meeting, _version = scene.published()
    with pytest.raises(NothingToPublish):
        publish(meeting, now=LATER)
    assert versions_of(meeting).count() == 1


def test_two_versions_cannot_bear_one_number() -> None:
    _meeting, version = scene.published()
    version.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save(force_insert=True)


@pytest.mark.parametrize("role", ["office", "facilitator", "observer", "outsider"])
def test_only_a_coordinator_publishes(role: str) -> None:
    meeting = scene.ready()
    with pytest.raises(NotAllowed):
        publish(meeting, by=cast.actor(getattr(cast, role)()))
    assert public_content(meeting) is None


NOTHING = words("")


@pytest.mark.parametrize(
    ("lacking", "piece"),
    [
        ({"starts_at": None, "ends_at": None}, Piece.DATE_AND_HOURS),
        ({"ends_at": None}, Piece.DATE_AND_HOURS),
        ({"place": NOTHING}, Piece.PLACE),
        ({"places": None}, Piece.PLACES),
        ({"opens_at": None}, Piece.WINDOW),
        ({"closes_at": None}, Piece.WINDOW),
        ({"answer_by": None}, Piece.ANSWER_BY),
        ({"phone": "", "email": "", "contact": NOTHING}, Piece.CONTACT),
    ],
)
def test_without_one_of_these_nothing_is_published(lacking: dict, piece: Piece) -> None:
    meeting = scene.ready(**lacking)
    assert pieces(meeting) == {piece}
    before = Entry.objects.count()
    with pytest.raises(NotReadyToPublish) as refused:
        publish(meeting, by=CONSOLE)
    assert [gap.pieces for gap in refused.value.gaps] == [(piece,)]
    assert (versions_of(meeting).count(), Entry.objects.count()) == (0, before)


def test_an_unwritten_announcement_misses_its_texts() -> None:
    assert pieces(cast.meeting(announced=False)) == {Piece.WHY, Piece.FOR_WHOM}


def test_a_text_in_another_language_alone_is_not_enough() -> None:
    meeting = scene.ready(place=words("", en="Café"))
    assert pieces(meeting) == {Piece.PLACE}


@pytest.mark.parametrize(
    "contact", [{"phone": ""}, {"email": ""}, {"phone": "", "email": "", "contact": words("Zapytaj")}]
)
def test_any_one_contact_is_enough(contact: dict) -> None:
    assert pieces(scene.ready(**contact)) == set()


def test_a_project_without_its_funding_sentence_keeps_from_publishing() -> None:
    meeting = scene.ready()
    project = Project.objects.create(organisation=meeting.organisation, name=words("Cichy"), funding_sentence=NOTHING)
    MeetingProject.objects.create(meeting=meeting, project=project)
    assert pieces(meeting) == {Piece.FUNDING_SENTENCE}


def faults(meeting, *, now=NOW) -> set[Fault]:
    return {gap.fault for gap in what_is_missing(meeting, now=now) if gap.weight is Weight.ADVICE}


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"closes_at": datetime(2026, 12, 14, 12, 0, tzinfo=UTC)}, Fault.CLOSES_AFTER_START),
        ({"answer_by": date(2026, 12, 15)}, Fault.ANSWER_AFTER_MEETING),
    ],
)
def test_dates_in_an_odd_order_are_advised_against(changed: dict, fault: Fault) -> None:
    assert fault not in faults(scene.ready(slug="usual"))
    assert fault in faults(scene.ready(slug="odd", **changed))


def test_nobody_is_promised_an_answer_before_applications_close() -> None:
    assert blocking(what_is_missing(scene.ready(slug="same-day", answer_by=date(2026, 12, 4)), now=NOW)) == ()
    meeting = scene.ready(answer_by=date(2026, 12, 3))
    with pytest.raises(NotReadyToPublish) as refused:
        publish(meeting, by=CONSOLE)
    assert [gap.fault for gap in refused.value.gaps] == [Fault.ANSWER_BEFORE_CLOSING]


def test_a_meeting_in_the_past_is_pointed_out() -> None:
    meeting = scene.ready()
    assert Fault.IS_OVER not in faults(meeting)
    assert Fault.IS_OVER in faults(meeting, now=datetime(2026, 12, 15, tzinfo=UTC))


def test_what_is_missing_in_a_language_is_named_by_section() -> None:
    meeting = scene.in_three_languages(scene.whole())
    line = AgendaLine(
        starts_at=None, ends_at=None, title=words("Tylko po polsku", en="In Polish and English"), description=NOTHING
    )
    keep_agenda_point(actor=CONSOLE, meeting=meeting, point=None, line=line, now=NOW)
    gaps = [gap for gap in what_is_missing(meeting, now=NOW) if gap.fault is Fault.NOT_TRANSLATED]
    assert [(gap.section, gap.language, gap.pieces) for gap in gaps] == [(Section.PROGRAMME, "uk", (Piece.PROGRAMME,))]


def test_what_was_changed_since_publishing_is_known_by_section() -> None:
    meeting = scene.whole()
    assert changed_sections(meeting, draft_content(meeting)) == ()
    publish(meeting)
    assert changed_sections(meeting, draft_content(meeting)) == ()
    scene.entry(meeting, PartyListKind.PATRONS)
    project = meeting.projects.first()
    keep_project(
        actor=CONSOLE,
        organisation=meeting.organisation,
        project=project,
        name=project.name,
        funding_sentence=words("Inne zdanie."),
        office_hours=NOTHING,
        link="",
        logos=[],
        now=LATER,
    )
    assert changed_sections(meeting, draft_content(meeting)) == (Section.PROJECTS, Section.LISTS)
