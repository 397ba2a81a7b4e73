"""Those who have a place, wait on the reserve list or were not selected, as readers of a letter to many."""

from datetime import datetime

from obrady.stages.applications.audiences import reader_of
from obrady.stages.applications.states import ApplicationState
from obrady.stages.draws.queries.finding import members_of, place_of, published_draw
from obrady.stages.letters.queries import Reader
from obrady.stages.letters.registry import Audience, Filter, register_audience
from obrady.stages.meetings.models import Meeting


def readers(meeting: Meeting, chosen: Filter, now: datetime) -> list[Reader]:
    """By where they stand when they are asked for; nobody before the result is published, and nobody who has left."""
    draw = published_draw(meeting)
    if draw is None:
        return []
    members = members_of(draw).filter(application__state=ApplicationState.ELIGIBLE, application__person__erased_at=None)
    places, languages = chosen.get("place", []), chosen.get("language", [])
    return [
        reader_of(member.application)
        for member in members
        if (not places or str(place_of(member)) in places)
        and (not languages or member.application.person.language in languages)
    ]


def declare() -> None:
    register_audience(Audience("places", readers=readers))
