"""What a change of course does to the public page: a new version by itself, with a note that says what changed and why."""

from collections.abc import Mapping

from obrady.stages.announcements.actions import publish_change
from obrady.stages.announcements.queries import latest_version
from obrady.stages.meetings.registry.course import CoursePart, Step, Touched, register_part


def _touched(step: Step) -> list[Touched]:
    latest = latest_version(step.former)
    return [Touched("page", 1, {"version": latest.number + 1})] if latest else []


def _apply(step: Step) -> Mapping[str, object]:
    version = publish_change(step.meeting, actor=step.actor, changed=tuple(step.change.values), now=step.now)
    return {"version": version.number, "sha256": version.sha256} if version else {}


def declare() -> None:
    register_part(CoursePart("announcements", touched=_touched, apply=_apply))
