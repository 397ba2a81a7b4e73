"""Predicates over (actor, thing); a thing has a `scope`. Later stages combine them with & and |."""

from rules import Predicate, predicate

from obrady.stages.ledger.states import ActorKind, Role


def holds(*roles: Role) -> Predicate:
    wanted = frozenset(roles)

    @predicate(f"holds:{'|'.join(sorted(wanted))}")
    def check(actor, thing) -> bool:
        return actor is not None and thing is not None and actor.holds(wanted, thing.scope)

    return check


# Who reads the ledger of an organisation or of a meeting.
READERS = frozenset({Role.COORDINATOR, Role.OBSERVER})

is_coordinator = holds(Role.COORDINATOR)
is_office = holds(Role.COORDINATOR, Role.OFFICE)
is_observer = holds(Role.COORDINATOR, Role.OFFICE, Role.OBSERVER)
is_team = holds(*Role)


@predicate
def is_machine(actor, thing) -> bool:
    return actor is not None and actor.kind in (ActorKind.CONSOLE, ActorKind.WORKER)


@predicate
def is_anyone(actor, thing) -> bool:
    return True
