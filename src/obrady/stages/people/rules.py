from obrady.stages.ledger.rules import is_coordinator, is_machine, is_office

can_invite = is_coordinator | is_machine
can_see_contact = is_office
can_see_sensitive = is_coordinator
can_export = is_coordinator | is_machine
can_erase = is_coordinator | is_machine
