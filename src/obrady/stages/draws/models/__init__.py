from obrady.stages.draws.models.decisions import PersonDecision
from obrady.stages.draws.models.draw import Bound, Draw, PoolMember, draw_states, kinds, objectives, presets

__all__ = [
    "Bound",
    "Draw",
    "PersonDecision",
    "PoolMember",
    "draw_states",
    "kinds",
    "objectives",
    "presets",
]
