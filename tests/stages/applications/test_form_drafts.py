"""The draft of a form: two editors, undoing, templates."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from obrady.core.forms import DefinitionError, parse_definition, put_section, remove_questions
from obrady.stages.applications import actions, queries
from obrady.stages.applications.actions.form_editing import write
from obrady.stages.applications.models import FormDraftBefore
from obrady.stages.applications.states import (
    DraftExists,
    DraftHasMoved,
    NoForm,
    NothingToUndo,
    TemplateNameTaken,
)
from obrady.stages.ledger.actions import NotAllowed
from tests import cast
from tests.cast import NOW
from tests.stages.applications import desk


@pytest.fixture
def meeting(db):
    return desk.meeting()


def renamed(words: str):
    return lambda form: put_section(form, "contact", title=dict.fromkeys(form.languages, words), explanation=None)


def change(meeting, edit, revision: int):
    return actions.change_draft(actor=desk.coordinator(), meeting=meeting, change=edit, revision=revision, now=NOW)


def title_of(meeting) -> str:
    return queries.draft_of(meeting).definition["sections"][0]["title"]["pl"]


def test_the_first_change_begins_a_draft_of_the_published_form(meeting) -> None:
    assert change(meeting, renamed("Kontakt"), 0).revision == 2
    assert title_of(meeting) == "Kontakt"
    assert queries.current_form(meeting).definition["sections"][0]["title"]["pl"] != "Kontakt"


def test_of_two_who_saw_the_same_revision_the_second_is_refused(meeting) -> None:
    change(meeting, renamed("Jedna"), 0)
    change(meeting, renamed("Druga"), 2)
    with pytest.raises(DraftHasMoved) as refusal:
        change(meeting, renamed("Trzecia"), 2)
    assert refusal.value.params["revision"] == 3
    assert title_of(meeting) == "Druga"


def test_a_change_that_changes_nothing_is_none(meeting) -> None:
    revision = change(meeting, renamed("Kontakt"), 0).revision
    assert change(meeting, renamed("Kontakt"), revision).revision == revision


def test_changes_are_undone_one_after_the_other_to_the_beginning(meeting) -> None:
    first = queries.current_form(meeting).definition["sections"][0]["title"]["pl"]
    change(meeting, renamed("Jedna"), 0)
    change(meeting, renamed("Druga"), 2)
    seen = []
    for _ in range(2):
        revision = queries.draft_of(meeting).revision
        actions.undo_change(actor=desk.coordinator(), meeting=meeting, revision=revision, now=NOW)
        seen.append(title_of(meeting))
    assert seen == ["Jedna", first]
    with pytest.raises(NothingToUndo):
        actions.undo_change(actor=desk.coordinator(), meeting=meeting, revision=5, now=NOW)


def test_only_a_short_history_is_kept(meeting) -> None:
    revision = 0
    for number in range(40):
        revision = change(meeting, renamed(f"Nazwa {number}"), revision).revision
    assert FormDraftBefore.objects.count() <= 30


def test_what_a_colleague_changed_since_can_be_shown(meeting) -> None:
    change(meeting, renamed("Jedna"), 0)
    change(meeting, renamed("Druga"), 2)
    assert queries.definition_at(meeting, 2)["sections"][0]["title"]["pl"] == "Jedna"


def test_a_second_draft_is_refused(meeting) -> None:
    change(meeting, renamed("Jedna"), 0)
    with pytest.raises(DraftExists):
        actions.begin_draft(actor=desk.coordinator(), meeting=meeting, source=queries.ready_form(), now=NOW)


def test_what_is_no_form_begins_no_draft(db) -> None:
    meeting = desk.meeting(with_form=False)
    with pytest.raises(DefinitionError):
        actions.begin_draft(actor=desk.coordinator(), meeting=meeting, source={"form": 1}, now=NOW)
    with pytest.raises(NoForm):
        change(meeting, renamed("Jedna"), 0)


@pytest.mark.parametrize("role", ["office", "facilitator", "observer", "outsider"])
def test_only_coordinators_edit(meeting, role) -> None:
    actor = cast.actor(getattr(cast, role)())
    with pytest.raises(NotAllowed):
        actions.change_draft(actor=actor, meeting=meeting, change=renamed("x"), revision=0, now=NOW)
    with pytest.raises(NotAllowed):
        actions.save_as_template(actor=actor, meeting=meeting, name="x", now=NOW)


def test_a_form_begins_from_a_template(meeting) -> None:
    change(meeting, renamed("Z szablonu"), 0)
    template = actions.save_as_template(actor=desk.coordinator(), meeting=meeting, name=" Zwykły ", now=NOW)
    other = cast.meeting(slug="drugie")
    actions.start_from_template(actor=desk.coordinator(), meeting=other, template=template, now=NOW)
    assert (template.name, title_of(other)) == ("Zwykły", "Z szablonu")


def test_the_name_of_a_template_is_taken_once(meeting) -> None:
    template = actions.save_as_template(actor=desk.coordinator(), meeting=meeting, name="A", now=NOW)
    with pytest.raises(TemplateNameTaken):
        actions.save_as_template(actor=desk.coordinator(), meeting=meeting, name="A", now=NOW)
    other = actions.save_as_template(actor=desk.coordinator(), meeting=meeting, name="B", now=NOW)
    with pytest.raises(TemplateNameTaken):
        actions.rename_template(actor=desk.coordinator(), template=other, name="A", now=NOW)
    assert list(queries.templates_of(meeting.organisation)) == [template, other]


def test_a_removed_template_comes_back(meeting) -> None:
    template = actions.save_as_template(actor=desk.coordinator(), meeting=meeting, name="A", now=NOW)
    actions.remove_template(actor=desk.coordinator(), template=template, now=NOW)
    assert not queries.templates_of(meeting.organisation).exists()
    actions.bring_back_template(actor=desk.coordinator(), template=template, now=NOW)
    assert queries.templates_of(meeting.organisation).get() == template


def test_the_outlook_asks_the_same_number_of_queries_however_many_applied(meeting) -> None:
    counts = []
    definition = remove_questions(parse_definition(queries.ready_form()), ["area"])
    for number in range(1, 12):
        desk.apply(meeting, **desk.other_person(number))
        if number in (1, 11):
            with CaptureQueriesContext(
                connection,
            ) as seen:
                queries.outlook(meeting, replace(definition))
            counts.append(len(seen))
    assert counts[0] == counts[1]


def test_of_two_who_write_at_the_same_moment_one_is_refused(meeting) -> None:
    """Both have read the draft before either writes: the row itself decides, not what was read."""
    change(meeting, renamed("Jedna"), 0)
    first, second = queries.draft_of(meeting), queries.draft_of(meeting)
    write(first, {**first.definition, "caps": []}, actor=desk.coordinator(), what="", now=NOW)
    with pytest.raises(DraftHasMoved):
        write(second, {**second.definition, "features": []}, actor=desk.coordinator(), what="", now=NOW)
    assert queries.draft_of(meeting).definition["features"] != []
