from datetime import timedelta

import pytest

from obrady.stages.applications import queries
from obrady.stages.applications.models import Application
from obrady.stages.applications.states import AnswersNeedMending, ApplicationState, NoForm, WindowIsClosed
from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.models import Entry
from obrady.stages.ledger.queries import contains
from obrady.stages.ledger.states import VISITOR
from obrady.stages.letters.queries import letters_about
from obrady.stages.people.models import Person, SensitiveAnswer
from obrady.stages.people.queries import current_consents, sensitive_answers
from tests import cast
from tests.cast import NOW
from tests.stages.applications import desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return desk.meeting()


def test_a_complete_application_is_in_the_register_with_one_ledger_line_and_its_receipt(meeting) -> None:
    before = Entry.objects.count()
    done = desk.apply(meeting)
    assert Entry.objects.count() == before + 1
    assert desk.fresh(done.application).state == ApplicationState.COMPLETE
    assert contains(sequence=done.receipt.sequence, hash_start=done.receipt.hash)
    assert not done.is_repeat


def test_the_same_key_gives_the_same_receipt_and_never_overwrites(meeting) -> None:
    first = desk.apply(meeting, key="one and the same")
    again = desk.apply(meeting, key="one and the same", problem="Inny problem.", now=NOW + timedelta(minutes=5))
    assert (again.application.pk, again.token, again.receipt) == (first.application.pk, first.token, first.receipt)
    assert again.is_repeat
    assert desk.fresh(first.application).answers["problem"] == desk.answers()["problem"]
    assert (Application.objects.count(), Person.objects.count()) == (1, 1)


def test_a_retry_after_closing_still_gives_the_receipt(meeting) -> None:
    first = desk.apply(meeting, key="one and the same")
    assert (
        desk.apply(meeting, key="one and the same", now=meeting.closes_at + timedelta(hours=1)).receipt == first.receipt
    )


def test_sensitive_answers_are_sealed_at_the_person_and_nowhere_else(meeting) -> None:
    application = desk.apply(meeting).application
    assert not {"migration_experience", "needs", "diet"} & set(application.answers)
    assert sensitive_answers(application.person) == {
        "migration_experience": "yes",
        "needs": ["quiet_room"],
        "diet": ["vegan", "bez orzechów"],
    }
    sealed = b"".join(bytes(row.sealed) for row in SensitiveAnswer.objects.all())
    assert b"quiet_room" not in sealed


@pytest.mark.parametrize(
    "refused, answered", [("consent_sensitive", {"needs", "diet"}), ("consent_experience", {"migration_experience"})]
)
@pytest.mark.parametrize("channel, later", [("web", False), ("phone", False), ("phone", True)])
def test_a_sensitive_answer_without_its_consent_is_asked_about_and_not_dropped(
    meeting, refused: str, answered: set, channel: str, later: bool
) -> None:
    actor = VISITOR if channel == "web" else desk.office()
    consents = {**desk.CONSENTS, refused: False}
    with pytest.raises(AnswersNeedMending) as refusal:
        desk.apply(meeting, actor=actor, channel=channel, complete_later=later, consents=consents)
    assert {key: fault.code for key, fault in refusal.value.faults.items()} == dict.fromkeys(answered, "no_consent")
    assert Application.objects.count() == 0
    taken = desk.apply(
        meeting, actor=actor, channel=channel, complete_later=later, consents=consents, **dict.fromkeys(answered)
    )
    assert answered.isdisjoint(sensitive_answers(taken.application.person))


def test_contact_stands_at_the_person(meeting) -> None:
    person = desk.apply(meeting, language="uk").application.person
    assert (person.name, person.phone, person.language) == ("Żaneta Łąkowska", "+48 600 100 200", "uk")


def test_each_consent_is_on_record_with_text_notice_and_channel(meeting) -> None:
    application = desk.apply(meeting).application
    proof = current_consents(application.person)
    texts = queries.legal_texts(application.form)
    assert {key: (row.given, row.text_id) for key, row in proof.items()} == {
        key: (given, texts[key].pk) for key, given in desk.CONSENTS.items()
    }
    assert {(row.notice_version, row.channel, row.said_at) for row in proof.values()} == {("1.1", "web", NOW)}


@pytest.mark.parametrize(
    "changes, faults",
    [
        ({"email": "nie adres"}, {"email": "not_an_email"}),
        ({"applies_as": "king", "phone": "abc"}, {"applies_as": "unknown_option", "phone": "not_a_phone"}),
        ({"problem": "", "full_name": None}, {"problem": "required", "full_name": "required"}),
        ({"reference": "ABC"}, {"reference": "unknown_question"}),
        ({"email": None, "phone": None}, {"email": "required", "phone": "required"}),
    ],
)
def test_what_has_to_be_mended_is_named_by_question_and_nothing_is_saved(meeting, changes, faults) -> None:
    with pytest.raises(AnswersNeedMending) as refusal:
        desk.apply(meeting, **changes)
    assert {key: fault.code for key, fault in refusal.value.faults.items()} == faults
    assert (Application.objects.count(), Person.objects.count()) == (0, 0)


