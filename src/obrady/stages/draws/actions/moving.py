from obrady.stages.draws.models import Draw
from obrady.stages.draws.states import DrawState, MeetingIsCancelled, TransitionRefused
from obrady.stages.meetings.queries import is_cancelled


def lock(draw: Draw) -> None:
    """Read the draw anew and keep others from changing it until the transaction ends: no step works on stale rules."""
    draw.refresh_from_db(from_queryset=Draw.objects.select_for_update())


def refuse_cancelled(draw: Draw, wanted: DrawState) -> None:
    """Nobody is drawn for a meeting that does not take place; the draw stays where it is, or is given up."""
    if is_cancelled(draw.meeting):
        raise MeetingIsCancelled(state=DrawState(draw.state), wanted=wanted)


def move(draw: Draw, wanted: DrawState, **changes: object) -> None:
    """Compare and set, with all that changed on the draw: whoever is second finds another state than they looked at."""
    before = DrawState(draw.state)
    for name, value in {"state": wanted, **changes}.items():
        setattr(draw, name, value)
    fields = {field.attname: getattr(draw, field.attname) for field in Draw._meta.concrete_fields}
    del fields["id"]
    if not Draw.objects.filter(pk=draw.pk, state=before).update(**fields):
        draw.state = before
        raise TransitionRefused(state=before, wanted=wanted)
