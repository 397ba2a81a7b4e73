from rules import predicate

from obrady.stages.ledger.rules import is_coordinator, is_machine, is_observer, is_team
from obrady.stages.ledger.states import ActorKind

can_draw = is_coordinator | is_machine
can_compute = is_machine | is_coordinator
can_see_draw = is_observer
can_see_composition = is_team


@predicate
def is_own_sheet(actor, sheet) -> bool:
    return actor is not None and actor.kind == ActorKind.STAFF and actor.key == str(sheet.assessor_id)


can_assess = is_team & is_own_sheet
