"""What a copy of a meeting takes along from here: the rules of recruitment, as a draft. Pools and draws stay where they are."""

from obrady.stages.draws.actions.choosing import copy_assessing, copy_steps
from obrady.stages.draws.models import Bound, Draw
from obrady.stages.draws.states import DrawKind, DrawState
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.registry.copying import Copying, CopyPart, copied, register_part

RULES = (
    "preset", "objective", "seats", "guests", "cap", "honours_links", "features", "reserve_length", "rows", "without_dice",
)  # fmt: skip


def _rules(meeting: Meeting) -> Draw | None:
    return Draw.objects.filter(meeting=meeting, kind=DrawKind.REAL).order_by("-number").first()


def _copy(step: Copying) -> None:
    source = _rules(step.source)
    if source is None:
        return
    target = Draw.objects.create(
        meeting=step.target,
        kind=DrawKind.REAL,
        number=1,
        state=DrawState.DRAFT,
        withdraw_by=step.moved(source.withdraw_by),
        created_at=step.now,
        **{name: getattr(source, name) for name in RULES},
    )
    copy_steps(source, target)
    copy_assessing(step.source, step.target)
    for bound in Bound.objects.filter(draw=source):
        copied(bound, draw=target)


def declare() -> None:
    register_part(CopyPart("rules", count=lambda meeting: int(_rules(meeting) is not None), copy=_copy, needs="form"))
