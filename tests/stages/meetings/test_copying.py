"""A copy of a meeting: dates asked, everything else right, nothing of anybody who applied."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError

from obrady.stages.announcements.actions import EntryDetails, Texts, keep_entry, set_texts
from obrady.stages.announcements.models import PartyEntry
from obrady.stages.announcements.states import EntryKind, PartyListKind
from obrady.stages.applications.queries import current_form, register
from obrady.stages.applications.queries.form_drafts import draft_of
from obrady.stages.draws.models import Draw
from obrady.stages.intake.actions import write_public_question
from obrady.stages.intake.models import PublicQuestion
from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.models import Entry
from obrady.stages.ledger.states import CONSOLE, Role
from obrady.stages.letters.actions import save_template
from obrady.stages.letters.models import LetterTemplate
from obrady.stages.letters.states import LetterKind
from obrady.stages.meetings.actions import AgendaLine, add_team_member, set_agenda
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import agenda_of, projects_of
from obrady.stages.meetings.registry.copying import Dates, NothingToCopyWith, copy_meeting, parts, shifted
from obrady.stages.meetings.states import MeetingState
from tests import cast
from tests.cast import NOTHING, NOW, WARSAW, words
from tests.stages.applications import desk
from tests.stages.draws import office

pytestmark = pytest.mark.django_db
NEW_DAY = date(2027, 1, 18)


@pytest.fixture
def source() -> Meeting:
    meeting = desk.meeting()
    said = {"actor": CONSOLE, "meeting": meeting, "now": NOW}
    set_agenda(
        lines=[
            AgendaLine(
                starts_at=time(9, 30),
                ends_at=None,
                title=words("Powitanie"),
                description=NOTHING,
            )
        ],
        **said,
    )
    set_texts(title=words("Porozmawiajmy"), texts=Texts(why=words("Bo warto.")), **said)
    for kind, name in ((EntryKind.PERSON, "Anna Ekspertka"), (EntryKind.ORGANISATION, "Biblioteka")):
        details = EntryDetails(name=words(name), kind=kind, consented_on=date(2026, 11, 1))
        keep_entry(kind=PartyListKind.INVITED_EXPERTS, entry=None, details=details, **said)
    save_template(kind=LetterKind.RECEIVED, language="pl", subject="Mamy", body="Zgłoszenie jest u nas.", **said)
    add_team_member(account=cast.office(), role=Role.OFFICE, **said)
    desk.apply(meeting)
    return meeting


def copy(source: Meeting, *, wanted=None, actor=CONSOLE, **changes) -> Meeting:
    return copy_meeting(
        actor=actor,
        source=source,
        slug=changes.pop("slug", "drugie"),
        title=words("Porozmawiajmy drugi raz"),
        dates=changes.pop("dates", shifted(source, to=NEW_DAY)),
        wanted=[part.key for part in parts()] if wanted is None else wanted,
        now=NOW,
    )


def test_dates_move_with_the_day_and_keep_hours_and_distances(source) -> None:
    assert shifted(source, to=NEW_DAY) == Dates(
        starts_at=datetime(2027, 1, 18, 9, 30, tzinfo=WARSAW),
        ends_at=datetime(2027, 1, 18, 15, 30, tzinfo=WARSAW),
        opens_at=datetime(2026, 12, 28, 9, 0, tzinfo=WARSAW),
        closes_at=datetime(2027, 1, 8, 17, 0, tzinfo=WARSAW),
        answer_by=date(2027, 1, 12),
    )


def test_hours_on_the_wall_stay_over_a_change_of_the_clocks(source) -> None:
    moved = shifted(source, to=date(2027, 4, 12))
    assert (moved.starts_at.hour, moved.starts_at.utcoffset()) == (9, timedelta(hours=2))


def test_everything_but_dates_and_people_is_taken_along(source) -> None:
    target = Meeting.objects.get(pk=copy(source).pk)
    assert (target.state, target.places, str(target.place)) == (MeetingState.DRAFT, source.places, str(source.place))
    assert [str(point.title) for point in agenda_of(target)] == ["Powitanie"]
    assert [str(project.name) for project in projects_of(target)] == ["Razem"]
    assert str(target.announcement.why) == "Bo warto."
    assert LetterTemplate.objects.get(meeting=target).subject == "Mamy"
    assert [(member.account, member.role) for member in target.team.all()] == [(cast.office(), Role.OFFICE)]
    assert draft_of(target).definition == current_form(source).definition


def test_nobody_who_applied_and_no_published_form_is_in_the_copy(source) -> None:
    target = copy(source)
    assert (register(target).count(), current_form(target)) == (0, None)
    assert register(source).count() == 1


def test_people_in_the_lists_are_asked_again_organisations_stay_named(source) -> None:
    entries = PartyEntry.objects.filter(party_list__announcement__meeting=copy(source))
    assert {(str(one.name), one.may_be_named) for one in entries} == {("Anna Ekspertka", False), ("Biblioteka", True)}


def test_rules_of_recruitment_come_as_a_draft_with_their_bounds(source) -> None:
    draw = office.draft_with_shares(source, ("migration_experience", "yes", 3, 9), seats=10)
    target = copy(source)
    found = Draw.objects.get(meeting=target)
    bounds = [(one.feature, one.value, one.low, one.high) for one in draw.bounds.all()]
    assert bounds
    assert [(one.feature, one.value, one.low, one.high) for one in found.bounds.all()] == bounds
    assert (found.state, found.seats, found.fingerprint) == ("draft", draw.seats, "")


def test_what_is_not_ticked_stays_behind(source) -> None:
    target = copy(source, wanted=["texts"])
    assert str(target.announcement.why) == "Bo warto."
    assert (list(agenda_of(target)), list(projects_of(target)), draft_of(target)) == ([], [], None)


def test_public_questions_come_along_when_asked_for_kept_back_and_nobodys_own(source) -> None:
    for shown, text in ((True, "Czy jest winda?"), (False, "Szkic")):
        write_public_question(
            actor=CONSOLE, meeting=source, question=words(text), answer=words("Tak."), publish=shown, now=NOW
        )
    part = next(part for part in parts() if part.key == "questions")
    assert (part.count(source), part.is_usual) == (1, False)
    found = PublicQuestion.objects.filter(meeting=copy(source, wanted=["questions"]))
    assert [(str(one.question), str(one.answer), one.published_at, one.thread) for one in found] == [
        ("Czy jest winda?", "Tak.", None, None)
    ]


def test_rules_without_the_form_they_stand_on_are_refused(source) -> None:
    with pytest.raises(NothingToCopyWith):
        copy(source, wanted=["rules"])
    assert not Meeting.objects.filter(slug="drugie").exists()


def test_a_copy_is_one_act_with_one_ledger_line(source) -> None:
    before = Entry.objects.count()
    target = copy(source)
    assert Entry.objects.count() == before + 1
    line = Entry.objects.order_by("-sequence").first()
    assert (line.about, line.facts["source"]) == (target.about, str(source.pk))


def test_an_address_that_is_taken_leaves_nothing_behind(source) -> None:
    before = Entry.objects.count()
    with pytest.raises(ValidationError):
        copy(source, slug=source.slug)
    assert (Meeting.objects.count(), Entry.objects.count()) == (1, before)


def test_a_coordinator_of_another_organisation_copies_nothing(source) -> None:
    with pytest.raises(NotAllowed):
        copy(source, actor=cast.actor(cast.outsider()))
