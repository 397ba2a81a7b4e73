"""Many applications from a file: staged outside the register in short transactions, visible by one switch."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from obrady.core.forms import RegisterRecord, RowFault, read_applications
from obrady.stages.applications import rules
from obrady.stages.applications.actions.import_staging import AT_ONCE, begin_batch, stage
from obrady.stages.applications.actions.linking import propose_all_links
from obrady.stages.applications.actions.pairing import propose_all_pairs
from obrady.stages.applications.actions.spelling import propose_all_bodies
from obrady.stages.applications.models import Application, ImportBatch
from obrady.stages.applications.queries.forms import current_form, definition_of, legal_texts
from obrady.stages.applications.queries.register import VISIBLE
from obrady.stages.applications.states import ImportOvertaken, MeetingIsCancelled, NoForm
from obrady.stages.ledger.actions import NotAllowed, act
from obrady.stages.ledger.queries import Receipt
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import is_cancelled


@dataclass(frozen=True)
class ImportOutcome:
    """What an import did, or would do: `faults` are named by row (1 = header) and column.

    `imported` is what is in the register now (0 in a dry run); `good_rows` could be taken.
    """

    rows: int
    good_rows: int
    imported: int
    faults: tuple[RowFault, ...] = ()
    by_channel: Mapping[str, int] = field(default_factory=dict)
    by_state: Mapping[str, int] = field(default_factory=dict)
    batch: ImportBatch | None = None
    receipt: Receipt | None = None

    @property
    def is_refused(self) -> bool:
        return bool(self.faults) and self.imported == 0


def import_applications(
    *,
    actor: Actor,
    meeting: Meeting,
    rows: Sequence[Mapping[str, str]],
    now: datetime,
    good_rows_only: bool = False,
    dry_run: bool = False,
    columns: Sequence[str] | None = None,
) -> ImportOutcome:
    """All rows or none, unless `good_rows_only`. Nobody sees a row before the last one is there.

    Must not run inside a transaction of its own: the staging is meant to be short for everybody else. Raises
    `NoForm`, and `ImportOvertaken` when a later import of the same meeting took its place.
    """
    if not rules.can_import.test(actor, meeting):
        raise NotAllowed("applications.import")
    if is_cancelled(meeting):
        raise MeetingIsCancelled
    form = current_form(meeting)
    if form is None:
        raise NoForm(meeting=meeting.slug)
    records, faults = read_applications(definition_of(form), rows, columns=columns)
    records, faults = without_known(meeting, records, faults)
    outcome = ImportOutcome(
        rows=len(rows),
        good_rows=len(records),
        imported=0,
        faults=faults,
        by_channel=Counter(str(record.office["channel"]) for record in records),
    )
    if dry_run or not records or (faults and not good_rows_only):
        return outcome
    batch, texts = begin(meeting, rows, now=now), legal_texts(form)
    for start in range(0, len(records), AT_ONCE):
        stage(batch, form, texts, records[start : start + AT_ONCE], now=now)
    propose_all_bodies(meeting.organisation, meeting=meeting)
    propose_all_pairs(meeting, now=now)
    propose_all_links(meeting)
    return switch(actor, batch, outcome, now=now)


def without_known(
    meeting: Meeting, records: Sequence[RegisterRecord], faults: Sequence[RowFault]
) -> tuple[list[RegisterRecord], tuple[RowFault, ...]]:
    """A reference that the register has already is a fault of its row."""
    known = set(Application.objects.filter(VISIBLE, meeting=meeting).values_list("reference", flat=True))
    again = [
        RowFault(record.row, "reference", "reference_exists", {"reference": record.reference})
        for record in records
        if record.reference in known
    ]
    fresh = [record for record in records if record.reference not in known]
    return fresh, tuple(sorted([*faults, *again], key=lambda fault: (fault.row, fault.column)))


def begin(meeting: Meeting, rows: Sequence[Mapping[str, str]], *, now: datetime) -> ImportBatch:
    canonical = json.dumps([dict(row) for row in rows], sort_keys=True, ensure_ascii=False)
    return begin_batch(meeting, hashlib.sha256(canonical.encode()).hexdigest(), now=now)


def switch(actor: Actor, batch: ImportBatch, outcome: ImportOutcome, *, now: datetime) -> ImportOutcome:
    with act(
        actor=actor,
        verb="applications.import",
        thing=batch.meeting,
        rule=rules.can_import,
        now=now,
        about=batch.about,
    ) as line:
        if not ImportBatch.objects.filter(pk=batch.pk, visible_at=None).update(visible_at=now):
            raise ImportOvertaken(meeting=batch.meeting.slug)
        staged = list(Application.objects.filter(batch=batch).values_list("channel", "state"))
        channels, states = Counter(channel for channel, _ in staged), Counter(state for _, state in staged)
        line.facts.update(rows=len(staged), left_out=outcome.rows - len(staged), sha256=batch.sha256)
        line.facts.update(channels=dict(channels), states=dict(states))
    batch.visible_at = now
    return ImportOutcome(
        rows=outcome.rows,
        good_rows=outcome.good_rows,
        imported=len(staged),
        faults=outcome.faults,
        by_channel=channels,
        by_state=states,
        batch=batch,
        receipt=line.receipt,
    )
