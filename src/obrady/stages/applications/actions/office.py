"""What the office keeps beside the register: notes, who has an application in hand, saved filters."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from obrady.stages.applications import rules
from obrady.stages.applications.models import Application, Note, SavedFilter
from obrady.stages.applications.states import ChangedMeanwhile, FilterNameTaken, NoteTooLong, ReasonMissing
from obrady.stages.ledger.actions import act
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings.models import Meeting
from obrady.stages.people.models import StaffAccount

ASSIGNEE = "assignee"
LONGEST_NOTE = 4000


def write_note(*, actor: Actor, application: Application, text: str, now: datetime) -> Note:
    """For colleagues; the person gets it with the copy of their data."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise ReasonMissing(reference=application.reference)
    if len(text) > LONGEST_NOTE:
        raise NoteTooLong(longest=LONGEST_NOTE)
    with act(actor=actor, verb="applications.note", thing=application, rule=rules.can_see_queue, now=now) as line:
        note = Note(application=application, text=text, author=actor.name, written_at=now)
        note.save()
        line.facts["note"] = note.pk
    return note


def remove_note(*, actor: Actor, note: Note, now: datetime, undo: bool = False) -> None:
    """Hidden, and shown again by `undo`; the words go with the person's data."""
    verb = "applications.bring_note_back" if undo else "applications.remove_note"
    with act(actor=actor, verb=verb, thing=note.application, rule=rules.can_see_queue, now=now) as line:
        note.removed_at = None if undo else now
        note.save(update_fields=["removed_at"])
        line.facts["note"] = note.pk


def assign(
    *, actor: Actor, application: Application, to: StaffAccount | None, seen: StaffAccount | None, now: datetime
) -> None:
    """Into somebody's hands, or nobody's. `seen` is who had it when this was decided."""
    with act(actor=actor, verb="applications.assign", thing=application, rule=rules.can_see_queue, now=now) as line:
        row = Application.objects.filter(pk=application.pk, assignee=seen)
        if not row.update(assignee=to):
            raise ChangedMeanwhile(reference=application.reference, keys=(ASSIGNEE,))
        line.facts["to"] = str(to.pk) if to else ""
    application.assignee = to


def save_filter(
    *,
    actor: Actor,
    owner: StaffAccount,
    meeting: Meeting,
    name: str,
    chosen: Mapping[str, str],
    is_shared: bool,
    now: datetime,
) -> SavedFilter:
    with act(actor=actor, verb="applications.save_filter", thing=meeting, rule=rules.can_see_queue, now=now) as line:
        saved = SavedFilter(meeting=meeting, owner=owner, name=name.strip(), chosen=dict(chosen), is_shared=is_shared)
        saved.full_clean(validate_constraints=False)
        try:
            with transaction.atomic():
                saved.save(force_insert=True)
        except IntegrityError:
            raise FilterNameTaken(name=saved.name) from None
        line.facts.update(filter=saved.pk, is_shared=is_shared)
    return saved


def drop_filter(*, actor: Actor, owner: StaffAccount, saved: SavedFilter, now: datetime) -> None:
    """One's own only; others' shared filters stay theirs."""
    with act(
        actor=actor, verb="applications.drop_filter", thing=saved.meeting, rule=rules.can_see_queue, now=now
    ) as line:
        line.facts["filter"] = saved.pk
        SavedFilter.objects.filter(pk=saved.pk, owner=owner).delete()
