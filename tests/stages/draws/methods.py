"""Meetings whose places are given by other rules than a draw alone."""

from obrady.core.recruitment import Third
from obrady.stages.applications import queries as register
from obrady.stages.draws import actions
from obrady.stages.draws.actions import CriterionGiven, MarkGiven, StepGiven
from obrady.stages.draws.models import Draw, Sheet
from obrady.stages.draws.queries.assessing import own_sheets
from obrady.stages.draws.states import Preset, StepKind
from obrady.stages.ledger.states import Role
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.models import StaffAccount
from tests import cast
from tests.cast import NOW
from tests.stages.draws import office

WOMEN = {"fact": "gender", "values": ["woman"]}
CRITERIA = (CriterionGiven({"pl": "Po co"}, most=10), CriterionGiven({"pl": "Zasięg"}, most=5, weight=2))


def step(kind: StepKind, **parameters: object) -> StepGiven:
    return StepGiven(kind, parameters)


def draft(meeting: Meeting, *steps: StepGiven, **rules: object) -> Draw:
    draw = office.draft(meeting, **{"preset": Preset.STEPS, **rules})
    given(draw, *steps)
    return draw


def given(draw: Draw, *steps: StepGiven) -> None:
    actions.set_steps(
        actor=office.coordinator(), draw=draw, steps=steps, looked_at=actions.version_of(draw), now=office.AFTER
    )


def assessors(count: int) -> list[StaffAccount]:
    return [
        cast.account(Role.FACILITATOR, email=f"ocenia-{n}@example.org", name=f"Osoba Oceniająca {n}")
        for n in range(count)
    ]


def criteria(meeting: Meeting, *, differ_by: int = 5, without_names: bool = True) -> None:
    actions.set_assessing(
        actor=office.coordinator(), meeting=meeting, criteria=CRITERIA, differ_by=differ_by,
        third=Third.NEAREST_TWO, without_names=without_names, looked_at=0, now=NOW,
    )  # fmt: skip


def asked(meeting: Meeting, count: int = 3, **how: object) -> list[StaffAccount]:
    criteria(meeting, **how)
    found = assessors(count)
    actions.ask_assessors(actor=office.coordinator(), meeting=meeting, accounts=found, now=NOW)
    return found


def give(sheet: Sheet, why: int, reach: int = 0) -> Sheet:
    marks = {"c1": MarkGiven(why, "bo tak"), "c2": MarkGiven(reach)}
    return actions.give_marks(
        actor=cast.actor(sheet.assessor), sheet=sheet, marks=marks, reason="", looked_at=sheet.revision, now=NOW
    )


def assess_all(meeting: Meeting, accounts: list[StaffAccount]) -> dict[str, int]:
    """Everybody gives the same points for the same person: the first of the pool 0, the next 1, and so on."""
    points = {member.reference: n for n, member in enumerate(register.pool(meeting).members)}
    for account in accounts:
        for sheet in own_sheets(cast.actor(account), meeting):
            give(sheet, points[sheet.application.reference])
    return points
