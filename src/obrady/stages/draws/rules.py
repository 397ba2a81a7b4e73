from obrady.stages.ledger.rules import is_coordinator, is_machine, is_observer, is_team

can_draw = is_coordinator | is_machine
can_compute = is_machine | is_coordinator
can_see_draw = is_observer
can_see_composition = is_team
