from dataclasses import dataclass

from i18nfield.strings import LazyI18nString

from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import projects_of
from obrady.stages.organisations.models import Logo


@dataclass(frozen=True)
class Funding:
    """What a funder wants to see on everything that its project pays for."""

    project: LazyI18nString
    sentence: LazyI18nString
    office_hours: LazyI18nString
    logos: tuple[Logo, ...]


def funding_of(meeting: Meeting) -> tuple[Funding, ...]:
    """One for each project, in the meeting's order; two queries."""
    return tuple(
        Funding(
            project=project.name,
            sentence=project.funding_sentence,
            office_hours=project.office_hours,
            logos=tuple(row.logo for row in project.projectlogo_set.all()),
        )
        for project in projects_of(meeting)
    )
