"""What the office does with many applications, and beside one."""

from types import SimpleNamespace

from obrady.stages.applications import actions
from tests import cast
from tests.doors.access import COORDINATOR, GET, OFFICE, POST, SLUG, Access, only
from tests.stages.applications import desk


def world() -> SimpleNamespace:
    """One that was corrected and has a note, let in by an act on many, and the coordinator's own filter."""
    meeting = desk.meeting()
    one = desk.apply(meeting).application
    actions.correct(
        actor=desk.office(), application=one, answers={"full_name": "Żaneta Nowa"}, consents={}, now=cast.NOW
    )
    note = actions.write_note(actor=desk.office(), application=one, text="Oddzwonić.", now=cast.NOW)
    bulk = actions.assign_many(
        actor=desk.office(), meeting=meeting, chosen={one.pk: ""}, to=cast.office(), now=cast.NOW
    ).bulk
    return SimpleNamespace(
        meeting=meeting, reference=one.reference, note=note.pk, bulk=bulk.pk, row=f"{one.pk}:{one.state}"
    )


def the_one(world: SimpleNamespace) -> dict:
    return {**SLUG, "reference": world.reference}


def the_note(world: SimpleNamespace) -> dict:
    return {**the_one(world), "key": world.note}


def the_bulk(world: SimpleNamespace) -> dict:
    return {**SLUG, "key": world.bulk}


def the_row(world: SimpleNamespace) -> dict:
    return {"row": world.row, "act": "slips"}


def office(status: int = 200) -> dict:
    return only(COORDINATOR, OFFICE, status=status)


TABLE = [
    Access("queue-bulk", SLUG, GET, office(405)),
    Access("queue-bulk", SLUG, POST, office(), data=the_row),
    Access("queue-bulk-acts", SLUG, GET, office()),
    Access("queue-bulk-undo", the_bulk, GET, office(405)),
    Access("queue-bulk-undo", the_bulk, POST, office(302)),
    Access("queue-filter-save", SLUG, GET, office(405)),
    Access("queue-filter-save", SLUG, POST, office(302), data={"name": "Moje", "channel": "web"}),
    Access("queue-filter-drop", {**SLUG, "key": 1}, GET, office(405)),
    Access("queue-filter-drop", {**SLUG, "key": 1}, POST, office(404)),
    Access("application-note", the_one, GET, office(405)),
    Access("application-note", the_one, POST, office(302), data={"text": "Oddzwonić."}),
    Access("application-note-remove", the_note, GET, office(405)),
    Access("application-note-remove", the_note, POST, office(302)),
    Access("application-assign", the_one, GET, office(405)),
    Access("application-assign", the_one, POST, office(302)),
    Access("application-undo-correction", the_one, GET, office(405)),
    Access("application-undo-correction", the_one, POST, office(302)),
    Access("application-slip", the_one, GET, office()),
]
