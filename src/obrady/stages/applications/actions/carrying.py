"""Part of publishing a form: applications that came before follow the new version."""

from collections.abc import Collection
from datetime import datetime

from obrady.core.forms import FormDefinition, only_words_differ, parse_definition
from obrady.stages.applications.actions.judging import settle_all
from obrady.stages.applications.models import Application, Form
from obrady.stages.applications.queries.forms import definition_of, sensitive_questions
from obrady.stages.applications.queries.register import register
from obrady.stages.applications.states import PoolIsFrozen
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.actions import keep_sensitive_answers

AT_ONCE = 500


def refuse_for_a_frozen_pool(meeting: Meeting, before: Form, definition: FormDefinition) -> None:
    """While a pool is frozen a new version may say things in other words and nothing else."""
    if only_words_differ(parse_definition(before.definition), definition):
        return
    if frozen := register(meeting).exclude(locked_at=None).count():
        raise PoolIsFrozen(frozen=frozen)


def carry_over(form: Form, before: Form, *, now: datetime) -> dict[str, int]:
    """Every application that no frozen pool holds is counted by the new version from now on; `form` stays the old one.

    What became sensitive is sealed, and every state is settled anew. Gives how many follow and how many changed.
    """
    rows = Application.objects.filter(meeting=form.meeting, locked_at=None).exclude(form=form)
    if only_words_differ(definition_of(before), definition_of(form)):
        return {"following": rows.update(follows=form), "changed": 0}
    secret = sensitive_questions(definition_of(form)) - sensitive_questions(definition_of(before))
    seal(rows, secret)
    following = rows.update(follows=form)
    return {"following": following, "changed": settle_all(form.meeting)}


def seal(rows, keys: Collection[str]) -> None:
    if not keys:
        return
    for application in rows.select_related("person").iterator(chunk_size=AT_ONCE):
        open_answers = {key: application.answers[key] for key in keys if key in application.answers}
        if open_answers:
            keep_sensitive_answers(application.person, open_answers)
            application.answers = {key: said for key, said in application.answers.items() if key not in keys}
            application.save(update_fields=["answers"])
