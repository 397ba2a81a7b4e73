from collections.abc import Mapping, Sequence
from datetime import datetime

from obrady.stages.applications import rules
from obrady.stages.applications.queries.forms import current_form, definition_of, sensitive_questions
from obrady.stages.applications.states import NoForm
from obrady.stages.ledger.actions import NotAllowed, act
from obrady.stages.ledger.queries import Receipt
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings.models import Meeting


def note_export(
    *,
    actor: Actor,
    meeting: Meeting,
    columns: Sequence[str],
    rows: int,
    file_format: str,
    narrowed: Mapping[str, str],
    now: datetime,
) -> Receipt | None:
    """The register leaves the house: how much of it, never what. Raises `NotAllowed` where columns are sensitive and
    whoever asks may not see them. `narrowed` must hold codes only, nothing that was typed."""
    form = current_form(meeting)
    if form is None:
        raise NoForm(meeting=meeting.slug)
    sensitive = sorted(sensitive_questions(definition_of(form)).intersection(columns))
    if sensitive and not rules.can_see_sensitive.test(actor, meeting):
        raise NotAllowed("applications.export")
    with act(actor=actor, verb="applications.export", thing=meeting, rule=rules.can_export, now=now) as line:
        line.facts.update(rows=rows, columns=len(columns), sensitive=sensitive, format=file_format)
        line.facts.update(narrowed={key: value for key, value in narrowed.items() if value})
    return line.receipt
