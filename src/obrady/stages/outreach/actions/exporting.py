from datetime import datetime

from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Organisation
from obrady.stages.outreach import rules


def note_export(
    *,
    actor: Actor,
    thing: Organisation | Meeting,
    what: str,
    columns: int,
    rows: int,
    file_format: str,
    now: datetime,
) -> None:
    """The contact book of an organisation, or who was invited to a meeting, leaves the house: how much, never whom."""
    with act(actor=actor, verb="outreach.export", thing=thing, rule=rules.can_export, now=now) as line:
        line.facts.update(what=what, rows=rows, columns=columns, format=file_format)
