from rules import predicate

from obrady.stages.ledger.rules import is_coordinator, is_machine, is_office, is_team
from obrady.stages.ledger.states import ActorKind
from obrady.stages.meetings.rules import can_take_applications, is_public
from obrady.stages.people.rules import can_see_contact, can_see_sensitive

__all__ = ["can_see_contact", "can_see_sensitive", "can_take_applications"]


@predicate
def is_own(actor, application) -> bool:
    """The person who holds the private link of this one application."""
    return actor is not None and actor.kind is ActorKind.APPLICANT and actor.key == str(application.pk)


can_publish_form = is_coordinator | is_machine
can_edit_form = is_coordinator | is_machine
can_keep_templates = is_coordinator | is_machine
can_apply = is_public | is_office
can_see_queue = is_office
can_see_counts = is_team
can_correct = is_own | is_office
can_withdraw = is_own | is_office
can_clear = is_office
can_judge = is_coordinator
can_decide_pairs = is_office
can_unify = is_office
can_decide_links = is_office
can_import = is_coordinator | is_machine
can_export = is_coordinator
