"""A commitment that waits for the dice."""

from types import SimpleNamespace

from tests import cast
from tests.doors.access import COORDINATOR, GET, OBSERVER, OFFICE, POST, SLUG, Access, everyone, only
from tests.stages.draws import office


def world() -> SimpleNamespace:
    office.committed(office.draft(office.meeting_with(8)))
    return SimpleNamespace(meeting=cast.meeting())


SEEING = (COORDINATOR, OFFICE, OBSERVER)
ONLY_COORDINATOR = only(COORDINATOR, status=302)
DIGITS = {"die_1": "0", "die_2": "4", "die_3": "2"}
TABLE = [
    Access("recruitment-draw", SLUG, GET, only(*SEEING)),
    Access("recruitment-progress", SLUG, GET, only(*SEEING, status=204)),
    Access("recruitment-computing", SLUG, GET, everyone(405)),
    Access("recruitment-computing", SLUG, POST, ONLY_COORDINATOR),
    Access("recruitment-commit", SLUG, GET, everyone(405)),
    Access("recruitment-commit", SLUG, POST, ONLY_COORDINATOR),
    Access("recruitment-dice", SLUG, GET, everyone(405)),
    Access("recruitment-dice", SLUG, POST, only(COORDINATOR), data=DIGITS),
    Access("recruitment-test-dice", SLUG, GET, everyone(405)),
    Access("recruitment-test-dice", SLUG, POST, ONLY_COORDINATOR, data={"throws": "407 12"}),
    Access("recruitment-publish", SLUG, GET, everyone(405)),
    Access("recruitment-publish", SLUG, POST, ONLY_COORDINATOR),
    Access("recruitment-abandon", SLUG, GET, only(COORDINATOR)),
    Access("recruitment-abandon", SLUG, POST, ONLY_COORDINATOR, data={"reason": "Kostka spadła ze stołu."}),
]
