"""Forms that an organisation keeps to begin with."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from obrady.core.forms import parse_definition, to_json
from obrady.stages.applications import rules
from obrady.stages.applications.actions.form_editing import begin_draft
from obrady.stages.applications.models import FormDraft, FormTemplate
from obrady.stages.applications.queries.form_drafts import draft_or_form
from obrady.stages.applications.states import NoForm, TemplateNameTaken
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings.models import Meeting
from obrady.stages.organisations.models import Organisation


def save_as_template(*, actor: Actor, meeting: Meeting, name: str, now: datetime) -> FormTemplate:
    """The meeting's draft, or its published form, under a name that no other template of the organisation has."""
    found = draft_or_form(meeting)
    if found is None:
        raise NoForm(meeting=meeting.slug)
    return keep_template(actor=actor, organisation=meeting.organisation, name=name, definition=found[0], now=now)


def keep_template(
    *, actor: Actor, organisation: Organisation, name: str, definition: Mapping[str, Any], now: datetime
) -> FormTemplate:
    """Raises `DefinitionError` for what is no form, and `TemplateNameTaken`."""
    kept = to_json(parse_definition(definition, unfinished=True))
    template = FormTemplate(organisation=organisation, name=name.strip(), definition=kept, made_at=now)
    with act(
        actor=actor,
        verb="applications.save_form_template",
        thing=organisation,
        rule=rules.can_keep_templates,
        now=now,
        about=template.about,
    ):
        save(template, is_new=True)
    return template


def start_from_template(*, actor: Actor, meeting: Meeting, template: FormTemplate, now: datetime) -> FormDraft:
    return begin_draft(actor=actor, meeting=meeting, source=template.definition, now=now)


def rename_template(*, actor: Actor, template: FormTemplate, name: str, now: datetime) -> FormTemplate:
    with act(
        actor=actor, verb="applications.rename_form_template", thing=template, rule=rules.can_keep_templates, now=now
    ):
        template.name = name.strip()
        save(template)
    return template


def remove_template(*, actor: Actor, template: FormTemplate, now: datetime) -> None:
    """Forms that began with it stay as they are; `bring_back_template` undoes this."""
    with act(
        actor=actor, verb="applications.remove_form_template", thing=template, rule=rules.can_keep_templates, now=now
    ):
        template.removed_at = now
        save(template)


def bring_back_template(*, actor: Actor, template: FormTemplate, now: datetime) -> None:
    """Raises `TemplateNameTaken` when another one took the name in the meantime."""
    with act(
        actor=actor,
        verb="applications.bring_back_form_template",
        thing=template,
        rule=rules.can_keep_templates,
        now=now,
    ):
        template.removed_at = None
        save(template)


def save(template: FormTemplate, *, is_new: bool = False) -> None:
    try:
        with transaction.atomic():
            template.save(force_insert=is_new)
    except IntegrityError:
        raise TemplateNameTaken(name=template.name) from None
