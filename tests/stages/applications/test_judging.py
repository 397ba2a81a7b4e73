from datetime import timedelta

import pytest

from obrady.stages.applications import actions, queries
from obrady.stages.applications.states import ApplicationState, ReasonMissing, StateRefused
from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.models import Entry
from obrady.stages.ledger.states import CONSOLE
from obrady.stages.letters.queries import letters_about
from obrady.stages.meetings.actions import set_particulars
from tests import cast
from tests.cast import NOW
from tests.stages.applications import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return desk.meeting()


@pytest.fixture
def application(meeting):
    return desk.apply(meeting).application


def judge(application, *, eligible: bool, reason: str = "", actor=None):
    return actions.judge(
        actor=actor or desk.coordinator(), application=application, eligible=eligible, reason=reason, now=NOW
    )


def test_clearing_lets_in_what_is_complete_and_nothing_else(meeting, application) -> None:
    desk.apply(meeting, actor=desk.office(), channel="phone", complete_later=True, **desk.other_person(), problem=None)
    assert actions.clear_complete(actor=desk.office(), meeting=meeting, now=NOW) == 1
    assert [row.pk for row in queries.register(meeting).filter(state="eligible")] == [application.pk]


def test_not_eligible_needs_a_reason_which_waits_as_a_letter_to_review(application) -> None:
    with pytest.raises(ReasonMissing):
        judge(application, eligible=False, reason="  ")
    judge(application, eligible=False, reason="Osoba ma 17 lat.")
    after = desk.fresh(application)
    assert (after.state, after.state_reason) == (ApplicationState.NOT_ELIGIBLE, "Osoba ma 17 lat.")
    letter = letters_about(application.about).get(kind="not_eligible")
    assert letter.state == "draft"
    assert "Osoba ma 17 lat." in letter.body


def test_a_judgement_can_be_turned(application) -> None:
    judge(application, eligible=False, reason="Pomyłka")
    judge(application, eligible=True)
    assert desk.fresh(application).state == ApplicationState.ELIGIBLE


def test_the_reason_is_not_in_the_ledger(application) -> None:
    judge(application, eligible=False, reason="Osoba ma 17 lat.")
    assert "17 lat" not in str([entry.facts for entry in Entry.objects.filter(verb="applications.judge")])


def test_what_is_incomplete_cannot_be_called_eligible(meeting) -> None:
    thin = desk.apply(meeting, actor=desk.office(), channel="phone", complete_later=True, problem=None).application
    with pytest.raises(StateRefused):
        judge(thin, eligible=True)
    assert desk.fresh(thin).state == ApplicationState.INCOMPLETE


def test_what_is_over_is_not_judged(application) -> None:
    actions.withdraw(actor=desk.office(), application=application, now=NOW)
    with pytest.raises(StateRefused):
        judge(application, eligible=False, reason="x")


@pytest.mark.parametrize("who", [cast.office, cast.facilitator, cast.observer, cast.outsider])
def test_only_the_coordinator_judges(application, who) -> None:
    with pytest.raises(NotAllowed):
        judge(application, eligible=True, actor=cast.actor(who()))


def test_a_longer_window_makes_late_ones_timely(meeting) -> None:
    late_at = meeting.closes_at + timedelta(hours=3)
    late = desk.apply(meeting, actor=desk.office(), channel="office", now=late_at).application
    longer = cast.particulars(closes_at=meeting.closes_at + timedelta(days=1))
    set_particulars(actor=CONSOLE, meeting=meeting, particulars=longer, now=late_at)
    assert actions.settle_again(actor=desk.office(), meeting=meeting, now=late_at) == 1
    assert desk.fresh(late).state == ApplicationState.COMPLETE
