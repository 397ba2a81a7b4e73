"""What a change of course does to the public page and to invited experts: a new version by itself, with a note that says
what changed and why; a letter for whoever planned to speak."""

from collections.abc import Mapping

from obrady.stages.announcements.actions import publish_change
from obrady.stages.announcements.models import Expert
from obrady.stages.announcements.queries import latest_version
from obrady.stages.announcements.states import Answer
from obrady.stages.letters.course import Reader, people_by_way, writer
from obrady.stages.meetings.registry.course import CoursePart, Step, Touched, register_part
from obrady.stages.meetings.states import CourseKind

# Until when people apply is nothing to those who speak.
TOUCHES_EXPERTS = (CourseKind.POSTPONE, CourseKind.MOVE, CourseKind.CANCEL)


def readers(step: Step) -> list[Expert]:
    if step.change.kind not in TOUCHES_EXPERTS:
        return []
    rows = Expert.objects.filter(meeting=step.former, person__erased_at=None).exclude(answer=Answer.DECLINED)
    return list(rows.select_related("person"))


def _touched(step: Step) -> list[Touched]:
    latest, experts = latest_version(step.former), readers(step)
    page = [Touched("page", 1, {"version": latest.number + 1})] if latest else []
    return [*page, Touched("experts", len(experts), people_by_way(one.person for one in experts))]


def _apply(step: Step) -> Mapping[str, object]:
    version = publish_change(step.meeting, actor=step.actor, changed=tuple(step.change.values), now=step.now)
    pen = writer(step)
    written = pen.write_all([_as_reader(expert) for expert in readers(step)]) if pen else 0
    facts: dict[str, object] = {"version": version.number, "sha256": version.sha256} if version else {}
    return {**facts, "experts_written_to": written}


def _as_reader(expert: Expert) -> Reader:
    of_applicants = ("reference", "status_url", "missing_answers", "ledger_head")
    return Reader(person=expert.person, about=expert.about, more=dict.fromkeys(of_applicants))


def declare() -> None:
    register_part(CoursePart("announcements", touched=_touched, apply=_apply))