def test_the_declaration_is_required_on_the_web(meeting) -> None:
    with pytest.raises(AnswersNeedMending) as refusal:
        desk.apply(meeting, consents={**desk.CONSENTS, "consent_rules": False})
    assert set(refusal.value.faults) == {"consent_rules"}


def test_the_office_may_complete_later_but_must_know_who_it_is(meeting) -> None:
    nothing = dict.fromkeys(["email", "problem", "applies_as", "migration_experience", "needs", "diet"])
    caller = {**nothing, "full_name": "Ola"}
    taken = desk.apply(meeting, actor=desk.office(), channel="phone", complete_later=True, consents={}, **caller)
    assert taken.application.state == ApplicationState.INCOMPLETE
    assert taken.application.taken_by == desk.office().name
    with pytest.raises(AnswersNeedMending) as refusal:
        desk.apply(meeting, actor=desk.office(), channel="phone", complete_later=True, full_name=None)
    assert set(refusal.value.faults) == {"full_name"}


def test_the_web_cannot_complete_later(meeting) -> None:
    with pytest.raises(AnswersNeedMending):
        desk.apply(meeting, complete_later=True, problem=None)


@pytest.mark.parametrize("moment, window", [("opens_at", "not_yet"), ("closes_at", "closed")])
def test_the_web_form_opens_and_closes_by_the_clock(meeting, moment: str, window: str) -> None:
    edge = getattr(meeting, moment)
    outside = edge - timedelta(seconds=1) if window == "not_yet" else edge + timedelta(seconds=1)
    with pytest.raises(WindowIsClosed) as refusal:
        desk.apply(meeting, now=outside)
    assert refusal.value.params["window"] == window
    assert desk.apply(meeting, now=edge).application.state == ApplicationState.COMPLETE


def test_the_office_takes_late_applications_and_paper_that_came_in_time(meeting) -> None:
    after = meeting.closes_at + timedelta(hours=2)
    late = desk.apply(meeting, actor=desk.office(), channel="office", now=after)
    assert late.application.state == ApplicationState.LATE
    paper = queries.whole(late.application)
    assert paper.gaps == ()
    in_time = desk.actions.submit(
        actor=desk.office(),
        meeting=meeting,
        channel="paper-scan",
        language="pl",
        answers=desk.answers(),
        consents=desk.CONSENTS,
        idempotency_key="on the desk",
        received_at=meeting.closes_at,
        now=after,
    )
    assert in_time.application.state == ApplicationState.COMPLETE


@pytest.mark.parametrize("who", [cast.outsider, cast.facilitator, cast.observer])
def test_only_the_office_enters_for_others(meeting, who) -> None:
    with pytest.raises(NotAllowed):
        desk.apply(meeting, actor=cast.actor(who()), channel="phone")
    with pytest.raises(NotAllowed):
        desk.apply(meeting, actor=VISITOR, channel="office")


def test_nobody_applies_to_a_meeting_without_a_form() -> None:
    with pytest.raises(NoForm):
        desk.apply(desk.meeting(with_form=False))


def test_the_private_link_opens_this_application_alone(meeting) -> None:
    done = desk.apply(meeting)
    desk.apply(meeting, **desk.other_person())
    assert queries.application_with_token(done.token) == done.application
    assert queries.token_of(desk.fresh(done.application)) == done.token
    assert len(done.token) >= 22
    assert queries.application_with_token(done.token[:-1]) is None
    assert not Application.objects.filter(link_hash__contains=done.token).exists()


def test_the_letter_carries_the_receipt_and_the_private_address(meeting) -> None:
    done = desk.apply(meeting)
    (letter,) = letters_about(done.application.about)
    assert (letter.kind, letter.person_id) == ("received", done.application.person_id)
    assert str(done.receipt) in letter.body
    assert f"/z/{done.token}/" in letter.body


def test_what_is_missing_is_told_in_the_persons_language(meeting) -> None:
    done = desk.apply(
        meeting, actor=desk.office(), channel="phone", complete_later=True, language="uk", problem=None, email=None
    )
    (letter,) = letters_about(done.application.about)
    assert (letter.kind, letter.language) == ("incomplete", "uk")
    label = queries.definition_of(done.application.form).question("problem").label["uk"]
    assert f"– {label}" in letter.body


def test_references_are_easy_to_read_out(meeting) -> None:
    references = {desk.apply(meeting, **desk.other_person(number)).application.reference for number in range(5)}
    assert len(references) == 5
    assert all(len(one) == 7 and one[3] == "-" and not set(one) & set("01IOL") for one in references)
