from rules import predicate

from obrady.stages.announcements.states import Answer
from obrady.stages.ledger.rules import is_coordinator, is_team

can_edit = is_coordinator
can_publish = is_coordinator
can_see_draft = is_team
can_invite_experts = is_coordinator


@predicate
def is_asked(actor, expert) -> bool:
    """Who holds the link of an expert may answer it; the door has checked the link."""
    return expert is not None


@predicate
def is_coming(actor, expert) -> bool:
    return expert.answer != Answer.DECLINED


can_answer = is_asked
can_approve = is_asked & is_coming
