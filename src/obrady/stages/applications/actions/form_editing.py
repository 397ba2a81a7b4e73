"""The draft of a meeting's form: begun, changed one revision at a time, undone."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from obrady.core.forms import FormDefinition, parse_definition, to_json
from obrady.stages.applications import rules
from obrady.stages.applications.models import FormDraft, FormDraftBefore
from obrady.stages.applications.queries.form_drafts import draft_of, last_change
from obrady.stages.applications.queries.forms import current_form
from obrady.stages.applications.states import DraftExists, DraftHasMoved, NoForm, NothingToUndo
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings.models import Meeting

Change = Callable[[FormDefinition], FormDefinition]
KEPT_REVISIONS = 30


def begin_draft(*, actor: Actor, meeting: Meeting, source: Mapping[str, Any], now: datetime) -> FormDraft:
    """A draft from a definition, which may be unfinished.

    Raises `DefinitionError` (core/forms) for what is no definition, and `DraftExists`.
    """
    definition = to_json(parse_definition(source, unfinished=True))
    with act(
        actor=actor, verb="applications.begin_form_draft", thing=meeting, rule=rules.can_edit_form, now=now
    ) as line:
        draft = create_draft(meeting, definition, actor=actor, now=now)
        line.facts["revision"] = draft.revision
    return draft


def create_draft(meeting: Meeting, definition: dict[str, Any], *, actor: Actor, now: datetime) -> FormDraft:
    try:
        with transaction.atomic():
            return FormDraft.objects.create(
                meeting=meeting, definition=definition, changed_at=now, changed_by=actor.name, what="begun"
            )
    except IntegrityError:
        raise DraftExists(meeting=meeting.slug) from None


def change_draft(
    *, actor: Actor, meeting: Meeting, change: Change, revision: int, now: datetime, what: str = ""
) -> FormDraft:
    """One change to the draft that the editor saw as `revision`; nobody's work is written over.

    Revision 0 is the published form: its first change begins the draft. A change that changes nothing is none.
    Raises `DraftHasMoved`, and what `change` raises.
    """
    with act(
        actor=actor, verb="applications.change_form_draft", thing=meeting, rule=rules.can_edit_form, now=now
    ) as line:
        draft = locked_draft(meeting, revision, actor=actor, now=now)
        before = parse_definition(draft.definition, unfinished=True)
        after = change(before)
        if after != before:
            write(draft, to_json(after), actor=actor, what=what, now=now)
        line.facts.update(revision=draft.revision, what=what)
    return draft


def undo_change(*, actor: Actor, meeting: Meeting, revision: int, now: datetime) -> FormDraft:
    """The draft as it was before its last change; again and again, as far as revisions are kept."""
    with act(
        actor=actor, verb="applications.undo_form_change", thing=meeting, rule=rules.can_edit_form, now=now
    ) as line:
        draft, last = locked_draft(meeting, revision, actor=actor, now=now), last_change(meeting)
        if last is None:
            raise NothingToUndo(meeting=meeting.slug)
        left = draft.revision
        write(draft, last.definition, actor=actor, what="undone", now=now)
        draft.before.filter(revision__in=(left, last.revision)).update(undone=True)
        line.facts.update(revision=draft.revision, as_of=last.revision)
    return draft


def locked_draft(meeting: Meeting, revision: int, *, actor: Actor, now: datetime) -> FormDraft:
    draft = draft_of(meeting)
    if draft is None and revision == 0:
        form = current_form(meeting)
        if form is None:
            raise NoForm(meeting=meeting.slug)
        try:
            return create_draft(meeting, form.definition, actor=actor, now=now)
        except DraftExists:
            draft = draft_of(meeting)
    if draft is None:
        raise NoForm(meeting=meeting.slug)
    if draft.revision != revision:
        raise moved(draft, revision)
    return draft


def moved(draft: FormDraft, seen: int) -> DraftHasMoved:
    return DraftHasMoved(revision=draft.revision, seen=seen, by=draft.changed_by, at=draft.changed_at)


def write(draft: FormDraft, definition: dict[str, Any], *, actor: Actor, what: str, now: datetime) -> None:
    """Compare and set: of two who saw the same revision one writes, the other is told."""
    seen = draft.revision
    kept = FormDraftBefore(
        draft=draft,
        revision=seen,
        definition=draft.definition,
        changed_at=draft.changed_at,
        changed_by=draft.changed_by,
        what=draft.what,
    )
    draft.definition, draft.revision = definition, seen + 1
    draft.changed_at, draft.changed_by, draft.what = now, actor.name, what[:160]
    fields = {name: getattr(draft, name) for name in ("definition", "revision", "changed_at", "changed_by", "what")}
    if not FormDraft.objects.filter(pk=draft.pk, revision=seen).update(**fields):
        draft.refresh_from_db()
        raise moved(draft, seen)
    kept.save(force_insert=True)
    draft.before.filter(revision__lte=seen - KEPT_REVISIONS).delete()
