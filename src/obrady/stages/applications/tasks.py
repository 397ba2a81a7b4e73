from datetime import datetime

from obrady.stages.applications.actions import sweep_unfinished_imports
from obrady.stages.applications.actions.import_working import work_on_imports
from obrady.stages.applications.queries.retention import (
    meetings_with_sensitive_due,
    people_to_let_go,
    people_with_sensitive_due,
)
from obrady.stages.ledger.states import WORKER
from obrady.stages.people.registry import blank_person, forget_sensitive

AT_ONCE = 20


def sweep(now: datetime) -> int:
    """The worker's round through this room."""
    return work_on_imports(now=now) + sweep_unfinished_imports(now=now)


def forget_what_is_due(now: datetime) -> int:
    """Sensitive answers whose time is over go, then the people whom nothing keeps; how many people were concerned.

    Short transactions, one ledger line each: a round that is killed has done what it has done, the next goes on.
    """
    return _forget_sensitive(now) + _let_go(now)


def _forget_sensitive(now: datetime) -> int:
    forgotten = 0
    for meeting in meetings_with_sensitive_due(now):
        while people := list(people_with_sensitive_due(meeting, now)[:AT_ONCE]):
            forget_sensitive(actor=WORKER, thing=meeting, people=people, now=now)
            forgotten += len(people)
    return forgotten


def _let_go(now: datetime) -> int:
    gone = 0
    for person in people_to_let_go(now):
        blank_person(actor=WORKER, person=person, now=now)
        gone += 1
    return gone
