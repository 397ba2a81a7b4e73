"""Rules still being written, with a rehearsal."""

from types import SimpleNamespace

from obrady.stages.draws import actions
from tests import cast
from tests.cast import NOW
from tests.doors.access import COORDINATOR, GET, OBSERVER, OFFICE, POST, SLUG, TEAM, Access, everyone, only
from tests.stages.draws import office


def world() -> SimpleNamespace:
    draft = office.draft_with_shares(office.meeting_with(8), ("gender", "woman", 1, 3))
    rehearsal = actions.rehearse(actor=office.coordinator(), meeting=draft.meeting, now=NOW)
    actions.compute(rehearsal, now=NOW)
    return SimpleNamespace(meeting=cast.meeting())


FIRST = {**SLUG, "number": 1}
NOBODY = {"reference": "NOBODY", "decision": "must", "reason": "She opens the meeting."}
RULES = {"preset": "plain", "seats": 4, "rows": 1000}
ONLY_COORDINATOR = only(COORDINATOR, status=302)
TABLE = [
    Access("recruitment", SLUG, GET, only(*TEAM)),
    Access("recruitment", SLUG, POST, ONLY_COORDINATOR, data=RULES),
    Access("recruitment-shares", SLUG, GET, only(COORDINATOR)),
    Access("recruitment-shares", SLUG, POST, ONLY_COORDINATOR, data={"use-0": "on"}),
    Access("recruitment-live", SLUG, GET, only(COORDINATOR, status=405)),
    Access("recruitment-live", SLUG, POST, only(COORDINATOR), data={"use-0": "on"}),
    Access("recruitment-people", SLUG, GET, only(COORDINATOR)),
    Access("recruitment-people", SLUG, POST, only(COORDINATOR), data=NOBODY),
    Access("recruitment-people-undo", SLUG, GET, everyone(405)),
    Access("recruitment-people-undo", SLUG, POST, ONLY_COORDINATOR, data=NOBODY),
    Access("recruitment-check", SLUG, GET, only(COORDINATOR)),
    Access("recruitment-relax", SLUG, GET, everyone(405)),
    Access("recruitment-relax", SLUG, POST, ONLY_COORDINATOR),
    Access("recruitment-freeze", SLUG, GET, everyone(405)),
    Access("recruitment-freeze", SLUG, POST, ONLY_COORDINATOR),
    Access("recruitment-admit", SLUG, GET, everyone(405)),
    Access("recruitment-admit", SLUG, POST, ONLY_COORDINATOR),
    Access("rehearse", SLUG, GET, everyone(405)),
    Access("rehearse", SLUG, POST, ONLY_COORDINATOR),
    Access("rehearsal", FIRST, GET, only(COORDINATOR, OFFICE, OBSERVER)),
    Access("rehearsal-drop", FIRST, GET, everyone(405)),
    Access("rehearsal-drop", FIRST, POST, ONLY_COORDINATOR),
]
