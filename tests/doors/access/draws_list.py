"""A list that steps gave, worked out and waiting for approval."""

from types import SimpleNamespace

from obrady.stages.draws import actions
from obrady.stages.draws.states import StepKind
from tests.doors.access import COORDINATOR, GET, OBSERVER, OFFICE, POST, SLUG, Access, everyone, only
from tests.stages.draws import methods, office


def world() -> SimpleNamespace:
    draft = methods.draft(office.meeting_with(6), methods.step(StepKind.ORDER_OF_APPLICATION), seats=3)
    actions.settle(office.frozen(draft), now=office.AFTER)
    return SimpleNamespace(meeting=draft.meeting)


SEEING = (COORDINATOR, OFFICE, OBSERVER)
TABLE = [
    Access("recruitment-ranking", SLUG, GET, only(*SEEING)),
    Access("recruitment-ranking-export", SLUG, GET, only(*SEEING)),
    Access("recruitment-approve", SLUG, GET, everyone(405)),
    Access("recruitment-approve", SLUG, POST, only(COORDINATOR, status=302)),
]
