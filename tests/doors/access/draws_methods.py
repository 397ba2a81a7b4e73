"""A draft whose places are given by steps, with criteria; somebody of the office has a sheet."""

from types import SimpleNamespace

from obrady.stages.draws import actions
from obrady.stages.draws.states import StepKind
from tests import cast
from tests.cast import NOW
from tests.doors.access import COORDINATOR, FACILITATOR, GET, OFFICE, POST, SLUG, TEAM, Access, everyone, only
from tests.stages.draws import methods, office


def world() -> SimpleNamespace:
    meeting = office.meeting_with(8)
    methods.criteria(meeting)
    people = [cast.office(), cast.facilitator()]
    actions.ask_assessors(actor=office.coordinator(), meeting=meeting, accounts=people, now=NOW)
    groups = methods.step(StepKind.PRIORITY_GROUPS, groups=[methods.WOMEN])
    methods.draft(meeting, groups, methods.step(StepKind.ORDER_OF_APPLICATION))
    return SimpleNamespace(meeting=meeting, reference=meeting.applications.order_by("reference").first().reference)


def one(world: SimpleNamespace) -> dict:
    return {"slug": world.meeting.slug, "reference": world.reference}


STEP, NEW = {**SLUG, "position": 2}, {**SLUG, "kind": "ranking"}
CRITERIA = {"differ_by": "5", "third": "nearest_two", "looked_at": "1", "label-0-pl": "Po co", "most-0": "10"}
ONLY_COORDINATOR = only(COORDINATOR, status=302)
TABLE = [
    Access("recruitment-method", SLUG, GET, only(COORDINATOR)),
    Access("recruitment-method-change", SLUG, GET, everyone(405)),
    Access("recruitment-method-change", SLUG, POST, ONLY_COORDINATOR, data={"do": "up:2"}),
    Access("recruitment-method-step", STEP, GET, only(COORDINATOR)),
    Access("recruitment-method-step", STEP, POST, only(COORDINATOR), data={"places": "-1"}),
    Access("recruitment-method-new", NEW, GET, only(COORDINATOR)),
    Access("recruitment-method-new", NEW, POST, only(COORDINATOR), data={"places": "-1"}),
    Access("recruitment-method-freeze", SLUG, GET, everyone(405)),
    Access("recruitment-method-freeze", SLUG, POST, ONLY_COORDINATOR),
    Access("recruitment-criteria", SLUG, GET, only(COORDINATOR)),
    Access("recruitment-criteria", SLUG, POST, ONLY_COORDINATOR, data=CRITERIA),
    Access("recruitment-assessors", SLUG, GET, only(COORDINATOR, status=405)),
    Access("recruitment-assessors", SLUG, POST, ONLY_COORDINATOR),
    Access("recruitment-assess", SLUG, GET, only(*TEAM)),
    Access("recruitment-assess-one", one, GET, only(OFFICE, FACILITATOR, others=404)),
    Access("recruitment-assessing", SLUG, GET, only(COORDINATOR)),
    Access("recruitment-assessing-export", SLUG, GET, only(COORDINATOR)),
]
