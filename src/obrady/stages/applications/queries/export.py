from collections.abc import Iterator

from obrady.core.forms import SEPARATOR, FormDefinition
from obrady.stages.applications.models import Application
from obrady.stages.applications.queries.forms import current_form, definition_of
from obrady.stages.applications.queries.register import register, whole
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.queries import sensitive_answers_of_many

FIRST = ("reference", "received_at", "channel", "taken_by")
LAST = ("notice_version", "withdrawn_at")
OWN = ("state", "state_reason", "merged_into")


def export_columns(definition: FormDefinition, *, with_sensitive: bool) -> list[str]:
    asked = [question.key for question in definition.asked_questions if with_sensitive or not question.sensitive]
    return [*FIRST, *asked, *(consent.key for consent in definition.consents), *LAST, *OWN]


def export_rows(meeting: Meeting, *, with_sensitive: bool) -> Iterator[list[str]]:
    """The register as text cells, header first; whoever writes the file makes formulas harmless.

    `with_sensitive`: ask the rule `can_see_sensitive` first.
    """
    form = current_form(meeting)
    if form is None:
        return
    definition = definition_of(form)
    columns = export_columns(definition, with_sensitive=with_sensitive)
    yield columns
    rows = list(register(meeting).order_by("received_at", "reference"))
    opened = sensitive_answers_of_many([row.person for row in rows]) if with_sensitive else {}
    for row in rows:
        cells = cells_of(row, opened.get(str(row.person_id), {}))
        yield [cells.get(column, "") for column in columns]


def cells_of(row: Application, opened: dict[str, object]) -> dict[str, str]:
    record = whole(row, opened).record
    zone = row.meeting.tz
    return {
        **{
            key: answer if isinstance(answer, str) else SEPARATOR.join(answer) for key, answer in record.answers.items()
        },
        **{key: "yes" if given else "no" for key, given in record.consents.items()},
        "reference": row.reference,
        "received_at": row.received_at.astimezone(zone).isoformat(),
        "channel": row.channel,
        "taken_by": row.taken_by,
        "notice_version": row.notice_version,
        "withdrawn_at": row.withdrawn_at.astimezone(zone).isoformat() if row.withdrawn_at else "",
        "state": row.state,
        "state_reason": row.state_reason,
        "merged_into": row.merged_into.reference if row.merged_into else "",
    }
