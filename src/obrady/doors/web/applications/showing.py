"""Applications as rows and pages of the team show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from obrady.doors.web.applications import words
from obrady.stages.applications.models import Application
from obrady.stages.applications.queries import Likely, Whole, missing_in_words, names_of_takers, note_counts, whole
from obrady.stages.applications.states import ORGANISATION, ApplicationState, Channel, Problem


@dataclass(frozen=True)
class Row:
    """One line of the queue; asks the database nothing."""

    application: Application
    taker: str = ""
    notes: int = 0

    @property
    def assignee(self) -> str:
        return self.application.assignee.name if self.application.assignee else ""

    @property
    def name(self) -> str:
        return self.application.person.name

    @property
    def organisation(self) -> str:
        return str(self.application.answers.get(ORGANISATION, ""))

    @property
    def channel(self) -> str:
        return str(words.CHANNELS[Channel(self.application.channel)])

    @property
    def state(self) -> str:
        return words.state_label(self.application.state)

    @property
    def mark(self) -> str:
        return words.STATES[ApplicationState(self.application.state)][1]

    @property
    def is_unproven(self) -> bool:
        one = self.application
        return one.channel == Channel.WEB and not one.proven and one.batch_id is None

    @property
    def problems(self) -> list[str]:
        found = [Problem.DUPLICATE] if getattr(self.application, "has_open_pair", False) else []
        found += [Problem.UNPROVEN] if self.is_unproven else []
        return [str(words.PROBLEMS[problem]) for problem in found]

    @property
    def missing(self) -> list[str]:
        if self.application.state != ApplicationState.INCOMPLETE:
            return []
        return missing(whole(self.application, opened={}), language=get_language() or "pl")


def missing(held: Whole, *, language: str) -> list[str]:
    """What is missing, by the names that the form gives it. In a list, where sensitive answers stay sealed, they are not
    among what can be missing."""
    secret = {question.key for question in held.definition.questions if question.sensitive}
    text = missing_in_words(held.definition, [gap for gap in held.gaps if gap.key not in secret], language=language)
    return [line.removeprefix("– ") for line in text.splitlines()]


def rows_of(applications: Iterable[Application]) -> list[Row]:
    applications = list(applications)
    takers, notes = names_of_takers(applications), note_counts(one.pk for one in applications)
    return [Row(one, taker=takers.get(one.taken_by, ""), notes=notes.get(one.pk, 0)) for one in applications]


@dataclass(frozen=True)
class LikelyRow:
    """An application that may be the same person's, with the reasons in words."""

    row: Row
    reasons: list[str]
    likeness: str


def likely_rows(likely: Iterable[Likely]) -> list[LikelyRow]:
    return [
        LikelyRow(Row(one.application), words.reasons_in_words(one.reasons), words.likeness_in_words(one.score))
        for one in likely
    ]
