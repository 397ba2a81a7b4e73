from rules import predicate

from obrady.stages.ledger.rules import is_machine, is_office
from obrady.stages.ledger.states import ActorKind


@predicate
def is_somebody_who_applied(actor, thing) -> bool:
    """Whoever holds a private link; the door has found the record that it opens."""
    return actor is not None and actor.kind is ActorKind.APPLICANT


can_see = is_office
can_ask = is_somebody_who_applied | is_office | is_machine
can_answer = is_office
can_see_mailbox = is_office
can_sort = is_office | is_machine
can_collect = is_machine
can_publish = is_office


@predicate
def is_own_thread(actor, thread) -> bool:
    """The thread stands on the record whose private link was shown."""
    return actor is not None and actor.kind is ActorKind.APPLICANT and thread.about_key == f"application:{actor.key}"


can_go_on = is_own_thread | is_office | is_machine
