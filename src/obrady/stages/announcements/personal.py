"""People who are named on the page: experts, hosts, patrons.

Who was invited as an expert is a person of the register: their copy and their erasure find the entry through the
invitation. Everybody else in a list is no person of the register: an entry is corrected, hidden or removed by
`actions.keep_entry` and `actions.remove_entry`, also in the published versions.
"""

from datetime import datetime
from typing import Any

from obrady.stages.announcements.actions.experts import forget_expert
from obrady.stages.announcements.models import Expert, PartyEntry, PublishedVersion
from obrady.stages.announcements.queries.experts import approved_words
from obrady.stages.people.models import Person
from obrady.stages.people.registry import UNTIL_DECIDED, Holding, register


def _export_expert(person: Person) -> list[dict[str, Any]]:
    rows = Expert.objects.filter(person=person).select_related("meeting")
    return [
        {
            "meeting": str(row.meeting.title),
            "invited_at": row.invited_at.isoformat() if row.invited_at else None,
            "answer": row.answer,
            "answered_at": row.answered_at.isoformat() if row.answered_at else None,
            "approved": row.approved,
            "approved_at": row.approved_at.isoformat() if row.approved_at else None,
        }
        for row in rows
    ]


def _export_entry(person: Person) -> list[dict[str, Any]]:
    rows = PartyEntry.objects.filter(expert__person=person).select_related("logo")
    return [
        {
            **approved_words(row),
            "may_be_named": row.may_be_named,
            "consented_on": row.consented_on.isoformat() if row.consented_on else None,
        }
        for row in rows
    ]


def _keep_until(person: Person) -> datetime | None:
    """They stand on a page that does not go away; until they or the team decide otherwise."""
    return UNTIL_DECIDED if Expert.objects.filter(person=person).exists() else None


def declare() -> None:
    register(
        Holding(
            model=PartyEntry,
            personal_fields=("name", "role", "link", "description", "logo", "may_be_named", "consented_on"),
            export=_export_entry,
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
    register(
        Holding(
            model=Expert,
            personal_fields=("link_hash", "answer", "answered_at", "approved", "approved_at", "invited_at"),
            export=_export_expert,
            blank=forget_expert,
            erase=forget_expert,
            keep_until=_keep_until,
        )
    )
    register(
        Holding(
            model=Expert.points.through,
            personal_fields=(),
            export=lambda person: [],
            blank=lambda person: 0,
            erase=lambda person: 0,
        )
    )
