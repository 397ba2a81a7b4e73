from datetime import timedelta

import pytest

from obrady.stages.applications import actions, queries
from obrady.stages.applications.actions import importing
from obrady.stages.applications.models import Application, DuplicatePair, ImportBatch
from obrady.stages.applications.states import ImportOvertaken, NoForm
from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.models import Entry
from obrady.stages.ledger.states import CONSOLE
from obrady.stages.people.models import Person
from tests import cast
from tests.cast import NOW
from tests.stages.applications import desk

pytestmark = pytest.mark.django_db
ROWS = desk.table("applications.csv")


@pytest.fixture
def meeting():
    return desk.meeting_of_the_register()


def take(meeting, rows=ROWS, actor=CONSOLE):
    return actions.import_applications(actor=actor, meeting=meeting, rows=rows, now=NOW)


def staged_only(meeting, number: int = 10) -> ImportBatch:
    """As an import leaves it that is killed after some rows."""
    form = queries.current_form(meeting)
    records, _ = importing.read_applications(queries.definition_of(form), ROWS[:number])
    batch = importing.begin(meeting, ROWS, now=NOW)
    importing.stage(batch, form, queries.legal_texts(form), records, now=NOW)
    return batch


def test_an_import_is_one_ledger_line_with_counts_and_no_name(meeting) -> None:
    before = Entry.objects.count()
    outcome = take(meeting)
    (line,) = Entry.objects.filter(sequence__gt=before)
    assert line.facts["states"] == {"complete": 114, "incomplete": 5, "late": 4, "withdrawn": 2}
    assert line.facts["channels"] == {"web": 75, "paper-scan": 17, "office": 11, "phone": 22}
    assert "Wierzb" not in str(line.facts)
    assert str(outcome.receipt).startswith(f"{line.sequence}-")


def test_every_imported_application_has_the_import_in_its_trail_and_a_receipt(meeting) -> None:
    outcome = take(meeting, ROWS[:3])
    for application in queries.register(meeting):
        assert [line.verb for line in queries.trail(application)] == ["applications.import"]
        assert queries.receipt_of(application) == outcome.receipt


def test_staged_rows_do_not_exist_for_anybody(meeting) -> None:
    staged_only(meeting)
    row = Application.objects.select_related("person").first()
    assert Application.objects.count() == 10
    assert not queries.register(meeting).exists()
    assert queries.counts(meeting).total == 0
    assert queries.application_with_token(queries.token_of(row)) is None
    assert not queries.spellings_to_nod(meeting).exists()
    assert queries.likely_duplicates_of_typing(meeting, name=row.person.name, phone=row.person.phone) == []
    assert actions.clear_complete(actor=CONSOLE, meeting=meeting, now=NOW) == 0


def test_a_new_import_sweeps_what_an_interrupted_one_left(meeting) -> None:
    staged_only(meeting)
    take(meeting, ROWS[5:20])
    assert (Application.objects.count(), Person.objects.count(), ImportBatch.objects.count()) == (15, 15, 1)


def test_the_interrupted_one_notices_that_its_place_is_taken(meeting) -> None:
    batch = staged_only(meeting)
    take(meeting, ROWS[:3])
    with pytest.raises(ImportOvertaken):
        importing.stage(batch, queries.current_form(meeting), {}, [], now=NOW)
    with pytest.raises(ImportOvertaken):
        importing.switch(CONSOLE, batch, actions.ImportOutcome(rows=0, good_rows=0, imported=0), now=NOW)


def test_the_worker_sweeps_what_nobody_took_up_again(meeting) -> None:
    staged_only(meeting)
    assert actions.sweep_unfinished_imports(now=NOW + timedelta(hours=1)) == 0
    assert actions.sweep_unfinished_imports(now=NOW + timedelta(hours=7)) == 1
    assert (Application.objects.count(), Person.objects.count(), ImportBatch.objects.count()) == (0, 0, 0)


def test_a_finished_import_is_never_swept(meeting) -> None:
    take(meeting, ROWS[:5])
    actions.sweep_unfinished_imports(now=NOW + timedelta(days=30))
    assert queries.register(meeting).count() == 5


def test_imported_and_submitted_applications_are_compared_with_each_other() -> None:
    meeting = desk.meeting()
    row = {**ROWS[0], "received_at": NOW.isoformat()}
    desk.apply(meeting, full_name=row["full_name"], email=row["email"], phone=None)
    take(meeting, [row])
    assert {desk.only_pair(meeting).a.channel, desk.only_pair(meeting).b.channel} == {"web"}
    assert DuplicatePair.objects.count() == 1


@pytest.mark.parametrize("who", [cast.office, cast.facilitator, cast.observer, cast.outsider])
def test_only_the_coordinator_and_the_console_import(meeting, who) -> None:
    with pytest.raises(NotAllowed):
        take(meeting, actor=cast.actor(who()))
    assert take(meeting, ROWS[:2], actor=desk.coordinator()).imported == 2


def test_a_meeting_without_a_form_takes_none() -> None:
    with pytest.raises(NoForm):
        take(desk.meeting(with_form=False))
