"""A new version of a form: applications that are there follow it, and what people said stays."""

from dataclasses import replace

import pytest

from obrady.core.forms import (
    FormDefinition,
    parse_definition,
    put_question,
    put_section,
    remove_questions,
    to_json,
)
from obrady.stages.applications import actions, queries
from obrady.stages.applications.states import (
    ApplicationState,
    FormNotReady,
    PoolIsFrozen,
)
from obrady.stages.people.queries import current_consents, sensitive_answers
from tests.cast import NOW
from tests.stages.applications import desk

AREA = "area"


@pytest.fixture
def meeting(db):
    return desk.meeting()


def change(meeting, edit, *, revision: int | None = None):
    seen = queries.draft_or_form(meeting)[1] if revision is None else revision
    return actions.change_draft(
        actor=desk.coordinator(), meeting=meeting, change=edit, revision=seen, now=NOW, what="test"
    )


def publish(meeting):
    revision = queries.draft_of(meeting).revision
    return actions.publish_draft(actor=desk.coordinator(), meeting=meeting, revision=revision, now=NOW)


def requiring(key: str):
    return lambda form: put_question(form, key, replace(form.question(key), required=True))


def predicted(meeting) -> queries.Outlook:
    return queries.outlook(meeting, parse_definition(queries.draft_of(meeting).definition, unfinished=True))


def test_a_question_newly_required_makes_those_incomplete_who_were_never_asked(meeting) -> None:
    silent = desk.apply(meeting).application
    said = desk.apply(meeting, **desk.other_person(1), area="work").application
    change(meeting, requiring(AREA))
    assert (predicted(meeting).becoming_incomplete, predicted(meeting).missing) == (1, {AREA: 1})
    publish(meeting)
    assert desk.fresh(silent).state == ApplicationState.INCOMPLETE
    assert desk.fresh(said).state == ApplicationState.COMPLETE


def test_an_application_keeps_the_version_it_came_with_and_can_answer_the_new_question(meeting) -> None:
    application = desk.apply(meeting).application
    change(meeting, requiring(AREA))
    second = publish(meeting)
    application = desk.fresh(application)
    assert (application.form.version, application.form_in_force) == (1, second)
    actions.correct(actor=desk.office(), application=application, answers={AREA: "work"}, consents={}, now=NOW)
    assert desk.fresh(application).state == ApplicationState.COMPLETE


def test_who_was_let_into_the_pool_leaves_it_when_something_required_is_missing(meeting) -> None:
    application = desk.apply(meeting).application
    actions.clear_complete(actor=desk.office(), meeting=meeting, now=NOW)
    change(meeting, requiring(AREA))
    assert predicted(meeting).leaving_the_pool == 1
    publish(meeting)
    assert desk.fresh(application).state == ApplicationState.INCOMPLETE


def test_answers_to_a_removed_question_stay_through_later_corrections(meeting) -> None:
    application = desk.apply(meeting).application
    change(meeting, lambda form: remove_questions(form, ["problem", "needs"]))
    assert predicted(meeting).answers_kept == {"problem": 1, "needs": 1}
    publish(meeting)
    actions.correct(
        actor=desk.office(), application=desk.fresh(application), answers={"role": "prezes"}, consents={}, now=NOW
    )
    application = desk.fresh(application)
    assert application.answers["problem"] == "Nie wiadomo, do kogo zadzwonić."
    assert sensitive_answers(application.person)["needs"] == ["quiet_room"]


def test_answers_that_were_removed_options_are_counted_and_stay(meeting) -> None:
    application = desk.apply(meeting).application

    def without(form: FormDefinition) -> FormDefinition:
        question = form.question("hardest_cooperation")
        return put_question(
            form, question.key, replace(question, options=tuple(o for o in question.options if o.code != "gminas"))
        )

    change(meeting, without)
    assert predicted(meeting).options_kept == {("hardest_cooperation", "gminas"): 1}
    publish(meeting)
    assert desk.fresh(application).answers["hardest_cooperation"] == ["gminas"]


