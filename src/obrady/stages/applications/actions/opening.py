from datetime import datetime

from obrady.stages.applications import rules
from obrady.stages.applications.models import Application
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.people.queries import sensitive_answers


def open_sensitive(*, actor: Actor, application: Application, now: datetime) -> dict[str, object]:
    """Somebody of the few who may reads one person's sealed answers; that they did stands in the ledger."""
    with act(
        actor=actor, verb="applications.open_sensitive", thing=application, rule=rules.can_see_sensitive, now=now
    ) as line:
        opened = sensitive_answers(application.person)
        line.facts["answers"] = len(opened)
    return opened
