import hashlib
import json
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet
from i18nfield.strings import LazyI18nString

from obrady.stages.ledger.states import Actor, Grant, Role
from obrady.stages.meetings.models import (
    AgendaPoint,
    CourseChange,
    Meeting,
    Project,
    ProjectLogo,
    Series,
    TeamMember,
)
from obrady.stages.meetings.states import (
    PUBLIC_STATES,
    CourseKind,
    MeetingState,
    Stand,
    Window,
    courses_open_to,
    stand,
    window,
)
from obrady.stages.organisations.models import Organisation
from obrady.stages.organisations.queries import organisations_with_keys


def all_meetings() -> QuerySet[Meeting]:
    return Meeting.objects.select_related("organisation__logo", "series")


def public_meetings() -> QuerySet[Meeting]:
    return all_meetings().filter(state__in=PUBLIC_STATES).order_by("-starts_at")


def meetings_to_come(now: datetime) -> QuerySet[Meeting]:
    """Announced (or cancelled since) and not yet over, the next one first."""
    ahead = Q(ends_at=None) | Q(ends_at__gte=now)
    return all_meetings().filter(ahead, state__in=PUBLIC_STATES).order_by(F("starts_at").asc(nulls_last=True), "slug")


def past_meetings(now: datetime) -> QuerySet[Meeting]:
    return public_meetings().filter(ends_at__lt=now)


def stand_of(meeting: Meeting, now: datetime) -> Stand:
    if is_cancelled(meeting):
        return Stand.CANCELLED
    return stand(opens_at=meeting.opens_at, closes_at=meeting.closes_at, ends_at=meeting.ends_at, now=now)


def window_of(meeting: Meeting, now: datetime) -> Window:
    """A cancelled meeting takes nobody, whatever its dates say."""
    if is_cancelled(meeting):
        return Window.CLOSED
    return window(opens_at=meeting.opens_at, closes_at=meeting.closes_at, now=now)


def is_cancelled(meeting: Meeting) -> bool:
    return meeting.state == MeetingState.CANCELLED


def courses_of(meeting: Meeting, now: datetime) -> tuple[CourseKind, ...]:
    """Which changes of course make sense for this meeting now."""
    return courses_open_to(
        MeetingState(meeting.state),
        window=window_of(meeting, now),
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        now=now,
    )


def changes_of(meeting: Meeting) -> list[CourseChange]:
    """Every change of course, the latest first; a cancellation that was taken back has `taken_back_at`."""
    return list(CourseChange.objects.filter(meeting=meeting).order_by("-number"))


def reason_mark(row: CourseChange) -> str:
    """What the ledger knows of a reason: a hash that the words and the salt prove, and that nobody can guess back."""
    said = row.reason.data if isinstance(row.reason, LazyI18nString) else row.reason
    text = json.dumps({"reason": said, "salt": row.reason_salt}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def series_in(organisations: Collection[str]) -> QuerySet[Series]:
    return Series.objects.filter(organisation_id__in=organisations).select_related("organisation").order_by("id")


def meeting_with_slug(slug: str) -> Meeting | None:
    return all_meetings().filter(slug=slug).first()


# Typed by hand from a poster: no 0 and O, no 1, I and L.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
SIGNS_IN_CODE = 6
CODES = len(SIGNS) ** SIGNS_IN_CODE
REST = (1 << 128) // CODES


def short_code(meeting: Meeting) -> str:
    """Six signs that lead to the meeting: the first part of its key, so nothing is kept for them."""
    number, signs = min(meeting.pk.int // REST, CODES - 1), ""
    for _ in range(SIGNS_IN_CODE):
        number, place = divmod(number, len(SIGNS))
        signs = SIGNS[place] + signs
    return signs


def meeting_with_short_code(code: str) -> Meeting | None:
    """None also for the one in a hundred million codes that two meetings share."""
    code = code.upper()
    if len(code) != SIGNS_IN_CODE or not set(code) <= set(SIGNS):
        return None
    number = 0
    for sign in code:
        number = number * len(SIGNS) + SIGNS.index(sign)
    first, last = number * REST, min((number + 1) * REST, 1 << 128) - 1
    found = all_meetings().filter(pk__gte=UUID(int=first), pk__lte=UUID(int=last))[:2]
    return found[0] if len(found) == 1 else None


def meetings_seen_by(actor: Actor) -> QuerySet[Meeting]:
    whole = {grant.organisation for grant in actor.grants if grant.meeting is None}
    single = {grant.meeting for grant in actor.grants if grant.meeting}
    return all_meetings().filter(Q(organisation_id__in=whole) | Q(pk__in=single)).order_by("-starts_at")


def coordinated_organisations(actor: Actor) -> QuerySet[Organisation]:
    """Where the actor may call meetings: a role narrowed to one meeting does not count."""
    keys = {grant.organisation for grant in actor.grants if grant.role is Role.COORDINATOR and grant.meeting is None}
    return organisations_with_keys(keys)


def projects_of(meeting: Meeting) -> list[Project]:
    """In the meeting's order, each with `shown_logos`."""
    logos = Prefetch("projectlogo_set", queryset=ProjectLogo.objects.select_related("logo").order_by("position", "id"))
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


def projects_of_organisation(organisation: Organisation) -> QuerySet[Project]:
    logos = Prefetch("projectlogo_set", queryset=ProjectLogo.objects.select_related("logo").order_by("position", "id"))
    return Project.objects.filter(organisation=organisation).prefetch_related(logos).order_by("id")
