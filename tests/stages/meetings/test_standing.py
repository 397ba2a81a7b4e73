"""Where a meeting stands follows from the clock; what a person decided stands in its state."""

from datetime import UTC, datetime, timedelta

import pytest

from obrady.stages.ledger.actions import NotAllowed
from obrady.stages.ledger.models import Entry
from obrady.stages.ledger.states import CONSOLE, Role
from obrady.stages.meetings import actions, queries
from obrady.stages.meetings.models import TeamMember
from obrady.stages.meetings.states import MeetingState, Stand, Window, announced, stand, window
from tests import cast
from tests.cast import NOW

OPENS, CLOSES = datetime(2026, 11, 23, 8, tzinfo=UTC), datetime(2026, 12, 4, 16, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    "now, expected",
    [
        (OPENS - A_SECOND, Window.NOT_YET),
        (OPENS, Window.OPEN),
        (CLOSES, Window.OPEN),
        (CLOSES + A_SECOND, Window.CLOSED),
    ],
)
def test_both_ends_belong_to_the_window(now: datetime, expected: Window) -> None:
    assert window(opens_at=OPENS, closes_at=CLOSES, now=now) is expected


@pytest.mark.parametrize("ends", [{"opens_at": None, "closes_at": CLOSES}, {"opens_at": OPENS, "closes_at": None}])
def test_a_window_without_an_end_is_not_open(ends: dict) -> None:
    assert window(**ends, now=NOW) is Window.NOT_YET


@pytest.mark.parametrize(
    "now, expected",
    [
        (OPENS - A_SECOND, Stand.OPENS),
        (OPENS, Stand.OPEN),
        (CLOSES + A_SECOND, Stand.CLOSED),
        (datetime(2026, 12, 15, tzinfo=UTC), Stand.PAST),
    ],
)
def test_a_meeting_stands_where_the_clock_says(now: datetime, expected: Stand) -> None:
    ends = datetime(2026, 12, 14, 14, 30, tzinfo=UTC)
    assert stand(opens_at=OPENS, closes_at=CLOSES, ends_at=ends, now=now) is expected


def test_publishing_again_is_allowed() -> None:
    assert announced(MeetingState.DRAFT) is announced(MeetingState.ANNOUNCED) is MeetingState.ANNOUNCED


@pytest.mark.django_db
def test_past_and_coming_meetings_are_apart() -> None:
    coming = cast.meeting()
    over = cast.meeting(slug="dawne", starts_at=NOW - timedelta(days=9), ends_at=NOW - timedelta(days=8))
    cast.meeting(slug="szkic", announced=False)
    assert list(queries.meetings_to_come(NOW)) == [coming]
    assert list(queries.past_meetings(NOW)) == [over]


@pytest.mark.django_db
def test_each_write_leaves_one_line() -> None:
    meeting, account = cast.meeting(), cast.office()
    before = Entry.objects.count()
    actions.add_team_member(actor=CONSOLE, meeting=meeting, account=account, role=Role.OBSERVER, now=NOW)
    assert Entry.objects.count() == before + 1
    assert TeamMember.objects.get().role == Role.OBSERVER


@pytest.mark.django_db
def test_a_changed_window_stands_in_the_ledger() -> None:
    meeting, said = cast.meeting(), cast.particulars(places=33)
    actions.set_particulars(actor=CONSOLE, meeting=meeting, particulars=said, now=NOW)
    assert Entry.objects.order_by("sequence").last().facts == {
        "places": 33,
        "opens_at": said.opens_at.isoformat(),
        "closes_at": said.closes_at.isoformat(),
        "answer_by": said.answer_by.isoformat(),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["office", "facilitator", "observer", "outsider"])
def test_only_the_coordinator_changes_the_particulars(role: str) -> None:
    meeting = cast.meeting()
    with pytest.raises(NotAllowed):
        actions.set_particulars(
            actor=cast.actor(getattr(cast, role)()), meeting=meeting, particulars=cast.particulars(places=99), now=NOW
        )
    meeting.refresh_from_db()
    assert meeting.places == 20


@pytest.mark.django_db
def test_a_coordinator_of_one_meeting_calls_no_others() -> None:
    guest = cast.guest_of(cast.meeting(), Role.COORDINATOR)
    organisations = queries.coordinated_organisations(cast.actor(guest))
    assert [organisation.slug for organisation in organisations] == ["trzecia"]
