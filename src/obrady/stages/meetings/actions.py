from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from i18nfield.strings import LazyI18nString

from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor, Role
from obrady.stages.meetings import rules
from obrady.stages.meetings.models import (
    AgendaPoint,
    CourseChange,
    Meeting,
    MeetingProject,
    Project,
    ProjectLogo,
    Series,
    TeamMember,
)
from obrady.stages.meetings.queries import agenda_of
from obrady.stages.meetings.states import MeetingState, announced
from obrady.stages.organisations.models import Logo, Organisation
from obrady.stages.people.models import StaffAccount


@dataclass(frozen=True)
class Particulars:
    """When, where, how many, and how to apply: what a coordinator types on one page."""

    title: LazyI18nString
    zone: str
    starts_at: datetime | None
    ends_at: datetime | None
    place: LazyI18nString
    place_address: LazyI18nString
    access_notes: LazyI18nString
    places: int | None
    opens_at: datetime | None
    closes_at: datetime | None
    answer_by: date | None
    office_name: LazyI18nString
    office_address: LazyI18nString
    office_hours: LazyI18nString
    phone: str
    email: str
    contact: LazyI18nString


@dataclass(frozen=True)
class AgendaLine:
    starts_at: time | None
    ends_at: time | None
    title: LazyI18nString
    description: LazyI18nString


def call_meeting(
    *,
    actor: Actor,
    organisation: Organisation,
    slug: str,
    title: LazyI18nString,
    zone: str,
    now: datetime,
    series: Series | None = None,
) -> Meeting:
    """A new meeting as a draft that only the team sees."""
    meeting = Meeting(organisation=organisation, series=series, slug=slug, title=title, zone=zone, created_at=now)
    with act(
        actor=actor,
        verb="meetings.call_meeting",
        thing=organisation,
        rule=rules.can_call_meeting,
        now=now,
        about=meeting.about,
    ):
        meeting.full_clean()
        meeting.save(force_insert=True)
    return meeting


def begin_series(*, actor: Actor, organisation: Organisation, name: LazyI18nString, now: datetime) -> Series:
    with act(actor=actor, verb="meetings.begin_series", thing=organisation, rule=rules.can_call_meeting, now=now):
        series = Series(organisation=organisation, name=name)
        series.full_clean()
        series.save()
    return series


def set_particulars(*, actor: Actor, meeting: Meeting, particulars: Particulars, now: datetime) -> Meeting:
    with act(actor=actor, verb="meetings.set_particulars", thing=meeting, rule=rules.can_edit, now=now) as line:
        for name in Particulars.__dataclass_fields__:
            setattr(meeting, name, getattr(particulars, name))
        meeting.full_clean()
        meeting.save()
        line.facts.update(_promises(particulars))
    return meeting


def _promises(particulars: Particulars) -> dict[str, str | int | None]:
    """What applicants are promised, and what decides who is late: no change of it goes unseen."""
    moments = {name: getattr(particulars, name) for name in ("opens_at", "closes_at", "answer_by")}
    return {"places": particulars.places, **{name: moment and moment.isoformat() for name, moment in moments.items()}}


def set_agenda(*, actor: Actor, meeting: Meeting, lines: Sequence[AgendaLine], now: datetime) -> None:
    """The whole agenda in its new order."""
    with act(
        actor=actor,
        verb="meetings.set_agenda",
        thing=meeting,
        rule=rules.can_edit,
        now=now,
        facts={"points": len(lines)},
    ):
        AgendaPoint.objects.filter(meeting=meeting).delete()
        for position, line in enumerate(lines):
            point = AgendaPoint(
                meeting=meeting,
                position=position,
                starts_at=line.starts_at,
                ends_at=line.ends_at,
                title=line.title,
                description=line.description,
            )
            point.full_clean()
            point.save()


def keep_agenda_point(
    *, actor: Actor, meeting: Meeting, point: AgendaPoint | None, line: AgendaLine, now: datetime
) -> AgendaPoint:
    """A new point goes before the first one that begins later, else to the end."""
    with act(actor=actor, verb="meetings.keep_agenda_point", thing=meeting, rule=rules.can_edit, now=now) as entry:
        is_new = point is None
        point = point or AgendaPoint(meeting=meeting)
        point.starts_at, point.ends_at = line.starts_at, line.ends_at
        point.title, point.description = line.title, line.description
        point.full_clean()
        point.save()
        if is_new:
            _put_in_time_order(point)
        entry.facts["point"] = point.pk
    return point


