"""What a person does with a file: bring it, say where its columns go, take it in, stop it, take it back."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import PurePath

from django.conf import settings
from django.db import IntegrityError, transaction

from obrady.stages.applications import rules
from obrady.stages.applications.models import Application, ImportBatch, ImportJob, ImportMapping, ImportPiece
from obrady.stages.applications.queries.import_rows import problems_of
from obrady.stages.applications.queries.import_targets import JOINED, ColumnMapping
from obrady.stages.applications.queries.import_touched import touched_since
from obrady.stages.applications.queries.imports import definition_for_import, imports_of, open_import, piece_place
from obrady.stages.applications.states import (
    IMPORT_CAN_BE_CANCELLED,
    ImportHasMoved,
    ImportIsOpen,
    ImportIsTouched,
    ImportState,
    MappingNotUsable,
    MeetingIsCancelled,
    NoForm,
    PieceKind,
)
from obrady.stages.ledger.actions import NotAllowed, act
from obrady.stages.ledger.states import Actor
from obrady.stages.meetings.models import Meeting
from obrady.stages.meetings.queries import is_cancelled
from obrady.workshop import sealing

LONGEST_UPLOAD = timedelta(minutes=15)
UPLOADING = "uploading"
LONGEST_NAME = 80


def upload_file(*, actor: Actor, meeting: Meeting, file_name: str, chunks: Iterable[bytes], now: datetime) -> ImportJob:
    """Keep the file sealed, in pieces, for the worker to read; nothing of it is looked at here.

    Raises `NoForm`, `MeetingIsCancelled`, and `ImportIsOpen` while another file of this meeting is not done with.
    """
    if not rules.can_import.test(actor, meeting):
        raise NotAllowed("applications.upload_file")
    if is_cancelled(meeting):
        raise MeetingIsCancelled
    if definition_for_import(meeting) is None:
        raise NoForm(meeting=meeting.slug)
    job = _begun(actor, meeting, PurePath(file_name.replace("\\", "/")).name[-200:] or "?", now=now)
    whole, size = hashlib.sha256(), 0
    for number, chunk in enumerate(chunks):
        whole.update(chunk)
        size += len(chunk)
        sealed = sealing.seal(settings.OBRADY_MASTER_KEY, chunk, place=piece_place(job, PieceKind.FILE, number))
        ImportPiece.objects.create(job=job, kind=PieceKind.FILE, number=number, sealed=sealed)
    job.file_size, job.sha256, job.lease_token, job.lease_until = size, whole.hexdigest(), "", None
    with act(
        actor=actor, verb="applications.upload_file", thing=job, rule=rules.can_import, now=now, about=job.about
    ) as line:
        job.save(update_fields=["file_size", "sha256", "lease_token", "lease_until"])
        line.facts.update(size=size, sha256=job.sha256)
    return job


def _begun(actor: Actor, meeting: Meeting, file_name: str, *, now: datetime) -> ImportJob:
    """Out of the worker's reach until the whole file is there."""
    try:
        with transaction.atomic():
            return ImportJob.objects.create(
                meeting=meeting,
                made_by=actor.name,
                made_at=now,
                changed_at=now,
                file_name=file_name,
                file_size=0,
                lease_token=UPLOADING,
                lease_until=now + LONGEST_UPLOAD,
            )
    except IntegrityError:
        other = open_import(meeting)
        made_by, name = (other.made_by, other.file_name) if other else ("", "")
        raise ImportIsOpen(made_by=made_by, file_name=name) from None


def read_again(*, actor: Actor, job: ImportJob, sheet: str, encoding: str, now: datetime) -> ImportJob:
    """Another sheet of the workbook, or other letters: the file is read once more."""
    with act(actor=actor, verb="applications.read_file_again", thing=job, rule=rules.can_import, now=now):
        _move(
            job,
            (ImportState.MAPPING, ImportState.CHECKED),
            ImportState.READING,
            now=now,
            sheet=sheet,
            details={"wanted_encoding": encoding} if encoding else {},
            done=0,
            sealed_faults=None,
        )
    return job


