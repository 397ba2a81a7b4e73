from rules import predicate

from obrady.stages.ledger.rules import is_coordinator, is_machine
from obrady.stages.ledger.states import ActorKind

can_manage = is_coordinator | is_machine


@predicate
def is_own_account(actor, account) -> bool:
    return actor is not None and actor.kind is ActorKind.STAFF and actor.key == str(account.pk)
