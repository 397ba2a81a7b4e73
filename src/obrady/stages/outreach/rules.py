from obrady.stages.ledger.rules import is_anyone, is_coordinator, is_machine, is_office

can_see_contacts = is_office
can_keep_contacts = is_office
can_export = is_coordinator
can_import = is_office
can_set_limits = is_coordinator
can_see_invitations = is_office
can_invite = is_coordinator
can_record_reply = is_office
can_write_due = is_machine
# Whoever holds the link may; the link is the authority.
can_answer = is_anyone
can_stop = is_anyone
