from rules import predicate

from obrady.stages.ledger.rules import is_coordinator, is_machine, is_office, is_team
from obrady.stages.meetings.states import MeetingState

can_call_meeting = is_coordinator | is_machine
can_edit = is_coordinator
can_see_team_pages = is_team
can_take_applications = is_office


@predicate
def is_public(actor, meeting) -> bool:
    return MeetingState(meeting.state).is_public


can_see = is_public | is_team
