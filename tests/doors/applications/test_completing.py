"""The office completes and corrects an application."""

from obrady.stages.applications.actions import lock_for_draw
from obrady.stages.applications.states import ApplicationState
from obrady.stages.people.queries import current_consents, sensitive_answers
from tests import cast
from tests.doors.applications.reading import TEAM, text_of
from tests.stages.applications import desk


def thin(meeting):
    return desk.apply(
        meeting, actor=desk.office(), channel="phone", complete_later=True, problem=None, hardest_cooperation=None
    ).application


def address(application) -> str:
    return f"{TEAM}applications/{application.reference}/complete/"


def as_shown(client, application) -> dict:
    """The page's own answers, as a browser would send them back."""
    filled = client.get(address(application)).context["entry"].filled
    data = dict(filled.answers)
    return {**data, **{key: "yes" for key, given in filled.consents.items() if given}, "act": "later"}


def test_what_is_missing_is_asked_first(office, meeting) -> None:
    page = text_of(office.get(address(thin(meeting))))
    assert page.index("This is missing") < page.index('id="problem"') < page.index("The other answers")
    assert page.index("The other answers") < page.index('id="full_name"')


def test_the_missing_answers_make_it_complete(office, meeting) -> None:
    found = thin(meeting)
    answers = {"problem": "Brak informacji.", "hardest_cooperation": ["gminas"]}
    answer = office.post(address(found), {**as_shown(office, found), **answers})
    assert answer.url == f"{TEAM}applications/{found.reference}/"
    assert desk.fresh(found).state == ApplicationState.COMPLETE


def test_a_part_of_it_can_be_completed_now(office, meeting) -> None:
    found = thin(meeting)
    office.post(address(found), {**as_shown(office, found), "problem": "Brak informacji."})
    assert desk.fresh(found).state == ApplicationState.INCOMPLETE
    assert desk.fresh(found).answers["problem"] == "Brak informacji."


def test_sensitive_answers_are_neither_shown_nor_lost(coordinator, meeting) -> None:
    found = thin(meeting)
    page = text_of(coordinator.get(address(found)))
    assert "bez orzechów" not in page
    assert "You answered this" in page
    coordinator.post(address(found), as_shown(coordinator, found))
    assert sensitive_answers(found.person)["needs"] == ["quiet_room"]


def test_a_consent_taken_back_takes_its_answers_along(office, meeting) -> None:
    found = thin(meeting)
    data = as_shown(office, found)
    del data["consent_sensitive"]
    office.post(address(found), data)
    assert set(sensitive_answers(found.person)) == {"migration_experience"}
    assert current_consents(found.person)["consent_sensitive"].given is False


def test_a_wrong_answer_comes_back_with_what_was_typed(office, meeting) -> None:
    found = thin(meeting)
    answer = office.post(address(found), {**as_shown(office, found), "email": "no address"})
    assert answer.status_code == 422
    assert 'value="no address"' in text_of(answer)
    assert 'href="#email"' in text_of(answer)


def test_a_frozen_application_stays_and_it_is_said_why(office, meeting) -> None:
    found = thin(meeting)
    data = as_shown(office, found)
    lock_for_draw(meeting, now=cast.NOW)
    answer = office.post(address(found), {**data, "problem": "Nowy."}, follow=True)
    assert "The pool for the draw is frozen" in text_of(answer)
    assert "problem" not in desk.fresh(found).answers
