from obrady.stages.draws.models.decisions import PersonDecision
from obrady.stages.draws.models.draw import Bound, Draw, PoolMember, draw_states, kinds, objectives, presets
from obrady.stages.draws.models.methods import (
    Assessing,
    Assessor,
    Criterion,
    Mark,
    MemberRecord,
    MethodRecord,
    MethodStep,
    Sheet,
)

__all__ = [
    "Assessing",
    "Assessor",
    "Bound",
    "Criterion",
    "Draw",
    "Mark",
    "MemberRecord",
    "MethodRecord",
    "MethodStep",
    "PersonDecision",
    "PoolMember",
    "Sheet",
    "draw_states",
    "kinds",
    "objectives",
    "presets",
]
