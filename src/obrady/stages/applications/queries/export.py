"""The register on its way out: as records, and as text cells that an import reads back."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from django.db.models import QuerySet

from obrady.core.forms import SEPARATOR, Answer, FormDefinition
from obrady.stages.applications.models import Application
from obrady.stages.applications.queries.forms import current_form, definition_of, sensitive_questions
from obrady.stages.applications.queries.register import whole
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.queries import sensitive_answers_of_many

FIRST = ("reference", "received_at", "channel", "taken_by")
LAST = ("notice_version", "withdrawn_at")
OWN = ("state", "state_reason", "merged_into")
AT_ONCE = 250

Value = str | bool | None | Answer


def export_columns(definition: FormDefinition, *, with_sensitive: bool) -> list[str]:
    asked = [question.key for question in definition.asked_questions if with_sensitive or not question.sensitive]
    return [*FIRST, *asked, *(consent.key for consent in definition.consents), *LAST, *OWN]


def export_records(
    meeting: Meeting, rows: QuerySet[Application], *, columns: Sequence[str]
) -> Iterator[dict[str, Value]]:
    """Some rows at a time, in the order of arrival. Sensitive answers are opened only where a column asks for one."""
    form = current_form(meeting)
    secret = sensitive_questions(definition_of(form)) if form else frozenset()
    wanted = secret.intersection(columns)
    found = rows.order_by("received_at", "reference").iterator(chunk_size=AT_ONCE)
    while some := list(islice(found, AT_ONCE)):
        opened = sensitive_answers_of_many([row.person for row in some]) if wanted else {}
        for row in some:
            yield record_of(row, opened.get(str(row.person_id), {}), columns=columns)


def record_of(row: Application, opened: dict[str, object], *, columns: Collection[str]) -> dict[str, Value]:
    record = whole(row, opened).record
    zone = row.meeting.tz
    known: dict[str, Value] = {
        **record.answers,
        **record.consents,
        "reference": row.reference,
        "received_at": row.received_at.astimezone(zone).isoformat(),
        "channel": row.channel,
        "taken_by": row.taken_by,
        "notice_version": row.notice_version,
        "withdrawn_at": row.withdrawn_at.astimezone(zone).isoformat() if row.withdrawn_at else None,
        "state": row.state,
        "state_reason": row.state_reason,
        "merged_into": row.merged_into.reference if row.merged_into else None,
    }
    return {column: known.get(column) for column in columns}


def as_text(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or isinstance(value, str):
        return value or ""
    return SEPARATOR.join(value)
