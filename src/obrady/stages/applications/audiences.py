"""Applicants as readers of a letter to many: by state, channel, language, and by an answer that is nobody's secret."""

from collections.abc import Iterable
from datetime import datetime

from obrady.core.forms import Kind, Question
from obrady.stages.applications.models import Application
from obrady.stages.applications.queries.forms import current_form, definition_of
from obrady.stages.applications.queries.register import register, status_url
from obrady.stages.letters.queries import Reader
from obrady.stages.letters.registry import Audience, Filter, register_audience
from obrady.stages.meetings.models import Meeting

FIELDS = {"state": "state", "channel": "channel", "language": "person__language"}
SIGN = "="


def readers(meeting: Meeting, chosen: Filter, now: datetime) -> list[Reader]:
    """`group` holds "question=code"; several of one question are "or", several questions are "and"."""
    rows = register(meeting).filter(merged_into=None, person__erased_at=None).select_related("person")
    for name, field in FIELDS.items():
        if values := chosen.get(name):
            rows = rows.filter(**{f"{field}__in": values})
    wanted = _by_question(chosen.get("group", []), groups(meeting))
    return [reader_of(row) for row in rows.order_by("received_at", "pk") if _is_among(row, wanted)]


def reader_of(application: Application) -> Reader:
    given = {"reference": application.reference, "status_url": status_url(application)}
    return Reader(person=application.person, about=application.about, given=given)


def groups(meeting: Meeting) -> list[Question]:
    """Questions with a choice of answers; sensitive ones are sealed and choose nobody for a letter."""
    form = current_form(meeting)
    questions = definition_of(form).questions if form else ()
    return [one for one in questions if one.kind in (Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE) and not one.sensitive]


def _by_question(chosen: Iterable[str], known: list[Question]) -> dict[str, set[str]]:
    """A group that the form does not have any more chooses nobody, rather than everybody."""
    found: dict[str, set[str]] = {}
    for text in chosen:
        question, _, code = text.partition(SIGN)
        found.setdefault(question, set()).add(code)
    secret_or_gone = found.keys() - {one.key for one in known}
    return {**found, **{key: set() for key in secret_or_gone}}


def _is_among(application: Application, wanted: dict[str, set[str]]) -> bool:
    return all(codes.intersection(_codes(application.answers.get(key))) for key, codes in wanted.items())


def _codes(answer: object) -> list[str]:
    if isinstance(answer, dict):
        answer = answer.get("code") or answer.get("codes")
    if isinstance(answer, list):
        return [str(one) for one in answer]
    return [str(answer)] if answer else []


def declare() -> None:
    register_audience(Audience("applications", readers=readers))
