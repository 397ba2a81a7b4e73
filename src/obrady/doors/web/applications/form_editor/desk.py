"""One editor at one draft: what it is now, what was seen, and what a colleague changed in between."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, QueryDict
from django.utils.functional import cached_property

from obrady.doors.web.applications.form_editor.differing import Told, told
from obrady.doors.web.applications.form_editor.gaps import gap_in_words
from obrady.doors.web.parts.access import actor_of
from obrady.stages.applications import actions, queries
from obrady.stages.applications.queries.form_parts import Filling, FormDefinition, filling_of, parse_draft
from obrady.stages.applications.states import DraftHasMoved
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.queries import names_of_actors
from obrady.workshop import clock

HIGHEST = 2**31 - 1


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent, be it nothing at all; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


@dataclass(frozen=True)
class Conflict:
    """Who changed the draft meanwhile, when, and what; `changes` is None when it is too long ago to tell."""

    by: str
    at: datetime
    changes: list[Told] | None


class Desk:
    def __init__(self, request: HttpRequest, meeting: Meeting) -> None:
        found = queries.draft_or_form(meeting)
        if found is None:
            raise Http404
        self.request, self.meeting = request, meeting
        self.definition = parse_draft(found[0])
        self.revision = found[1]
        self.conflict: Conflict | None = None
        self._filling: tuple[FormDefinition, Filling] | None = None
        self._words: tuple[FormDefinition, FormDefinition] | None = None

    @cached_property
    def seen_revision(self) -> int:
        return self.number("revision", self.revision)

    @cached_property
    def opened_revision(self) -> int:
        """The revision that was there when the page was first opened, before any conflict."""
        return self.number("opened", self.seen_revision)

    def number(self, name: str, otherwise: int) -> int:
        typed = self.request.POST.get(name, "")
        return min(int(typed), HIGHEST) if typed.isascii() and typed.isdigit() and len(typed) < 12 else otherwise

    def at(self, revision: int) -> FormDefinition | None:
        if revision == self.revision:
            return self.definition
        found = queries.definition_at(self.meeting, revision)
        return parse_draft(found) if found else None

    @property
    def versions(self) -> Iterator[FormDefinition]:
        """As it is now, as it was seen, as it was when the page was opened: a colleague may have taken a part away."""
        yield self.definition
        for revision in {self.seen_revision, self.opened_revision} - {self.revision}:
            if earlier := self.at(revision):
                yield earlier

    @cached_property
    def published(self) -> FormDefinition | None:
        form = queries.current_form(self.meeting)
        return parse_draft(form.definition) if form else None

    @property
    def filling(self) -> Filling:
        if self._filling is None or self._filling[0] is not self.definition:
            self._filling = (self.definition, filling_of(self.meeting, self.definition, gap=gap_in_words))
        return self._filling[1]

    @property
    def words(self) -> FormDefinition:
        """The draft as it reads: for names in lists, never for changing it."""
        if self._words is None or self._words[0] is not self.definition:
            self._words = (self.definition, self.filling.definition(self.definition))
        return self._words[1]

    def gaps(self) -> list[str]:
        """The places in braces that have no value yet, in any language of the form."""
        filling = self.filling
        found = (name for language in self.languages for name in filling.gaps(self.definition, language))
        return list(dict.fromkeys(found))

    def told(self, before: FormDefinition) -> list[Told]:
        """What is different from an earlier state, in words as they read."""
        return told(before, self.definition, fill=self.filling.text)

    @property
    def languages(self) -> tuple[str, ...]:
        return self.definition.languages

    def save(self, change: Callable[[FormDefinition], FormDefinition], *, what: str) -> bool:
        """Whether it was written; if not, `conflict` says why, and the next try knows what is there now."""
        try:
            draft = actions.change_draft(
                actor=actor_of(self.request),
                meeting=self.meeting,
                change=change,
                revision=self.seen_revision,
                now=clock.now(),
                what=what,
            )
        except DraftHasMoved as refusal:
            self.meet(refusal)
            return False
        self.definition, self.revision = parse_draft(draft.definition), draft.revision
        return True

    def meet(self, refusal: DraftHasMoved) -> None:
        before = self.at(self.seen_revision)
        found = queries.draft_or_form(self.meeting)
        if found is None:
            raise Http404
        self.definition, self.revision = parse_draft(found[0]), found[1]
        by = str(refusal.params["by"])
        self.conflict = Conflict(
            by=names_of_actors([by]).get(by, ""),
            at=refusal.params["at"],  # type: ignore[arg-type]
            changes=self.told(before) if before is not None else None,
        )
