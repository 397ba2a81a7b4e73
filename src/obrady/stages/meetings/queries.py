from django.db.models import Prefetch, Q, QuerySet

from obrady.stages.ledger.states import Actor, Grant, Role
from obrady.stages.meetings.models import AgendaPoint, Meeting, Project, ProjectLogo, TeamMember
from obrady.stages.meetings.states import MeetingState


def all_meetings() -> QuerySet[Meeting]:
    return Meeting.objects.select_related("organisation__logo", "series")


def public_meetings() -> QuerySet[Meeting]:
    return all_meetings().filter(state=MeetingState.ANNOUNCED).order_by("-starts_at")


def meeting_with_slug(slug: str) -> Meeting | None:
    return all_meetings().filter(slug=slug).first()


def meetings_seen_by(actor: Actor) -> QuerySet[Meeting]:
    whole = {grant.organisation for grant in actor.grants if grant.meeting is None}
    single = {grant.meeting for grant in actor.grants if grant.meeting}
    return all_meetings().filter(Q(organisation_id__in=whole) | Q(pk__in=single)).order_by("-starts_at")


def projects_of(meeting: Meeting) -> list[Project]:
    """In the meeting's order, each with `shown_logos`."""
    logos = Prefetch(
        "projectlogo_set", queryset=ProjectLogo.objects.select_related("logo").order_by("position", "id")
    )
    return list(
        Project.objects.filter(meetingproject__meeting=meeting)
        .prefetch_related(logos)
        .order_by("meetingproject__position", "meetingproject__id")
    )


def agenda_of(meeting: Meeting) -> list[AgendaPoint]:
    return list(AgendaPoint.objects.filter(meeting=meeting).order_by("position", "id"))


def team_grants(account) -> frozenset[Grant]:
    rows = TeamMember.objects.filter(account=account).values_list("role", "meeting_id", "meeting__organisation_id")
    return frozenset(
        Grant(role=Role(role), organisation=str(organisation), meeting=str(meeting))
        for role, meeting, organisation in rows
    )