def test_features_that_change_are_counted(meeting) -> None:
    desk.apply(meeting)
    desk.apply(meeting, **{**desk.other_person(1), "applies_as": "own_name", "organisation": None})

    def regrouped(form: FormDefinition) -> FormDefinition:
        features = tuple(
            replace(one, map={**one.map, "own_name": "other"}) if one.key == "group" else one for one in form.features
        )
        return replace(form, features=features)

    change(meeting, regrouped)
    assert predicted(meeting).features == {"group": 1}


def test_who_consented_to_the_earlier_words_stays_on_record_with_them(meeting) -> None:
    application = desk.apply(meeting).application
    before = current_consents(application.person)["consent_sensitive"].text_id

    def reworded(form: FormDefinition) -> FormDefinition:
        consents = tuple(
            replace(one, label={key: f"{words}!" for key, words in one.label.items()})
            if one.key == "consent_sensitive"
            else one
            for one in form.consents
        )
        return replace(form, consents=consents)

    change(meeting, reworded)
    assert predicted(meeting).consents_reworded == {"consent_sensitive": 1}
    second = publish(meeting)
    assert current_consents(application.person)["consent_sensitive"].text_id == before
    assert queries.legal_texts(second)["consent_sensitive"].pk != before


def test_what_becomes_sensitive_is_sealed(meeting) -> None:
    application = desk.apply(meeting).application

    def guarded(form: FormDefinition) -> FormDefinition:
        return put_question(
            form, "problem", replace(form.question("problem"), sensitive=True, consent="consent_sensitive")
        )

    change(meeting, guarded)
    assert predicted(meeting).sealed["problem"] == 1
    publish(meeting)
    application = desk.fresh(application)
    assert "problem" not in application.answers
    assert sensitive_answers(application.person)["problem"] == "Nie wiadomo, do kogo zadzwonić."


def test_what_was_promised_to_be_sealed_stays_so_while_there_are_applications(meeting) -> None:
    desk.apply(meeting)
    change(meeting, lambda form: put_question(form, "diet", replace(form.question("diet"), sensitive=False)))
    with pytest.raises(FormNotReady) as refusal:
        publish(meeting)
    assert [finding.code for finding in refusal.value.findings] == ["unsealed"]


def test_while_a_pool_is_frozen_only_words_can_change(meeting) -> None:
    application = desk.apply(meeting).application
    actions.lock_for_draw(meeting, now=NOW)
    change(
        meeting,
        lambda form: put_section(form, "contact", title={**form.sections[0].title, "pl": "Kontakt"}, explanation=None),
    )
    publish(meeting)
    change(meeting, requiring(AREA))
    assert predicted(meeting).is_refused
    with pytest.raises(PoolIsFrozen):
        publish(meeting)
    application = desk.fresh(application)
    assert (application.state, application.follows) == (ApplicationState.COMPLETE, None)


def test_the_version_of_the_notice_goes_up_with_its_words(meeting) -> None:
    def told(form: FormDefinition) -> FormDefinition:
        return replace(
            form, notice=replace(form.notice, short={key: f"{words}!" for key, words in form.notice.short.items()})
        )

    change(meeting, told)
    form = publish(meeting)
    assert (form.definition["notice"]["version"], form.definition["form"]["version"]) == ("1.2", "1.1")


def test_the_published_draft_is_what_was_published(meeting) -> None:
    change(meeting, requiring(AREA))
    form = publish(meeting)
    assert queries.draft_of(meeting).definition == form.definition


def test_the_ready_form_is_published_unchanged(db) -> None:
    meeting = desk.meeting(with_form=False)
    actions.begin_draft(actor=desk.coordinator(), meeting=meeting, source=queries.ready_form(), now=NOW)
    assert publish(meeting).definition == to_json(parse_definition(queries.ready_form()))
