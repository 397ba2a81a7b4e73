from datetime import datetime

from obrady.stages.intake import rules
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings.models import Meeting


def note_export(
    *,
    actor: Actor,
    meeting: Meeting,
    columns: int,
    rows: int,
    file_format: str,
    now: datetime,
) -> None:
    """The list of questions leaves the house: how much of it, never whose."""
    with act(actor=actor, verb="intake.export", thing=meeting, rule=rules.can_see, now=now) as line:
        line.facts.update(rows=rows, columns=columns, format=file_format)