def _put_in_time_order(new: AgendaPoint) -> None:
    others = [point for point in agenda_of(new.meeting) if point.pk != new.pk]
    later = (
        place
        for place, point in enumerate(others)
        if new.starts_at and point.starts_at and point.starts_at > new.starts_at
    )
    place = next(later, len(others))
    for position, point in enumerate([*others[:place], new, *others[place:]]):
        AgendaPoint.objects.filter(pk=point.pk).update(position=position)


def remove_agenda_point(*, actor: Actor, meeting: Meeting, point: AgendaPoint, now: datetime) -> None:
    with act(
        actor=actor,
        verb="meetings.remove_agenda_point",
        thing=meeting,
        rule=rules.can_edit,
        now=now,
        facts={"point": point.pk},
    ):
        point.delete()


def order_agenda(*, actor: Actor, meeting: Meeting, points: Sequence[int], now: datetime) -> None:
    """The keys of all points in their new order; points added meanwhile by somebody else stay at the end."""
    with act(
        actor=actor,
        verb="meetings.order_agenda",
        thing=meeting,
        rule=rules.can_edit,
        now=now,
        facts={"order": list(points)},
    ):
        late = [point.pk for point in agenda_of(meeting) if point.pk not in points]
        for position, key in enumerate([*points, *late]):
            AgendaPoint.objects.filter(meeting=meeting, pk=key).update(position=position)


def keep_project(
    *,
    actor: Actor,
    organisation: Organisation,
    project: Project | None,
    name: LazyI18nString,
    funding_sentence: LazyI18nString,
    office_hours: LazyI18nString,
    link: str,
    logos: Sequence[Logo],
    now: datetime,
) -> Project:
    """A new project, or new words and logos for one."""
    with act(
        actor=actor, verb="meetings.keep_project", thing=organisation, rule=rules.can_call_meeting, now=now
    ) as line:
        project = project or Project(organisation=organisation)
        project.name, project.funding_sentence = name, funding_sentence
        project.office_hours, project.link = office_hours, link
        project.full_clean()
        project.save()
        ProjectLogo.objects.filter(project=project).delete()
        for position, logo in enumerate(logos):
            ProjectLogo.objects.create(project=project, logo=logo, position=position)
        line.facts["project"] = project.pk
    return project


def choose_projects(*, actor: Actor, meeting: Meeting, projects: Sequence[Project], now: datetime) -> None:
    with act(
        actor=actor,
        verb="meetings.choose_projects",
        thing=meeting,
        rule=rules.can_edit,
        now=now,
        facts={"projects": [project.pk for project in projects]},
    ):
        MeetingProject.objects.filter(meeting=meeting).delete()
        for position, project in enumerate(projects):
            MeetingProject.objects.create(meeting=meeting, project=project, position=position)


def add_team_member(*, actor: Actor, meeting: Meeting, account: StaffAccount, role: Role, now: datetime) -> None:
    with act(
        actor=actor,
        verb="meetings.add_team_member",
        thing=meeting,
        rule=rules.can_edit,
        now=now,
        facts={"account": str(account.pk), "role": str(role)},
    ):
        TeamMember.objects.get_or_create(meeting=meeting, account=account, role=role)


def mark_announced(meeting: Meeting) -> None:
    """Part of publishing an announcement; that action owns the rule, the transaction and the line."""
    meeting.state = announced(MeetingState(meeting.state))
    meeting.save(update_fields=["state"])


def blank_reason(row: CourseChange) -> None:
    """Part of taking a reason back; that action owns the rule, the transaction and the line."""
    row.reason, row.reason_salt = LazyI18nString({}), ""
    row.save(update_fields=["reason", "reason_salt"])


def retitle(meeting: Meeting, title: LazyI18nString) -> None:
    """Part of setting an announcement's texts; that action owns the rule, the transaction and the line."""
    meeting.title = title
    meeting.full_clean()
    meeting.save(update_fields=["title"])
