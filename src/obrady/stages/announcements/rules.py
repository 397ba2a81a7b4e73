from obrady.stages.ledger.rules import is_coordinator, is_team

can_edit = is_coordinator
can_publish = is_coordinator
can_see_draft = is_team
