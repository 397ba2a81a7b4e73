"""People who are named on the page: experts, hosts, patrons. They are not persons of the register.

Whoever applies is never linked to an entry here, so a register person's copy and erasure find nothing; an entry is
corrected, hidden or removed by `actions.keep_entry` and `actions.remove_entry`, also in the published versions.
"""

from obrady.stages.announcements.models import PartyEntry, PublishedVersion
from obrady.stages.people.registry import Holding, register


def declare() -> None:
    register(
        Holding(
            model=PartyEntry,
            personal_fields=("name", "role", "link", "description", "logo", "may_be_named", "consented_on"),
            export=lambda person: [],
            blank=lambda person: 0,
            erase=lambda person: 0,
        )
    )
    register(
        Holding(
            model=PublishedVersion,
            personal_fields=("named",),
            export=lambda person: [],
            blank=lambda person: 0,
            erase=lambda person: 0,
        )
    )
