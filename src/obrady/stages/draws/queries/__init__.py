"""Reads of this room: draws and standings (`finding`), rules beside the pool (`pools`), whether they can be met
(`checking`), what came out (`results`), what things are called (`words`), the paper record (`minutes`)."""

from obrady.stages.draws.queries.finding import Standing, live_draw, published_draw, standing, verify_script

__all__ = ["Standing", "live_draw", "published_draw", "standing", "verify_script"]
