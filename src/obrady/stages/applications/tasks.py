from datetime import datetime

from obrady.stages.applications.actions import sweep_unfinished_imports


def sweep(now: datetime) -> int:
    """The worker's round through this room."""
    return sweep_unfinished_imports(now=now)
