import logging
from datetime import datetime

from obrady.core.selection import QuotasCannotBeMet
from obrady.stages.draws.actions import ComputationStopped, PoolHasChanged, compute
from obrady.stages.draws.queries.finding import due_draws
from obrady.stages.draws.states import TransitionRefused

log = logging.getLogger(__name__)
EXPECTED = (QuotasCannotBeMet, PoolHasChanged, ComputationStopped, TransitionRefused)


def compute_due(now: datetime) -> int:
    """The worker's sweep: compute what is frozen and free, also what a killed worker left. How many were finished."""
    finished = 0
    for draw in due_draws(now).select_related("meeting__organisation", "replaces"):
        try:
            compute(draw, now=now)
        except EXPECTED as refusal:
            log.info("draw %s: %s", draw.pk, type(refusal).__name__)
        except Exception:
            log.exception("draw %s could not be computed", draw.pk)
        else:
            finished += 1
    return finished
