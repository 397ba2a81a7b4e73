"""What a copy of a meeting takes along from here: programme, projects, team."""

from datetime import date, datetime, time, timedelta

from obrady.stages.meetings.models import AgendaPoint, Meeting, MeetingProject, TeamMember
from obrady.stages.meetings.registry.copying import Copying, CopyPart, copied, register_part

SOME_DAY = date(2000, 1, 2)


def _copy_agenda(step: Copying) -> None:
    """The programme knows hours only: it moves with the hour at which the meeting begins."""
    by = _hours_between(step.source, step.target)
    for point in AgendaPoint.objects.filter(meeting=step.source):
        copied(
            point,
            meeting=step.target,
            starts_at=_moved(point.starts_at, by),
            ends_at=_moved(point.ends_at, by),
        )


def _hours_between(source: Meeting, target: Meeting) -> timedelta:
    if source.starts_at is None or target.starts_at is None:
        return timedelta(0)
    old, new = source.starts_at.astimezone(source.tz), target.starts_at.astimezone(target.tz)
    return timedelta(hours=new.hour - old.hour, minutes=new.minute - old.minute)


def _moved(hour: time | None, by: timedelta) -> time | None:
    return (datetime.combine(SOME_DAY, hour) + by).time() if hour else None


def _copy_projects(step: Copying) -> None:
    for row in MeetingProject.objects.filter(meeting=step.source):
        copied(row, meeting=step.target)


def _copy_team(step: Copying) -> None:
    for row in TeamMember.objects.filter(meeting=step.source):
        copied(row, meeting=step.target)


def declare() -> None:
    register_part(CopyPart("projects", count=lambda meeting: meeting.projects.count(), copy=_copy_projects))
    register_part(CopyPart("agenda", count=lambda meeting: meeting.agenda.count(), copy=_copy_agenda))
    register_part(CopyPart("team", count=lambda meeting: meeting.team.count(), copy=_copy_team))
