from obrady.stages.ledger.rules import is_coordinator, is_machine

can_found = is_machine
can_edit = is_coordinator
