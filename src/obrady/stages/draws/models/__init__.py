from obrady.stages.draws.models.draw import Bound, Draw, PoolMember, draw_states, kinds, presets

__all__ = ["Bound", "Draw", "PoolMember", "draw_states", "kinds", "presets"]