def place_columns(
    *, actor: Actor, job: ImportJob, mapping: ColumnMapping, remember_as: str = "", now: datetime
) -> ImportJob:
    """Say where each column goes, and have the file tried out; the mapping may be kept under a name.

    Raises `MappingNotUsable`.
    """
    definition = definition_for_import(job.meeting)
    if definition is None:
        raise NoForm(meeting=job.meeting.slug)
    if faults := problems_of(definition, mapping, JOINED):
        raise MappingNotUsable(faults)
    name = " ".join(remember_as.split())[:LONGEST_NAME]
    with act(actor=actor, verb="applications.place_columns", thing=job, rule=rules.can_import, now=now) as line:
        _move(
            job,
            (ImportState.MAPPING, ImportState.CHECKED),
            ImportState.CHECKING,
            now=now,
            mapping=mapping.to_json(),
            done=0,
            sealed_faults=None,
        )
        placed = sum(bool(one.to) for one in mapping.columns.values())
        line.facts.update(columns=len(mapping.columns), placed=placed)
        if name:
            ImportMapping.objects.update_or_create(
                organisation=job.meeting.organisation,
                name=name,
                defaults={"mapping": mapping.to_json(), "changed_at": now},
            )
    return job


def forget_mapping(*, actor: Actor, meeting: Meeting, name: str, now: datetime) -> None:
    with act(actor=actor, verb="applications.forget_mapping", thing=meeting, rule=rules.can_import, now=now):
        ImportMapping.objects.filter(organisation=meeting.organisation, name=name).delete()


def place_again(*, actor: Actor, job: ImportJob, now: datetime) -> ImportJob:
    """Back to the columns, after the trial."""
    with act(actor=actor, verb="applications.place_columns_again", thing=job, rule=rules.can_import, now=now):
        _move(job, (ImportState.CHECKED,), ImportState.MAPPING, now=now, done=0)
    return job


def start_import(*, actor: Actor, job: ImportJob, good_rows_only: bool, now: datetime) -> ImportJob:
    """Have the worker take the rows in: all of them, or only the good ones where somebody said so."""
    if is_cancelled(job.meeting):
        raise MeetingIsCancelled
    with act(actor=actor, verb="applications.start_import", thing=job, rule=rules.can_import, now=now) as line:
        if job.counts.get("faulty") and not good_rows_only:
            raise ImportHasMoved(state=job.state)
        if not job.counts.get("new"):
            raise ImportHasMoved(state=job.state)
        _move(
            job,
            (ImportState.CHECKED,),
            ImportState.IMPORTING,
            now=now,
            good_rows_only=good_rows_only,
            done=0,
            batch=None,
        )
        line.facts.update(new=job.counts["new"], left_out=job.counts.get("faulty", 0))
    return job


def cancel_import(*, actor: Actor, job: ImportJob, now: datetime) -> ImportJob:
    """Stop at the next piece; what was staged is taken away by the worker, the register never held it."""
    with act(actor=actor, verb="applications.cancel_import", thing=job, rule=rules.can_import, now=now):
        _move(job, IMPORT_CAN_BE_CANCELLED, ImportState.CANCELLED, now=now, finished_at=now, sealed_reading=None)
        ImportPiece.objects.filter(job=job).delete()
    return job


def undo_import(*, actor: Actor, job: ImportJob, now: datetime) -> ImportJob:
    """Take the whole import out of the register at one moment; the worker then destroys its rows.

    Raises `ImportIsTouched` with all that stands in the way, `ImportIsOpen` while another file is on its way.
    """
    try:
        with act(
            actor=actor,
            verb="applications.undo_import",
            thing=job,
            rule=rules.can_import,
            now=now,
            about=job.batch.about if job.batch else job.about,
        ) as line:
            _move(job, (ImportState.DONE,), ImportState.UNDOING, now=now, done=0)
            # Locked, so that nobody works on one of them between this look and the end of the act.
            list(Application.objects.select_for_update().filter(batch=job.batch_id).values_list("pk"))
            if touched := touched_since(job):
                raise ImportIsTouched(touched)
            if job.batch is None:
                raise ImportHasMoved(state=job.state)
            number = job.batch.applications.count()
            ImportBatch.objects.filter(pk=job.batch_id).update(visible_at=None)
            line.facts.update(rows=number)
    except IntegrityError:
        other = open_import(job.meeting)
        raise ImportIsOpen(made_by=other.made_by if other else "", file_name=other.file_name if other else "") from None
    return job


def _move(
    job: ImportJob, before: Iterable[ImportState], after: ImportState, *, now: datetime, **changes: object
) -> None:
    """Compare and set: of two people who press at once one moves it, the other is told."""
    values: Mapping[str, object] = {
        "state": after,
        "changed_at": now,
        "lease_token": "",
        "lease_until": None,
        **changes,
    }
    if not ImportJob.objects.filter(pk=job.pk, state__in=[str(one) for one in before]).update(**values):
        found = imports_of(job.meeting).filter(pk=job.pk).first()
        raise ImportHasMoved(state=found.state if found else "")
    for name, value in values.items():
        setattr(job, name, value)
