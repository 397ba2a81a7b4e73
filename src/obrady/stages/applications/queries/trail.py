from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from obrady.stages.applications.models import ApplicantLink, Application, DuplicatePair
from obrady.stages.ledger.queries import entries_about
from obrady.stages.people.queries import names_of_actors


@dataclass(frozen=True)
class TrailLine:
    """One thing that happened: `verb` as in the ledger, `actor_name` empty where it was no member of the team."""

    happened_at: datetime
    verb: str
    actor: str
    actor_name: str
    facts: dict
    sequence: int


def trail(application: Application) -> list[TrailLine]:
    """All that the ledger has about this application and the decisions that concern it, the earliest first."""
    pairs = DuplicatePair.objects.filter(Q(a=application) | Q(b=application))
    links = ApplicantLink.objects.filter(Q(a=application) | Q(b=application))
    abouts = [application.about, *(pair.about for pair in pairs), *(link.about for link in links)]
    if application.batch_id:
        abouts.append(f"import:{application.batch_id}")
    entries = list(entries_about(*abouts))
    names = names_of_actors({entry.actor for entry in entries})
    return [
        TrailLine(
            happened_at=entry.happened_at,
            verb=entry.verb,
            actor=entry.actor,
            actor_name=names.get(entry.actor, ""),
            facts=entry.facts,
            sequence=entry.sequence,
        )
        for entry in entries
    ]
