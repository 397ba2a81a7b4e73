"""The page that copies a meeting."""

from datetime import date

import pytest

from obrady.stages.announcements.actions import Texts, set_texts
from obrady.stages.intake.actions import write_public_question
from obrady.stages.ledger.states import CONSOLE, Role
from obrady.stages.meetings.models import Meeting
from tests import cast
from tests.cast import NOW, words
from tests.stages.applications import desk

ADDRESS = "/en/team/integracja/copy/"


@pytest.fixture
def source(db) -> Meeting:
    meeting = desk.meeting()
    texts = Texts(why=words("Spotykamy się 14 grudnia, bo warto."))
    set_texts(actor=CONSOLE, meeting=meeting, title=words("Porozmawiajmy"), texts=texts, now=NOW)
    return meeting


@pytest.fixture
def coordinator(client, source, settings):
    settings.OBRADY_FIXED_NOW = NOW.isoformat()
    return cast.sign_in(client, cast.coordinator())


def sent(client, **changes) -> dict:
    """The page's own values, as a browser would send them back."""
    form = client.get(ADDRESS).context["form"]
    data = {name: form[name].value() or "" for name in form.fields if name != "title"}
    return {**data, "title_0": "Porozmawiajmy znowu", "act": "copy", **changes}


def test_the_dates_are_proposed_four_weeks_on_with_all_ticked(coordinator) -> None:
    form = coordinator.get(ADDRESS).context["form"]
    assert form["day"].value() == date(2027, 1, 11)
    assert form["closes_day"].value() == date(2027, 1, 1)
    assert set(form["wanted"].value()) == {"projects", "texts", "form"}


def test_public_questions_are_offered_and_not_ticked(coordinator, source) -> None:
    write_public_question(
        actor=CONSOLE, meeting=source, question=words("Czy jest winda?"), answer=words("Tak."), publish=True, now=NOW
    )
    form = coordinator.get(ADDRESS).context["form"]
    assert "questions" in dict(form.fields["wanted"].choices)
    assert "questions" not in form["wanted"].value()


def test_an_answer_before_applications_close_is_refused_with_both_days(coordinator) -> None:
    page = coordinator.post(ADDRESS, sent(coordinator, answer_by="2026-12-30"))
    assert page.status_code == 422
    said = page.content.decode().replace("\u00a0", " ")
    assert "Applications close on 1 January 2027 only" in said
    assert "30 December 2026" in said
    assert Meeting.objects.count() == 1


def test_the_copy_is_made_and_texts_that_name_an_old_day_are_pointed_out(coordinator) -> None:
    page = coordinator.post(ADDRESS, sent(coordinator), follow=True)
    target = Meeting.objects.get(slug="porozmawiajmy-znowu-2027-01-11")
    assert (str(target.title), target.state) == ("Porozmawiajmy znowu", "draft")
    assert "still name a day of the earlier meeting: 14 grudnia" in page.content.decode()


def test_the_other_dates_move_along_with_the_day(coordinator) -> None:
    data = sent(coordinator, day="2027-02-01", begins="10:00", act="shift")
    form = coordinator.post(ADDRESS, data).context["form"]
    assert (form["closes_day"].value(), str(form["begins"].value())) == (date(2027, 1, 22), "10:00:00")
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"day": ""}, "This field is required"),
        ({"closes_day": "2027-03-01"}, "must close before the meeting begins"),
        ({"ends": "08:00"}, "must end after it begins"),
        ({"slug": "integracja"}, "Another meeting has this short name"),
        ({"slug": "new"}, "Another meeting has this short name"),
        ({"day": "2027-03-28", "begins": "02:30"}, "this hour does not exist"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_is_lost(coordinator, changes, complaint) -> None:
    answer = coordinator.post(ADDRESS, sent(coordinator, **changes))
    assert answer.status_code == 422
    assert complaint in answer.content.decode()
    assert 'value="Porozmawiajmy znowu"' in answer.content.decode()
    assert Meeting.objects.count() == 1


def test_a_coordinator_of_this_meeting_alone_is_refused(client, source) -> None:
    guest = cast.sign_in(client, cast.guest_of(source, Role.COORDINATOR))
    assert guest.get(ADDRESS).status_code == 403
