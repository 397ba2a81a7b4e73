"""What a copy of a meeting takes along from here: the form, as a draft. Nobody's application is ever copied."""

from obrady.stages.applications.actions.form_editing import create_draft
from obrady.stages.applications.queries.form_drafts import draft_of
from obrady.stages.applications.queries.forms import current_form
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.registry.copying import Copying, CopyPart, register_part


def _definition(meeting: Meeting) -> dict | None:
    """What the next version would be, else what is published."""
    draft = draft_of(meeting)
    if draft:
        return draft.definition
    form = current_form(meeting)
    return form.definition if form else None


def _copy(step: Copying) -> None:
    definition = _definition(step.source)
    if definition is not None:
        create_draft(step.target, definition, actor=step.actor, now=step.now)


def declare() -> None:
    register_part(CopyPart("form", count=lambda meeting: int(_definition(meeting) is not None), copy=_copy))
