from obrady.stages.ledger.rules import is_coordinator, is_machine, is_office

can_see = is_office
can_handle = is_office
can_write_templates = is_coordinator
can_send = is_coordinator
can_deliver = is_machine
can_set_up_mail = is_coordinator
