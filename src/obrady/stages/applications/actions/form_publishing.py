"""A draft becomes the next version; applications that are there follow it, and what they said stays."""

import re
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from obrady.core.forms import FormDefinition, parse_definition, to_json
from obrady.stages.applications.actions.form_editing import locked_draft, write
from obrady.stages.applications.actions.publishing import publish_form
from obrady.stages.applications.models import Form
from obrady.stages.applications.queries.form_review import review_form
from obrady.stages.applications.queries.forms import current_form
from obrady.stages.applications.states import FormNotReady
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings.models import Meeting


def publish_draft(*, actor: Actor, meeting: Meeting, revision: int, now: datetime) -> Form:
    """The draft as the editor saw it (`revision`) as the next version of the form; see `publish_form` for the rest.

    Raises `DraftHasMoved`, and `FormNotReady` with everything that stands against it.
    """
    with transaction.atomic():
        draft = locked_draft(meeting, revision, actor=actor, now=now)
        definition = parse_definition(draft.definition, unfinished=True)
        if hindrances := [one for one in review_form(meeting, definition) if one.blocks]:
            raise FormNotReady(hindrances)
        last = current_form(meeting)
        numbered = with_versions(parse_definition(last.definition), definition) if last else definition
        form = publish_form(actor=actor, meeting=meeting, definition=to_json(numbered), now=now)
        if numbered != definition:
            write(draft, to_json(numbered), actor=actor, what="numbered", now=now)
    return form


def with_versions(before: FormDefinition, after: FormDefinition) -> FormDefinition:
    """Other words get another version: of the form, and of the notice where that is what changed."""
    notice = after.notice
    changed = (dict(notice.short), dict(notice.full)) != (dict(before.notice.short), dict(before.notice.full))
    if changed and notice.version == before.notice.version:
        notice = replace(notice, version=next_version(notice.version))
    numbered = replace(after, notice=notice)
    if replace(numbered, version=before.version) == before or numbered.version != before.version:
        return numbered
    return replace(numbered, version=next_version(before.version))


def next_version(version: str) -> str:
    """ "1.9" is followed by "1.10"; a version without a number by the same with 2 behind it."""
    found = re.search(r"(\d{1,9})(?!.*\d)", version, re.ASCII)
    if found is None:
        return f"{version} 2".strip()
    return version[: found.start()] + str(int(found[1]) + 1) + version[found.end() :]
