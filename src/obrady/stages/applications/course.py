"""What a change of course does to applications: states settled anew, a letter for everybody whom it touches."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from obrady.stages.applications.actions.judging import settle_all
from obrady.stages.applications.models import Application
from obrady.stages.applications.queries.register import missing_in_words, register, status_url, whole
from obrady.stages.applications.states import RUNNING, ApplicationState
from obrady.stages.letters.course import Reader, people_by_way, writer
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.registry.course import CoursePart, Step, Touched, register_part
from obrady.stages.meetings.states import CourseKind
from obrady.stages.people.queries import sensitive_answers_of_many

SILENT = (CourseKind.SHRINK, CourseKind.TAKE_BACK)


def _touched(step: Step) -> list[Touched]:
    found = readers(step)
    if not found:
        return []
    details = Counter(f"channel:{application.channel}" for application in found)
    details.update(f"state:{application.state}" for application in found)
    rows = [Touched("applications", len(found), dict(details))]
    in_time = sum(application.state == ApplicationState.LATE for application in found)
    rows.append(Touched("late_in_time", in_time))
    if step.change.kind not in SILENT:
        rows.append(Touched("drafts", len(found), people_by_way(application.person for application in found)))
    return rows


def readers(step: Step) -> list[Application]:
    """Everybody whose application is running, and who was late and will be in time; before the change is made."""
    found = register(step.former).filter(merged_into=None).select_related(None).select_related("person")
    found = found.filter(state__in=[*RUNNING, ApplicationState.LATE]).defer("answers", "consents", "features_kept")
    rows = [row for row in found if row.state in RUNNING or _becomes_in_time(row, step)]
    return [row for row in rows if row.about not in step.left_out]


def _becomes_in_time(application: Application, step: Step) -> bool:
    closes_at: datetime | None = step.change.values.get("closes_at")
    if application.state != ApplicationState.LATE or application.locked_at is not None or closes_at is None:
        return False
    return application.received_at <= closes_at


def _apply(step: Step) -> Mapping[str, object]:
    whom = readers(step)
    settled = settle_all(step.meeting) if "closes_at" in step.change.values else 0
    pen = writer(step)
    missing = _missing(step.meeting) if pen else {}
    written = pen.write_all(_as_reader(one, missing.get(one.pk)) for one in whom) if pen else 0
    return {"applications_settled": settled, "applicants_written_to": written}


def _missing(meeting: Meeting) -> dict[UUID, str]:
    """By application: what it still lacks, in its person's language."""
    rows = list(register(meeting).filter(state=ApplicationState.INCOMPLETE))
    opened = sensitive_answers_of_many([row.person for row in rows])
    found = ((row, whole(row, opened[str(row.person_id)])) for row in rows)
    return {row.pk: missing_in_words(one.definition, one.gaps, language=row.person.language) for row, one in found}


def _as_reader(application: Application, missing: str | None) -> Reader:
    more = {
        "reference": application.reference,
        "status_url": status_url(application),
        "missing_answers": missing,
        "ledger_head": None,
    }
    return Reader(person=application.person, about=application.about, more=more)


def declare() -> None:
    register_part(CoursePart("applications", touched=_touched, apply=_apply))
