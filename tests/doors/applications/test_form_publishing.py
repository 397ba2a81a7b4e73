"""Before a version is published: what it lacks, what it does to those who applied; how a draft begins; templates."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from obrady.stages.applications import actions, queries
from obrady.stages.applications.states import ApplicationState
from tests import cast
from tests.doors.applications.conftest import client_of
from tests.doors.applications.reading import TEAM, queries_of, text_of
from tests.doors.applications.test_form_editor import a_question, draft
from tests.stages.applications import desk

FORM = f"{TEAM}form/"
EDIT = f"{FORM}edit/"
HOUSE = "/en/organisation/szkolimy/form-templates/"


@pytest.fixture
def empty(db):
    return desk.meeting(with_form=False)


@pytest.fixture
def client_of_empty(empty):
    return client_of(cast.coordinator())


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("form.json", content, content_type="application/json")


def test_what_happens_to_applications_is_said_and_then_happens(coordinator, meeting) -> None:
    application = desk.apply(meeting).application
    coordinator.post(f"{EDIT}new-question/", a_question(required="on"))
    page = text_of(coordinator.get(f"{FORM}publish/"))
    assert "1 application becomes incomplete" in page
    assert "“Where from?” is missing in 1." in page
    coordinator.post(f"{FORM}publish/", {"revision": str(queries.draft_of(meeting).revision)})
    assert desk.fresh(application).state == ApplicationState.INCOMPLETE
    assert queries.current_form(meeting).version == 2


def test_a_draft_that_lacks_something_is_not_published(coordinator, meeting) -> None:
    coordinator.post(f"{EDIT}new-question/", a_question(sensitive="on", label_uk=""))
    answer = coordinator.post(f"{FORM}publish/")
    page = text_of(answer)
    assert answer.status_code == 422
    assert "It is sensitive: choose the consent" in page
    assert "words are missing in one language: українська" in page
    assert queries.current_form(meeting).version == 1


def test_a_draft_that_a_colleague_changed_is_not_published_unseen(coordinator, meeting) -> None:
    coordinator.post(f"{EDIT}new-question/", a_question())
    answer = coordinator.post(f"{FORM}publish/", {"revision": "1"})
    assert answer.status_code == 409
    assert queries.current_form(meeting).version == 1


def test_a_frozen_pool_is_named(coordinator, meeting) -> None:
    desk.apply(meeting)
    actions.lock_for_draw(meeting, now=cast.NOW)
    coordinator.post(f"{EDIT}new-question/", a_question())
    assert "The pool for the draw is frozen with 1 application" in text_of(coordinator.get(f"{FORM}publish/"))
    assert coordinator.post(f"{FORM}publish/").status_code == 422


def test_differences_are_shown_and_can_be_given_up(coordinator, meeting) -> None:
    coordinator.post(f"{EDIT}new-question/", a_question())
    assert "<b>Where from?</b>: is new" in text_of(coordinator.get(f"{FORM}compare/"))
    coordinator.post(f"{FORM}give-up/")
    assert "There is no difference" in text_of(coordinator.get(f"{FORM}compare/"))


def test_a_form_begins_with_the_ready_one_nearly_nothing_or_another_meeting(client_of_empty, empty) -> None:
    client_of_empty.post(f"{FORM}begin/", {"source": "empty"})
    assert [one.key for one in draft(empty).asked_questions] == [
        "full_name",
        "email",
        "phone",
        "answer_channel",
        "language",
    ]
    other = cast.meeting(slug="drugie")
    address = "/en/team/drugie/form/"
    assert "the form of “Porozmawiajmy o integracji" in text_of(client_of_empty.get(address))
    client_of_empty.post(f"{address}begin/", {"source": "meeting:integracja"})
    assert draft(other) == draft(empty)


def test_nearly_nothing_can_be_published(client_of_empty, empty) -> None:
    client_of_empty.post(f"{FORM}begin/", {"source": "empty"})
    client_of_empty.post(f"{FORM}publish/")
    assert queries.current_form(empty).version == 1


def test_the_form_of_a_foreign_meeting_cannot_be_copied(client_of_empty, empty) -> None:
    foreign = cast.meeting(slug="obce", of=cast.organisation("inna", "Inna Fundacja"))
    actions.begin_draft(actor=cast.CONSOLE, meeting=foreign, source=queries.ready_form(), now=cast.NOW)
    answer = client_of_empty.post(f"{FORM}begin/", {"source": "meeting:obce"})
    assert answer.status_code == 422
    assert queries.draft_of(empty) is None


def test_a_form_goes_out_as_a_file_and_comes_in_again(client_of_empty, empty) -> None:
    client_of_empty.post(f"{FORM}begin/", {"source": "ready"})
    client_of_empty.post(f"{EDIT}new-question/", a_question(kind="single_choice", label_uk=""))
    file = client_of_empty.get(f"{FORM}file/").content
    other = cast.meeting(slug="drugie")
    client_of_empty.post("/en/team/drugie/form/begin/", {"source": "file", "file": upload(file)})
    assert draft(other) == draft(empty)


@pytest.mark.parametrize(
    "content, words",
    [
        (b"\xff\xfe", "no text in UTF-8"),
        (b'{"form": ', "line 1, column"),
        (b"[]", "form.json"),
        (b'{"form": {}}', "“form.languages” is missing"),
        (b"[" * 100_000, "no JSON that can be read"),
        (b"9" * 5000, "no JSON that can be read"),
    ],
)
def test_a_broken_file_is_answered_with_where_and_what(client_of_empty, empty, content, words) -> None:
    answer = client_of_empty.post(f"{FORM}begin/", {"source": "file", "file": upload(content)})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert queries.draft_of(empty) is None


def test_the_place_in_a_broken_file_is_counted_as_people_count(client_of_empty, empty) -> None:
    form = queries.ready_form()
    form["sections"][0]["questions"][2]["kind"] = "telex"
    answer = client_of_empty.post(f"{FORM}begin/", {"source": "file", "file": upload(json.dumps(form).encode())})
    assert "“sections[1].questions[3].kind”: there is no kind of question “telex”" in text_of(answer)


def test_a_template_is_kept_found_renamed_removed_and_brought_back(coordinator, meeting) -> None:
    coordinator.post(f"{FORM}template/", {"name": "Zwykły formularz"})
    kept = queries.templates_of(meeting.organisation).get()
    assert "Zwykły formularz" in text_of(coordinator.get(f"{HOUSE}?search=zwyk"))
    assert "No template has such a name" in text_of(coordinator.get(f"{HOUSE}?search=xyz"))
    coordinator.post(f"{HOUSE}{kept.pk}/", {"name": "Inny"})
    coordinator.post(f"{HOUSE}{kept.pk}/remove/")
    assert "Bring back Inny" in text_of(coordinator.get(HOUSE))
    coordinator.post(f"{HOUSE}{kept.pk}/bring-back/")
    assert queries.templates_of(meeting.organisation).get().name == "Inny"


def test_a_name_that_is_taken_comes_back(coordinator, meeting) -> None:
    coordinator.post(f"{FORM}template/", {"name": "A"})
    answer = coordinator.post(f"{FORM}template/", {"name": "A"})
    assert answer.status_code == 422
    assert "Another template has this name" in text_of(answer)


def test_a_template_comes_from_a_file_and_begins_a_form(client_of_empty, empty) -> None:
    file = json.dumps(queries.ready_form()).encode()
    client_of_empty.post(HOUSE, {"name": "Z pliku", "file": upload(file)})
    kept = queries.templates_of(empty.organisation).get()
    client_of_empty.post(f"{FORM}begin/", {"source": f"template:{kept.pk}"})
    assert draft(empty).has_question("diet")
    assert client_of_empty.get(f"{HOUSE}{kept.pk}/file/").json() == kept.definition


def test_a_template_of_another_organisation_is_not_found(coordinator, meeting) -> None:
    coordinator.post(f"{FORM}template/", {"name": "A"})
    kept = queries.templates_of(meeting.organisation).get()
    stranger = client_of(cast.outsider())
    assert stranger.get(f"/en/organisation/inna/form-templates/{kept.pk}/").status_code == 404


def test_thirty_templates_ask_as_many_queries_as_one(coordinator, meeting) -> None:
    counts = []
    for number in range(30):
        actions.save_as_template(actor=desk.coordinator(), meeting=meeting, name=f"Szablon {number}", now=cast.NOW)
        if number in (0, 29):
            counts.append(queries_of(coordinator, HOUSE))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("key", ["", "Odd key", "a/b", "x" * 200, "<script>"])
def test_a_file_with_keys_that_cannot_stand_in_an_address_is_refused(client_of_empty, empty, key) -> None:
    form = queries.ready_form()
    form["consents"][3]["key"] = key
    answer = client_of_empty.post(f"{FORM}begin/", {"source": "file", "file": upload(json.dumps(form).encode())})
    assert answer.status_code == 422
    assert "(consents, number 4)" in text_of(answer)


def test_signs_that_cannot_be_stored_are_taken_out_of_a_file(client_of_empty, empty) -> None:
    form = queries.ready_form()
    form["form"]["title"]["pl"] = "Ty\u0000tuł \ud800\u202e"
    client_of_empty.post(f"{FORM}begin/", {"source": "file", "file": upload(json.dumps(form).encode())})
    assert draft(empty).title["pl"] == "Tytuł"


@pytest.mark.parametrize("source", ["meeting:\x00", "meeting:nie-ma", "template:x", "", "file", "ready:x:y\x00"])
def test_a_beginning_that_is_none_is_answered(client_of_empty, empty, source) -> None:
    assert client_of_empty.post(f"{FORM}begin/", {"source": source}).status_code in (302, 422)
    assert client_of_empty.get(f"{HOUSE}?search=%00").status_code == 200
