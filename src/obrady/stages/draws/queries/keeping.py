"""What stands against erasing somebody now."""

from datetime import datetime

from obrady.stages.applications.models import Application
from obrady.stages.applications.queries import same_human
from obrady.stages.applications.states import ApplicationState
from obrady.stages.draws.models import PoolMember
from obrady.stages.draws.queries.finding import live_draw
from obrady.stages.draws.states import DrawState, Keeps


def what_keeps(application: Application, *, now: datetime) -> Keeps | None:
    """A frozen pool without a published result, a place that was not given back, papers of a meeting they had one at."""
    for row in same_human(application.person):
        draw = live_draw(row.meeting)
        member = PoolMember.objects.filter(draw=draw, application=row).first() if draw else None
        if draw is None or member is None:
            continue
        if draw.state != DrawState.PUBLISHED:
            return Keeps.POOL
        if member.is_drawn and row.state == ApplicationState.ELIGIBLE:
            is_over = row.meeting.ends_at is not None and row.meeting.ends_at < now
            return Keeps.PAPERS if is_over else Keeps.PLACE
    return None
